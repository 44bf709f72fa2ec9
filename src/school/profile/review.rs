use chrono::{Days, NaiveDate};

use super::School;
use crate::school::dates::When;

/// Something the school has to look at again by a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Review {
    /// Of what.
    pub what: &'static str,
    /// When.
    pub due: When,
}

impl Review {
    /// Whether it comes up within so many days and is not over yet.
    pub fn comes_up(&self, today: NaiveDate, days: u16) -> bool {
        today <= self.due.last && self.due.first <= today + Days::new(days.into())
    }
}

impl School {
    /// Every review whose date the school file knows.
    pub fn reviews(&self) -> Vec<Review> {
        let reviews = [
            ("careers policy", self.policy.next_review),
            ("provider access statement", self.provider_access.next_review),
        ];
        reviews.into_iter().filter_map(|(what, due)| Some(Review { what, due: due? })).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_review_comes_up_until_its_last_day_is_over() {
        let text = "name = 'Fern Vale'\n[policy]\nnext_review = 'September 2026'";
        let school = School::of_text("fern", text, &toml::Table::new()).expect("a school file");
        let review = school.reviews()[0];
        let comes_up = |day: &str| review.comes_up(day.parse().expect("a day"), 60);
        assert!(!comes_up("2026-07-02") && comes_up("2026-07-03"));
        assert!(comes_up("2026-09-30") && !comes_up("2026-10-01"));
    }
}
