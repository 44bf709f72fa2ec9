//! What the store does for those who carry letters and see alerts.

use chrono::{DateTime, NaiveDateTime, Utc};

use super::sealed::Seal;
use super::{Claim, Claimed, Mark, PostState, Posted, Raised, Store, StoreError, alerts, outbox};
use crate::letters::{Letter, Purpose};

impl Store {
    /// The store, with the secret under which letters are kept closed while they wait.
    #[must_use]
    pub fn with_secret(mut self, secret: &[u8]) -> Self {
        self.seal = Some(Seal::new(secret));
        self
    }

    pub(super) fn seal(&self) -> Result<&Seal, StoreError> {
        self.seal.as_ref().ok_or(StoreError::NoSecret)
    }

    /// Puts letters on their way by themselves; those with a known key are there already.
    ///
    /// # Errors
    /// If the database fails or there is no secret.
    pub async fn post(&self, letters: &[Letter]) -> Result<(), StoreError> {
        let (_first, transaction) = self.begin().await?;
        for letter in letters {
            outbox::insert(&transaction, self.seal()?, letter, Utc::now()).await?;
        }
        Ok(transaction.commit().await?)
    }

    /// Claims letters that are due.
    ///
    /// # Errors
    /// If the database fails or there is no secret.
    pub async fn claim(&self, claim: &Claim) -> Result<Vec<Claimed>, StoreError> {
        let _first = self.first().await?;
        outbox::claim(&self.database, self.seal()?, claim).await
    }

    /// A letter was taken by the other side.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn sent(&self, key: &str) -> Result<(), StoreError> {
        let _first = self.first().await?;
        outbox::sent(&self.database, key, Utc::now()).await
    }

    /// A letter was refused for now.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn failed(
        &self,
        key: &str,
        owner: &str,
        refusal: &str,
        next_at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let _first = self.first().await?;
        outbox::failed(&self.database, key, owner, refusal, next_at).await
    }

    /// A letter was refused for good.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn given_up(&self, key: &str, owner: &str, refusal: &str) -> Result<(), StoreError> {
        let _first = self.first().await?;
        outbox::given_up(&self.database, key, owner, refusal, Utc::now()).await
    }

    /// Sends a letter that was given up once more; false if none of this key was.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn resend(&self, key: &str) -> Result<bool, StoreError> {
        let _first = self.first().await?;
        outbox::resend(&self.database, key, Utc::now()).await
    }

    /// Takes back what still waits about a request.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn withdraw(&self, about: &str, purposes: &[Purpose]) -> Result<(), StoreError> {
        let _first = self.first().await?;
        outbox::withdraw(&self.database, about, purposes, Utc::now()).await
    }

    /// Letters as staff see them, the newest first.
    ///
    /// # Errors
    /// If the database fails or holds a letter of a later version.
    pub async fn posted(&self, state: Option<PostState>, about: Option<&str>) -> Result<Vec<Posted>, StoreError> {
        outbox::all(&self.database, state, about).await
    }

    /// When the next letter that is due by the house's clock is to be tried, UTC by the machine's.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn next_letter(&self, house: DateTime<Utc>) -> Result<Option<NaiveDateTime>, StoreError> {
        outbox::next(&self.database, house).await
    }

    /// Alerts, the newest first; all, or those that nobody has seen.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn alerts(&self, unseen_only: bool) -> Result<Vec<Raised>, StoreError> {
        alerts::all(&self.database, unseen_only).await
    }

    /// Marks an alert; false if there is none of this name or it is marked so already.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn mark_alert(
        &self,
        reference: &str,
        mark: Mark,
        by: &str,
        now: NaiveDateTime,
    ) -> Result<bool, StoreError> {
        let _first = self.first().await?;
        alerts::mark(&self.database, reference, mark, by, now).await
    }

    /// Puts one more round of letters about an unseen alert on its way; false if another copy did, or somebody has seen it.
    ///
    /// # Errors
    /// If the database fails or there is no secret.
    pub async fn repeat_alert(
        &self,
        raised: &Raised,
        letters: &[Letter],
        now: NaiveDateTime,
    ) -> Result<bool, StoreError> {
        let (_first, transaction) = self.begin().await?;
        if !alerts::count_round(&transaction, raised, now).await? {
            return Ok(false);
        }
        for letter in letters {
            outbox::insert(&transaction, self.seal()?, letter, Utc::now()).await?;
        }
        transaction.commit().await?;
        Ok(true)
    }
}
