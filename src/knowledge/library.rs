use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use thiserror::Error;

use super::allowed::{Allowed, read_allowed};
use super::beyond::{AllBeyond, read_beyond, read_beyond_weights};
use super::fact::{Fact, read_facts};
use super::glossary::{Term, read_glossary};
use super::intent::{Intent, read_intents};
use super::journey::{Journey, read_journey};
use super::labour::{LabourRow, read_labour};
use super::occupation::{Occupation, read_occupations};
use super::page::{Page, Passage, read_page};
use super::problem::Problem;
use super::source::{Source, read_sources};
use super::urgent::{Urgent, read_urgent};
use super::vocabulary::{Vocabulary, read_everyday, read_misspelt, read_related, read_vocabulary};

/// All that was written and could be read: one snapshot, never changed.
#[derive(Debug, Clone, Default)]
pub struct Library {
    /// Facts by id.
    pub facts: BTreeMap<String, Fact>,
    /// Sources by id.
    pub sources: BTreeMap<String, Source>,
    /// Pages, route cards among them.
    pub pages: Vec<Page>,
    /// Occupations.
    pub occupations: Vec<Occupation>,
    /// Labour market rows by SOC 2020 code.
    pub labour: BTreeMap<String, LabourRow>,
    /// How people put things.
    pub vocabulary: Vocabulary,
    /// What people want of the bot itself.
    pub intents: Vec<Intent>,
    /// What the house is not for.
    pub beyond: AllBeyond,
    /// Journeys.
    pub journeys: Vec<Journey>,
    /// Terms.
    pub glossary: Vec<Term>,
    /// Fixed words for a worry or a danger.
    pub urgent: Urgent,
    /// What the gates let pass.
    pub allowed: Allowed,
}

/// A library with what was wrong in its folder.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// What could be read.
    pub library: Library,
    /// What could not, with place and mend.
    pub problems: Vec<Problem>,
}

/// The folder cannot be read at all.
#[derive(Debug, Error)]
pub enum LoadError {
    /// There is no such folder.
    #[error("there is no knowledge folder at `{0}`; start in the project's folder, or name it with --knowledge")]
    NoFolder(PathBuf),
    /// The file system refused.
    #[error("cannot read `{path}`: {cause}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        cause: std::io::Error,
    },
}

impl Library {
    /// All passages with their pages, in the order of the folder.
    pub fn passages(&self) -> impl Iterator<Item = (&Page, &Passage)> {
        self.pages.iter().flat_map(|page| page.passages.iter().map(move |passage| (page, passage)))
    }

    /// The route cards of an age of choice.
    pub fn cards(&self, transition: u8) -> impl Iterator<Item = &Page> {
        self.pages.iter().filter(move |page| page.about.transition == Some(transition) && page.about.route.is_some())
    }

    /// The passage with this id.
    pub fn passage(&self, id: &str) -> Option<(&Page, &Passage)> {
        let page = self.pages.iter().find(|page| id.split_once('#').is_some_and(|(of, _)| page.id == of))?;
        page.passages.iter().find(|passage| passage.id == id).map(|passage| (page, passage))
    }

    /// Reads a whole folder. What is broken is left out and named; `today` is the clock of the gates.
    ///
    /// # Errors
    /// Only if the folder is missing or the file system refuses.
    pub fn load(folder: &Path, today: NaiveDate) -> Result<Loaded, LoadError> {
        if !folder.is_dir() {
            return Err(LoadError::NoFolder(folder.to_owned()));
        }
        // Pages are half of all there is to read: they are read beside the rest.
        let (pages, rest) = std::thread::scope(|scope| {
            let pages = scope.spawn(|| read_pages(folder));
            let rest = read_rest(folder, today);
            (pages.join().expect("reading pages never panics"), rest)
        });
        let (pages, mut problems) = pages?;
        let mut loaded = rest?;
        problems.append(&mut loaded.problems);
        Ok(Loaded { library: Library { pages, ..loaded.library }, problems })
    }
}

