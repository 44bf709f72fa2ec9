use serde_json::{Value, json};

use super::PackageError;
use crate::channels::teams::Settings;
use crate::channels::teams::settings::is_guid;
use crate::phrases::{Phrases, fill};

/// The version of the manifest's schema.
const VERSION: &str = "1.19";

/// Longest name that Teams takes, in signs.
const LONGEST_NAME: usize = 30;

/// Longest name of a developer, in signs.
const LONGEST_DEVELOPER: usize = 32;

/// Longest full name, in signs.
const LONGEST_FULL_NAME: usize = 100;

/// The manifest; `house` is the name of the school or trust.
///
/// # Errors
/// If a setting that it needs is missing or too long.
pub fn manifest(settings: &Settings, house: &str, phrases: &Phrases) -> Result<Value, PackageError> {
    let (site, teams) = (site(settings)?, &phrases.teams);
    let said = |phrase: &str| fill(phrase, &[("school", house)]);
    let commands: Vec<Value> =
        teams.commands.iter().map(|one| json!({"title": one.say, "description": one.about})).collect();
    Ok(json!({
        "$schema": format!("https://developer.microsoft.com/json-schemas/teams/v{VERSION}/MicrosoftTeams.schema.json"),
        "manifestVersion": VERSION,
        "version": env!("CARGO_PKG_VERSION"),
        "id": settings.app_id,
        "developer": {
            "name": shortened(house, LONGEST_DEVELOPER),
            "websiteUrl": format!("{site}/"),
            "privacyUrl": format!("{site}/privacy"),
            "termsOfUseUrl": format!("{site}/"),
        },
        "name": {"short": settings.name, "full": shortened(&said(&teams.full_name), LONGEST_FULL_NAME)},
        "description": {"short": teams.short_description, "full": said(&teams.full_description)},
        "icons": {"color": "colour.png", "outline": "outline.png"},
        "accentColor": "#1F6F54",
        "bots": [{
            "botId": settings.app_id,
            "scopes": ["personal", "team", "groupChat"],
            "isNotificationOnly": false,
            "supportsFiles": false,
            "commandLists": [{"scopes": ["personal"], "commands": commands}],
        }],
        "permissions": ["identity", "messageTeamMembers"],
        "defaultInstallScope": "personal",
    }))
}

/// The address of the web door, without a slash at its end.
fn site(settings: &Settings) -> Result<&str, PackageError> {
    let wrong = |says: String| Err(PackageError::Settings(says));
    if !is_guid(&settings.app_id) {
        return wrong("`teams.app_id` is no GUID; copy it from the bot's app registration".to_owned());
    }
    if settings.name.trim().is_empty() || settings.name.chars().count() > LONGEST_NAME {
        return wrong(format!("`teams.name` has to have 1 to {LONGEST_NAME} letters"));
    }
    if !settings.site.starts_with("https://") {
        return wrong("`teams.site` is no https address; write there where the web page is reached".to_owned());
    }
    Ok(settings.site.trim_end_matches('/'))
}

/// The words of a name that fit.
fn shortened(name: &str, longest: usize) -> String {
    if name.chars().count() <= longest {
        return name.to_owned();
    }
    let cut: String = name.chars().take(longest).collect();
    cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_cut_between_words() {
        assert_eq!(shortened("Fern Vale Academy", 32), "Fern Vale Academy");
        assert_eq!(shortened("The Reedmoor and Fern Vale Learning Trust", 32), "The Reedmoor and Fern Vale");
        assert_eq!(shortened(&"a".repeat(40), 32), "a".repeat(32));
    }
}
