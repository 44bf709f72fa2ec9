//! From the id under which something was shown back to what stands there today.

use super::ask::{Answer, Asking, Lead};
use super::{job, lead_answer};
use crate::chat::Reply;

/// What stands under an id of [`Answer::shown`], with its title; none where there is nothing of that id any more.
pub fn shown_answer(asking: &Asking<'_>, id: &str) -> Option<(String, Reply)> {
    let lead = match id.strip_prefix("occupation/").map(|rest| rest.split_once('#')) {
        Some(Some((job, section))) => Lead::Job(job.to_owned(), job::side_of_section(section)?),
        Some(None) => return None,
        None => Lead::Passage(id.to_owned()),
    };
    let answer: Answer = lead_answer(asking, &lead)?;
    Some((answer.title(asking), answer.reply))
}
