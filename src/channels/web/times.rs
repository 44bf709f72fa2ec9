//! Choices that are times, laid out by day as in a calendar; all others stay plain buttons.

use crate::chat::Choice;

/// A day with the times offered on it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Day<'a> {
    /// The day as the choices name it: "Tue 24 November".
    pub(super) name: &'a str,
    pub(super) times: Vec<Time<'a>>,
}

/// One time that is offered.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Time<'a> {
    /// The hour: "15:30".
    pub(super) hour: &'a str,
    /// What else the choice says, in its own words: "(library)".
    pub(super) rest: &'a str,
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

/// "Tue 24 November, 15:30 (library)" as its day and its time.
fn time(label: &str) -> Option<(&str, Time<'_>)> {
    let (name, behind) = label.split_once(',')?;
    let behind = behind.trim_start();
    let hour = behind.get(..5)?;
    let rest = behind.get(5..)?.trim_start();
    (is_day(name) && is_hour(hour)).then_some((name.trim(), Time { hour, rest, label }))
}

fn is_day(name: &str) -> bool {
    const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let lower = name.trim().to_ascii_lowercase();
    DAYS.iter().any(|day| lower.starts_with(day)) && lower.bytes().any(|byte| byte.is_ascii_digit())
}

fn is_hour(hour: &str) -> bool {
    let number = |text: &str, most: u8| text.len() == 2 && text.parse::<u8>().is_ok_and(|number| number <= most);
    hour.split_once(':').is_some_and(|(hour, minute)| number(hour, 23) && number(minute, 59))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choices(labels: &[&str]) -> Vec<Choice> {
        labels.iter().map(|label| Choice::new(*label)).collect()
    }

    #[test]
    fn times_stand_under_their_days_and_the_rest_stays() {
        let offered = choices(&[
            "Tue 24 November, 15:30 (library)",
            "Tue 24 November, 16:00 (library)",
            "Wednesday 25 November, 09:10",
            "None of these suits me",
        ]);
        let (days, rest) = by_day(&offered);
        assert_eq!(days.iter().map(|day| day.name).collect::<Vec<_>>(), ["Tue 24 November", "Wednesday 25 November"]);
        assert_eq!(
            days[0].times[1],
            Time { hour: "16:00", rest: "(library)", label: "Tue 24 November, 16:00 (library)" }
        );
        assert_eq!(days[1].times[0].rest, "");
        assert_eq!(rest, [&Choice::new("None of these suits me")]);
    }

    #[test]
    fn what_is_not_a_time_stays_a_plain_choice() {
        for labels in [
            &["Tue 24 November, 15:30 (library)", "Stop"][..],
            &["Monday, or another day", "Sunday work, 10:99", "Thu 3 June, é15:30", "Year 11, 15:30"][..],
            &["What is a T Level?", "Money, 16 to 19"][..],
        ] {
            let offered = choices(labels);
            let (days, rest) = by_day(&offered);
            assert_eq!((days.len(), rest.len()), (0, labels.len()), "{labels:?}");
        }
    }
}
