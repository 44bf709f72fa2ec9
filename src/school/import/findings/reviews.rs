//! Reviews that are overdue (R002), dates that disagree (R003, Z25), guidance cited by more than one date (Z05).

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::Finding;
use crate::school::import::Import;
use crate::school::import::document::Line;
use crate::school::import::lines::Text;

static CITED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\b20(1\d|2\d)\b|'(1\d|2\d)\b").expect("valid"));

/// What the dates of the policy say against it.
pub(super) fn reviews(text: &Text, import: &Import) -> Vec<Finding> {
    overdue(import).into_iter().chain(disagreeing(import)).chain(guidance(text)).collect()
}

fn overdue(import: &Import) -> Option<Finding> {
    let earliest = import.policy.next_reviews.iter().min_by_key(|review| review.value.last)?;
    let days = earliest.value.days_over(import.today)?;
    let unit = if days == 1 { "day" } else { "days" };
    let says = format!(
        "the review of {} is overdue by {days} {unit}; review the policy and publish the new date",
        earliest.value
    );
    Some(Finding::of(earliest, "review-overdue", "R002", says))
}

fn disagreeing(import: &Import) -> Vec<Finding> {
    let reviews = &import.policy.next_reviews;
    let Some(earliest) = reviews.iter().min_by_key(|review| review.value.last) else { return Vec::new() };
    reviews
        .iter()
        .filter(|review| !review.value.agrees_with(earliest.value))
        .map(|review| {
            let says = format!(
                "the next review is {} here and {} elsewhere; until one is confirmed the earlier one stands",
                review.value, earliest.value
            );
            Finding::of(review, "dates-disagree", "R003, Z25", says)
        })
        .collect()
}

/// The same guidance cited with several years.
fn guidance(text: &Text) -> Option<Finding> {
    let cites =
        |line: &&Line| line.plain.contains("careers guidance and access") || line.plain.contains("statutory guidance");
    let cited: Vec<(&Line, String)> =
        text.body().filter(cites).flat_map(|line| years(line).into_iter().map(move |year| (line, year))).collect();
    let mut all: BTreeSet<&String> = cited.iter().map(|(_, year)| year).collect();
    let more_precise: Vec<&str> = all.iter().filter_map(|year| year.split_once(' ').map(|(_, year)| year)).collect();
    all.retain(|year| !more_precise.contains(&year.as_str()));
    let (line, _) = cited.last().filter(|_| all.len() > 1)?;
    let years: Vec<&str> = all.into_iter().map(String::as_str).collect();
    Some(Finding::at(
        line,
        "guidance-dates-disagree",
        "Z05",
        format!("the statutory guidance is cited with more than one date ({}); cite the newest only", years.join(", ")),
    ))
}

/// Dates of guidance; the years of Acts and Regulations are left out.
fn years(line: &Line) -> Vec<String> {
    CITED
        .find_iter(&line.plain)
        .filter(|found| {
            let before = line.plain[..found.start()].trim_end();
            let strategy = before.rsplit("guidance").next().is_some_and(|since| since.contains("strategy"));
            !before.ends_with("act") && !before.ends_with("regulations") && !strategy
        })
        .map(|found| {
            let month = line.plain[..found.start()]
                .trim_end()
                .rsplit(|letter: char| !letter.is_alphabetic())
                .next()
                .unwrap_or_default();
            let year = found.as_str().replace('\'', "20");
            if crate::school::dates::is_month(month) { format!("{} {year}", &month[..3]) } else { year }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::lines_with;

    #[test]
    fn a_review_that_has_passed_is_overdue() {
        assert_eq!(lines_with("review-overdue", "Next review: August 2026"), [1]);
        assert!(lines_with("review-overdue", "Next review: November 2026").is_empty());
    }

    #[test]
    fn two_dates_that_disagree_are_told() {
        let words = "Next review: September 2026\nWe plan.\nThe next review date is August 2026.";
        assert_eq!(lines_with("dates-disagree", words), [1]);
        assert!(
            lines_with("dates-disagree", "Next review: September 2026\nThe next review date is 1 September 2026.")
                .is_empty()
        );
    }

    #[test]
    fn guidance_with_two_dates_is_told() {
        let words = "We follow the Careers Statutory Guidance of (Jan '18).\nRead with 'Careers guidance and access for education and training providers' [October 2018].";
        assert_eq!(lines_with("guidance-dates-disagree", words), [2]);
    }
}
