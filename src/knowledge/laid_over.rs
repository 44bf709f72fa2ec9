//! What a school lays over the shipped knowledge: pages of its own, and answers switched off. The shipped files stay as they are.

use std::path::Path;

use super::fact::read_facts;
use super::library::{Library, Loaded};
use super::page::read_page;
use super::source::read_sources;

/// A page of the school's own, as the files it would be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnPage {
    /// Its name, and that of its files.
    pub name: String,
    /// The folder it belongs to below `pages/`.
    pub topic: String,
    /// The page: Markdown with front matter.
    pub page: String,
    /// Facts of its own, as TOML; may be empty.
    pub facts: String,
    /// Sources of its own, as TOML; may be empty.
    pub sources: String,
}

/// Everything that is laid over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LaidOver {
    /// Pages of the school's own. One with the name of a shipped page takes its place.
    pub pages: Vec<OwnPage>,
    /// Answers switched off: ids of passages, and `occupation/` with the id of a job.
    pub off: Vec<String>,
}

impl OwnPage {
    /// Its files below the knowledge folder, each with its text; empty ones left out.
    pub fn files(&self) -> Vec<(String, &str)> {
        let all = [
            (format!("pages/{}/{}.md", self.topic, self.name), self.page.as_str()),
            (format!("facts/{}.toml", self.name), self.facts.as_str()),
            (format!("sources/{}.toml", self.name), self.sources.as_str()),
        ];
        all.into_iter().filter(|(_, text)| !text.trim().is_empty()).collect()
    }
}

/// The shipped library with everything laid over it. What cannot be read is left out and named.
pub fn lay_over(shipped: Library, over: &LaidOver) -> Loaded {
    let mut loaded = Loaded { library: shipped, problems: Vec::new() };
    let Loaded { library, problems } = &mut loaded;
    for own in &over.pages {
        for (file, text) in own.files() {
            let path = Path::new(&file);
            match file.split('/').next() {
                Some("facts") => {
                    library.facts.retain(|_, fact| fact.place.file != path);
                    read_facts(path, text, &mut library.facts, problems);
                }
                Some("sources") => {
                    library.sources.retain(|_, source| source.place.file != path);
                    read_sources(path, text, &mut library.sources, problems);
                }
                _ => {
                    if let Some(page) = read_page(path, &own.topic, text, problems) {
                        library.pages.retain(|shipped| shipped.id != page.id);
                        library.pages.push(page);
                    }
                }
            }
        }
    }
    for target in &over.off {
        switch_off(library, target);
    }
    loaded
}

/// Takes an answer away. The page stays: a signpost keeps all its routes. A whole signpost cannot be switched off at all.
fn switch_off(library: &mut Library, target: &str) {
    if let Some(job) = target.strip_prefix("occupation/") {
        library.occupations.retain(|known| known.id != job);
        return;
    }
    for page in &mut library.pages {
        page.passages.retain(|passage| passage.id != target || passage.signpost.is_some());
    }
}

/// Whether an answer of this name stands in the library and may be switched off.
pub fn may_switch_off(library: &Library, target: &str) -> bool {
    match target.strip_prefix("occupation/") {
        Some(job) => library.occupations.iter().any(|known| known.id == job),
        None => library.passage(target).is_some_and(|(_, passage)| passage.signpost.is_none()),
    }
}
