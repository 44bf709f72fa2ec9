//! Every journey begins somewhere, every step is reached, every end leads to a section, and nothing a person chooses is a dead end.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::knowledge::journey::{Journey, Step};
use crate::knowledge::library::Library;
use crate::knowledge::problem::Problem;

pub(super) fn gate(library: &Library, today: NaiveDate) -> Vec<Problem> {
    let mut problems = Vec::new();
    for journey in &library.journeys {
        let mut problem = |says: String, mend: &str| {
            problems.push(Problem::at(&journey.place.file, journey.place.line, says, mend));
        };
        if journey.review_by < today {
            problem(
                format!("the journey was to be reviewed by {}", journey.review_by),
                "read it again, and move the day",
            );
        }
        if journey.checked > today {
            problem("the journey was checked in the future".to_owned(), "give the day it was read");
        }
        if journey.steps.is_empty() {
            problem("the journey has no step".to_owned(), "write a [[step]] to begin with");
        }
        for id in journey.offered_by.iter().chain(journey.steps.iter().flat_map(|step| &step.leads)) {
            if library.passage(id).is_none() {
                problem(format!("`{id}` is no section"), "correct the name, or drop it");
            }
        }
        for step in &journey.steps {
            for (says, mend) in step_problems(journey, step) {
                problem(says, mend);
            }
        }
        for lost in unreached(journey) {
            problem(format!("no choice leads to the step `{lost}`"), "let a choice lead there, or drop it");
        }
    }
    problems
}

fn step_problems(journey: &Journey, step: &Step) -> Vec<(String, &'static str)> {
    let mut problems = Vec::new();
    if step.choices.is_empty() == step.leads.is_empty() {
        problems.push((
            format!("the step `{}` must have either choices or leads", step.id),
            "a question has choices, an end has leads",
        ));
    }
    for choice in step.choices.iter().filter(|choice| journey.step(&choice.step).is_none()) {
        problems.push((format!("`{}` leads to the unknown step `{}`", choice.label, choice.step), "correct the name"));
    }
    problems
}

/// Steps that nobody can come to.
fn unreached(journey: &Journey) -> Vec<&str> {
    let reached: BTreeSet<&str> =
        journey.steps.iter().flat_map(|step| &step.choices).map(|choice| choice.step.as_str()).collect();
    let steps = journey.steps.iter().skip(1).map(|step| step.id.as_str());
    steps.filter(|step| !reached.contains(step)).collect()
}
