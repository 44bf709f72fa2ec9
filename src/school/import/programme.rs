//! What the careers programme offers, by key stage and by year.

use std::sync::LazyLock;

use regex::Regex;

use super::document::Line;
use super::found::{Found, Place, short};
use super::lines::{Section, Text};

/// What is offered in one key stage or year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// "ks3", "year9" and so on.
    pub key: String,
    /// What is offered, a line each.
    pub offered: Found<String>,
}

static KEY_STAGE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b(?:key stage|ks) ?([1-5]|one|two|three|four|five)\b").expect("valid"));
static YEAR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:\W*)years? (\d{1,2})(?:\s*(?:-|to|and|&)\s*(?:year )?(\d{1,2}))?\b").expect("valid")
});
static SUMMARY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"careers? (?:education )?programme|programme of (?:study|activities|careers)|careers provision|careers curriculum").expect("valid")
});
static OFFERS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"includ(?:es?|ing)|delivered (?:through|by|via)|consists? of|is structured|methods|support(?:s)? pupils|opportunit|activit").expect("valid")
});

/// What the text says is offered by stage and year; each key once, where it says most.
pub fn programme(text: &Text) -> Vec<Offer> {
    let mut out: Vec<Offer> = Vec::new();
    for section in text.sections() {
        for key in keys(&section.heading.plain) {
            if let Some(offered) = offered(&section) {
                keep(&mut out, Offer { key, offered });
            }
        }
    }
    for line in text.body().filter(|line| !line.is_heading()) {
        of_row(line).into_iter().for_each(|offer| keep(&mut out, offer));
    }
    out
}

fn keep(out: &mut Vec<Offer>, offer: Offer) {
    match out.iter_mut().find(|known| known.key == offer.key) {
        Some(known) if known.offered.value.len() < offer.offered.value.len() => *known = offer,
        Some(_) => {}
        None => out.push(offer),
    }
}

fn keys(heading: &str) -> Vec<String> {
    if heading.chars().count() > 70 {
        return Vec::new();
    }
    if let Some(found) = KEY_STAGE.captures(heading) {
        return vec![format!("ks{}", digit(&found[1]))];
    }
    let Some(found) = YEAR.captures(heading) else { return Vec::new() };
    let first: u8 = found[1].parse().unwrap_or(0);
    let last: u8 = found.get(2).and_then(|last| last.as_str().parse().ok()).unwrap_or(first);
    (first..=last.min(13)).filter(|year| (1..=13).contains(year)).map(|year| format!("year{year}")).collect()
}

fn digit(word: &str) -> &str {
    match word {
        "one" => "1",
        "two" => "2",
        "three" => "3",
        "four" => "4",
        "five" => "5",
        digit => digit,
    }
}

fn offered(section: &Section<'_>) -> Option<Found<String>> {
    let of_year = YEAR.is_match(&section.heading.plain);
    // Where headings and lines of years follow one another, the next year's line is no part of this one.
    let of_another = |line: &&Line| of_year && YEAR.is_match(&line.plain);
    let lines: Vec<&Line> = section.body.iter().take(60).take_while(|line| !of_another(line)).collect();
    let first = lines.first()?;
    let value: Vec<String> = lines.iter().map(|line| line.text.replace('\t', " | ")).collect();
    Some(Found { value: value.join("\n"), words: short(&first.shown()), place: Place::of(first) })
}

/// "Year 9 | Options, employer talks", "Year 9: options, employer talks", or the same with a dash; of two years, both.
fn of_row(line: &Line) -> Vec<Offer> {
    let cells = line.cells();
    let parted = match cells[..] {
        [head, ref rest @ ..] if !rest.is_empty() => Some((head.to_owned(), rest.join("; "))),
        _ => {
            let parted = [":", " – ", " - "].iter().find_map(|sign| line.text.split_once(sign));
            parted.map(|(head, rest)| (head.to_owned(), rest.trim().to_owned()))
        }
    };
    let Some((head, rest)) = parted else { return Vec::new() };
    if head.chars().count() >= 24 || rest.chars().count() <= 20 {
        return Vec::new();
    }
    let offer = |key| Offer { key, offered: Found::at(line, rest.clone()) };
    keys(&head.to_lowercase()).into_iter().map(offer).collect()
}

/// A line that sums the programme up, for the publication checklist.
pub fn summary(text: &Text) -> Option<Found<String>> {
    let section =
        text.sections().into_iter().find(|section| SUMMARY.is_match(&section.heading.plain) && section.body.len() > 2);
    let line = section.and_then(|section| section.body.iter().find(|line| OFFERS.is_match(&line.plain)));
    line.map(|line| Found::at(line, line.text.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::school::import::document::Document;

    #[test]
    fn stages_and_years_have_their_own_offers() {
        let text = Text::of(&[Document::of_text(
            "a",
            "4. Our careers programme\nKey Stage 3\nPupils meet employers and choose options.\nKey Stage 4\nPupils have a week of work experience.\nYear 12 | University visits and employer talks\nYear 10: mock interviews and a week of work experience",
        )]);
        let keys: Vec<String> = programme(&text).into_iter().map(|offer| offer.key).collect();
        assert_eq!(keys, ["ks3", "ks4", "year12", "year10"]);
    }

    #[test]
    fn one_year_is_not_told_as_another() {
        let words = "Year 9 – Options\nYear 10 – Work experience week in July and mock interviews\nYears 5 and 6: visits to a farm and to the secondary school";
        let offers = programme(&Text::of(&[Document::of_text("a", words)]));
        let told: Vec<(&str, &str)> =
            offers.iter().map(|offer| (offer.key.as_str(), offer.offered.value.as_str())).collect();
        assert!(told.iter().all(|(key, offered)| *key != "year9" || !offered.contains("Work experience")), "{told:?}");
        assert!(
            told.iter().any(|(key, offered)| *key == "year10" && offered.starts_with("Work experience")),
            "{told:?}"
        );
        assert!(told.iter().any(|(key, _)| *key == "year6"), "{told:?}");
    }
}
