use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Mailbox, single_line};

/// Something to be carried to one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// What names it for life: the same key is the same letter, however often it is written or sent. No address stands in it.
    pub key: String,
    /// The school it is about.
    pub school: String,
    /// Who gets it, and by which route.
    pub to: Recipient,
    /// What it is for.
    pub purpose: Purpose,
    /// The code of the request, or the reference of the alert, that it is about.
    pub about: String,
    /// The subject: one line.
    pub subject: String,
    /// The words.
    pub text: String,
    /// The same as a page.
    pub html: String,
    /// A calendar file, with its method inside.
    pub calendar: Option<String>,
    /// Not to be carried before this instant.
    pub due_at: DateTime<Utc>,
}

/// Who gets a letter, and by which route.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// The route.
    pub route: Route,
    /// Their name, for the eye: one line, often empty.
    pub name: String,
    /// What the route knows them by: an e-mail address, a school's id, a conversation.
    pub address: String,
}

/// A way out of the house. A carrier of this route takes the letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// E-mail.
    Mail,
    /// The school's own address for notices, without anybody's words.
    Webhook,
    /// Discord.
    Discord,
    /// Microsoft Teams.
    Teams,
}

/// What a letter is for. Its word is what stays in the store once the letter is carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// To those who keep pupils safe: a disclosure.
    Alert,
    /// To the same: an alert that nobody has seen yet.
    AlertUnseen,
    /// To the same: a trial of the routes.
    Drill,
    /// To the team: a new request.
    TeamRequested,
    /// To the team: a meeting is booked.
    TeamBooked,
    /// To the team: a request or meeting taken back.
    TeamCancelled,
    /// To the team: a meeting moved.
    TeamMoved,
    /// To the team: an offer was answered.
    TeamAnswered,
    /// To a colleague: a request is referred on to them.
    TeamReferred,
    /// To the team's channel: a request as it stands, drawn anew in its place.
    TeamCard,
    /// To the person: the request is kept.
    Receipt,
    /// To the person: a time is offered.
    Offer,
    /// To the person: the meeting will be.
    Confirmed,
    /// To the person: the meeting has another time.
    Moved,
    /// To the person: the meeting is called off.
    Cancelled,
    /// To the person: the team cannot keep the time, and they wait for another.
    PutBack,
    /// To the person: there will be no meeting, or the offers are used up; and what to do next.
    Declined,
    /// To the person: what the meeting is for, what to bring, how to get there.
    Reminder,
    /// To the person: what was agreed.
    Actions,
    /// To somebody at the school: a message.
    Enquiry,
    /// To the careers leader: a review is coming up.
    ReviewDue,
}

impl Route {
    /// Every route.
    pub const ALL: [Self; 4] = [Self::Mail, Self::Webhook, Self::Discord, Self::Teams];

    /// The word it is kept under.
    pub fn word(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Webhook => "webhook",
            Self::Discord => "discord",
            Self::Teams => "teams",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|route| route.word() == word)
    }
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 21] = [
        Self::Alert,
        Self::AlertUnseen,
        Self::Drill,
        Self::TeamRequested,
        Self::TeamBooked,
        Self::TeamCancelled,
        Self::TeamMoved,
        Self::TeamAnswered,
        Self::TeamReferred,
        Self::TeamCard,
        Self::Receipt,
        Self::Offer,
        Self::Confirmed,
        Self::Moved,
        Self::Cancelled,
        Self::PutBack,
        Self::Declined,
        Self::Reminder,
        Self::Actions,
        Self::Enquiry,
        Self::ReviewDue,
    ];

    /// The word it is kept under.
    pub fn word(self) -> &'static str {
        match self {
            Self::Alert => "alert",
            Self::AlertUnseen => "alert unseen",
            Self::Drill => "drill",
            Self::TeamRequested => "team requested",
            Self::TeamBooked => "team booked",
            Self::TeamCancelled => "team cancelled",
            Self::TeamMoved => "team moved",
            Self::TeamAnswered => "team answered",
            Self::TeamReferred => "team referred",
            Self::TeamCard => "team card",
            Self::Receipt => "receipt",
            Self::Offer => "offer",
            Self::Confirmed => "confirmed",
            Self::Moved => "moved",
            Self::Cancelled => "cancelled",
            Self::PutBack => "put back",
            Self::Declined => "declined",
            Self::Reminder => "reminder",
            Self::Actions => "actions",
            Self::Enquiry => "enquiry",
            Self::ReviewDue => "review due",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.word() == word)
    }

    /// Carried before everything else.
    pub fn is_alert(self) -> bool {
        matches!(self, Self::Alert | Self::AlertUnseen | Self::Drill)
    }
}

impl Recipient {
    /// Somebody with an e-mail address.
    pub fn by_mail(mailbox: &Mailbox) -> Self {
        Self { route: Route::Mail, name: mailbox.name().to_owned(), address: mailbox.address().to_owned() }
    }

    /// Somebody who wrote in Teams: the key under which the house knows them.
    pub fn by_teams(person: &str) -> Self {
        Self { route: Route::Teams, name: String::new(), address: single_line(person) }
    }

    /// The channel of a school's careers team, by a route that has channels.
    pub fn by_channel(route: Route, school: &str) -> Self {
        Self { route, name: String::new(), address: single_line(school) }
    }

    /// A school's own address for notices.
    pub fn by_webhook(school: &str) -> Self {
        Self { route: Route::Webhook, name: String::new(), address: single_line(school) }
    }
}

impl Letter {
    /// The name by which mail programs know this letter again when it comes twice: the same for the same key, and nothing can be read
    /// off it.
    pub fn message_id(&self, domain: &str) -> String {
        use sha2::{Digest, Sha256};
        let hash = Sha256::digest(self.key.as_bytes());
        let name: String = hash.iter().take(20).map(|byte| format!("{byte:02x}")).collect();
        format!("<{name}@{domain}>")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_back() {
        assert!(Route::ALL.iter().all(|route| Route::from_word(route.word()) == Some(*route)));
        assert!(Purpose::ALL.iter().all(|purpose| Purpose::from_word(purpose.word()) == Some(*purpose)));
        assert_eq!(Purpose::from_word("a word of a later version"), None);
    }
}
