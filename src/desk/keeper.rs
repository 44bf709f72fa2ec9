//! Keeps what the desk decides in force: looks every few seconds whether the knowledge laid over has a new version, writes down what was
//! noted of conversations, and forgets what is over time.

use std::time::Duration;

use super::Desk;
use super::draft::own_pages;
use crate::conversation::Guide;
use crate::knowledge::{LaidOver, Library, lay_over};
use crate::store::{Store, StoreError};

/// How often it looks. A change is to be in force in every copy within a minute.
const LOOK: Duration = Duration::from_secs(15);

/// How long somebody who has changed something waits for it to be in force.
const WAIT: Duration = Duration::from_secs(5);

/// How many looks lie between two times of forgetting: an hour.
const FORGET: u64 = 240;

/// Everything that is laid over the shipped knowledge now.
///
/// # Errors
/// If the store fails.
pub async fn laid_over(store: &Store) -> Result<LaidOver, StoreError> {
    let pages = own_pages(&store.own_answers().await?);
    let off = store.switched_off().await?.into_iter().filter(|off| off.lifted_at.is_none());
    Ok(LaidOver { pages, off: off.map(|off| off.target).collect() })
}

impl Desk {
    /// Goes on until the process ends. What fails is tried again at the next look.
    pub async fn keep(self) {
        let mut looks = 0_u64;
        loop {
            if let Err(error) = self.look(looks.is_multiple_of(FORGET)).await {
                tracing::error!(%error, "what the desk keeps in force could not be looked at");
            }
            looks += 1;
            tokio::time::sleep(LOOK).await;
        }
    }

    async fn look(&self, forget: bool) -> anyhow::Result<()> {
        self.put_in_force().await?;
        self.app.write_notes().await?;
        if forget {
            self.app.store().forget_old(self.app.now()).await?;
        }
        Ok(())
    }

    /// Begins to put the newest version in force and waits a little for it; where it takes longer, it goes on by itself.
    pub(super) async fn soon_in_force(&self) {
        let desk = self.clone();
        let work = tokio::spawn(async move {
            if let Err(error) = desk.put_in_force().await {
                tracing::error!(%error, "a new version of the knowledge is not yet in force");
            }
        });
        tokio::time::timeout(WAIT, work).await.ok();
    }

    /// Puts the newest version of what is laid over in force, if it is not yet.
    ///
    /// # Errors
    /// If the store fails or the knowledge folder cannot be read; then the old version stays in force.
    pub async fn put_in_force(&self) -> anyhow::Result<()> {
        let mut in_force = self.live.in_force.lock().await;
        let version = self.app.store().knowledge_version().await?;
        if version == *in_force {
            return Ok(());
        }
        let over = laid_over(self.app.store()).await?;
        let (folder, phrases) = (self.knowledge.clone(), self.app.guide().phrases().clone());
        let today = self.app.now().date();
        let guide = tokio::task::spawn_blocking(move || {
            let shipped = Library::load(&folder, today)?.library;
            let loaded = lay_over(shipped, &over);
            for problem in &loaded.problems {
                tracing::warn!("left out: {problem}");
            }
            anyhow::Ok(Guide::new(loaded.library, phrases)?)
        })
        .await??;
        self.app.swap_guide(guide);
        *in_force = version;
        tracing::info!(version, "knowledge of the school's own is in force");
        Ok(())
    }
}
