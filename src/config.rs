//! Gathers the settings that each room defines for itself, and the secrets. The only room that reads the environment; no room
//! imports it but the command line.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::booking;
use crate::channels::{discord, teams, web};
use crate::desk;
use crate::letters;
use crate::notify::{AlertSettings, MailSettings, OutboxSettings, WebhookSettings};
use crate::store::RetentionSettings;

/// Every setting (`config/fingerpost.toml`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The knowledge folder.
    pub knowledge: PathBuf,
    /// The data folder.
    pub data: PathBuf,
    /// How much is logged.
    pub log: String,
    /// The school that answers in a terminal and at the bare web address where none is named; an id that no school has sets none.
    pub school: String,
    /// The web door.
    pub web: web::Settings,
    /// The careers desk.
    pub desk: desk::Settings,
    /// How booking works.
    pub booking: booking::Settings,
    /// The Discord door; without it, it is closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discord: Option<discord::Settings>,
    /// How letters go by mail.
    pub mail: MailSettings,
    /// Addresses that are told that something happened.
    pub webhook: WebhookSettings,
    /// How hard letters are tried.
    pub outbox: OutboxSettings,
    /// How long an alert may wait to be seen.
    pub alerts: AlertSettings,
    /// When letters are written.
    pub letters: letters::Settings,
    /// When what is kept goes.
    pub retention: RetentionSettings,
    /// The Teams door, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub teams: Option<teams::Settings>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            knowledge: "knowledge".into(),
            data: "data".into(),
            log: "info".into(),
            school: "demo".into(),
            web: web::Settings::default(),
            desk: desk::Settings::default(),
            booking: booking::Settings::default(),
            discord: None,
            mail: MailSettings::default(),
            webhook: WebhookSettings::default(),
            outbox: OutboxSettings::default(),
            alerts: AlertSettings::default(),
            letters: letters::Settings::default(),
            retention: RetentionSettings::default(),
            teams: None,
        }
    }
}

/// What comes from the environment alone.
#[derive(Clone, Default)]
pub struct Secrets {
    /// PostgreSQL address of the store.
    pub database_url: Option<String>,
    /// Key under which people are known inside.
    pub secret: Option<String>,
    /// The token of the Discord application's bot.
    pub discord_token: Option<String>,
    /// Name at the mail server.
    pub mail_user: Option<String>,
    /// Password at the mail server.
    pub mail_password: Option<String>,
    /// Key that notices are signed with.
    pub webhook_secret: Option<String>,
    /// The bot's own secret towards Microsoft.
    pub teams: Option<String>,
}

/// Secrets print as stars.
impl std::fmt::Debug for Secrets {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let stars = |secret: &Option<String>| if secret.is_some() { "***" } else { "not set" };
        out.debug_struct("Secrets")
            .field("database_url", &stars(&self.database_url))
            .field("secret", &stars(&self.secret))
            .field("discord_token", &stars(&self.discord_token))
            .field("mail_user", &stars(&self.mail_user))
            .field("mail_password", &stars(&self.mail_password))
            .field("webhook_secret", &stars(&self.webhook_secret))
            .field("teams", &stars(&self.teams))
            .finish()
    }
}

/// The settings cannot be used.
#[derive(Debug, Error)]
pub enum SettingsError {
    /// The file cannot be read.
    #[error("cannot read the settings at `{path}`: {cause}")]
    Unreadable {
        /// The file.
        path: String,
        /// The system's reason.
        cause: std::io::Error,
    },
    /// It is not TOML, or a value has the wrong kind.
    #[error("cannot use the settings at `{path}`: {says}")]
    Broken {
        /// The file.
        path: String,
        /// What is wrong, with its line.
        says: String,
    },
    /// There is no such setting.
    #[error("`{path}` has the unknown setting `{key}`; did you mean `{nearest}`?")]
    Unknown {
        /// The file.
        path: String,
        /// The setting.
        key: String,
        /// The nearest one there is.
        nearest: String,
    },
}

impl Settings {
    /// Reads the settings file of a configuration folder; without one, everything keeps its default.
    ///
    /// # Errors
    /// If the file is broken or names an unknown setting.
    pub fn load(folder: &Path) -> Result<Self, SettingsError> {
        let path = folder.join("fingerpost.toml");
        let name = path.display().to_string();
        if !path.exists() {
            return Ok(Self::default());
        }
        let text =
            std::fs::read_to_string(&path).map_err(|cause| SettingsError::Unreadable { path: name.clone(), cause })?;
        Self::parse(&text, &name)
    }

