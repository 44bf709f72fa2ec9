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
    /// What stands below Discord's commands and their fields, at most 100 characters each.
    DiscordCommands {
        ask, ask_question, routes, routes_stage, compare, compare_first, compare_second, job, job_name, money, money_about, dates,
        dates_about, book, appointments, appointments_code, link, link_code, help_now, report, privacy, my_data, forget_me, help,
    }
    /// Words on the chat page beside what is said on it.
    ChatPage {
        title, skip, before, conversation, begin, about_you, who, year, any_year, not_saying, pupil, parent, staff, provider,
        easier, you_asked, options, text_size, size_usual, size_larger, size_largest, start_again, other_school, routes, routes_hint, earlier,
        later, table, next, further, day_times, helpful, helpful_yes, helpful_no, helpful_thanks, tools, calendar, link, link_copied,
        read_aloud, read_stop, print, lost, back, licence, embed_open, embed_close, embed_title,
    }
    /// A sentence for each thing that is told in a message to the school.
    EnquiryAnswers { who, name, organisation, contact, about, along, went, words }
    /// Words around an answer that was opened by its link.
    Linked { as_of, again, gone }
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
    pub name_again_of_another: String,
    pub name_again: String,
    pub year: String,
    pub year_of_child: String,
    pub year_of_pupil: String,
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
    pub mind_changed: String,
    pub noted_when: String,
    pub noted: String,
    pub where_it_is: String,
    pub where_it_says: String,
    pub online: String,
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
    pub requested_for_pupil: String,
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
    pub mine_put_back: String,
    pub mine_declined: String,
    pub mine_declined_because: String,
    pub mine_lapsed: String,
    pub mine_was: String,
    pub mine_missed: String,
    pub mine_no_other: String,
    pub mine_none: String,
    pub agreed: String,
    pub agreed_by: String,
    pub next_step: String,
    pub offer: String,
    pub offer_refused: String,
    pub offer_gone: String,
    pub code_needed: String,
    pub staff_log: String,
    pub go_on: String,
    pub parent: String,
    pub referral: String,
    pub for_child: String,
    pub name_of_pupil: String,
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
    pub school_noted: String,
    pub not_open: String,
    pub refusal: String,
    pub not_found: String,
    pub too_large: String,
    pub from_elsewhere: String,
    pub not_understood: String,
    pub privacy: Vec<String>,
    pub accessibility: Vec<String>,
}

/// What is said on Discord alone.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each field is the phrase of that name in config/phrases.toml")]
pub struct Discord {
    pub ask_privately: String,
    pub not_mapped: String,
    pub not_open: String,
    pub which_school: String,
    pub school_noted: String,
    pub age_line: String,
    pub too_young: String,
    pub too_young_at: String,
    pub slow_down: String,
    pub expired: String,
    pub menu: String,
    pub ask_button: String,
    pub ask_title: String,
    pub ask_label: String,
    pub answer_button: String,
    pub answer_title: String,
    pub answer_label: String,
    pub linked: String,
    pub not_linked: String,
    pub routes: [String; 3],
    pub compare: String,
    pub money: String,
    pub dates: String,
    pub appointments: String,
    pub named_code: String,
    pub help: Vec<String>,
    pub report: Vec<String>,
    pub report_to: String,
    pub privacy: Vec<String>,
    pub privacy_link: String,
    pub my_data: Vec<String>,
    pub my_data_linked: String,
    pub my_data_not_linked: String,
    pub forgotten: Vec<String>,
    pub commands: DiscordCommands,
    pub staff_only: String,
}

/// What stands on the card of a request in a channel of the careers team.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each field is the phrase of that name in config/phrases.toml")]
pub struct StaffCard {
    pub title: String,
    pub year: String,
    pub slot: String,
    pub no_slot: String,
    pub state: String,
    pub desk: String,
    pub take: String,
    pub times: String,
    pub decline: String,
    pub choose_time: String,
    pub choose_reason: String,
    pub refused: String,
    pub gone: String,
    pub to_check: String,
    pub requested: String,
    pub waiting: String,
    pub offered: String,
    pub confirmed: String,
    pub declined: String,
    pub lapsed: String,
    pub cancelled: String,
    pub attended: String,
    pub missed: String,
    pub recorded: String,
}

/// A letter: its subject, and its paragraphs.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each field says what it is")]
pub struct LetterWords {
    pub subject: String,
    pub lines: Vec<String>,
    /// Said where a calendar file goes with the letter.
    #[serde(default)]
    pub with_file: Vec<String>,
}

/// A reason for which the team declines a request. Staff choose it by its words for them; the person reads the other two.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeclineReason {
    /// What it is kept under, for as long as requests bear it.
    pub key: String,
    /// What staff choose.
    pub staff: String,
    /// Why, as the person reads it.
    pub why: String,
    /// What they can do next.
    pub next: String,
}

impl Letters {
    /// The reason of a key; none where it is not in the list any more.
    pub fn decline_reason(&self, key: &str) -> Option<&DeclineReason> {
        self.decline_reasons.iter().find(|reason| reason.key == key)
    }
}

