//! Roles taken for one another: the adviser described as the leader (Z23), the adviser's level asked of the leader (Z08).

use std::sync::LazyLock;

use regex::Regex;

use super::Finding;
use crate::school::Role;
use crate::school::import::document::Line;
use crate::school::import::lines::{Section, Text};

static LEVEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:careers? (?:leader|lead|co-?ordinator)s?\b[^.]{0,40}\blevel 6|level 6[^.]{0,20}\bcareers? (?:leader|lead|co-?ordinator))").expect("valid")
});
const PAIR: [Role; 2] = [Role::CareersLeader, Role::CareersAdviser];

/// Mixed roles.
pub(super) fn roles(text: &Text) -> Vec<Finding> {
    let mut out: Vec<Finding> = text.sections().iter().filter_map(mixed).collect();
    let level = text.body().filter(|line| LEVEL.is_match(&line.plain) && !line.plain.contains("advis"));
    out.extend(level.map(|line| {
        let says = "level 6 is expected of the adviser who gives personal guidance; a leader has to be trained; ask the school which is meant";
        Finding::at(line, "roles-mixed", "Z08", says).only_to_check()
    }));
    out
}

/// Under the heading of one role the first line speaks of the other.
fn mixed(section: &Section<'_>) -> Option<Finding> {
    let role = Role::of_label(&section.heading.text).filter(|role| PAIR.contains(role))?;
    let line = section.own().first()?;
    let other = speaks_of(line).filter(|other| PAIR.contains(other) && *other != role)?;
    let says =
        format!("under the heading of the {} the {} is described; say which is meant", role.title(), other.title());
    (!role.titles().is_match(&line.text)).then(|| Finding::at(line, "roles-mixed", "Z23", says))
}

fn speaks_of(line: &Line) -> Option<Role> {
    Role::in_words(line.text.split(". ").next().unwrap_or(&line.text))
}

#[cfg(test)]
mod tests {
    use super::super::lines_with;

    #[test]
    fn an_adviser_described_as_a_leader_is_told() {
        let words = "3.4 Careers leader\nEach school has a named careers leader. They will plan.\n3.5 Careers adviser\nEach school has a named careers leader. They will advise.";
        assert_eq!(lines_with("roles-mixed", words), [4]);
    }

    #[test]
    fn level_six_for_a_leader_is_to_check() {
        assert_eq!(lines_with("roles-mixed", "- A stable programme with a qualified careers leader (Level 6)"), [1]);
        assert!(lines_with("roles-mixed", "- Our careers adviser holds Level 6").is_empty());
    }
}
