use std::fmt::Write;

use crate::school::import::{Finding, Found, Import, Part, Person};

/// The import as text, for a terminal.
pub fn text(import: &Import) -> String {
    let mut out = String::new();
    let mut line = |name: &str, value: &str| writeln!(out, "{name:<16} {value}").expect("a string takes every word");
    line("trust", import.trust.as_ref().map_or("not named", |trust| &trust.value));
    for school in &import.schools {
        line(
            "school",
            &format!("{} ({})", school.name.value, school.phase.map_or("phase not said", |phase| phase.key())),
        );
    }
    for person in &import.people {
        line(&person.role.title(), &of_person(person));
    }
    for (name, value) in of_policy(import) {
        line(name, &value);
    }
    line("benchmarks", &format!("{} of 8 named", import.benchmarks.len()));
    let offers: Vec<&str> = import.programme.iter().map(|offer| offer.key.as_str()).collect();
    line("programme", &if offers.is_empty() { "not given by stage or year".to_owned() } else { offers.join(", ") });
    for part in Part::ALL {
        line(part.key(), of_part(import, part));
    }
    line("impact measures", &listed(&import.impact_measures));
    line("tools", &listed(&import.tools));
    out + &findings(import)
}

fn of_person(person: &Person) -> String {
    let said = |value: &Option<String>| value.clone().unwrap_or_else(|| "not given".to_owned());
    let at = person.school.as_deref().map_or(String::new(), |school| format!(" at {school}"));
    format!(
        "{}{at}, e-mail {}, phone {} (line {})",
        said(&person.name),
        said(&person.email),
        said(&person.phone),
        person.place.line
    )
}

fn of_policy(import: &Import) -> Vec<(&'static str, String)> {
    let policy = &import.policy;
    let said =
        |found: &Option<Found<String>>| found.as_ref().map_or("not given".to_owned(), |found| found.value.clone());
    let reviews: Vec<String> =
        policy.next_reviews.iter().map(|review| format!("{} (line {})", review.value, review.place.line)).collect();
    vec![
        ("version", said(&policy.version)),
        ("owner", said(&policy.owner)),
        ("adopted", policy.adopted.as_ref().map_or("not given".to_owned(), |found| found.value.to_string())),
        ("next review", if reviews.is_empty() { "not given".to_owned() } else { reviews.join("; ") }),
    ]
}

fn of_part(import: &Import, part: Part) -> &'static str {
    let access = &import.provider_access;
    match (access.part(part), access.promise(part)) {
        (Some(_), _) => "given",
        (None, Some(_)) => "only promised",
        (None, None) => "not given",
    }
}

fn listed(found: &[Found<String>]) -> String {
    if found.is_empty() {
        return "none given".to_owned();
    }
    found.iter().map(|found| found.value.as_str()).collect::<Vec<_>>().join("; ")
}

fn findings(import: &Import) -> String {
    let lines: Vec<String> = import.findings.iter().map(|finding| of_finding(import, finding)).collect();
    format!("\n{} findings\n{}", lines.len(), lines.concat())
}

fn of_finding(import: &Import, finding: &Finding) -> String {
    let check = if finding.check_only { " (to check)" } else { "" };
    let found = if finding.found.is_empty() { String::new() } else { format!("\n    found: {}", finding.found) };
    format!("  {}: {}{check}: {}{found}\n", import.place(&finding.place), finding.code, finding.says)
}
