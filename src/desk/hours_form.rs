//! An adviser's hours as a form: rows of a week as somebody types them, and the hours they become. Pure: what cannot be understood is
//! said, and what was typed is never lost.

use std::collections::{BTreeSet, HashMap};
use std::ops::RangeInclusive;

use chrono::{NaiveDate, NaiveTime, TimeDelta, Weekday};

use super::today::is_sensible;
use crate::booking::{Adviser, Calendar, Hours, Place, SchoolId, Times, Week, Window};

/// How many rows of a kind are read.
const MOST: usize = 40;

/// Longest name of a room or a person, in letters.
const LONGEST: usize = 80;

/// Longest stretch of days off, in days.
const LONGEST_OFF: i64 = 400;

/// The days of a week, as fields and as people name them.
pub(super) const DAYS: [(Weekday, &str, &str); 7] = [
    (Weekday::Mon, "mon", "Monday"),
    (Weekday::Tue, "tue", "Tuesday"),
    (Weekday::Wed, "wed", "Wednesday"),
    (Weekday::Thu, "thu", "Thursday"),
    (Weekday::Fri, "fri", "Friday"),
    (Weekday::Sat, "sat", "Saturday"),
    (Weekday::Sun, "sun", "Sunday"),
];

/// What the form is held against.
pub(super) struct Scope<'a> {
    /// The school whose hours are changed; none for all.
    pub(super) school: Option<&'a str>,
    /// The schools of the house, with their years and days.
    pub(super) schools: Vec<(SchoolId, &'a Calendar)>,
    pub(super) today: NaiveDate,
    /// The shortest stretch that a meeting fits into, in minutes.
    pub(super) shortest: u16,
}

/// The form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct HoursForm {
    pub(super) name: String,
    /// The number of the account that may change these hours.
    pub(super) account: String,
    /// The weekly pattern, by weekday.
    pub(super) weekly: [Vec<Row>; 7],
    pub(super) off: Vec<OffRow>,
    /// Single days more.
    pub(super) extra: Vec<Row>,
}

/// A stretch of a day, as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Row {
    /// What its fields begin with.
    pub(super) id: String,
    /// The date, of a single day.
    pub(super) date: String,
    /// `A`, `B`, or nothing for every week.
    pub(super) week: String,
    pub(super) period: String,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) place: String,
    /// Ids of the schools that it is for, with spaces between.
    pub(super) schools: String,
    pub(super) holidays: bool,
    /// It is to go.
    pub(super) gone: bool,
}

/// Days off, as they are typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct OffRow {
    pub(super) id: String,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) gone: bool,
}

impl HoursForm {
    /// The form of an adviser as they are. What is for other schools alone is left out, and so is what is over.
    pub(super) fn of(adviser: &Adviser, scope: &Scope<'_>) -> Self {
        let hours = &adviser.hours;
        let weekly = DAYS.map(|(day, key, _)| {
            let own = hours.weekly.iter().filter(|window| window.day == day && scope.holds(window));
            own.enumerate().map(|(at, window)| Row::of(format!("{key}-{at}"), window, None)).collect()
        });
        let off = hours.days_off.iter().filter(|off| *off.end() >= scope.today).enumerate();
        let extra = hours.extra.iter().filter(|(day, window)| *day >= scope.today && scope.holds(window)).enumerate();
        Self {
            name: adviser.name.clone(),
            account: adviser.account.map(|account| account.to_string()).unwrap_or_default(),
            weekly,
            off: off.map(|(at, off)| OffRow::of(at, off)).collect(),
            extra: extra.map(|(at, (day, window))| Row::of(format!("extra-{at}"), window, Some(*day))).collect(),
        }
    }

    /// What was sent.
    pub(super) fn read(fields: &HashMap<String, String>) -> Self {
        let told = |name: &str| fields.get(name).map(|text| text.trim().to_owned()).unwrap_or_default();
        let rows = |key: &str| -> Vec<Row> {
            (0..MOST).map(|at| Row::read(format!("{key}-{at}"), fields)).filter(|row| !row.is_empty()).collect()
        };
        Self {
            name: told("name"),
            account: told("account"),
            weekly: DAYS.map(|(_, key, _)| rows(key)),
            off: (0..MOST).map(|at| OffRow::read(at, fields)).filter(|row| !row.from.is_empty()).collect(),
            extra: rows("extra"),
        }
    }