    /// Every setting there is: also those of doors that are off.
    fn with_every_door() -> Self {
        let (discord, teams) = (Some(discord::Settings::default()), Some(teams::Settings::default()));
        Self { discord, teams, ..Self::default() }
    }

    /// Reads settings from text; `name` stands in errors.
    ///
    /// # Errors
    /// If the text is broken or names an unknown setting.
    pub fn parse(text: &str, name: &str) -> Result<Self, SettingsError> {
        let broken = |says: String| SettingsError::Broken { path: name.to_owned(), says };
        let written: toml::Table = text.parse().map_err(|error: toml::de::Error| broken(error.to_string()))?;
        let known = toml::Table::try_from(Self::with_every_door()).expect("settings are a table");
        if let Some((key, nearest)) = unknown_key("", &written, &known) {
            return Err(SettingsError::Unknown { path: name.to_owned(), key, nearest });
        }
        toml::from_str(text).map_err(|error| broken(error.to_string()))
    }
}

/// The first key that no room knows, with the nearest one known.
fn unknown_key(prefix: &str, written: &toml::Table, known: &toml::Table) -> Option<(String, String)> {
    let full = |key: &str| if prefix.is_empty() { key.to_owned() } else { format!("{prefix}.{key}") };
    for (key, value) in written {
        match (value, known.get(key)) {
            (_, None) => {
                let nearest = known
                    .keys()
                    .max_by(|a, b| strsim::jaro_winkler(a, key).total_cmp(&strsim::jaro_winkler(b, key)))?;
                return Some((full(key), full(nearest)));
            }
            (toml::Value::Table(inner), Some(toml::Value::Table(known))) => {
                if let Some(found) = unknown_key(&full(key), inner, known) {
                    return Some(found);
                }
            }
            _ => {}
        }
    }
    None
}

impl Secrets {
    /// Reads the environment, and `.env` where there is one.
    pub fn read() -> Self {
        dotenvy::dotenv().ok();
        let read = |name: &str| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
        Self {
            database_url: read("FINGERPOST_DATABASE_URL"),
            secret: read("FINGERPOST_SECRET"),
            discord_token: read("FINGERPOST_DISCORD_TOKEN"),
            mail_user: read("FINGERPOST_MAIL_USER"),
            mail_password: read("FINGERPOST_MAIL_PASSWORD"),
            webhook_secret: read("FINGERPOST_WEBHOOK_SECRET"),
            teams: read("FINGERPOST_TEAMS_SECRET"),
        }
    }
}

/// A folder of the project (`knowledge`, `config`): where it was started, or beside the program or above it, so that the program finds
/// its own files from anywhere.
pub fn find_folder(name: &Path) -> PathBuf {
    if name.is_absolute() || name.exists() {
        return name.to_owned();
    }
    let program = std::env::current_exe().ok();
    let beside = program.as_deref().into_iter().flat_map(Path::ancestors).skip(1).map(|folder| folder.join(name));
    beside.into_iter().find(|path| path.is_dir()).unwrap_or_else(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_setting_is_refused_with_the_nearest_known_one() {
        let error = Settings::parse("[web]\nprot = 80\n", "fingerpost.toml").expect_err("unknown");
        assert!(error.to_string().contains("did you mean `web.port`"), "{error}");
    }

    #[test]
    fn secrets_print_as_stars() {
        let secrets = Secrets { database_url: Some("postgres://u:pw@h/d".into()), ..Secrets::default() };
        let printed = format!("{secrets:?}");
        assert!(printed.starts_with("Secrets { database_url: \"***\", secret: \"not set\""), "{printed}");
        let (url, password) = ("postgres://u:pw@h/d".to_owned(), "hunter2".to_owned());
        let secrets = Secrets { database_url: Some(url), mail_password: Some(password), ..Secrets::default() };
        let shown = format!("{secrets:?}");
        assert!(shown.contains("database_url: \"***\", secret: \"not set\""), "{shown}");
        assert!(!shown.contains("pw@") && !shown.contains("hunter2"), "{shown}");
        assert!(printed.contains("database_url: \"***\"") && printed.contains("secret: \"not set\""), "{printed}");
    }
}
