use std::path::{Path, PathBuf};

use serde::Deserialize;
use thiserror::Error;
use toml::Table;

use super::{School, quotes, trust};

/// The file of the trust's defaults; every other file is a school.
const TRUST: &str = "trust.toml";

/// All schools, and the one that answers where none is named.
#[derive(Debug, Clone, Default)]
pub struct Schools {
    all: Vec<School>,
    /// The default school's id; empty where there is none.
    default: String,
}

/// The school files cannot be used.
#[derive(Debug, Error)]
pub enum SchoolError {
    /// There is no school file.
    #[error("there is no school file in `{0}`; copy config/schools/demo.toml and fill it in")]
    None(String),
    /// A file cannot be read.
    #[error("cannot read the school file `{path}`: {says}")]
    Broken {
        /// The file.
        path: String,
        /// What is wrong, with its line.
        says: String,
    },
}

impl Schools {
    /// Reads every school file of a folder, by name, over the trust's defaults.
    ///
    /// # Errors
    /// If there is none, or one cannot be read.
    pub fn load(folder: &Path) -> Result<Self, SchoolError> {
        let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
            .map_err(|_| SchoolError::None(folder.display().to_string()))?
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
            .collect();
        paths.sort();
        let (trusts, schools): (Vec<_>, Vec<_>) =
            paths.iter().partition(|path| path.file_name().is_some_and(|name| name == TRUST));
        let defaults = trusts.first().map(|path| defaults(path)).transpose()?.unwrap_or_default();
        let all = schools.iter().map(|path| School::load(path, &defaults)).collect::<Result<Vec<_>, _>>()?;
        if all.is_empty() {
            Err(SchoolError::None(folder.display().to_string()))
        } else {
            Ok(Self { all, default: String::new() })
        }
    }

    /// The same schools with a default: the school of this id answers where none is named. An id that no school has sets none.
    #[must_use]
    pub fn with_default(mut self, id: &str) -> Self {
        id.trim().clone_into(&mut self.default);
        self
    }

    /// The school of this id; where none is named the default, or else the first.
    pub fn find(&self, id: Option<&str>) -> Option<&School> {
        match id {
            Some(id) => self.all.iter().find(|school| school.id == id),
            None => self.unnamed().or_else(|| self.all.first()),
        }
    }

    /// The school that is meant where none is named: the default, or the only one. None where somebody has to be asked.
    pub fn unnamed(&self) -> Option<&School> {
        let default = self.all.iter().find(|school| school.id == self.default);
        default.or_else(|| self.all.first().filter(|_| self.all.len() == 1))
    }

    /// Ids of all schools.
    pub fn ids(&self) -> Vec<&str> {
        self.all.iter().map(|school| school.id.as_str()).collect()
    }

    /// Every school.
    pub fn iter(&self) -> impl Iterator<Item = &School> {
        self.all.iter()
    }
}

fn broken(path: &Path, says: &impl ToString) -> SchoolError {
    SchoolError::Broken { path: path.display().to_string(), says: says.to_string().trim().to_owned() }
}

/// Whether a file is of an invented school or trust. What is invented never stands below a real school.
fn is_demo(file: &Table) -> bool {
    file.get("demo").and_then(toml::Value::as_bool).unwrap_or(false)
}

/// The trust's table; every key of it is one a school may have.
fn defaults(path: &Path) -> Result<Table, SchoolError> {
    let text = std::fs::read_to_string(path).map_err(|cause| broken(path, &cause))?;
    toml::from_str::<School>(&text).map_err(|cause| broken(path, &cause))?;
    toml::from_str(&text).map_err(|cause| broken(path, &cause))
}

impl School {
    fn load(path: &Path, defaults: &Table) -> Result<Self, SchoolError> {
        let text = std::fs::read_to_string(path).map_err(|cause| broken(path, &cause))?;
        let id = path.file_stem().map_or(String::new(), |stem| stem.to_string_lossy().into_owned());
        Self::of_text(&id, &text, defaults).map_err(|says| broken(path, &says))
    }

