use crate::chat::{Block, Kind, SourceLine};
use crate::knowledge::{Matter, Page, Passage};
use crate::phrases::fill;

use super::ask::{Answer, Asking, Frame, Lead, Offer};
use super::journey::offered_by;
use super::quote::say;

/// How many next questions are offered beside the interview.
const NEXT: usize = 3;

/// A passage as an answer.
pub fn passage_answer(asking: &Asking<'_>, page: &Page, passage: &Passage, confidence: f32) -> Answer {
    let said = say(asking, page, passage);
    let mut answer = Answer::new(Kind::Answer, said.blocks, offers(asking, page, passage), said.sources);
    answer.shown = vec![passage.id.clone()];
    answer.confidence = confidence;
    answer.frame = Some(Frame {
        subject: page.subject().to_owned(),
        ask: passage.title.clone(),
        passage: Some(passage.id.clone()),
    });
    answer
}

/// The same passage in easy words; where nobody has written any, the passage again and the way to a person.
pub(super) fn easy_answer(asking: &Asking<'_>, page: &Page, passage: &Passage) -> Answer {
    if passage.easy.is_none() {
        let mut answer = passage_answer(asking, page, passage, 1.0);
        answer.reply.blocks.insert(0, Block::Paragraph(asking.phrases.answer.no_easy_words.clone()));
        return answer;
    }
    passage_answer(&Asking { easy: true, ..*asking }, page, passage, 1.0)
}

/// What people ask next: as the passage says, else its neighbours on the page; then the interview.
fn offers(asking: &Asking<'_>, page: &Page, passage: &Passage) -> Vec<Offer> {
    let named = passage.next.iter().filter_map(|id| asking.library.passage(id));
    let neighbours = page.passages.iter().filter(|other| other.id != passage.id).map(|other| (page, other));
    let next: Vec<(&Page, &Passage)> = if passage.next.is_empty() { neighbours.collect() } else { named.collect() };
    let mut offers: Vec<Offer> = next
        .into_iter()
        .take(NEXT)
        .map(|(page, passage)| Offer { label: label(page, passage), lead: Lead::Passage(passage.id.clone()) })
        .collect();
    if passage.easy.is_some() && !asking.easy {
        offers.push(Offer { label: asking.phrases.answer.easy_words.clone(), lead: Lead::Easy(passage.id.clone()) });
    }
    offers.splice(0..0, passage.enquiry.and_then(|matter| enquiry(asking, matter)));
    offers.extend(offered_by(asking, passage));
    offers.push(interview(asking));
    offers
}

/// A card's slot is called by its route as well: "A levels: how long it takes".
pub(super) fn label(page: &Page, passage: &Passage) -> String {
    if page.about.route.is_some() { format!("{}: {}", page.about.title, passage.title) } else { passage.title.clone() }
}

/// The way to a person, offered once in every answer.
pub(super) fn interview(asking: &Asking<'_>) -> Offer {
    Offer { label: asking.phrases.answer.interview.clone(), lead: Lead::Book }
}

/// The way to whoever the school names for a matter; none where it names nobody.
fn enquiry(asking: &Asking<'_>, matter: Matter) -> Option<Offer> {
    let role = asking.school.addressee(matter)?.title();
    Some(Offer { label: fill(&asking.phrases.enquiry.offer, &[("role", &role)]), lead: Lead::Enquire(matter) })
}

/// Most words of an answer that is made of two passages.
const LONGEST: usize = 200;

/// A first answer with the first of others, nearly as near, that leaves both short enough to read, under its title.
pub(super) fn beside(asking: &Asking<'_>, first: Answer, mut others: impl Iterator<Item = Answer>) -> Answer {
    let words = |answer: &Answer| answer.reply.text().split_whitespace().count();
    let left = LONGEST.saturating_sub(words(&first));
    match others.find(|other| words(other) <= left) {
        Some(second) => side_by_side(asking, first, &second),
        None => first,
    }
}

fn side_by_side(asking: &Asking<'_>, first: Answer, second: &Answer) -> Answer {
    let mut sources = first.reply.sources();
    let new: Vec<SourceLine> = second.reply.sources().into_iter().filter(|line| !sources.contains(line)).collect();
    sources.extend(new);
    let own = |answer: &Answer| -> Vec<Block> {
        let drawn_last = |block: &Block| matches!(block, Block::Choices(_) | Block::Sources(_));
        answer.reply.blocks.iter().filter(|block| !drawn_last(block)).cloned().collect()
    };
    let mut blocks = own(&first);
    blocks.push(Block::Heading(second.title(asking)));
    blocks.extend(own(second));
    let shown_already = |offer: &Offer| matches!(&offer.lead, Lead::Passage(id) if second.shown.contains(id));
    let offers = first.offers.iter().filter(|offer| !shown_already(offer)).cloned().collect();
    let mut both = Answer::new(Kind::Answer, blocks, offers, sources);
    both.shown = first.shown.iter().chain(&second.shown).cloned().collect();
    both.confidence = first.confidence;
    both.frame = first.frame;
    both
}

/// Two answers to one message, each under its mark.
pub(super) fn two(asking: &Asking<'_>, first: Answer, second: Answer) -> Answer {
    let phrases = &asking.phrases.answer;
    let mut blocks = vec![Block::Paragraph(phrases.two_questions.clone())];
    let mut sources: Vec<SourceLine> = Vec::new();
    let mut offers: Vec<Offer> = Vec::new();
    for (part, heading) in [(&first, &phrases.first), (&second, &phrases.second)] {
        let title = part.title(asking);
        blocks.push(Block::Heading(fill(heading, &[("title", &title)])));
        for block in &part.reply.blocks {
            match block {
                Block::Choices(_) => {}
                Block::Sources(lines) => {
                    let new: Vec<SourceLine> = lines.iter().filter(|line| !sources.contains(line)).cloned().collect();
                    sources.extend(new);
                }
                other => blocks.push(other.clone()),
            }
        }
        offers.extend(part.offers.iter().filter(|offer| offer.lead != Lead::Book).take(1).cloned());
    }
    offers.push(interview(asking));
    let mut both = Answer::new(Kind::Answer, blocks, offers, sources);
    both.shown = first.shown.iter().chain(&second.shown).cloned().collect();
    both.confidence = first.confidence.min(second.confidence);
    both.frame = second.frame.or(first.frame);
    both
}

impl Answer {
    /// The title of what the answer shows first.
    pub(super) fn title(&self, asking: &Asking<'_>) -> String {
        let id = self.shown.first().map(String::as_str).unwrap_or_default();
        if let Some((page, passage)) = asking.library.passage(id) {
            return label(page, passage);
        }
        let job = id.strip_prefix("occupation/").and_then(|rest| rest.split('#').next()).unwrap_or_default();
        asking
            .library
            .occupations
            .iter()
            .find(|occupation| occupation.id == job)
            .map_or_else(String::new, |job| job.title.clone())
    }
}
