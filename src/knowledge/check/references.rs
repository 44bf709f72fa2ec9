//! Every fact quoted exists, every source named exists, every passage has a source, every name points somewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::knowledge::library::Library;
use crate::knowledge::occupation::WAYS;
use crate::knowledge::page::{Page, Passage};
use crate::knowledge::problem::Problem;

pub(super) fn gate(library: &Library, _: NaiveDate) -> Vec<Problem> {
    let mut problems = Vec::new();
    facts_have_sources(library, &mut problems);
    sources_have_official_pages(library, &mut problems);
    pages_are_unique(library, &mut problems);
    for (page, passage) in library.passages() {
        passage_refers_to_what_exists(library, page, passage, &mut problems);
    }
    occupations_refer_to_what_exists(library, &mut problems);
    glossary_refers_to_what_exists(library, &mut problems);
    urgent_signs_have_words(library, &mut problems);
    problems
}

fn facts_have_sources(library: &Library, problems: &mut Vec<Problem>) {
    for (id, fact) in &library.facts {
        if !library.sources.contains_key(&fact.source) {
            problems.push(Problem::at(
                &fact.place.file,
                fact.place.line,
                format!("fact `{id}` names the unknown source `{}`", fact.source),
                "add it to sources/, or correct the name",
            ));
        }
    }
}

fn sources_have_official_pages(library: &Library, problems: &mut Vec<Problem>) {
    for (id, source) in &library.sources {
        if !source.check_at.starts_with("https://") {
            problems.push(Problem::at(
                &source.place.file,
                source.place.line,
                format!("source `{id}` has no official page to check at"),
                "give check_at an https address of the responsible body",
            ));
        }
    }
}

fn pages_are_unique(library: &Library, problems: &mut Vec<Problem>) {
    let mut seen = BTreeMap::new();
    for page in &library.pages {
        if let Some(other) = seen.insert(page.id.as_str(), &page.file) {
            problems.push(Problem::at(
                &page.file,
                0,
                format!("page `{}` stands in {} as well", page.id, other.display()),
                "rename one of the two files",
            ));
        }
        let mut sections = BTreeSet::new();
        for passage in &page.passages {
            if !sections.insert(passage.section()) {
                problems.push(Problem::at(
                    &page.file,
                    passage.line,
                    format!("two sections are named `{}`", passage.section()),
                    "rename one of them",
                ));
            }
        }
        if page.passages.is_empty() {
            problems.push(Problem::at(&page.file, 0, "a page without sections", "add a ## section"));
        }
    }
}

fn passage_refers_to_what_exists(library: &Library, page: &Page, passage: &Passage, problems: &mut Vec<Problem>) {
    let mut problem = |says: String, mend: &str| problems.push(Problem::at(&page.file, passage.line, says, mend));
    let mut quoted = 0;
    for id in passage.bodies().flat_map(|body| body.sentences().flat_map(|sentence| sentence.facts())) {
        quoted += 1;
        if !library.facts.contains_key(id) {
            problem(format!("`{}` quotes the unknown fact `{id}`", passage.id), "add it to facts/, or correct the id");
        }
    }
    for id in passage.sources.iter().chain(&page.about.sources) {
        if !library.sources.contains_key(id) {
            problem(
                format!("`{}` names the unknown source `{id}`", passage.id),
                "add it to sources/, or correct the name",
            );
        }
    }
    if quoted == 0 && passage.sources.is_empty() && page.about.sources.is_empty() {
        problem(format!("`{}` has no source", passage.id), "quote a fact, or name sources in the front matter");
    }
    for id in &passage.next {
        if library.passage(id).is_none() {
            problem(format!("`{}` leads on to the unknown section `{id}`", passage.id), "correct it under ### Next");
        }
    }
    if passage.next.len() > 3 {
        problem(format!("`{}` names more than three next sections", passage.id), "keep the three that people ask most");
    }
    if passage.body.is_empty() && passage.signpost.is_none() {
        problem(format!("`{}` has no text", passage.id), "write its body under the heading");
    }
    let quotes_school = passage.body.sentences().any(|sentence| sentence.school_keys().next().is_some());
    if quotes_school && passage.not_set.is_none() {
        problem(
            format!("`{}` quotes the school's own words but has none for when they are missing", passage.id),
            "add ### Not set with honest words and whom to ask",
        );
    }
}