    /// A school of the words of its file, over a trust's defaults.
    ///
    /// # Errors
    /// If the words are no school file, in one message with the line.
    pub fn of_text(id: &str, text: &str, defaults: &Table) -> Result<Self, String> {
        toml::from_str::<Self>(text).map_err(|cause| cause.to_string())?;
        let own: Table = toml::from_str(text).map_err(|cause| cause.to_string())?;
        let nothing = Table::new();
        let below = if is_demo(defaults) && !is_demo(&own) { &nothing } else { defaults };
        let mut school = Self::deserialize(trust::laid_over(below, &own)).map_err(|cause| cause.to_string())?;
        if school.name.trim().is_empty() {
            return Err("the school has no name; add a line like name = \"Fern Vale Academy\"".to_owned());
        }
        id.clone_into(&mut school.id);
        school.quotes = quotes::quotes(&school);
        Ok(school)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn school(text: &str) -> School {
        School::of_text("fern", text, &Table::new()).expect("a school file")
    }

    fn named(id: &str) -> School {
        School { id: id.to_owned(), ..school("name = 'A School'") }
    }

    #[test]
    fn only_public_contacts_are_quoted() {
        let school = school(
            "name = 'Fern Vale'\n[contacts.careers_leader]\nname = 'Rosalind Pell'\nemail = 'rpell@fernvale.example'\npublic = true\n[contacts.safeguarding_lead]\nname = 'Idris Quill'\n[says]\nsafeguarding_lead = 'Idris Quill'\nguidance_where = 'Room 4'",
        );
        assert_eq!(school.says("careers-leader"), Some("Rosalind Pell"));
        assert_eq!(school.says("careers_leader_contact"), Some("rpell@fernvale.example"));
        assert_eq!(school.says("provider_access_contact"), Some("rpell@fernvale.example"));
        assert_eq!(school.says("safeguarding_lead"), None);
        assert_eq!(school.says("guidance_where"), Some("Room 4"));
    }

    #[test]
    fn nothing_of_a_policy_is_quoted_without_its_edition_and_date() {
        let text = "name = 'Fern Vale'\nimpact_measures = ['surveys', 'destinations']\n[programme]\nks3 = 'Talks.'\n";
        assert_eq!(school(text).says("programme_ks3"), None);
        let dated = format!("{text}[policy]\nedition = '2.0'\nadopted = 'September 2025'\nnext_review = 2026-09-01");
        assert_eq!(school(&dated).says("programme_ks3"), Some("Talks."));
        assert_eq!(school(&dated).says("impact_measures"), Some("surveys and destinations"));
        assert_eq!(school(&dated).says("policy_edition"), Some("edition 2.0 of September 2025"));
        assert_eq!(school(&dated).says("policy_review_date"), Some("1 September 2026"));
    }

    #[test]
    fn owner_and_last_change_are_those_of_the_policy() {
        let text = "name = 'Fern Vale'\n[policy]\nedition = '2'\nadopted = 2026-01-12\nowner = 'the careers leader'\n[[policy.changes]]\nedition = '1'\nday = 2025-01-12\nwhat = 'New'\n[[policy.changes]]\nedition = '2'\nday = 2026-01-12\nwhat = 'Visits were added'";
        let read = school(text);
        assert_eq!(read.says("policy_owner"), Some("the careers leader"));
        assert_eq!(read.says("policy_change"), Some("edition 2 of 12 January 2026. Visits were added."));
        let own = school(&format!("{text}\n[says]\npolicy_owner = 'Ms Pell'"));
        assert_eq!(own.says("policy_owner"), Some("Ms Pell"), "what is said outright stands");
        assert_eq!(school(&text.replace("adopted = 2026-01-12\n", "")).says("policy_change"), None);
    }

    #[test]
    fn an_unknown_key_is_refused() {
        for text in [
            "name = 'A'\nnmae = 'B'",
            "name = 'A'\n[contacts.careers_chief]\nname = 'B'",
            "name = 'A'\n[contacts.senco]\nmail = 'B'",
            "demo = true",
        ] {
            assert!(School::of_text("a", text, &Table::new()).is_err(), "{text}");
        }
    }

    #[test]
    fn a_default_answers_where_no_school_is_named() {
        let two = || Schools { all: vec![named("elm"), named("fern")], default: String::new() };
        let id = |school: Option<&School>| school.map(|school| school.id.clone());
        assert_eq!((id(two().unnamed()), id(two().find(None))), (None, Some("elm".to_owned())));
        let with = two().with_default("fern");
        assert_eq!((id(with.unnamed()), id(with.find(None))), (Some("fern".to_owned()), Some("fern".to_owned())));
        assert_eq!(id(two().with_default("yew").unnamed()), None, "an id that no school has sets none");
        let one = Schools { all: vec![named("elm")], default: "yew".to_owned() };
        assert_eq!(id(one.unnamed()), Some("elm".to_owned()));
    }

    #[test]
    fn nothing_invented_stands_below_a_real_school() {
        let trust: Table =
            toml::from_str("demo = true\ntrust = 'Demo Trust'\n[contacts.senco]\nname = 'Maud Farrant'\npublic = true")
                .expect("toml");
        let real = School::of_text("fern", "name = 'Fern Vale'", &trust).expect("a school file");
        assert_eq!((real.demo, real.trust.as_deref(), real.says("senco")), (false, None, None));
        let demo = School::of_text("elm", "name = 'Elm'\ndemo = true", &trust).expect("a school file");
        assert_eq!((demo.demo, demo.says("senco")), (true, Some("Maud Farrant")));
    }

    #[test]
    fn a_trusts_defaults_stand_below_each_school() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("a file");
        write(
            "trust.toml",
            "trust = 'Reedmoor Trust'\n[contacts.careers_adviser]\nname = 'Maud Farrant'\npublic = true",
        );
        write("fern.toml", "name = 'Fern Vale Academy'");
        write("reed.toml", "name = 'Reed Lane School'\n[contacts.careers_adviser]\nname = 'Ben Lowe'");
        let schools = Schools::load(folder.path()).expect("schools");
        let adviser = |id| schools.find(Some(id)).and_then(|school| school.says("careers_adviser"));
        assert_eq!(schools.ids(), ["fern", "reed"]);
        assert_eq!((adviser("fern"), adviser("reed")), (Some("Maud Farrant"), Some("Ben Lowe")));
    }
}