    /// The form with an empty row wherever something can be added.
    pub(super) fn with_room(mut self) -> Self {
        for (rows, (_, key, _)) in self.weekly.iter_mut().zip(DAYS) {
            rows.push(Row { id: format!("{key}-{}", free(rows.iter().map(|row| row.id.as_str()))), ..Row::default() });
        }
        let at = free(self.extra.iter().map(|row| row.id.as_str()));
        self.extra.push(Row { id: format!("extra-{at}"), ..Row::default() });
        let at = free(self.off.iter().map(|row| row.id.as_str()));
        self.off.push(OffRow { id: format!("off-{at}"), ..OffRow::default() });
        self
    }

    /// The hours that it stands for; all that cannot be understood, otherwise. `before` keeps what the form does not show.
    pub(super) fn hours(&self, before: &Hours, scope: &Scope<'_>) -> Result<Hours, Vec<String>> {
        let mut problems = Vec::new();
        let mut hours = Hours::default();
        for ((day, _, named), rows) in DAYS.iter().zip(&self.weekly) {
            for row in rows.iter().filter(|row| !row.gone) {
                match row.window(*day, before, scope) {
                    Ok(window) => hours.weekly.push(window),
                    Err(says) => problems.push(format!("{named}: {says}")),
                }
            }
        }
        for row in self.extra.iter().filter(|row| !row.gone) {
            match row.day().and_then(|day| Ok((day, row.window(chrono::Datelike::weekday(&day), before, scope)?))) {
                Ok(extra) => hours.extra.push(extra),
                Err(says) => problems.push(format!("Single days: {says}")),
            }
        }
        for row in self.off.iter().filter(|row| !row.gone) {
            match row.days() {
                Ok(days) => hours.days_off.push(days),
                Err(says) => problems.push(format!("Days off: {says}")),
            }
        }
        keep_unseen(&mut hours, before, scope);
        problems.extend(overlaps(&hours, scope));
        if problems.is_empty() { Ok(hours) } else { Err(problems) }
    }
}

/// What the form does not show stays as it was.
fn keep_unseen(hours: &mut Hours, before: &Hours, scope: &Scope<'_>) {
    hours.weekly.extend(before.weekly.iter().filter(|window| !scope.holds(window)).cloned());
    hours.days_off.extend(before.days_off.iter().filter(|off| *off.end() < scope.today).cloned());
    let unseen = before.extra.iter().filter(|(day, window)| *day < scope.today || !scope.holds(window));
    hours.extra.extend(unseen.cloned());
    hours.days_off.sort_by_key(|off| (*off.start(), *off.end()));
    hours.extra.sort_by_key(|(day, _)| *day);
}

impl Scope<'_> {
    /// Whether a window is of the school whose hours are changed.
    pub(super) fn holds(&self, window: &Window) -> bool {
        self.school.is_none_or(|school| window.schools.iter().any(|id| id.as_str() == school))
    }

    fn calendar(&self, window: &Window) -> Option<&Calendar> {
        let first = window.schools.first()?;
        self.schools.iter().find(|(id, _)| id == first).map(|(_, calendar)| *calendar)
    }

    /// The schools of a row: its own; several only where they stood together before.
    fn schools_of(&self, row: &Row, before: &Hours) -> Result<Vec<SchoolId>, String> {
        let said: Vec<SchoolId> = row.schools.split_whitespace().map(SchoolId::from).collect();
        let only = || self.schools.first().filter(|_| self.schools.len() == 1).map(|(id, _)| vec![id.clone()]);
        let own = self.school.map(|school| vec![SchoolId::from(school)]).or_else(only);
        let said = if said.is_empty() { own.clone().unwrap_or_default() } else { said };
        let known = said.iter().all(|id| self.schools.iter().any(|(school, _)| school == id));
        let windows = before.weekly.iter().chain(before.extra.iter().map(|(_, window)| window));
        let stood = windows.map(|window| &window.schools).collect::<BTreeSet<_>>().contains(&said);
        let may = self
            .school
            .is_none_or(|school| own.as_ref() == Some(&said) || stood && said.iter().any(|id| id.as_str() == school));
        if !said.is_empty() && known && may { Ok(said) } else { Err("say which school it is for".to_owned()) }
    }
}

