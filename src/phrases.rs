//! Every sentence the bot says that is not knowledge, read once from `config/phrases.toml`. A missing or unknown phrase fails
//! when it is loaded, never when a person waits for it.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use thiserror::Error;

/// Declares groups of phrases as structs whose fields are all sentences.
macro_rules! phrases {
    ($($(#[$doc:meta])* $group:ident { $($field:ident),* $(,)? })*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Deserialize)]
            #[serde(deny_unknown_fields)]
            #[allow(missing_docs, reason = "each field is the sentence of that name in config/phrases.toml")]
            pub struct $group { $(pub $field: String),* }
        )*
    };
}

phrases! {
    /// What every door says before the first question.
    FirstWords { what, kept, worries, ask }
    /// One friendly line each.
    SmallTalk { greeting, thanks, bye, insult, robot, praise, joke, how_are_you, which_one, none_of_them, yes_alone, no_alone, help }
    /// What is said when there is no answer.
    Nothing { unknown, ask_adviser, near, unclear, elsewhere, elsewhere_ask, write_it, empty, too_long, switched_off }
    /// What frames an answer.
    AnswerPhrases {
        two_questions, first, second, england, interview, no_route_first, back, more_about, whats_asked, not_filled_in,
        lapsed_cell, passed, meaning, easy_words, no_easy_words,
    }
    /// How a job is told.
    Job {
        work, pay, ways_in, usual_entry, subjects, related, pay_line, pay_line_rough, pay_caveat, pay_group, pay_missing, jobs_line,
        outlook_up, outlook_down, figure, figure_all, how_in, how_paid, what_work, no_way_first,
    }
    /// Words that doors draw around a conversation.
    Doors { get_help_now, privacy, accessibility, demo, send, your_question, sources, checked, choose }
}

/// Names of ways into a job.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Jobs {
    /// By the kind of route.
    pub routes: BTreeMap<String, String>,
}

/// The conversation that ends in a request.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each field is the sentence of that name in config/phrases.toml")]
pub struct Booking {
    pub begin: String,
    pub privacy: String,
    pub time: String,
    pub time_again: String,
    pub several: String,
    pub others: String,
    pub no_others: String,
    pub no_such_number: String,
    pub move_to: String,
    pub kept_for_you: String,
    pub cannot_past: String,
    pub cannot_impossible: String,
    pub cannot_not_school_day: String,
    pub cannot_notice: String,
    pub cannot_horizon: String,
    pub cannot_hours: String,
    pub cannot_taken: String,
    pub nothing_free: String,
    pub name: String,
    pub name_and_year: String,
    pub name_again: String,
    pub year: String,
    pub year_again: String,
    pub left: String,
    pub left_again: String,
    pub left_too_long_ago: String,
    pub contact: String,
    pub contact_again: String,
    pub about: String,
    pub about_again: String,
    pub when: String,
    pub when_again: String,
    pub when_not_school_day: String,
    pub when_past: String,
    pub when_impossible: String,
    pub read_back: String,
    pub read_back_short: String,
    pub arranged: String,
    pub arrange: String,
    pub confirm: String,
    pub confirm_parent: String,
    pub confirm_again: String,
    pub change: String,
    pub noted_when: String,
    pub noted_who: String,
    pub booked: String,
    pub reached: String,
    pub manage: String,
    pub moved: String,
    pub stays_as_it_is: String,
    pub done: String,
    pub code: String,
    pub summary: String,
    pub not_yet: String,
    pub requested_at: String,
    pub next_staffed: String,
    pub picked_up: String,
    pub waiting_now: String,
    pub stopped: String,
    pub stopped_waiting: String,
    pub already: String,
    pub too_late: String,
    pub cancelled: String,
    pub cancel_which: String,
    pub cancel_unknown: String,
    pub mine: String,
    pub mine_requested: String,
    pub mine_held: String,
    pub mine_offered: String,
    pub mine_confirmed: String,
    pub mine_declined: String,
    pub mine_lapsed: String,
    pub mine_was: String,
    pub mine_missed: String,
    pub mine_none: String,
    pub agreed: String,
    pub agreed_by: String,
    pub next_step: String,
    pub offer: String,
    pub offer_refused: String,
    pub offer_gone: String,
    pub staff_log: String,
    pub go_on: String,
    pub parent: String,
    pub for_child: String,
    pub any_time: String,
    pub no_words: String,
    pub choices: BookingChoices,
}

/// Words on the buttons of a request.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each field is the phrase of that name in config/phrases.toml")]
pub struct BookingChoices {
    pub school_email: String,
    pub tutor: String,
    pub any: String,
    pub left: String,
    pub stop: String,
    pub other_times: String,
    pub none_suits: String,
    pub book_it: String,
    pub arrange: String,
    pub change: String,
    pub arrangements: Vec<String>,
    pub changes: Vec<String>,
    pub offer_yes: String,
    pub offer_no: String,
    pub move_it: String,
    pub cancel_it: String,
    pub topics: Vec<String>,
}

/// Pages of fixed words on the web.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each field is the phrase of that name in config/phrases.toml")]
pub struct Pages {
    pub which_school: String,
    pub not_open: String,
    pub refusal: String,
    pub not_found: String,
    pub too_large: String,
    pub from_elsewhere: String,
    pub not_understood: String,
    pub privacy: Vec<String>,
    pub accessibility: Vec<String>,
}

/// All phrases.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each field is a group of that name in config/phrases.toml")]
pub struct Phrases {
    pub first_words: FirstWords,
    pub small_talk: SmallTalk,
    pub nothing: Nothing,
    pub answer: AnswerPhrases,
    pub job: Job,
    pub jobs: Jobs,
    pub booking: Booking,
    pub doors: Doors,
    pub pages: Pages,
}

/// The phrases cannot be used.
#[derive(Debug, Error)]
pub enum PhrasesError {
    /// The file cannot be read.
    #[error(
        "cannot read the phrases at `{path}`: {cause}; restore config/phrases.toml, or name its folder with --config"
    )]
    Unreadable {
        /// The file.
        path: String,
        /// The system's reason.
        cause: std::io::Error,
    },
    /// A phrase is missing, unknown or not text.
    #[error("cannot use the phrases at `{path}`: {says}")]
    Broken {
        /// The file.
        path: String,
        /// What is wrong, with its line.
        says: String,
    },
}

impl Phrases {
    /// Reads the file.
    ///
    /// # Errors
    /// If it cannot be read, or a phrase is missing or unknown.
    pub fn load(path: &Path) -> Result<Self, PhrasesError> {
        let name = path.display().to_string();
        let text =
            std::fs::read_to_string(path).map_err(|cause| PhrasesError::Unreadable { path: name.clone(), cause })?;
        toml::from_str(&text).map_err(|error| PhrasesError::Broken { path: name, says: error.to_string() })
    }
}

/// The phrase with its braces filled in.
pub fn fill(phrase: &str, with: &[(&str, &str)]) -> String {
    let mut filled = phrase.to_owned();
    for (name, value) in with {
        filled = filled.replace(&format!("{{{name}}}"), value);
    }
    filled
}
