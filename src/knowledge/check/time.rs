//! Nothing undated: lapsed facts have a line to say instead, reviews are not overdue, checks are not in the future.

use chrono::NaiveDate;

use crate::knowledge::fact::{Confidence, Standing};
use crate::knowledge::library::Library;
use crate::knowledge::problem::Problem;

pub(super) fn gate(library: &Library, today: NaiveDate) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (id, fact) in &library.facts {
        let mut problem =
            |says: String, mend: &str| problems.push(Problem::at(&fact.place.file, fact.place.line, says, mend));
        if fact.until.is_some() && fact.lapsed.is_none() {
            problem(
                format!("fact `{id}` ends but has no lapsed line"),
                "write in `lapsed` what is said after that day",
            );
        }
        if fact.confidence == Confidence::Old && fact.as_of.is_none() {
            problem(format!("fact `{id}` is old and does not say of when"), "give as_of the year it speaks of");
        }
        if fact.checked > today {
            problem(format!("fact `{id}` was checked in the future"), "give the day it was read");
        }
        if fact.review_by < today {
            problem(
                format!("fact `{id}` was to be reviewed by {}", fact.review_by),
                "read its source again, and move the day",
            );
        }
        if fact.from.zip(fact.until).is_some_and(|(from, until)| from > until) {
            problem(format!("fact `{id}` ends before it begins"), "put from and until in order");
        }
    }
    if let Some(day) = library.beyond.review_by.filter(|day| *day < today) {
        problems.push(Problem::at(
            &library.beyond.place.file,
            library.beyond.place.line,
            format!("the file was to be reviewed by {day}"),
            "read it again, and move the day",
        ));
    }
    for page in &library.pages {
        if page.about.review_by < today {
            problems.push(Problem::at(
                &page.file,
                0,
                format!("the page was to be reviewed by {}", page.about.review_by),
                "read it against its sources again, and move the day",
            ));
        }
        if page.about.checked > today {
            problems.push(Problem::at(&page.file, 0, "the page was checked in the future", "give the day it was read"));
        }
        for passage in &page.passages {
            for id in passage.bodies().flat_map(|body| body.sentences().flat_map(|sentence| sentence.facts())) {
                let lapsed = library.facts.get(id).filter(|fact| fact.standing(today) == Standing::Lapsed);
                if lapsed.is_some_and(|fact| fact.lapsed.is_none()) {
                    problems.push(Problem::at(
                        &page.file,
                        passage.line,
                        format!("`{}` leans on `{id}`, whose time is over", passage.id),
                        "give the fact its new value or a lapsed line",
                    ));
                }
            }
        }
    }
    problems
}
