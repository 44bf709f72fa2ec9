//! The section of the settings that opens the door, and the page that explains it.

use fingerpost::channels::discord::{self, INVITE, invite_bits};
use fingerpost::config::Settings;

use crate::house::project;

fn read(path: &str) -> String {
    std::fs::read_to_string(project(path)).expect("it can be read")
}

/// The section as it stands when the first `#` of each line is taken away.
fn uncommented() -> String {
    let text = read("config/fingerpost.toml");
    let lines = text.lines().skip_while(|line| *line != "# [discord]");
    lines
        .take_while(|line| line.starts_with('#'))
        .map(|line| line.trim_start_matches('#').trim_start().replacen("# ", "#", 1))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn the_section_is_closed_by_default_and_opens_by_taking_the_marks_away() {
    assert_eq!(Settings::load(&project("config")).expect("they load").discord, None);
    let text: String = uncommented()
        .lines()
        .filter(|line| line.contains('=') || line.starts_with('['))
        .fold(String::new(), |text, line| if line.starts_with('#') { text } else { text + line + "\n" });
    let opened = Settings::parse(&text, "fingerpost.toml").expect("it can be read").discord.expect("it is there");
    assert_eq!(opened.servers.len(), 1);
    assert_eq!(discord::Settings { servers: Vec::new(), ..opened.clone() }, discord::Settings::default());
    assert_eq!(opened.problems(&["demo"]), Vec::<String>::new());
    for key in ["age", "per_minute", "privacy_url", "web_url", "proxy", "staff_roles", "staff_channel"] {
        assert!(text.contains(&format!("{key} = ")), "{key} stands there");
    }
}

#[test]
fn a_misspelt_key_of_the_section_is_refused() {
    let error = Settings::parse("[discord]\nagge = 13\n", "fingerpost.toml").expect_err("unknown");
    assert!(error.to_string().contains("did you mean `discord.age`"), "{error}");
    Settings::parse("[[discord.servers]]\nserver = 1\nschol = \"elm\"\n", "fingerpost.toml").expect_err("unknown");
}

#[test]
fn the_page_for_technicians_tells_the_settings_and_the_permissions() {
    let page = read("docs/discord.md");
    let known = toml::Table::try_from(discord::Settings::default()).expect("settings are a table");
    for key in known.keys().map(String::as_str).chain(["server", "school", "staff_roles", "staff_channel"]) {
        assert!(page.contains(&format!("`{key}`")), "`{key}` is explained");
    }
    let invite = INVITE.replace("{application}", "APPLICATION_ID").replace("{permissions}", &invite_bits().to_string());
    assert!(page.contains(&invite), "the invitation stands there: {invite}");
    assert!(page.contains("FINGERPOST_DISCORD_TOKEN"));
}
