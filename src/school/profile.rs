use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use thiserror::Error;

/// One school.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct School {
    /// Its id: the name of its file.
    #[serde(skip)]
    pub id: String,
    /// Its name.
    pub name: String,
    /// True for an invented school; every page then says DEMO.
    #[serde(default)]
    pub demo: bool,
    /// What pages quote as `{{school.…}}`, by key.
    #[serde(default)]
    pub says: BTreeMap<String, String>,
}

/// All schools, the first of which answers where none is named.
#[derive(Debug, Clone, Default)]
pub struct Schools {
    all: Vec<School>,
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
    /// Reads every school file of a folder, by name.
    ///
    /// # Errors
    /// If there is none, or one cannot be read.
    pub fn load(folder: &Path) -> Result<Self, SchoolError> {
        let mut paths: Vec<_> = std::fs::read_dir(folder)
            .map_err(|_| SchoolError::None(folder.display().to_string()))?
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
            .collect();
        paths.sort();
        let all = paths.iter().map(|path| School::load(path)).collect::<Result<Vec<_>, _>>()?;
        if all.is_empty() { Err(SchoolError::None(folder.display().to_string())) } else { Ok(Self { all }) }
    }

    /// The school of this id, or the first where none is named.
    pub fn find(&self, id: Option<&str>) -> Option<&School> {
        match id {
            Some(id) => self.all.iter().find(|school| school.id == id),
            None => self.all.first(),
        }
    }

    /// Ids of all schools.
    pub fn ids(&self) -> Vec<&str> {
        self.all.iter().map(|school| school.id.as_str()).collect()
    }
}

impl School {
    fn load(path: &Path) -> Result<Self, SchoolError> {
        let broken = |says: String| SchoolError::Broken { path: path.display().to_string(), says };
        let text = std::fs::read_to_string(path).map_err(|cause| broken(cause.to_string()))?;
        let mut school: School = toml::from_str(&text).map_err(|error| broken(error.to_string()))?;
        school.id = path.file_stem().map_or(String::new(), |stem| stem.to_string_lossy().into_owned());
        Ok(school)
    }

    /// What the school says under a key, if it has filled it in.
    pub fn says(&self, key: &str) -> Option<&str> {
        if key == "name" {
            return Some(&self.name);
        }
        self.says.get(key).map(String::as_str).filter(|value| !value.trim().is_empty())
    }
}
