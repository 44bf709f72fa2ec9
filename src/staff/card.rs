//! A request as a card in a channel of the careers team: its code, the year group, the time, where it stands, and the way to the desk. No
//! name, no contact, no words of the person's (DI02): whoever needs these signs in at the desk.

use chrono::NaiveDateTime;
use sha2::{Digest, Sha256};

use super::{Staff, StaffError};
use crate::booking::{ActionKey, Code, SchoolId, SlotKey, State, What};
use crate::phrases::{Letters, StaffCard as Phrases};
use crate::store::{Deed, StoreError};

/// A request as its card shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The request's code.
    pub code: Code,
    /// The year group, in words.
    pub year: String,
    /// The day and time it asks for or has, in words.
    pub slot: Option<String>,
    /// Where it stands.
    pub state: State,
    /// Staff have to look at who asks before anything else.
    pub needs_check: bool,
    /// Times that may be offered, soonest first: what each is known by, and its words.
    pub times: Vec<(String, String)>,
}

/// What staff do to a request from its card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CardDeed {
    /// Take it on: its time is confirmed, or it goes on the waiting list.
    Take,
    /// Offer the time that is known by this.
    Offer(String),
    /// Decline it for the reason of this key.
    Decline(String),
}

/// A tap on a card.
#[derive(Debug, Clone)]
pub struct CardTap<'a> {
    /// The school whose staff tapped.
    pub school: &'a str,
    /// The request.
    pub code: &'a Code,
    /// What is to be done; none where the card is only looked at.
    pub deed: Option<&'a CardDeed>,
    /// Who, as the trail says it.
    pub who: &'a str,
    /// What makes a second delivery of the tap the same one.
    pub key: ActionKey,
}

/// What became of a tap on a card.
#[derive(Debug)]
pub enum Acted {
    /// The request as it stands now.
    Now(Card),
    /// It was not done, for this reason.
    Refused(String),
    /// There is no such request at this school.
    Gone,
}

impl Staff {
    /// Does to a request of a school what somebody of its staff tapped, and writes it in the trail. What comes too late is not done: the
    /// card shows how the request stands.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn tapped(&self, tap: CardTap<'_>, letters: &Letters, now: NaiveDateTime) -> Result<Acted, StoreError> {
        let CardTap { school, code, who, .. } = tap;
        let Some(card) = self.card(school, code, now).await? else { return Ok(Acted::Gone) };
        let Some((what, did)) = tap.deed.and_then(|deed| card.wanted(deed, letters)) else {
            return Ok(Acted::Now(card));
        };
        match self.act(code, what, tap.key, now).await {
            Ok(_) => {}
            Err(StaffError::Store(error)) => return Err(error),
            Err(refused) => return Ok(Acted::Refused(refused.to_string())),
        }
        self.store.note(Deed { school, account: 0, who, did: &did, of: &code.to_string() }, now).await?;
        Ok(self.card(school, code, now).await?.map_or(Acted::Gone, Acted::Now))
    }

    /// The card of a school's request; none where the school has no such request, or it was over long ago.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn card(&self, school: &str, code: &Code, now: NaiveDateTime) -> Result<Option<Card>, StoreError> {
        let book = self.book().await?;
        let entry = book.entry(code).filter(|entry| entry.school == SchoolId::from(school)).cloned();
        let Some(own) = self.store.appointments(entry.into_iter().collect()).await?.pop() else { return Ok(None) };
        let Some(request) = own.request else { return Ok(None) };
        let mut card = Card {
            code: code.clone(),
            year: request.year,
            slot: own.entry.slot.as_ref().map(crate::booking::Slot::words),
            needs_check: own.entry.needs_check(),
            state: own.entry.state,
            times: Vec::new(),
        };
        if card.may_be_offered() {
            let free = self.slots(&book, school, now);
            card.times = free.iter().map(|slot| (slot.key().to_string(), book.slot_words(slot))).collect();
        }
        Ok(Some(card))
    }
}

impl Card {
    /// What it is to be accepted: its time is confirmed, or it goes on the waiting list; none where there is nothing to accept.
    pub fn accepted(&self) -> Option<What> {
        let accept = if self.slot.is_some() { What::Confirm } else { What::Wait };
        (self.state == State::Requested && !self.needs_check).then_some(accept)
    }

    /// What a deed is to the diaries, and how the trail says it; none for what the request as it stands does not allow, or a time or
    /// reason that there is not.
    fn wanted(&self, deed: &CardDeed, letters: &Letters) -> Option<(What, String)> {
        Some(match deed {
            CardDeed::Take => (self.accepted()?, "took a request on".to_owned()),
            CardDeed::Offer(slot) if self.may_be_offered() => {
                (What::Offer(SlotKey::parse(slot)?), format!("offered {slot} for a request"))
            }
            CardDeed::Decline(reason) if self.may_be_declined() => {
                let reason = letters.decline_reason(reason)?;
                (What::DeclineBecause(reason.key.clone()), format!("declined a request: {}", reason.staff))
            }
            CardDeed::Offer(_) | CardDeed::Decline(_) => return None,
        })
    }

    /// Whether a time may be offered.
    pub fn may_be_offered(&self) -> bool {
        matches!(self.state, State::Requested | State::Waiting) && !self.needs_check
    }

    /// Whether it may be declined.
    pub fn may_be_declined(&self) -> bool {
        matches!(self.state, State::Requested | State::Waiting)
    }

    /// What it shows, as labels with their values.
    pub fn lines<'a>(&'a self, phrases: &'a Phrases) -> [(&'a str, &'a str); 3] {
        let slot = self.slot.as_deref().unwrap_or(&phrases.no_slot);
        [(&phrases.year, &self.year), (&phrases.slot, slot), (&phrases.state, self.stands(phrases))]
    }

    fn stands<'a>(&self, phrases: &'a Phrases) -> &'a str {
        match self.state {
            _ if self.needs_check && self.may_be_declined() => &phrases.to_check,
            State::Requested => &phrases.requested,
            State::Waiting | State::Held => &phrases.waiting,
            State::Offered => &phrases.offered,
            State::Confirmed => &phrases.confirmed,
            State::Declined => &phrases.declined,
            State::Lapsed => &phrases.lapsed,
            State::Cancelled => &phrases.cancelled,
            State::Attended => &phrases.attended,
            State::Missed => &phrases.missed,
            State::Recorded => &phrases.recorded,
        }
    }

    /// Its page at a desk that is reached under this address; none unless that begins with https.
    pub fn at_the_desk(&self, desk: &str) -> Option<String> {
        let desk = desk.trim_end_matches('/');
        desk.starts_with("https://").then(|| format!("{desk}/desk/requests/{}", self.code.signs()))
    }

    /// The same for cards that show the same, and of it nothing can be read.
    pub fn mark(&self) -> String {
        let shown = format!("{}\n{:?}\n{:?}\n{}", self.year, self.slot, self.state, self.needs_check);
        Sha256::digest(shown).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }
}
