//! Opening the house: settings, knowledge, schools, store, in the order in which a mistake is easiest to understand.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;

use super::Place;
use super::clock::clock;
use crate::app::{App, Clock};
use crate::booking::Adviser;
use crate::config::{Secrets, Settings, find_folder};
use crate::conversation::Guide;
use crate::desk::laid_over;
use crate::knowledge::{LaidOver, Library, Loaded, check::check, lay_over};
use crate::letters::Route;
use crate::notify::{Carrier, Mail, Opening, Post, Webhook};
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
    /// Ways out by the doors on Discord and in Teams, which open after the house.
    by_discord: Arc<Opening>,
    by_teams: Arc<Opening>,
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
        let (by_discord, by_teams) = (by_discord(&settings), by_teams(&settings));
        Ok(Self { settings, secrets, clock: clock(place.now.as_deref())?, config, by_discord, by_teams })
    }

    pub(super) fn knowledge(&self) -> anyhow::Result<Loaded> {
        Ok(Library::load(&self.settings.knowledge, (self.clock)().date())?)
    }

    /// The sentences of the house.
    pub(super) fn phrases(&self) -> anyhow::Result<Phrases> {
        Ok(Phrases::load(&self.config.join("phrases.toml"))?)
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
        Ok(Guide::new(loaded.library, self.phrases()?)?)
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
        Ok(Schools::load(&self.config.join("schools"))?.with_default(&self.settings.school))
    }

    pub(super) async fn app(&self, place: &Place, keep: &Keep, name_problems: bool) -> anyhow::Result<App> {
        // The knowledge first: a mistake in its folder is easier to understand than one in an address.
        let shipped = self.knowledge()?;
        let schools = self.schools()?;
        let address = self.address(place, keep);
        let store = Store::open(&address).await?.with_secret(&self.secret(&address)?);
        let guide = self.guide_over(shipped, name_problems, &laid_over(&store).await?)?;
        self.seed_demo(&schools, &store).await?;
        Ok(App::new(guide, schools, store, self.clock.clone()).with_booking(self.settings.booking.clone()))
    }

    /// The careers team's side of the house, without the knowledge.
    pub(super) async fn staff(&self, place: &Place) -> anyhow::Result<Staff> {
        let schools = self.schools()?;
        let store = self.store(place).await?;
        self.seed_demo(&schools, &store).await?;
        let staff = Staff::new(store.clone(), &schools, self.settings.booking.clone());
        if !self.has_post() {
            return Ok(staff);
        }
        let post = Arc::new(self.post(place, store).await?);
        Ok(staff.with_post(post, self.settings.letters))
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

    /// The house with its post, where a way out of it is set: for whoever stays open.
    pub(super) async fn app_with_post(&self, place: &Place) -> anyhow::Result<App> {
        let app = self.app(place, &Keep::AsSet, true).await?;
        let post = self.post(place, app.store().clone()).await?;
        Ok(if self.has_post() { app.with_post(Arc::new(post), self.settings.letters) } else { app })
    }

    /// The store where the settings say, with the secret under which letters are kept closed.
    pub(super) async fn store(&self, place: &Place) -> anyhow::Result<Store> {
        let address = self.address(place, &Keep::AsSet);
        let store = Store::open(&address).await?;
        Ok(store.with_secret(&self.secret(&address)?))
    }

    /// What carries letters, by every way that is set.
    pub(super) async fn post(&self, place: &Place, store: Store) -> anyhow::Result<Post> {
        let address = self.address(place, &Keep::AsSet);
        anyhow::ensure!(
            self.secrets.secret.is_some() || !matches!(address, Address::PostgreSql(_)) || !self.has_post(),
            "cannot keep letters closed: several copies need the same key; set FINGERPOST_SECRET to at least 32 letters and digits at random"
        );
        let phrases = self.phrases()?.letters;
        let (settings, secrets) = (&self.settings, &self.secrets);
        let patience = Duration::from_millis(settings.outbox.patience_ms.max(1));
        let mut post =
            Post::new(store, self.schools()?, phrases, self.clock.clone(), (settings.outbox, settings.alerts));
        let (user, password) = (secrets.mail_user.as_deref(), secrets.mail_password.as_deref());
        if let Some(mail) = Mail::open(&settings.mail, user, password, patience)? {
            post = post.with(Arc::new(mail));
        }
        if let Some(webhook) = Webhook::open(&settings.webhook, secrets.webhook_secret.as_deref(), patience)? {
            post = post.with(Arc::new(webhook));
        }
        for way in [&self.by_discord, &self.by_teams].into_iter().filter(|way| way.serves_any()) {
            post = post.with(Arc::clone(way) as Arc<dyn Carrier>);
        }
        Ok(post)
    }

    /// The doors stand: what waits for them is carried.
    pub(super) fn open_ways(&self, discord: Option<&Arc<dyn Carrier>>, teams: Option<&Arc<dyn Carrier>>) {
        for (way, door) in [(&self.by_discord, discord), (&self.by_teams, teams)] {
            if let Some(door) = door {
                way.opened_by(door);
            }
        }
    }

    /// Whether letters go anywhere at all.
    fn has_post(&self) -> bool {
        self.has_way_out() || self.by_discord.serves_any() || self.by_teams.serves_any()
    }

    /// Whether a way is set by which the team is written to and alerts go.
    pub(super) fn has_way_out(&self) -> bool {
        !self.settings.mail.server.trim().is_empty() || !self.settings.webhook.addresses.is_empty()
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
        let kept = keep_whole(folder, &path, &bytes);
        kept.with_context(|| format!("cannot keep the key in `{}`", path.display()))
    }
}

