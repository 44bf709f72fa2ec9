use chrono::{NaiveTime, Weekday};
use serde::{Deserialize, Serialize};

/// The parts of a school's day, by the names that its pupils use: "P5", "lunch", "after school".
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Periods(Vec<Period>);

/// One part of a school's day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// What it is called: `P5`, `lunch`.
    pub name: String,
    /// When it begins, London time.
    pub from: NaiveTime,
    /// When it ends.
    pub to: NaiveTime,
    /// The weekdays on which it is so; empty for all. A day's own entry goes before one for all days.
    #[serde(default)]
    pub days: Vec<Weekday>,
}

impl Periods {
    /// The parts of a day, as listed.
    pub fn new(periods: Vec<Period>) -> Self {
        Self(periods)
    }

    /// When a period is on a weekday. `P5`, `period 5` and `lesson 5` are the same name.
    pub fn find(&self, name: &str, day: Weekday) -> Option<&Period> {
        let wanted = plain(name);
        let named = || self.0.iter().filter(|period| plain(&period.name) == wanted);
        named().find(|period| period.days.contains(&day)).or_else(|| named().find(|period| period.days.is_empty()))
    }

    /// The period in which a time of a weekday falls.
    pub fn at(&self, day: Weekday, time: NaiveTime) -> Option<&Period> {
        self.0
            .iter()
            .find(|period| (period.from..period.to).contains(&time) && self.find(&period.name, day) == Some(*period))
    }

    /// All entries.
    pub fn iter(&self) -> impl Iterator<Item = &Period> {
        self.0.iter()
    }
}

/// A name without what does not tell periods apart.
fn plain(name: &str) -> String {
    let letters: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let number = letters.trim_start_matches(|c: char| c.is_alphabetic());
    let word = &letters[..letters.len() - number.len()];
    let counted = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit());
    if counted && matches!(word, "p" | "period" | "lesson" | "") { format!("p{number}") } else { letters }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_found_by_any_of_its_names_and_friday_may_differ() {
        let periods: Periods = serde_json::from_str(
            r#"[{"name": "P5", "from": "13:50:00", "to": "14:50:00"},
                {"name": "P5", "from": "12:40:00", "to": "13:30:00", "days": ["Fri"]},
                {"name": "after school", "from": "15:00:00", "to": "16:00:00"}]"#,
        )
        .expect("periods");
        let begins = |name: &str, day| periods.find(name, day).map(|period| period.from.to_string());
        assert_eq!(begins("period 5", Weekday::Thu).as_deref(), Some("13:50:00"));
        assert_eq!(begins("Lesson 5", Weekday::Fri).as_deref(), Some("12:40:00"));
        assert_eq!(begins("After-school", Weekday::Fri).as_deref(), Some("15:00:00"));
        assert_eq!(begins("p6", Weekday::Fri), None);
        let at = |day, time: &str| periods.at(day, time.parse().expect("a time")).map(|period| period.name.as_str());
        assert_eq!(at(Weekday::Thu, "14:00:00"), Some("P5"));
        assert_eq!(at(Weekday::Fri, "14:00:00"), None);
    }
}
