//! The provider access statement in its statutory parts: who is entitled, how to ask, grounds to grant and to refuse,
//! rooms and equipment.
//!
//! Many policies only promise that a statement "will include" these parts. A promise is no part: it is kept apart, so that
//! nobody is told a promise for an answer.

use std::sync::LazyLock;

use regex::Regex;

use super::document::{Kind, Line, plain};
use super::found::{Found, Place, short};
use super::lines::{Section, Text};

/// A statutory part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Which pupils providers may meet, and what pupils are entitled to.
    Entitled,
    /// How a provider asks.
    HowToRequest,
    /// When a request is granted.
    GroundsGrant,
    /// When it is refused.
    GroundsRefuse,
    /// Rooms and equipment.
    Premises,
    /// Events at which providers may come; no statutory part, but many statements have it.
    Opportunities,
}

/// The parts that were found, and the promises of parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProviderAccess {
    /// Parts with content.
    pub parts: Vec<(Part, Found<String>)>,
    /// Parts that are only promised.
    pub promised: Vec<(Part, Found<String>)>,
}

impl Part {
    /// The parts a statement has to have.
    pub const STATUTORY: [Self; 5] =
        [Self::Entitled, Self::HowToRequest, Self::GroundsGrant, Self::GroundsRefuse, Self::Premises];
    /// Every part.
    pub const ALL: [Self; 6] = [
        Self::Entitled,
        Self::HowToRequest,
        Self::GroundsGrant,
        Self::GroundsRefuse,
        Self::Premises,
        Self::Opportunities,
    ];

    /// Its key in a school file.
    pub fn key(self) -> &'static str {
        match self {
            Self::Entitled => "entitled",
            Self::HowToRequest => "how_to_request",
            Self::GroundsGrant => "grounds_grant",
            Self::GroundsRefuse => "grounds_refuse",
            Self::Premises => "premises",
            Self::Opportunities => "opportunities",
        }
    }

    /// What it is, in words.
    pub fn title(self) -> &'static str {
        match self {
            Self::Entitled => "what pupils are entitled to",
            Self::HowToRequest => "how a provider asks for access",
            Self::GroundsGrant => "grounds to grant a request",
            Self::GroundsRefuse => "grounds to refuse a request",
            Self::Premises => "rooms and equipment for providers",
            Self::Opportunities => "events at which providers may come",
        }
    }

    /// Headings under which it stands.
    fn heading(self) -> &'static Regex {
        static HEADINGS: [LazyLock<Regex>; 6] = [
            pattern!(r"\b(?:pupil|student|learner|young people'?s?)s?'?s?\b.*\bentitle|entitlement"),
            pattern!(
                r"^(?:procedures?|requests?|how to (?:request|apply|arrange)|procedural requirements?|requests? for access|(?:making|arranging) (?:a |an )?(?:request|access|visit)|contact(?:ing us)?|who to contact)\b|procedure for request|requesting access|access requests"
            ),
            pattern!(
                r"grounds? for (?:granting|approv|accept)|granting (?:and|or) (?:refus|reject)|(?:accepting|approving|granting|considering) requests"
            ),
            pattern!(
                r"grounds? for (?:refus|reject|declin)|(?:granting|accepting|approving) (?:and|or) (?:refus|reject|declin)|refus(?:al|ing)"
            ),
            pattern!(r"premises|facilities|equipment|rooms"),
            pattern!(r"opportunities for (?:provider )?access|opportunities for providers"),
        ];
        &HEADINGS[self as usize]
    }

    /// Sentences that are this part.
    fn sentence(self) -> &'static Regex {
        static SENTENCES: [LazyLock<Regex>; 6] = [
            pattern!(
                r"(?:pupils|students|learners)\b[^.]{0,40}\b(?:are|is) entitled|(?:access|speak|talk|inform)[^.]{0,60}\b(?:all )?(?:year|pupils|students|learners)[^.]{0,40}\b\d{1,2} ?-? ?(?:to|-|and) ?(?:year )?\d{1,2}|encounters?[^.]{0,80}(?:pupils|students|learners)[^.]{0,40}years? \d{1,2} ?-? ?(?:to|-) ?(?:year )?\d{1,2}|years? ?\d{1,2} ?(?:to|-) ?\d{1,2}[^.]{0,60}(?:access|provider|explore)"
            ),
            pattern!(
                r"provider[^.]{0,60}(?:wish|want|would like|should|request|must|need)[^.]{0,60}(?:contact|email|e-mail|write|complete|apply|form)|to request access|requests? (?:for access )?should be (?:made|sent|directed|submitted|emailed)"
            ),
            pattern!(
                r"(?:access|requests?)\b[^.]{0,80}\b(?:will|may|can) (?:normally |usually |generally |only )?be (?:granted|approved|accepted|considered|agreed)|we (?:will|aim to) (?:grant|approve|accept|agree)"
            ),
            pattern!(
                r"(?:access|requests?)\b[^.]{0,80}\b(?:will|may|can|might) (?:normally |also |only |sometimes )?be (?:refused|declined|rejected|denied|turned down)|(?:access|requests?)\b[^.]{0,80}\b(?:will|may|can|might) ?not (?:normally |always |usually )?be (?:granted|approved|accepted|agreed)|(?:may|will|can|might|reserve the right to) (?:refuse|decline|reject|turn down|deny)|grounds for refus"
            ),
            pattern!(
                r"(?:will|can|may|are able to)[^.]{0,40}(?:make|provide|offer|available|use)[^.]{0,120}(?:hall|classroom|room|theatre|library|projector|av\b|screen|equipment|space)|(?:hall|classrooms?|rooms?|equipment|projector)[^.]{0,80}(?:will be|is|are|can be) (?:made )?(?:available|provided|used)"
            ),
            pattern!(r"number of events[^.]{0,80}(?:provider|opportunit)"),
        ];
        &SENTENCES[self as usize]
    }

    /// Words that promise this part without giving it.
    fn promise(self) -> &'static Regex {
        static PROMISES: [LazyLock<Regex>; 6] = [
            pattern!(r"which pupils access will be given"),
            pattern!(r"procedural requirements? in relation to requests|how this will happen and when"),
            pattern!(r"grounds for (?:granting|accepting|approving)"),
            pattern!(r"grounds for (?:granting )?(?:and |or )?refusing|grounds for refusing"),
            pattern!(r"details of (?:the )?premises or facilities"),
            pattern!(r"events in the school year at which providers"),
        ];
        &PROMISES[self as usize]
    }
}

