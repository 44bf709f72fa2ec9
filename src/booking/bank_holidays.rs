//! The bank holidays of England that come every year. One-off ones (a coronation, a moved May Day) are for a school's
//! own closed days.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// True on a bank holiday, or the weekday that stands in for one that falls on a weekend.
pub fn is_bank_holiday(day: NaiveDate) -> bool {
    let monday = day.weekday() == Weekday::Mon;
    let fixed = match day.month() {
        1 => stands_in(day, &[1]),
        5 if monday => day.day() <= 7 || day.day() > 24,
        8 if monday => day.day() > 24,
        12 => stands_in(day, &[25, 26]),
        _ => false,
    };
    fixed || matches!(day.month(), 3 | 4) && is_by_easter(day)
}

/// Good Friday and Easter Monday.
fn is_by_easter(day: NaiveDate) -> bool {
    easter(day.year()).is_some_and(|easter| day + Days::new(2) == easter || easter + Days::new(1) == day)
}

/// True where the day is one of these of its month, or the next free weekday after one on a weekend.
fn stands_in(day: NaiveDate, holidays: &[u32]) -> bool {
    let mut taken: Vec<NaiveDate> = Vec::new();
    let (on_weekdays, on_weekends): (Vec<_>, Vec<_>) =
        holidays.iter().filter_map(|holiday| day.with_day(*holiday)).partition(|day| !is_weekend(*day));
    taken.extend(on_weekdays);
    for mut holiday in on_weekends {
        while is_weekend(holiday) || taken.contains(&holiday) {
            holiday = holiday + Days::new(1);
        }
        taken.push(holiday);
    }
    taken.contains(&day)
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// Easter Sunday (Meeus, Jones and Butcher).
pub(super) fn easter(year: i32) -> Option<NaiveDate> {
    let (golden, century, rest) = (year % 19, year / 100, year % 100);
    let leap = (century - (century + 8) / 25 + 1) / 3;
    let moon = (19 * golden + century - century / 4 - leap + 15) % 30;
    let day = (32 + 2 * (century % 4) + 2 * (rest / 4) - moon - rest % 4) % 7;
    let shift = (golden + 11 * moon + 22 * day) / 451;
    let sum = moon + day - 7 * shift + 114;
    NaiveDate::from_ymd_opt(year, (sum / 31) as u32, (sum % 31 + 1) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bank_holidays_of_two_years() {
        let listed = |year: i32| -> Vec<String> {
            NaiveDate::from_ymd_opt(year, 1, 1)
                .expect("a date")
                .iter_days()
                .take_while(|day| day.year() == year)
                .filter(|day| is_bank_holiday(*day))
                .map(|day| day.format("%d %b").to_string())
                .collect()
        };
        assert_eq!(
            listed(2026),
            ["01 Jan", "03 Apr", "06 Apr", "04 May", "25 May", "31 Aug", "25 Dec", "28 Dec"],
            "Boxing Day of 2026 is a Saturday"
        );
        assert_eq!(listed(2027), ["01 Jan", "26 Mar", "29 Mar", "03 May", "31 May", "30 Aug", "27 Dec", "28 Dec"]);
    }
}