fn occupations_refer_to_what_exists(library: &Library, problems: &mut Vec<Problem>) {
    let ids: BTreeSet<&str> = library.occupations.iter().map(|occupation| occupation.id.as_str()).collect();
    let mut seen = BTreeMap::new();
    let mut names: BTreeMap<String, &str> = BTreeMap::new();
    for occupation in &library.occupations {
        let place = &occupation.place;
        let mut problem = |says: String, mend: &str| problems.push(Problem::at(&place.file, place.line, says, mend));
        if let Some(line) = seen.insert(&occupation.id, place.line) {
            problem(
                format!("occupation `{}` stands in line {line} of a file already", occupation.id),
                "rename one of them",
            );
        }
        if !library.labour.contains_key(&occupation.soc2020) {
            problem(
                format!("`{}` has the SOC 2020 code {}, which lmi/ does not hold", occupation.id, occupation.soc2020),
                "correct the code or add the row",
            );
        }
        for source in occupation.sources.iter().chain(occupation.ways_in.iter().map(|way| &way.source)) {
            if !library.sources.contains_key(source) {
                problem(format!("`{}` names the unknown source `{source}`", occupation.id), "add it to sources/");
            }
        }
        if occupation.sources.is_empty() {
            problem(format!("`{}` has no source", occupation.id), "name one in sources");
        }
        for way in &occupation.ways_in {
            if !WAYS.contains(&way.route.as_str()) {
                problem(
                    format!("`{}` has the unknown kind of way in `{}`", occupation.id, way.route),
                    "use one named in knowledge/README.md",
                );
            }
        }
        for related in &occupation.related {
            if !ids.contains(related.as_str()) {
                problem(format!("`{}` is related to the unknown job `{related}`", occupation.id), "correct or drop it");
            }
        }
        for name in std::iter::once(&occupation.title).chain(&occupation.names) {
            if let Some(other) = names.insert(name.to_lowercase(), &occupation.id)
                && other != occupation.id
            {
                problem(format!("`{name}` names both `{other}` and `{}`", occupation.id), "leave it with one of them");
            }
        }
    }
    let covered: BTreeSet<&str> = library.occupations.iter().map(|occupation| occupation.soc2020.as_str()).collect();
    for (code, row) in &library.labour {
        if !covered.contains(code.as_str()) {
            problems.push(Problem::at(
                Path::new("lmi/occupations.csv"),
                0,
                format!("no occupation has the code {code} ({})", row.title),
                "write an entry for it in occupations/",
            ));
        }
    }
}

fn glossary_refers_to_what_exists(library: &Library, problems: &mut Vec<Problem>) {
    for term in &library.glossary {
        let mut problem =
            |says| problems.push(Problem::at(&term.place.file, term.place.line, says, "correct or drop it"));
        if let Some(source) = term.source.as_ref().filter(|source| !library.sources.contains_key(*source)) {
            problem(format!("`{}` names the unknown source `{source}`", term.term));
        }
        if let Some(see) = term.see.as_ref().filter(|see| library.passage(see).is_none()) {
            problem(format!("`{}` leads to the unknown section `{see}`", term.term));
        }
    }
}

fn urgent_signs_have_words(library: &Library, problems: &mut Vec<Problem>) {
    let file = PathBuf::from("urgent");
    if library.urgent.signs.is_empty() || library.urgent.words.is_empty() {
        problems.push(Problem::at(&file, 0, "there are no urgent words", "restore urgent/; nothing is served without"));
    }
    for sign in &library.urgent.signs {
        match library.urgent.words(&sign.reply) {
            None => problems.push(Problem::at(
                &file,
                0,
                format!("the sign `{}` names the unknown reply `{}`", sign.kind, sign.reply),
                "add [[words]] of that name",
            )),
            Some(words) if sign.alert && words.told.is_empty() => problems.push(Problem::at(
                &file,
                0,
                format!("`{}` raises an alert but says nothing once it is accepted", words.name),
                "add the lines under told",
            )),
            Some(_) => {}
        }
    }
}
