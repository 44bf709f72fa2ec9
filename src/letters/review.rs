use super::{Letter, Purpose, Writer};
use crate::school::{Review, Role};

impl Writer<'_> {
    /// To the careers leader: a review is coming up. Its key is the same however often it is written, so it is sent once.
    pub fn review_due(&self, review: &Review) -> Vec<Letter> {
        let due = review.due.to_string();
        let with = [("what", review.what), ("school", &self.school.name), ("due", &due)];
        let what = review.what.replace(' ', "-");
        let about = format!("review/{}/{what}/{}", self.school.id, review.due.first);
        let words = &self.phrases.review_due;
        let to = self.roles(&[Role::CareersLeader]);
        to.into_iter()
            .map(|(who, to)| self.letter(format!("{about}/{who}"), to, Purpose::ReviewDue, &about, words, &with))
            .collect()
    }
}