/// What the house writes to people.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each field is the letter or the sentence of that name in config/phrases.toml")]
pub struct Letters {
    pub footer: Vec<String>,
    pub by_the_pupil: String,
    pub by_a_parent: String,
    pub by_a_colleague: String,
    pub about_staff: String,
    pub about_head: String,
    pub who_known: String,
    pub who_unknown: String,
    pub own_words: String,
    pub after_alert: Vec<String>,
    pub after_actions: Vec<String>,
    pub calendar_title: String,
    pub calendar_about: String,
    pub alert: LetterWords,
    pub alert_unseen: LetterWords,
    pub drill: LetterWords,
    pub team_requested: LetterWords,
    pub team_request_cancelled: LetterWords,
    pub team_cancelled: LetterWords,
    pub team_put_back: LetterWords,
    pub team_booked: LetterWords,
    pub team_moved: LetterWords,
    pub team_accepted: LetterWords,
    pub team_declined: LetterWords,
    pub team_referred: LetterWords,
    pub receipt: LetterWords,
    pub offer: LetterWords,
    pub confirmed: LetterWords,
    pub moved: LetterWords,
    pub cancelled: LetterWords,
    pub put_back: LetterWords,
    pub time_withdrawn: LetterWords,
    pub declined: LetterWords,
    pub declined_because: LetterWords,
    pub decline_reasons: Vec<DeclineReason>,
    pub request_cancelled: LetterWords,
    pub lapsed: LetterWords,
    pub reminder_what_for: LetterWords,
    pub reminder_what_to_bring: LetterWords,
    pub reminder_how_to_get_there: LetterWords,
    pub actions: LetterWords,
    pub enquiry: LetterWords,
    pub review_due: LetterWords,
}

/// A message for somebody at the school.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each field is the sentence of that name in config/phrases.toml")]
pub struct Enquiry {
    pub offer: String,
    pub which: String,
    pub begin: String,
    pub privacy: String,
    pub nobody: String,
    pub read_back: String,
    pub confirm: String,
    pub confirm_again: String,
    pub done: String,
    pub code: String,
    pub reply: String,
    pub no_reply: String,
    pub stopped: String,
    pub too_many: String,
    pub go_on: String,
    pub leave_out: String,
    pub stands_open: String,
    pub stands_accepted: String,
    pub stands_declined: String,
    pub stands_answered: String,
    pub ask: EnquiryAnswers,
    pub again: EnquiryAnswers,
    pub choices: EnquiryChoices,
}

/// What may be tapped in a message for somebody at the school.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each field is the list of that name in config/phrases.toml")]
pub struct EnquiryChoices {
    pub send: String,
    pub change: String,
    pub skip: String,
    pub who: Vec<String>,
    pub along: Vec<String>,
    pub went: Vec<String>,
    pub provider: Vec<String>,
    pub employer: Vec<String>,
    pub feedback: Vec<String>,
    pub complaint: Vec<String>,
    pub data_complaint: Vec<String>,
    pub matters: Vec<String>,
}

impl EnquiryChoices {
    /// What a message about a matter can be about; nothing for a word that is no matter.
    pub fn about(&self, matter: &str) -> &[String] {
        match matter {
            "provider" => &self.provider,
            "employer" => &self.employer,
            "feedback" => &self.feedback,
            "complaint" => &self.complaint,
            "data-complaint" => &self.data_complaint,
            _ => &[],
        }
    }
}

/// What only the Teams door says.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each field is the phrase of that name in config/phrases.toml")]
pub struct TeamsPhrases {
    pub staff_only: String,
    pub neutral: String,
    pub ask_in_private: String,
    pub careers_team: String,
    pub answer_below: String,
    pub answered: String,
    pub earlier_step: String,
    pub you_chose: String,
    pub your_answer: String,
    pub pick: String,
    pub not_open: String,
    pub privacy: Vec<String>,
    pub accessibility: Vec<String>,
    pub full_name: String,
    pub short_description: String,
    pub full_description: String,
    pub commands: Vec<Command>,
}

/// Something to say that Teams offers while one types.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "each field is the phrase of that name in config/phrases.toml")]
pub struct Command {
    pub say: String,
    pub about: String,
}

/// Questions to begin with.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Begin {
    /// One question of each group is offered, each as often as the others of its group.
    pub questions: Vec<Vec<String>>,
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
    pub enquiry: Enquiry,
    pub doors: Doors,
    pub pages: Pages,
    pub discord: Discord,
    pub staff_card: StaffCard,
    pub letters: Letters,
    pub teams: TeamsPhrases,
    pub chat_page: ChatPage,
    pub linked: Linked,
    pub begin: Begin,
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

/// The phrase with its braces filled in, in one pass: braces in what fills them are left as they are.
pub fn fill(phrase: &str, with: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(phrase.len());
    let mut rest = phrase;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let known = after
            .split_once('}')
            .and_then(|(name, after)| with.iter().find(|(known, _)| *known == name).map(|(_, value)| (value, after)));
        match known {
            Some((value, after)) => {
                filled.push_str(value);
                rest = after;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled + rest
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn braces_are_filled_once() {
        let with = [("name", "{code}"), ("code", "7K2QX")];
        assert_eq!(fill("{name} has {code}, {other} and { all", &with), "{code} has 7K2QX, {other} and { all");
    }
}
