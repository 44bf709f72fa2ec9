use chrono::{Datelike, Offset, TimeZone, Utc};
use chrono_tz::Europe::London;

use super::super::open::Opened;
use super::finding::{Finding, warning, well, wrong};
use crate::knowledge::check::check;
use crate::phrases::Phrases;
use crate::school::Schools;
use crate::school::launch::missing;

/// The first year in which Fingerpost ran: a clock before it is a clock that was never set.
const FIRST_YEAR: i32 = 2026;

/// Clock and time zones; a pinned clock is for tests.
pub(super) fn time(pinned: bool) -> Finding {
    let now = Utc::now();
    let hours = |month| London.with_ymd_and_hms(2026, month, 1, 12, 0, 0).single().map(|noon| noon.offset().fix());
    if now.year() < FIRST_YEAR {
        return wrong("clock", format!("the machine says it is {}; set its clock", now.year()));
    }
    if hours(1) == hours(7) {
        return wrong("clock", "summer time in London is not known; install the program again");
    }
    if pinned {
        return warning("clock", "it is pinned by FINGERPOST_NOW or --now; take that away before pupils come");
    }
    well("clock", format!("{} in London", now.with_timezone(&London).format("%Y-%m-%d %H:%M")))
}

/// What stands in the configuration and knowledge folders.
pub(super) fn all(opened: &Opened) -> Vec<Finding> {
    let mut out = vec![well("settings", "can be read")];
    if let Err(error) = Phrases::load(&opened.config_file("phrases.toml")) {
        out.push(wrong("phrases", without_values(&error.to_string())));
    }
    out.push(knowledge(opened));
    out.extend(schools(opened));
    out.extend(web(opened));
    out
}

fn knowledge(opened: &Opened) -> Finding {
    let loaded = match opened.knowledge() {
        Ok(loaded) => loaded,
        Err(error) => return wrong("knowledge", format!("{error:#}")),
    };
    let problems = check(&loaded, (opened.clock)().date()).len();
    let library = &loaded.library;
    let counts = format!(
        "{} pages, {} sections, {} facts, {} occupations",
        library.pages.len(),
        library.passages().count(),
        library.facts.len(),
        library.occupations.len()
    );
    match problems {
        0 => well("knowledge", counts),
        _ => warning("knowledge", format!("{counts}; problems: {problems}, `fingerpost check` names them")),
    }
}

fn schools(opened: &Opened) -> Vec<Finding> {
    let schools = match opened.schools() {
        Ok(schools) => schools,
        Err(error) => return vec![wrong("school", without_values(&format!("{error:#}")))],
    };
    let found = schools.iter().map(|school| match (school.demo, missing(school).len()) {
        (true, _) => warning("school", format!("{} is a demo, and the page says so", school.id)),
        (false, 0) => well("school", format!("{} may open", school.id)),
        (false, gaps) => warning(
            "school",
            format!("{} stays closed, still missing: {gaps}; `fingerpost school status` names it", school.id),
        ),
    });
    found.chain(default_school(&opened.settings.school, &schools)).collect()
}

/// A default school that is none of several: then people are asked, which may be meant or a slip.
fn default_school(id: &str, schools: &Schools) -> Option<Finding> {
    let none = schools.unnamed().is_none() && !id.trim().is_empty();
    let says = || {
        format!("`school` in fingerpost.toml names `{id}`, which has no file: people are asked which school is theirs")
    };
    none.then(|| warning("school", says()))
}

fn web(opened: &Opened) -> Vec<Finding> {
    let web = &opened.settings.web;
    let desk = opened.settings.desk.address.trim();
    let real = opened.schools().is_ok_and(|schools| schools.iter().any(|school| !school.demo));
    let mut out = vec![match (web.listen.is_loopback(), web.https) {
        (true, true) => well("web", "listens on this machine alone, with https before it"),
        (true, false) if real => {
            warning("web", "https is false; set it to true once the proxy with TLS stands before it (docs/install.md)")
        }
        (true, false) => well("web", "listens on this machine alone"),
        (false, true) => warning(
            "web",
            "listens beyond this machine: let nobody but the proxy reach its port, or set listen to 127.0.0.1",
        ),
        (false, false) => wrong(
            "web",
            "listens beyond this machine without https: what pupils write can be read on the way; put a proxy with TLS before it, set \
             listen to 127.0.0.1 and https to true",
        ),
    }];
    if desk.starts_with("http://") && !desk.starts_with("http://127.0.0.1") && !desk.starts_with("http://localhost") {
        out.push(wrong("desk", "its address is not https: passwords can be read on the way"));
    }
    if desk.starts_with("https://") && !web.https {
        out.push(wrong("desk", "its address is https, but https is false: cookies travel in the open; set it to true"));
    }
    out
}

/// An error's words without the lines and values it quotes: somebody may have written a password in the wrong place.
pub(super) fn without_values(error: &str) -> String {
    let lines: Vec<&str> = error.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let kept = match lines.as_slice() {
        [] => return String::new(),
        [only] => (*only).to_owned(),
        [first, .., last] if first.contains(" at line ") => format!("{first}: {last}"),
        [first, ..] => (*first).to_owned(),
    };
    kept.split('"').enumerate().map(|(at, piece)| if at % 2 == 0 { piece } else { "…" }).collect()
}
