//! A message for somebody at the school, to whoever holds the role it is for. What was typed stands in it, so it goes to the school's own
//! address and nowhere else.

use super::body::Body;
use super::{Letter, Purpose, Writer};
use crate::enquiry::Enquiry;
use crate::phrases::fill;

impl Writer<'_> {
    /// The letter about a message; none where the role cannot be written to.
    pub fn enquiry(&self, enquiry: &Enquiry) -> Vec<Letter> {
        let (role, code) = (enquiry.to.title(), enquiry.code.to_string());
        let with = [("role", role.as_str()), ("school", &self.school.name), ("code", &code)];
        let words = &self.phrases.enquiry;
        let told = enquiry.lines().into_iter().map(|(label, answer)| format!("{label}: {answer}")).collect();
        let body = Body::of(words, &with).list(told);
        let subject = fill(&words.subject, &with);
        let to = self.roles(&[enquiry.to]);
        to.into_iter()
            .map(|(who, to)| {
                let key = format!("enquiry/{code}/{who}");
                self.letter_of(key, to, Purpose::Enquiry, &code, subject.clone(), &body)
            })
            .collect()
    }
}
