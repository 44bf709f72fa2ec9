//! What a school has to publish (R035–R039, R046) and this policy does not say.

use std::sync::LazyLock;

use regex::Regex;

use super::Finding;
use crate::school::Role;
use crate::school::import::document::Line;
use crate::school::import::lines::Text;
use crate::school::import::{Import, Person};

static INFORMATION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:additional|further|more) (?:information|details)[^.]{0,140}(?:contact|e-?mail|visit|\bsee\b|\bask\b|\bcall\b|website|@)|(?:contact|e-?mail|visit|\bask\b|speak to)[^.]{0,140}(?:additional|further|more) (?:information|details)|find out more").expect("valid")
});

/// Missing items of publication.
pub(super) fn publication(text: &Text, import: &Import) -> Vec<Finding> {
    let mut out = leaders(import);
    let mut missing = |is_missing: bool, code: &str, row: &str, says: &str| {
        if is_missing {
            out.push(Finding::whole(code, row, says));
        }
    };
    let policy = &import.policy;
    missing(
        import.programme.is_empty() && import.summary.is_none(),
        "missing-programme-summary",
        "R036",
        "no summary of the careers programme is given; publish what each year is offered",
    );
    missing(
        !text.body().any(tells_whom_to_ask),
        "missing-how-to-get-information",
        "R037",
        "it is not said how pupils, parents, teachers and employers get more information about the programme; add whom to ask",
    );
    missing(
        import.impact_measures.is_empty(),
        "missing-impact-measures",
        "R038",
        "it is not said how the impact of the programme is measured; list the measures",
    );
    missing(
        policy.next_reviews.is_empty(),
        "missing-review-date",
        "R039",
        "no date of the next review is given; add one",
    );
    missing(
        policy.version.is_none() && policy.adopted.is_none(),
        "missing-edition",
        "R001",
        "neither a version nor a date of adoption is given; readers cannot tell which edition they have",
    );
    missing(
        policy.owner.is_none(),
        "missing-owner",
        "R005",
        "no owner of the policy is named; add the role that keeps it",
    );
    missing(
        (1..8).contains(&import.benchmarks.len()),
        "missing-benchmarks",
        "R041",
        "not all eight Gatsby Benchmarks are named; add the missing ones",
    );
    out
}

/// A sentence that says whom to ask about careers; "ask the college about its bursary" is none.
fn tells_whom_to_ask(line: &Line) -> bool {
    line.plain.split(". ").any(|sentence| {
        INFORMATION.is_match(sentence) && (sentence.contains("career") || sentence.contains("programme"))
    })
}

/// The careers leader's name and contact, for each school.
fn leaders(import: &Import) -> Vec<Finding> {
    if import.schools.len() < 2 {
        return of_leader(
            import.holder(Role::CareersLeader, import.schools.first().map(|school| school.name.value.as_str())),
            "",
        );
    }
    import
        .schools
        .iter()
        .flat_map(|school| of_leader(import.holder(Role::CareersLeader, Some(&school.name.value)), &school.name.value))
        .collect()
}

fn of_leader(leader: Option<&Person>, school: &str) -> Vec<Finding> {
    let at = if school.is_empty() { String::new() } else { format!(" of {school}") };
    let mut out = Vec::new();
    if leader.is_none_or(|leader| leader.name.is_none()) {
        out.push(Finding::whole(
            "missing-leader-name",
            "R035",
            format!("the name of the careers leader{at} is not given; it has to be published"),
        ));
    }
    if leader.is_none_or(|leader| leader.email.is_none() && leader.phone.is_none()) {
        let says =
            format!("no e-mail address or telephone number of the careers leader{at} is given; it has to be published");
        let place = leader.map(|leader| (leader.words.clone(), leader.place)).unwrap_or_default();
        out.push(Finding { found: place.0, place: place.1, ..Finding::whole("missing-leader-contact", "R035", says) });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::found_in;

    #[test]
    fn a_policy_that_says_nothing_misses_everything() {
        let codes: Vec<String> =
            found_in("1. Aims\nWe want every pupil to do well in life.").into_iter().map(|(code, _)| code).collect();
        for code in [
            "missing-leader-name",
            "missing-leader-contact",
            "missing-programme-summary",
            "missing-how-to-get-information",
            "missing-impact-measures",
            "missing-review-date",
        ] {
            assert!(codes.iter().any(|found| found == code), "{code}");
        }
    }

    #[test]
    fn a_policy_that_says_all_misses_nothing() {
        let words = "Version: 3\nOwner: the careers leader\nOur careers leader is Rosalind Pell (rpell@fernvale.example).\n4. Our careers programme\nOur programme is delivered through lessons and includes visits.\nFor further information contact the careers leader.\nWe measure the impact of the programme by:\n- surveys\nThe next review date is September 2027.";
        let codes = found_in(words);
        assert!(
            codes.iter().all(|(code, _)| !code.starts_with("missing") || code == "missing-provider-access"),
            "{codes:?}"
        );
    }
}