/// The staff channels on Discord.
fn by_discord(settings: &Settings) -> Arc<Opening> {
    let servers = settings.discord.iter().flat_map(|discord| &discord.servers);
    let schools = servers.filter(|server| server.staff_channel.is_some()).map(|server| server.school.clone());
    Arc::new(Opening::new(Route::Discord, schools))
}

/// The chats of people and the channels of careers teams in Teams.
fn by_teams(settings: &Settings) -> Arc<Opening> {
    let Some(teams) = &settings.teams else { return Arc::new(Opening::new(Route::Teams, [])) };
    // A tenant that names no school is that of the only one.
    if teams.tenants.iter().any(|tenant| tenant.schools.is_empty()) {
        return Arc::new(Opening::of_all(Route::Teams));
    }
    let of_tenants = teams.tenants.iter().flat_map(|tenant| tenant.schools.clone());
    Arc::new(Opening::new(Route::Teams, of_tenants.chain(teams.teams.iter().map(|team| team.school.clone()))))
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

/// Keeps the key whole or not at all, however this process ends; of two that draw one at the same time the first to keep it wins.
fn keep_whole(folder: &Path, path: &Path, bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
    let whole = folder.join(format!("secret.{}", std::process::id()));
    std::fs::write(&whole, bytes)?;
    owner_only(&whole)?;
    std::fs::File::open(&whole)?.sync_all()?;
    match std::fs::hard_link(&whole, path) {
        // Not every file system has links; then whoever is last has kept it.
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => std::fs::rename(&whole, path)?,
        _ => std::fs::remove_file(&whole)?,
    }
    Ok(std::fs::read(path)?)
}

#[cfg(unix)]
fn owner_only(path: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    Ok(std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))?)
}

#[cfg(not(unix))]
fn owner_only(_: &Path) -> anyhow::Result<()> {
    Ok(())
}

/// Libraries that carry what people type, and would write it into a log where that is set to tell everything.
const WITH_WORDS: &str = "serenity=off,tungstenite=off,tokio_tungstenite=off,hyper=warn,h2=warn,reqwest=warn";

/// Logs go to the standard error, so that answers stay alone on the standard output.
pub(super) fn start_log(level: &str) {
    let filter = tracing_subscriber::EnvFilter::try_new(format!(
        "{level},tantivy=warn,sqlx=warn,sea_orm_migration=warn,{WITH_WORDS}"
    ))
    .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    // Where nobody reads the log, the house goes on without it.
    tracing_subscriber::fmt()
        .log_internal_errors(false)
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(false)
        .compact()
        .init();
}
