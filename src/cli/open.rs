//! Opening the house: settings, knowledge, schools, store, in the order in which a mistake is easiest to understand.

use std::path::PathBuf;

use anyhow::Context;

use super::Place;
use super::clock::clock;
use crate::app::{App, Clock};
use crate::booking::Adviser;
use crate::config::{Secrets, Settings, find_folder};
use crate::conversation::Guide;
use crate::desk::laid_over;
use crate::knowledge::{LaidOver, Library, Loaded, check::check, lay_over};
use crate::phrases::Phrases;
use crate::school::Schools;
use crate::staff::Staff;
use crate::store::{Address, Store};

/// What every command begins with.
pub(super) struct Opened {
    pub(super) settings: Settings,
    pub(super) secrets: Secrets,
    pub(super) clock: Clock,
    config: PathBuf,
}

/// Where the store is to be, if not where the settings say.
pub(super) enum Keep {
    /// As the settings say.
    AsSet,
    /// In memory, unless a data folder was named.
    InMemory,
}

impl Opened {
    pub(super) fn new(place: &Place) -> anyhow::Result<Self> {
        let secrets = Secrets::read();
        let config = find_folder(&place.config);
        let mut settings = Settings::load(&config)?;
        if let Some(knowledge) = &place.knowledge {
            settings.knowledge.clone_from(knowledge);
        }
        settings.knowledge = find_folder(&settings.knowledge);
        Ok(Self { settings, secrets, clock: clock(place.now.as_deref())?, config })
    }

    pub(super) fn knowledge(&self) -> anyhow::Result<Loaded> {
        Ok(Library::load(&self.settings.knowledge, (self.clock)().date())?)
    }

    /// A guide over the knowledge; what is broken is left out and named in the log.
    pub(super) fn guide(&self, name_problems: bool) -> anyhow::Result<Guide> {
        self.guide_over(self.knowledge()?, name_problems, &LaidOver::default())
    }

    /// The same with what the desk lays over the knowledge.
    fn guide_over(&self, shipped: Loaded, name_problems: bool, over: &LaidOver) -> anyhow::Result<Guide> {
        let Loaded { library, mut problems } = shipped;
        let mut loaded = lay_over(library, over);
        problems.append(&mut loaded.problems);
        loaded.problems = problems;
        if name_problems {
            for problem in &loaded.problems {
                tracing::warn!("left out: {problem}");
            }
        }
        let phrases = Phrases::load(&self.config.join("phrases.toml"))?;
        Ok(Guide::new(loaded.library, phrases)?)
    }

    /// Holds the knowledge to its gates and says in the log what does not pass: for after the start, because nobody waits for it.
    pub(super) fn check_knowledge(&self) -> anyhow::Result<()> {
        let loaded = self.knowledge()?;
        let problems = check(&loaded, (self.clock)().date()).len() - loaded.problems.len();
        if problems > 0 {
            tracing::warn!("{problems} more problems in the knowledge; `fingerpost check` names them");
        }
        Ok(())
    }

    pub(super) fn address(&self, place: &Place, keep: &Keep) -> Address {
        match (&place.data, &self.secrets.database_url, keep) {
            (Some(data), ..) => Address::parse(data),
            (None, _, Keep::InMemory) => Address::Memory,
            (None, Some(url), Keep::AsSet) => Address::parse(url),
            (None, None, Keep::AsSet) => Address::Folder(self.settings.data.clone()),
        }
    }

    /// What addresses of the desk begin with.
    pub(super) fn desk_base(&self, listening: &str) -> String {
        match self.settings.desk.address.trim_end_matches('/') {
            "" => format!("http://{listening}"),
            address => address.to_owned(),
        }
    }

    /// A file of the configuration folder.
    pub(super) fn config_file(&self, name: &str) -> PathBuf {
        self.config.join(name)
    }

    pub(super) fn schools(&self) -> anyhow::Result<Schools> {
        Ok(Schools::load(&self.config.join("schools"))?)
    }

    pub(super) async fn app(&self, place: &Place, keep: &Keep, name_problems: bool) -> anyhow::Result<App> {
        // The knowledge first: a mistake in its folder is easier to understand than one in an address.
        let shipped = self.knowledge()?;
        let schools = self.schools()?;
        let store = Store::open(&self.address(place, keep)).await?;
        let guide = self.guide_over(shipped, name_problems, &laid_over(&store).await?)?;
        self.seed_demo(&schools, &store).await?;
        Ok(App::new(guide, schools, store, self.clock.clone()).with_booking(self.settings.booking.clone()))
    }

    /// The careers team's side of the house, without the knowledge.
    pub(super) async fn staff(&self, place: &Place) -> anyhow::Result<Staff> {
        let schools = self.schools()?;
        let store = Store::open(&self.address(place, &Keep::AsSet)).await?;
        self.seed_demo(&schools, &store).await?;
        Ok(Staff::new(store, &schools, self.settings.booking.clone()))
    }

    /// The demo school has invented advisers, so that booking can be tried at once. A real school's are typed in by staff.
    async fn seed_demo(&self, schools: &Schools, store: &Store) -> anyhow::Result<()> {
        let path = self.config_file("demo-advisers.toml");
        if !schools.iter().all(|school| school.demo) || !path.exists() || !store.advisers().await?.is_empty() {
            return Ok(());
        }
        for adviser in read_advisers(&path)? {
            store.keep_adviser(&adviser, (self.clock)()).await?;
        }
        Ok(())
    }

    /// The key under which people are known inside: from the environment, or drawn once and kept in the data folder.
    pub(super) fn secret(&self, address: &Address) -> anyhow::Result<Vec<u8>> {
        if let Some(secret) = &self.secrets.secret {
            anyhow::ensure!(
                secret.len() >= 32,
                "FINGERPOST_SECRET is too short; give it at least 32 letters and digits at random"
            );
            return Ok(secret.clone().into_bytes());
        }
        let drawn = || {
            let mut bytes = vec![0; 32];
            getrandom::fill(&mut bytes).context("the operating system gives no random bytes")?;
            anyhow::Ok(bytes)
        };
        let Address::Folder(folder) = address else { return drawn() };
        let path = folder.join("secret");
        if let Ok(kept) = std::fs::read(&path) {
            return Ok(kept);
        }
        let bytes = drawn()?;
        std::fs::write(&path, &bytes).with_context(|| format!("cannot keep the key in `{}`", path.display()))?;
        owner_only(&path)?;
        Ok(bytes)
    }
}

/// Reads a file of advisers and their hours.
pub(super) fn read_advisers(path: &std::path::Path) -> anyhow::Result<Vec<Adviser>> {
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        advisers: Vec<Adviser>,
    }
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let file: File = toml::from_str(&text).with_context(|| {
        format!("cannot understand `{}`; config/demo-advisers.toml shows how it is written", path.display())
    })?;
    Ok(file.advisers)
}

#[cfg(unix)]
fn owner_only(path: &std::path::Path) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    Ok(std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))?)
}

#[cfg(not(unix))]
fn owner_only(_: &std::path::Path) -> anyhow::Result<()> {
    Ok(())
}

/// Logs go to the standard error, so that answers stay alone on the standard output.
pub(super) fn start_log(level: &str) {
    let filter =
        tracing_subscriber::EnvFilter::try_new(format!("{level},tantivy=warn,sqlx=warn,sea_orm_migration=warn"))
            .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false).compact().init();
}
