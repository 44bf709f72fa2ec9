//! Choices that are times, laid out by day as in a calendar; all others stay plain buttons.

use crate::chat::Choice;

/// A day with the times offered on it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Day<'a> {
    /// The day as the choices name it: "Tuesday 24 November".
    pub(super) name: &'a str,
    pub(super) times: Vec<Time<'a>>,
}

/// One time that is offered.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Time<'a> {
    /// The hour: "3:30pm".
    pub(super) hour: &'a str,
    /// Where, and with whom: "careers room, with Mr T. Okoro-Lane".
    pub(super) place: &'a str,
    /// The whole choice: what a tap says.
    pub(super) label: &'a str,
}

/// The choices as days with times, in the order in which the days first come, and what is left; no days where fewer than two
/// choices are times.
pub(super) fn by_day(choices: &[Choice]) -> (Vec<Day<'_>>, Vec<&Choice>) {
    let read: Vec<(&Choice, Option<(&str, Time<'_>)>)> =
        choices.iter().map(|choice| (choice, time(&choice.label))).collect();
    if read.iter().filter(|(_, time)| time.is_some()).count() < 2 {
        return (Vec::new(), choices.iter().collect());
    }
    let mut days: Vec<Day<'_>> = Vec::new();
    let mut rest = Vec::new();
    for (choice, time) in read {
        match time {
            Some((name, time)) => match days.iter_mut().find(|day| day.name == name) {
                Some(day) => day.times.push(time),
                None => days.push(Day { name, times: vec![time] }),
            },
            None => rest.push(choice),
        }
    }
    (days, rest)
}

/// "Tuesday 24 November at 3:30pm (careers room)" as its day and its time; `booking::Book::slot_words` writes it.
fn time(label: &str) -> Option<(&str, Time<'_>)> {
    let (name, behind) = label.split_once(" at ")?;
    let (hour, place) = behind.split_once(" (").unwrap_or((behind, ""));
    let place = place.strip_suffix(')').unwrap_or(place);
    (is_day(name) && is_hour(hour)).then_some((name, Time { hour, place, label }))
}

/// A weekday, the day of the month and the month.
fn is_day(name: &str) -> bool {
    const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let words: Vec<&str> = name.split(' ').collect();
    matches!(words.as_slice(), [day, number, _month] if DAYS.contains(day) && within(number, 1..=31))
}

/// "3pm" or "10:35am".
fn is_hour(hour: &str) -> bool {
    let Some(clock) = hour.strip_suffix("am").or_else(|| hour.strip_suffix("pm")) else { return false };
    let (hour, minutes) = clock.split_once(':').unwrap_or((clock, "00"));
    within(hour, 1..=12) && minutes.len() == 2 && within(minutes, 0..=59)
}

fn within(number: &str, bounds: std::ops::RangeInclusive<u8>) -> bool {
    number.parse::<u8>().is_ok_and(|number| bounds.contains(&number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::booking::{AdviserId, Book, Place, Slot};

    fn choices(labels: &[&str]) -> Vec<Choice> {
        labels.iter().map(|label| Choice::new(*label)).collect()
    }

    #[test]
    fn times_stand_under_their_days_and_the_rest_stays() {
        let offered = choices(&[
            "Tuesday 24 November at 10:35am (careers room)",
            "Tuesday 24 November at 3pm (careers room, with Mr T. Okoro-Lane)",
            "Wednesday 25 November at 12:10pm",
            "Other times",
            "None of these suits",
        ]);
        let (days, rest) = by_day(&offered);
        let names: Vec<&str> = days.iter().map(|day| day.name).collect();
        assert_eq!(names, ["Tuesday 24 November", "Wednesday 25 November"]);
        let label = "Tuesday 24 November at 3pm (careers room, with Mr T. Okoro-Lane)";
        let place = "careers room, with Mr T. Okoro-Lane";
        assert_eq!(days[0].times[1], Time { hour: "3pm", place, label });
        assert_eq!(days[1].times[0].place, "");
        assert_eq!(rest, [&Choice::new("Other times"), &Choice::new("None of these suits")]);
    }

    #[test]
    fn what_is_not_a_time_stays_a_plain_choice() {
        for labels in [
            &["Tuesday 24 November at 10:35am (careers room)", "Stop"][..],
            &["Work at 10am", "Sunday 40 May at 3pm", "Thursday 3 June at é3pm", "Friday 5 June at 13:99pm"][..],
            &["What is a T Level?", "Monday 7 December at lunchtime"][..],
        ] {
            let offered = choices(labels);
            let (days, rest) = by_day(&offered);
            assert_eq!((days.len(), rest.len()), (0, labels.len()), "{labels:?}");
        }
    }

    #[test]
    fn every_quarter_hour_of_every_day_is_read_as_the_diary_writes_it() {
        let first = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).expect("a real day");
        for quarter in 0..7 * 96_i64 {
            let start = first.and_time(chrono::NaiveTime::MIN) + chrono::TimeDelta::minutes(quarter * 15);
            let place = Place::Room("careers room".into());
            let slot = Slot { start, minutes: 40, adviser: AdviserId::from("a"), place, schools: Vec::new() };
            let words = Book::default().slot_words(&slot);
            let read = time(&words).map(|(day, time)| format!("{day} at {} ({})", time.hour, time.place));
            assert_eq!(read.as_deref(), Some(words.as_str()));
        }
    }
}
