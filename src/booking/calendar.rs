//! A school's year and day as booking reads them, from the school's file.

use super::{Calendar, Period, Periods, Term, Terms};
use crate::school::School;

impl Calendar {
    /// The year and day that a school's file tells.
    pub fn of(school: &School) -> Self {
        let terms = school.terms.iter().map(|term| Term {
            first: term.from.first,
            last: term.to.last,
            half_term: term.half_term.as_ref().map(|half| (half.from.first, half.to.last)),
        });
        let closed = school.closed.iter().flat_map(|when| when.first.iter_days().take_while(|day| *day <= when.last));
        let periods = school.periods.iter().map(|period| Period {
            name: period.name.clone(),
            from: period.from,
            to: period.to,
            days: period.days.clone(),
        });
        Self {
            terms: Terms { terms: terms.collect(), closed: closed.collect(), weeks: Default::default() },
            periods: Periods::new(periods.collect()),
        }
    }
}
