use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{AdviserId, Calendar, Hours, Meeting, Opening, SchoolId, Slot, Span};

/// A careers adviser as booking knows them: their hours, and what else they are busy with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Adviser {
    /// Who.
    pub id: AdviserId,
    /// The name that pupils are told; without one, nobody is named.
    #[serde(default)]
    pub name: String,
    /// The number of their account at the desk, by which they change their own hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<i32>,
    /// The address of a calendar they publish, where their other engagements are read.
    #[serde(default)]
    pub calendar: Option<String>,
    /// When they can be met.
    #[serde(default)]
    pub hours: Hours,
    /// How their meetings are laid out, where it is not as the house does it.
    #[serde(default)]
    pub meeting: Option<Meeting>,
    /// When they are busy, by their own calendar.
    #[serde(default)]
    pub busy: Vec<Span>,
}

/// The advisers of a school or trust, and the schools they serve: everything fixed that booking consults.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Team {
    /// The advisers.
    pub advisers: Vec<Adviser>,
    /// The schools' years and days.
    pub schools: BTreeMap<SchoolId, Calendar>,
}

impl Team {
    /// An adviser.
    pub fn adviser(&self, id: &AdviserId) -> Option<&Adviser> {
        self.advisers.iter().find(|adviser| adviser.id == *id)
    }

    /// The calendar of a school; one that is not known has weekdays for school days.
    pub fn calendar(&self, school: &SchoolId) -> &Calendar {
        static UNKNOWN: std::sync::LazyLock<Calendar> = std::sync::LazyLock::new(Calendar::default);
        self.schools.get(school).unwrap_or(&UNKNOWN)
    }

    /// Whether a time still lies in its adviser's hours, busy or not.
    pub fn is_open_at(&self, slot: &Slot) -> bool {
        self.adviser(&slot.adviser).is_some_and(|adviser| self.opens(adviser, slot))
    }

    /// Whether a time lies in the hours of an adviser, who need not be kept so yet.
    pub fn opens(&self, adviser: &Adviser, slot: &Slot) -> bool {
        self.openings(adviser, slot.day()).iter().any(|opening| opening.span.holds(slot.span()))
    }

    /// When an adviser can be met on a day, busy or not.
    pub fn openings<'a>(&'a self, adviser: &'a Adviser, day: NaiveDate) -> Vec<Opening<'a>> {
        adviser.hours.on(day, |school| self.schools.get(school))
    }
}

impl Adviser {
    /// What cannot work, in words for who wrote it, with what to do.
    pub fn problems(&self, schools: &BTreeMap<SchoolId, Calendar>) -> Vec<String> {
        let named =
            !self.id.as_str().is_empty() && self.id.as_str().chars().all(|c| c.is_alphanumeric() || "-_.".contains(c));
        let id = (!named).then(|| format!("`{}` is no id: write letters, digits and hyphens", self.id));
        let extra = self.hours.extra.iter().map(|(_, window)| window);
        let windows = self.hours.weekly.iter().chain(extra);
        let wrong = windows.flat_map(|window| window.problems(schools)).map(|says| format!("{}: {says}", self.id));
        id.into_iter().chain(wrong).collect()
    }

    /// How this adviser's meetings are laid out.
    pub fn meeting<'a>(&'a self, house: &'a Meeting) -> &'a Meeting {
        self.meeting.as_ref().unwrap_or(house)
    }
}