impl Row {
    fn of(id: String, window: &Window, day: Option<NaiveDate>) -> Self {
        let (period, from, to) = match &window.time {
            Times::Clock(from, to) => (String::new(), written(*from), written(*to)),
            Times::Period(name) => (name.clone(), String::new(), String::new()),
        };
        let schools: Vec<&str> = window.schools.iter().map(SchoolId::as_str).collect();
        Self {
            id,
            date: day.map(|day| day.to_string()).unwrap_or_default(),
            week: window.week.map(|week| format!("{week:?}")).unwrap_or_default(),
            period,
            from,
            to,
            place: window.place.words().to_owned(),
            schools: schools.join(" "),
            holidays: window.in_holidays,
            gone: false,
        }
    }

    fn read(id: String, fields: &HashMap<String, String>) -> Self {
        let told =
            |name: &str| fields.get(&format!("{id}-{name}")).map(|text| text.trim().to_owned()).unwrap_or_default();
        let is = |name: &str| fields.contains_key(&format!("{id}-{name}"));
        Self {
            date: told("date"),
            week: told("week"),
            period: told("period"),
            from: told("from"),
            to: told("to"),
            place: told("place").split_whitespace().collect::<Vec<_>>().join(" "),
            schools: told("schools"),
            holidays: is("holidays"),
            gone: is("gone"),
            id,
        }
    }

    /// Nothing that means anything is typed into it.
    fn is_empty(&self) -> bool {
        [&self.date, &self.period, &self.from, &self.to, &self.place].iter().all(|text| text.is_empty())
    }

    fn day(&self) -> Result<NaiveDate, String> {
        let day = self.date.parse().ok().filter(is_sensible);
        day.ok_or_else(|| "say which day".to_owned())
    }

    fn window(&self, day: Weekday, before: &Hours, scope: &Scope<'_>) -> Result<Window, String> {
        let week = match self.week.as_str() {
            "" => None,
            "A" => Some(Week::A),
            "B" => Some(Week::B),
            _ => return Err("choose every week, week A or week B".to_owned()),
        };
        let (place, schools) = (self.place()?, scope.schools_of(self, before)?);
        let window = Window { day, week, time: self.time()?, place, schools, in_holidays: self.holidays };
        let (from, to) = clocked(&window, scope).ok_or_else(|| format!("“{}” is no part of that day", self.period))?;
        if to - from < TimeDelta::minutes(scope.shortest.into()) {
            return Err(format!(
                "{} to {} is too short; one meeting takes {} minutes",
                written(from),
                written(to),
                scope.shortest
            ));
        }
        Ok(window)
    }

    fn time(&self) -> Result<Times, String> {
        if !self.period.is_empty() {
            return Ok(Times::Period(self.period.clone()));
        }
        match (clock(&self.from), clock(&self.to)) {
            (Some(from), Some(to)) if from < to => Ok(Times::Clock(from, to)),
            (Some(from), Some(to)) => Err(format!("{} to {} ends before it begins", written(from), written(to))),
            _ => Err("say from when to when, as 09:30 and 12:00, or choose a part of the day".to_owned()),
        }
    }

    fn place(&self) -> Result<Place, String> {
        match self.place.to_lowercase().as_str() {
            "" => Err("say where: a room, “online” or “by telephone”".to_owned()),
            "online" => Ok(Place::Online),
            "by telephone" | "telephone" | "by phone" | "phone" => Ok(Place::Telephone),
            _ if !is_plain(&self.place) => Err(format!("a place has at most {LONGEST} letters")),
            _ => Ok(Place::Room(self.place.clone())),
        }
    }
}

impl OffRow {
    fn of(at: usize, off: &RangeInclusive<NaiveDate>) -> Self {
        let (from, to) = (off.start().to_string(), off.end().to_string());
        Self { id: format!("off-{at}"), from, to, gone: false }
    }