fn read_pages(folder: &Path) -> Result<(Vec<Page>, Vec<Problem>), LoadError> {
    let (mut pages, mut problems) = (Vec::new(), Vec::new());
    for file in files_in(folder, "pages", "md")?.into_iter().chain(files_in(folder, "routes", "md")?) {
        pages.extend(read_page(&file.name, &topic_of(&file.name), &file.text, &mut problems));
    }
    Ok((pages, problems))
}

/// Everything but the pages.
fn read_rest(folder: &Path, today: NaiveDate) -> Result<Loaded, LoadError> {
    let mut loaded = Loaded::default();
    let Loaded { library, problems } = &mut loaded;
    let files = |sub: &str, ending: &str| files_in(folder, sub, ending);
    for file in files("sources", "toml")? {
        read_sources(&file.name, &file.text, &mut library.sources, problems);
    }
    for file in files("facts", "toml")?.into_iter().chain(single(folder, "dates.toml")?) {
        read_facts(&file.name, &file.text, &mut library.facts, problems);
    }
    for file in files("occupations", "toml")? {
        read_occupations(&file.name, &file.text, &mut library.occupations, problems);
    }
    for file in files("lmi", "csv")? {
        read_labour(&file.name, &file.text, &mut library.labour, problems);
    }
    for file in files("journeys", "toml")? {
        read_journey(&file.name, &file.text, &mut library.journeys, problems);
    }
    for file in files("urgent", "toml")? {
        read_urgent(&file.name, &file.text, today, &mut library.urgent, problems);
    }
    for file in single(folder, "vocabulary.toml")? {
        library.vocabulary = read_vocabulary(&file.name, &file.text, problems);
    }
    for file in single(folder, "everyday.txt")? {
        library.vocabulary.everyday = read_everyday(&file.text);
    }
    for file in single(folder, "related.txt")? {
        library.vocabulary.related = read_related(&file.text);
    }
    for file in single(folder, "misspelt.toml")? {
        library.vocabulary.misspelt = read_misspelt(&file.name, &file.text, problems);
    }
    for file in single(folder, "intents.toml")? {
        library.intents = read_intents(&file.name, &file.text, problems);
    }
    for file in single(folder, "glossary.toml")? {
        library.glossary = read_glossary(&file.name, &file.text, problems);
    }
    for file in single(folder, "beyond.toml")? {
        library.beyond = read_beyond(&file.name, &file.text, problems);
    }
    for file in single(folder, "beyond-weights.toml")? {
        library.beyond.weights = read_beyond_weights(&file.name, &file.text, problems);
    }
    for file in single(folder, "check.toml")? {
        library.allowed = read_allowed(&file.name, &file.text, problems);
    }
    Ok(loaded)
}

struct File {
    name: PathBuf,
    text: String,
}

/// The topic of `pages/money/bursary.md` is `money`; of `routes/16-a-levels.md`, `routes`.
fn topic_of(name: &Path) -> String {
    name.parent().and_then(Path::file_name).map_or(String::new(), |topic| topic.to_string_lossy().into_owned())
}

fn single(folder: &Path, name: &str) -> Result<Vec<File>, LoadError> {
    let path = folder.join(name);
    if !path.exists() {
        return Ok(Vec::new());
    }
    Ok(vec![File { name: PathBuf::from(name), text: read(&path)? }])
}

/// Files below `folder/sub` with this ending, by name.
fn files_in(folder: &Path, sub: &str, ending: &str) -> Result<Vec<File>, LoadError> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.join(sub)];
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            let unreadable = |cause| LoadError::Unreadable { path: path.clone(), cause };
            for entry in std::fs::read_dir(&path).map_err(unreadable)? {
                waiting.push(entry.map_err(unreadable)?.path());
            }
        } else if path.extension().is_some_and(|found| found == ending) {
            let name = path.strip_prefix(folder).unwrap_or(&path).to_owned();
            found.push(File { name, text: read(&path)? });
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

fn read(path: &Path) -> Result<String, LoadError> {
    let bytes = std::fs::read(path).map_err(|cause| LoadError::Unreadable { path: path.to_owned(), cause })?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