macro_rules! pattern {
    ($words:expr) => {
        LazyLock::new(|| Regex::new($words).expect("a fixed pattern is valid"))
    };
}
use pattern;

/// The statement's parts in the text.
pub fn provider_access(text: &Text) -> ProviderAccess {
    let mut out = ProviderAccess::default();
    for part in Part::ALL {
        let promises = text.body().filter(|line| !line.is_heading() && part.promise().is_match(&line.plain));
        out.promised.extend(promises.map(|line| (part, Found::at(line, line.text.clone()))));
        if let Some(found) = under_heading(text, part).or_else(|| in_sentence(text, part)) {
            out.parts.push((part, found));
        }
    }
    out
}

/// True for a heading of the statement itself, or one below such a heading.
fn in_statement(text: &Text, section: &Section<'_>) -> bool {
    let about = |line: &Line| line.plain.contains("provider") || line.plain.contains("access");
    let at = text.position(section.heading);
    let above = text.lines[..at].iter().rev().filter(|line| line.is_heading() && line.file == section.heading.file);
    about(section.heading)
        || above.take(6).any(|line| {
            line.plain.contains("provider access")
                || line.plain.contains("access of providers")
                || line.plain.contains("baker clause")
        })
        || text.files.get(section.heading.file).is_some_and(|name| name.to_lowercase().contains("provider"))
}

fn under_heading(text: &Text, part: Part) -> Option<Found<String>> {
    let sections = text.sections();
    let section = sections.iter().find(|section| {
        part.heading().is_match(&section.heading.plain)
            && in_statement(text, section)
            && section.own().iter().any(|line| !is_promise(line))
    })?;
    let lines: Vec<&Line> = section.own().iter().filter(|line| !is_promise(line)).take(24).collect();
    Some(Found { value: joined(&lines), words: short(&lines[0].shown()), place: Place::of(lines[0]) })
}

fn in_sentence(text: &Text, part: Part) -> Option<Found<String>> {
    let lines = text.body().filter(|line| !line.is_heading() && !is_promise(line));
    let candidates = lines.flat_map(|line| sentences(&line.text).map(move |words| (line, words)));
    let candidates = candidates.filter(|(_, words)| part.sentence().is_match(&plain(words)));
    let (line, words) =
        candidates.max_by_key(|(line, words)| (rank(part, words), std::cmp::Reverse(text.position(line))))?;
    let mut value = words.to_owned();
    if line.introduces() {
        let items: Vec<&Line> =
            text.below(line).take_while(|next| matches!(next.kind, Kind::Item | Kind::Row)).take(16).collect();
        value = format!("{value}\n{}", joined(&items));
    }
    Some(Found { value, words: short(&line.shown()), place: Place::of(line) })
}