    fn read(at: usize, fields: &HashMap<String, String>) -> Self {
        let id = format!("off-{at}");
        let told =
            |name: &str| fields.get(&format!("{id}-{name}")).map(|text| text.trim().to_owned()).unwrap_or_default();
        let (from, to) = (told("from"), told("to"));
        // One date alone is one day.
        let from = if from.is_empty() { to.clone() } else { from };
        Self { from, to, gone: fields.contains_key(&format!("{id}-gone")), id }
    }

    fn days(&self) -> Result<RangeInclusive<NaiveDate>, String> {
        let day = |text: &str| {
            let day = text.parse::<NaiveDate>().ok().filter(is_sensible);
            day.ok_or_else(|| format!("“{text}” is no date"))
        };
        let first = day(&self.from)?;
        let last = if self.to.is_empty() { first } else { day(&self.to)? };
        match (last - first).num_days() {
            days if days < 0 => Err(format!("{first} to {last} ends before it begins")),
            days if days > LONGEST_OFF => Err(format!("{first} to {last} is longer than {LONGEST_OFF} days")),
            _ => Ok(first..=last),
        }
    }
}

/// Two windows of one weekday that share a minute of a week.
fn overlaps(hours: &Hours, scope: &Scope<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for (day, _, named) in DAYS {
        let of_day: Vec<_> = hours.weekly.iter().filter(|window| window.day == day).collect();
        for (at, one) in of_day.iter().enumerate() {
            for other in &of_day[at + 1..] {
                let same_week = one.week.is_none() || other.week.is_none() || one.week == other.week;
                if let (true, Some(first), Some(second)) = (same_week, clocked(one, scope), clocked(other, scope))
                    && first.0 < second.1
                    && second.0 < first.1
                {
                    let words = |(from, to): (NaiveTime, NaiveTime)| format!("{} to {}", written(from), written(to));
                    found.push(format!("{named}: {} and {} overlap", words(first), words(second)));
                }
            }
        }
    }
    found
}

/// From when to when a window is by the clock; none where its part of the day is not known.
fn clocked(window: &Window, scope: &Scope<'_>) -> Option<(NaiveTime, NaiveTime)> {
    match &window.time {
        Times::Clock(from, to) => Some((*from, *to)),
        Times::Period(name) => {
            let period = scope.calendar(window)?.periods.find(name, window.day)?;
            Some((period.from, period.to))
        }
    }
}

/// The first number that no row has.
fn free<'a>(ids: impl Iterator<Item = &'a str>) -> usize {
    ids.filter_map(|id| id.rsplit('-').next()?.parse::<usize>().ok()).max().map_or(0, |last| last + 1)
}

fn clock(text: &str) -> Option<NaiveTime> {
    ["%H:%M", "%H:%M:%S", "%H.%M"].iter().find_map(|form| NaiveTime::parse_from_str(text, form).ok())
}

fn written(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

/// Short, on one line, and without signs that nobody sees.
pub(super) fn is_plain(text: &str) -> bool {
    text.chars().count() <= LONGEST && !text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar() -> Calendar {
        toml::from_str(r#"periods = [{ name = "P5", from = "13:50:00", to = "14:50:00" }]"#).expect("a calendar")
    }

    fn scope<'a>(school: Option<&'a str>, calendar: &'a Calendar) -> Scope<'a> {
        let schools = vec![("yew".into(), calendar), ("oak".into(), calendar)];
        Scope { school, schools, today: "2026-11-21".parse().expect("a day"), shortest: 30 }
    }

    fn adviser() -> Adviser {
        toml::from_str(
            r#"
            id = "lane"
            name = "Mr T. Lane"
            [hours]
            days_off = [{ start = "2026-01-05", end = "2026-01-06" }, { start = "2026-12-01", end = "2026-12-01" }]
            extra = [["2026-12-19", { day = "Sat", time = { clock = ["10:00", "12:00"] }, place = "online", schools = ["yew"] }]]
            [[hours.weekly]]
            day = "Tue"
            week = "A"
            time = { clock = ["10:00", "12:00"] }
            place = { room = "careers room" }
            schools = ["yew"]
            [[hours.weekly]]
            day = "Tue"
            time = { period = "P5" }
            place = "telephone"
            schools = ["oak"]"#,
        )
        .expect("an adviser")
    }

    fn sent(form: &HoursForm) -> HashMap<String, String> {
        let mut fields = HashMap::new();
        for row in form.weekly.iter().flatten().chain(&form.extra) {
            for (name, text) in [
                ("date", &row.date),
                ("week", &row.week),
                ("period", &row.period),
                ("from", &row.from),
                ("to", &row.to),
                ("place", &row.place),
                ("schools", &row.schools),
            ] {
                fields.insert(format!("{}-{name}", row.id), text.clone());
            }
        }
        for row in &form.off {
            fields.insert(format!("{}-from", row.id), row.from.clone());
            fields.insert(format!("{}-to", row.id), row.to.clone());
        }
        fields
    }

    #[test]
    fn what_is_sent_as_it_was_shown_changes_nothing() {
        let (adviser, calendar) = (adviser(), calendar());
        for school in [None, Some("yew"), Some("oak")] {
            let scope = scope(school, &calendar);
            let shown = HoursForm::of(&adviser, &scope).with_room();
            let mut back = HoursForm::read(&sent(&shown)).hours(&adviser.hours, &scope).expect("understood");
            back.weekly.sort_by_key(|window| window.week.is_none());
            assert_eq!(back, adviser.hours, "{school:?}");
        }
    }

    #[test]
    fn a_row_is_added_and_another_goes() {
        let (adviser, calendar) = (adviser(), calendar());
        let scope = scope(Some("yew"), &calendar);
        let mut fields = sent(&HoursForm::of(&adviser, &scope));
        for (name, text) in [
            ("thu-0-period", "P5"),
            ("thu-0-place", " Online "),
            ("tue-0-gone", "on"),
            ("off-1-from", "2026-12-07"),
            ("off-1-to", "2026-12-09"),
        ] {
            fields.insert(name.into(), text.into());
        }
        let hours = HoursForm::read(&fields).hours(&adviser.hours, &scope).expect("understood");
        let days: Vec<Weekday> = hours.weekly.iter().map(|window| window.day).collect();
        assert_eq!(days, [Weekday::Thu, Weekday::Tue], "the other school's stays");
        assert_eq!((&hours.weekly[0].place, hours.weekly[0].schools[0].as_str()), (&Place::Online, "yew"));
        assert_eq!(hours.days_off.len(), 3);
    }

    #[test]
    fn what_cannot_be_is_said_with_its_day() {
        let (adviser, calendar) = (adviser(), calendar());
        let scope = scope(Some("yew"), &calendar);
        for (fields, says) in [
            (
                &[("mon-0-from", "12:00"), ("mon-0-to", "10:00"), ("mon-0-place", "x")][..],
                "Monday: 12:00 to 10:00 ends",
            ),
            (&[("mon-0-from", "10:00"), ("mon-0-to", "10:10"), ("mon-0-place", "x")], "too short"),
            (&[("mon-0-from", "10:00"), ("mon-0-to", "11:00")], "say where"),
            (&[("mon-0-place", "x")], "from when to when"),
            (&[("mon-0-period", "P9"), ("mon-0-place", "x")], "no part of that day"),
            (
                &[("mon-0-from", "10:00"), ("mon-0-to", "11:00"), ("mon-0-place", "x"), ("mon-0-schools", "oak")],
                "which school",
            ),
            (
                &[("tue-0-from", "14:00"), ("tue-0-to", "15:00"), ("tue-0-place", "x")],
                "Tuesday: 14:00 to 15:00 and 13:50 to 14:50 overlap",
            ),
            (&[("off-0-from", "2026-12-09"), ("off-0-to", "2026-12-07")], "ends before it begins"),
            (&[("off-0-from", "soon")], "no date"),
            (&[("extra-0-from", "10:00"), ("extra-0-to", "11:00"), ("extra-0-place", "x")], "which day"),
        ] {
            let fields = fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
            let problems = HoursForm::read(&fields).hours(&adviser.hours, &scope).expect_err("it cannot be");
            assert!(problems.iter().any(|problem| problem.contains(says)), "{says}: {problems:?}");
        }
    }
}