/// Of several sentences the one that says "entitled", then the one that names technical education and apprenticeships.
fn rank(part: Part, words: &str) -> usize {
    let words = plain(words);
    let says = |wanted: &str| usize::from(words.contains(wanted));
    match part {
        Part::Entitled => {
            8 * says("entitled") + 3 * says("apprenticeship") + says("technical") + says("access") + says("13")
        }
        _ => 0,
    }
}

fn sentences(words: &str) -> impl Iterator<Item = &str> {
    words.split_inclusive(". ").map(str::trim)
}

/// A line that says what a statement will contain rather than containing it.
fn is_promise(line: &Line) -> bool {
    let begins = line.plain.trim_start_matches("any ").trim_start_matches("the ");
    [
        "procedural requirement",
        "grounds for granting",
        "grounds for refusing",
        "details of premises",
        "details of the premises",
    ]
    .iter()
    .any(|words| begins.starts_with(words) && line.text.chars().count() < 260)
}

fn joined(lines: &[&Line]) -> String {
    let shown = |line: &&Line| {
        format!(
            "{}{}",
            if line.kind == Kind::Item && lines.len() > 1 { "- " } else { "" },
            line.text.replace('\t', " | ")
        )
    };
    lines.iter().map(shown).collect::<Vec<_>>().join("\n")
}

impl ProviderAccess {
    /// A part, if it was found.
    pub fn part(&self, wanted: Part) -> Option<&Found<String>> {
        self.parts.iter().find(|(part, _)| *part == wanted).map(|(_, found)| found)
    }

    /// The promise of a part that was not found.
    pub fn promise(&self, wanted: Part) -> Option<&Found<String>> {
        let promise = self.promised.iter().find(|(part, _)| *part == wanted).map(|(_, found)| found);
        promise.filter(|_| self.part(wanted).is_none())
    }

    /// A promise that gives examples, which is the most some policies say on a part.
    pub fn example(&self, wanted: Part) -> Option<&Found<String>> {
        let gives = |found: &&Found<String>| {
            ["e.g", "e,g", "such as", "for example"].iter().any(|sign| found.value.contains(sign))
        };
        self.promised
            .iter()
            .filter(|(part, _)| *part == wanted)
            .map(|(_, found)| found)
            .find(gives)
            .filter(|_| self.part(wanted).is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::school::import::document::Document;

    fn read(words: &str) -> ProviderAccess {
        provider_access(&Text::of(&[Document::of_text("a", words)]))
    }

    #[test]
    fn each_part_is_found_under_its_heading() {
        let access = read(
            "Appendix A: Provider access statement\n2. Student entitlement\nAll students in years 8 to 13 are entitled to hear from providers.\n3. Management of provider access requests\n3.1 Procedure\nA provider wishing to request access should contact Rosalind Pell.\n3.2 Grounds for granting requests\nAccess will be given in assemblies.\n3.3 Grounds for refusing requests\nWe may refuse a visit on safety grounds.\n3.4 Premises and facilities\nThe main hall is used.",
        );
        assert_eq!(access.parts.len(), 5);
        assert!(access.promised.is_empty());
        assert_eq!(
            access.part(Part::GroundsRefuse).map(|found| found.value.as_str()),
            Some("We may refuse a visit on safety grounds.")
        );
    }

    #[test]
    fn what_is_granted_and_what_is_refused_are_two_sentences() {
        let access = read(
            "Provider access\nRequests will normally be granted where they fit the calendar.\nRequests may be refused where they clash with examinations.",
        );
        let said = |part| access.part(part).map(|found| found.value.as_str());
        assert_eq!(said(Part::GroundsGrant), Some("Requests will normally be granted where they fit the calendar."));
        assert_eq!(said(Part::GroundsRefuse), Some("Requests may be refused where they clash with examinations."));
        let only = read("Provider access\nRequests will only be granted where the hall is free.");
        assert_eq!(only.part(Part::GroundsRefuse), None, "nobody said when a request is refused");
        let not = read("Provider access\nAccess will not be granted during mock examinations.");
        assert!(not.part(Part::GroundsRefuse).is_some() && not.part(Part::GroundsGrant).is_none());
    }

    #[test]
    fn a_promise_is_no_part() {
        let access = read(
            "The statement will include:\n- any procedural requirements in relation to requests for access\n- grounds for granting and refusing requests for access\n- details of premises or facilities to be provided",
        );
        assert!(access.parts.is_empty());
        assert_eq!(access.promised.len(), 4);
    }
}
