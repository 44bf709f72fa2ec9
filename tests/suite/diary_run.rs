//! A long run of random actions against the diaries, right and wrong ones, repeated and late ones, each followed by a look
//! at everything that must always hold. The checks are written anew here and share no code with what they check.
//!
//! `cargo test` takes 20,000 steps. `STEPS=1000000 SEED=7 cargo test --release --test suite diary_run -- --nocapture`
//! takes a million; a seed always gives the same run.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use fingerpost::booking::{
    Action, Actor, Asked, AskedBy, Begin, Code, Diaries, Done, Entry, Event, Outcome, Place, Settings, Slot, SlotKey,
    Span, State, Team, What, london,
};

#[test]
fn a_long_random_run_breaks_no_rule() {
    let number = |name: &str, usual: u64| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual);
    let (steps, seed) = (number("STEPS", 20_000), number("SEED", 20_261_122));
    println!("{steps} steps from seed {seed}");
    let mut run = Run::new(seed);
    for step in 0..steps {
        run.step();
        assert!(run.violations.is_empty(), "seed {seed}, step {step}: {:?}", run.violations);
    }
    run.report();
    if steps >= 500_000 {
        run.has_seen_everything();
    }
}

/// SplitMix64: small, and the same everywhere.
struct Dice(u64);

impl Dice {
    fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.throw() % end
    }

    fn one_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len() as u64) as usize]
    }
}

struct Run {
    dice: Dice,
    team: Team,
    settings: Settings,
    diaries: Diaries,
    now: DateTime<Utc>,
    /// What the events told so far: the state of every request that was ever accepted, and when it changed last.
    told: HashMap<Code, (State, DateTime<Utc>)>,
    archived: HashSet<Code>,
    codes: Vec<Code>,
    last: Option<Action>,
    /// The request of the last action, if it was done.
    last_done: Option<Code>,
    keys: u64,
    seen_outcomes: BTreeMap<String, u64>,
    seen_moves: BTreeMap<(Option<State>, State, Actor), u64>,
    violations: Vec<String>,
}

const PEOPLE: u64 = 150;
const ADVISERS: [&str; 4] = ["ada", "ben", "cy", "nobody"];
const SCHOOLS: [&str; 3] = ["north", "south", "east"];

impl Run {
    fn new(seed: u64) -> Self {
        Self {
            dice: Dice(seed),
            team: team(),
            settings: Settings::default(),
            diaries: Diaries::default(),
            now: "2026-10-20T08:00:00Z".parse().expect("an instant"),
            told: HashMap::new(),
            archived: HashSet::new(),
            codes: Vec::new(),
            last: None,
            last_done: None,
            keys: 0,
            seen_outcomes: BTreeMap::new(),
            seen_moves: BTreeMap::new(),
            violations: Vec::new(),
        }
    }

    fn step(&mut self) {
        self.pass_time();
        self.change_the_house();
        let (action, repeated) = self.action();
        let before = self.diaries.entry(&action.code).cloned();
        let versions = versions(&self.diaries);
        let kept = |code: &Code| self.diaries.entry(code).is_some();
        let was_done = repeated && self.last_done.as_ref().is_some_and(kept);
        let done = self.diaries.step(&action, &self.team, &self.settings);
        self.check_step(&action, was_done, before.as_ref(), &done);
        self.hear(&done.events);
        self.check_state(&versions);
        self.count(&action, &done);
        let is_done = matches!(done.outcome, Outcome::Done(_) | Outcome::DoneBefore(_));
        self.last_done = is_done.then_some(done.code);
        self.last = Some(action);
    }

    /// Mostly minutes, at times days, so that holds, offers and meetings run out, over both changes of clocks.
    fn pass_time(&mut self) {
        let seconds = match self.dice.below(2000) {
            0..=1 => self.dice.below(24 * 3600),
            2..=80 => self.dice.below(1200),
            81..=400 => self.dice.below(60),
            _ => 0,
        };
        self.now += Duration::seconds(seconds as i64);
    }

    /// Busy times come and go; what is over is taken out; everything is kept and read back.
    fn change_the_house(&mut self) {
        if self.dice.one_in(500) {
            let (adviser, from) = (self.dice.below(3) as usize, self.time_near());
            self.team.advisers[adviser].busy = vec![Span::lasting(from, self.dice.below(180) as u16)];
        }
        if self.dice.one_in(100) {
            for entry in self.diaries.take_over(self.now - Duration::hours(6)) {
                let first_time = self.archived.insert(entry.code);
                self.must(first_time, || "taken out twice".into());
            }
            self.codes.retain(|code| self.diaries.entry(code).is_some());
        }
        if self.dice.one_in(5000) {
            let kept = serde_json::to_string(&self.diaries).expect("json");
            let read: Diaries = serde_json::from_str(&kept).expect("diaries");
            self.must(read == self.diaries, || "not the same when read back".into());
        }
    }

    fn action(&mut self) -> (Action, bool) {
        if let Some(last) = self.last.clone().filter(|_| self.dice.one_in(20)) {
            // A resent event may come a little later, and a form sent again with a newly drawn code.
            let redrawn = matches!(last.what, What::Begin(_) | What::Log(..)) && self.dice.one_in(2);
            let code = if redrawn { Code::from_bits(self.dice.throw()) } else { last.code };
            return (Action { at: self.now, code, ..last }, true);
        }
        self.keys += 1;
        let quiet = self.diaries.entries().filter(|entry| !entry.state.is_over()).count() < 20;
        let begin = self.codes.is_empty() || self.dice.one_in(if quiet { 2 } else { 8 });
        let mut by = *self.dice.pick(&[Actor::Person, Actor::Person, Actor::Staff, Actor::House]);
        let (code, what) = if begin {
            let what = self.beginning();
            if let (What::Begin(begin), false) = (&what, self.dice.one_in(5)) {
                by = if begin.state.may_begin(Actor::Person) { Actor::Person } else { Actor::Staff };
            }
            (self.new_code(), what)
        } else if self.dice.one_in(4) {
            (self.old_code(), self.change())
        } else {
            let code = self.old_code();
            let (who, what) = self.sensible_change(&code);
            by = who;
            (code, what)
        };
        (Action { key: format!("k{}", self.keys).into(), code, by, at: self.now, what }, false)
    }

    fn new_code(&mut self) -> Code {
        let used = !self.codes.is_empty() && self.dice.one_in(50);
        if used { self.old_code() } else { Code::from_bits(self.dice.throw()) }
    }

    /// Mostly one that is not over.
    fn old_code(&mut self) -> Code {
        let open: Vec<&Entry> = self.diaries.entries().filter(|entry| !entry.state.is_over()).collect();
        if !open.is_empty() && !self.dice.one_in(10) {
            return self.dice.pick(&open).code.clone();
        }
        self.dice.pick(&self.codes).clone()
    }

    fn beginning(&mut self) -> What {
        let asked = Asked {
            person: format!("p{}", self.dice.below(PEOPLE)).into(),
            by: *self.dice.pick(&[AskedBy::Pupil, AskedBy::Pupil, AskedBy::Parent, AskedBy::Staff]),
            school: (*self.dice.pick(&SCHOOLS)).into(),
            follows: None,
            first_adviser: None,
        };
        if self.dice.one_in(20) {
            let start = self.time_near();
            let adviser = (*self.dice.pick(&ADVISERS)).into();
            return What::Log(
                asked,
                Slot { start, minutes: 30, adviser, place: Place::Telephone, schools: Vec::new() },
            );
        }
        let state = *self.dice.pick(&[
            State::Held,
            State::Held,
            State::Requested,
            State::Waiting,
            State::Confirmed,
            State::Recorded,
        ]);
        let fitting =
            matches!(state, State::Held | State::Confirmed) || (state == State::Requested && self.dice.one_in(2));
        let slot = (fitting != self.dice.one_in(10)).then(|| self.slot());
        What::Begin(Begin { asked, state, slot })
    }

    fn change(&mut self) -> What {
        match self.dice.below(16) {
            0 | 1 => What::Hold(self.slot()),
            2..=4 => What::Confirm,
            5 => What::Wait,
            6 | 7 => What::Offer(self.slot()),
            8 | 9 => What::Move(self.slot()),
            10 => What::Decline,
            11 => What::Cancel,
            12 => What::Attend,
            13 => {
                if self.dice.one_in(2) {
                    What::Miss
                } else {
                    What::Record
                }
            }
            14 => What::Check,
            _ => What::Weigh(vec!["referred".into()]),
        }
    }

    /// Something that may well be done with a request as it stands.
    fn sensible_change(&mut self, code: &Code) -> (Actor, What) {
        use Actor::{Person, Staff};
        let state = self.diaries.entry(code).map(|entry| entry.state);
        // Some people never answer an offer, so that it runs out.
        let silent = code.signs().ends_with(['0', '1', '2', '3', '4', '5', '6', '7']);
        if silent && state == Some(State::Offered) {
            return (Staff, What::Weigh(vec!["referred".into()]));
        }
        let slot = self.slot();
        let choices = match state {
            Some(State::Requested) => vec![
                (Staff, What::Weigh(Vec::new())),
                (Staff, if self.dice.one_in(4) { What::Check } else { What::Weigh(Vec::new()) }),
                (Staff, What::Confirm),
                (Staff, What::Wait),
                (Staff, What::Offer(slot)),
                (Staff, What::Decline),
            ],
            Some(State::Waiting) => vec![
                (Staff, What::Offer(slot.clone())),
                (Person, What::Hold(slot.clone())),
                (Staff, What::Offer(slot)),
                (Person, What::Cancel),
            ],
            Some(State::Held) => vec![
                (Person, What::Confirm),
                (Person, What::Confirm),
                (Person, What::Hold(slot)),
                (Person, What::Wait),
                (Person, What::Cancel),
                (Staff, What::Cancel),
            ],
            Some(State::Offered) => {
                vec![(Person, What::Confirm), (Person, What::Wait), (Staff, What::Wait), (Staff, What::Decline)]
            }
            Some(State::Confirmed) => vec![
                (Person, What::Move(slot.clone())),
                (Staff, What::Move(slot.clone())),
                (Person, What::Move(slot)),
                (Staff, What::Attend),
                (Staff, What::Miss),
                (Staff, What::Wait),
                (*self.dice.pick(&[Person, Staff]), What::Cancel),
            ],
            Some(State::Attended) => vec![(Staff, What::Record), (Staff, What::Miss)],
            Some(State::Missed) => vec![(Staff, What::Attend)],
            _ => vec![(Staff, What::Weigh(vec!["referred".into()]))],
        };
        let choice = self.dice.pick(&choices).clone();
        let ends = matches!(choice.1, What::Cancel | What::Decline);
        if ends && !self.dice.one_in(8) { choices[0].clone() } else { choice }
    }

    fn slot(&mut self) -> SlotKey {
        let adviser = (*self.dice.pick(&ADVISERS)).into();
        SlotKey { adviser, start: self.time_near() }
    }

    /// Mostly a time on the grid of the next days, so that many want the same.
    fn time_near(&mut self) -> NaiveDateTime {
        let days = if self.dice.one_in(20) { self.dice.below(60) as i64 - 10 } else { self.dice.below(6) as i64 };
        let day = london::on_the_wall(self.now).date() + Duration::days(days);
        let minutes = if self.dice.one_in(20) {
            self.dice.below(1440)
        } else {
            *self.dice.pick(&[9 * 60, 11 * 60 + 17]) + 35 * self.dice.below(8)
        };
        day.and_hms_opt(0, 0, 0).expect("midnight") + Duration::minutes(minutes as i64)
    }

    fn must(&mut self, holds: bool, says: impl FnOnce() -> String) {
        if !holds {
            self.violations.push(says());
        }
    }

    /// What one step must and must not do.
    fn check_step(&mut self, action: &Action, was_done: bool, before: Option<&Entry>, done: &Done) {
        let own: Vec<&Event> =
            done.events.iter().filter(|event| event.by == action.by && event.code == action.code).collect();
        let accepted = matches!(done.outcome, Outcome::Done(_));
        self.must(!(was_done && accepted), || format!("done twice: {action:?}"));
        if !accepted {
            let own = own.iter().filter(|event| event.by != Actor::House).count();
            self.must(own == 0, || format!("refused and yet done: {action:?} {done:?}"));
            let after = self.diaries.entry(&action.code);
            let ran_out = done.events.iter().any(|event| event.code == action.code);
            let same = ran_out || after == before;
            self.must(same, || format!("refused and yet changed: {action:?}"));
            return;
        }
        let Some(after) = self.diaries.entry(&action.code).cloned() else {
            return self.violations.push(format!("accepted and lost: {action:?}"));
        };
        let late = matches!(action.what, What::Move(_) | What::Cancel | What::Wait)
            && before.is_some_and(|before| before.state == State::Confirmed && begun(before, self.now));
        self.must(!late, || format!("begun, and yet moved or called off: {action:?}"));
        if before.is_none() {
            self.codes.push(action.code.clone());
        }
        let new_time = after.slot.as_ref().filter(|slot| before.and_then(|before| before.slot.as_ref()) != Some(slot));
        if let (Some(slot), false) = (new_time, after.state == State::Recorded) {
            self.check_new_time(action, &after, slot);
        }
    }

    /// A time that was just given lies in the adviser's hours, for this school, in the future, and with notice.
    fn check_new_time(&mut self, action: &Action, entry: &Entry, slot: &Slot) {
        let adviser = self.team.advisers.iter().find(|adviser| adviser.id == slot.adviser).cloned();
        let Some(adviser) = adviser else {
            return self.violations.push(format!("an adviser who is not there: {slot:?}"));
        };
        let end = slot.start + Duration::minutes(slot.minutes.into());
        let inside = adviser.hours.weekly.iter().any(|window| {
            let fingerpost::booking::Times::Clock(from, to) = window.time else { return false };
            window.day == chrono::Datelike::weekday(&slot.start)
                && window.schools.contains(&entry.school)
                && from <= slot.start.time()
                && end.time() <= to
        });
        let free = adviser.busy.iter().all(|busy| busy.to <= slot.start || end <= busy.from);
        let now = london::on_the_wall(self.now);
        let in_time = match action.by {
            Actor::Person => slot.start.date() > now.date() && (slot.start.date() - now.date()).num_days() <= 30,
            _ => slot.start > now,
        };
        self.must(inside && free && in_time, || format!("not a time to give: {slot:?} {action:?} {now}"));
    }

    /// The events tell a story without gaps.
    fn hear(&mut self, events: &[Event]) {
        for event in events {
            let before = self.told.get(&event.code).copied();
            self.must(before.map(|(state, _)| state) == event.from, || format!("a gap: {before:?} {event:?}"));
            self.must(before.is_none_or(|(_, at)| at <= event.at), || format!("time went back: {event:?}"));
            self.must(allowed(event.from, event.to, event.by), || format!("not allowed: {event:?}"));
            self.told.insert(event.code.clone(), (event.to, event.at));
            *self.seen_moves.entry((event.from, event.to, event.by)).or_default() += 1;
        }
    }

    /// What must hold after every step.
    fn check_state(&mut self, versions: &BTreeMap<String, u64>) {
        let entries: Vec<&Entry> = self.diaries.entries().collect();
        let mut found = Violations::default();
        self.check_nothing_lost(&entries, &mut found);
        self.check_people(&entries, &mut found);
        check_times(&entries, &mut found);
        let now_versions = self::versions(&self.diaries);
        let forward = versions.iter().all(|(part, version)| now_versions.get(part).is_some_and(|now| now >= version));
        found.must(forward, || "a version went back".into());
        self.violations.extend(found.0);
    }

    fn check_nothing_lost(&self, entries: &[&Entry], found: &mut Violations) {
        let codes: HashSet<&Code> = entries.iter().map(|entry| &entry.code).collect();
        let (kept, archived, told) = (codes.len(), self.archived.len(), self.told.len());
        found.must(codes.len() == entries.len(), || "a code stands in two places".into());
        found.must(kept + archived == told, || format!("{kept} and {archived} are not {told}"));
        for entry in entries {
            let told = self.told.get(&entry.code).map(|(state, _)| *state);
            found.must(told == Some(entry.state), || format!("{told:?} was told, {:?} is so", entry.state));
            let due = entry.until.is_some_and(|until| until <= self.now);
            found.must(!due, || format!("ran out and still there: {entry:?}"));
            let timed = matches!(entry.state, State::Held | State::Offered);
            found.must(timed == entry.until.is_some(), || format!("an end where none belongs, or none: {entry:?}"));
            let placed = matches!(entry.state, State::Held | State::Offered | State::Confirmed) && entry.slot.is_none();
            found.must(!placed, || format!("without a time: {entry:?}"));
        }
    }

    fn check_people(&self, entries: &[&Entry], found: &mut Violations) {
        let now = london::on_the_wall(self.now);
        let mut open = HashSet::new();
        for entry in entries {
            let to_come =
                entry.slot.as_ref().is_some_and(|slot| slot.start + Duration::minutes(slot.minutes.into()) > now);
            let before_them = match entry.state {
                State::Requested | State::Waiting | State::Held | State::Offered => true,
                State::Confirmed => to_come,
                _ => false,
            };
            let second = before_them && !open.insert(entry.person.clone());
            found.must(!second, || format!("a second request of one person: {entry:?}"));
            let slipped = entry.asked_by == AskedBy::Parent
                && !matches!(
                    entry.state,
                    State::Requested
                        | State::Held
                        | State::Declined
                        | State::Lapsed
                        | State::Cancelled
                        | State::Recorded
                );
            found.must(!slipped, || format!("nobody checked this parent: {entry:?}"));
        }
    }

    fn count(&mut self, action: &Action, done: &Done) {
        let what = format!("{:?}", action.what);
        let what = what.split(['(', ' ', '{']).next().unwrap_or_default().to_owned();
        let outcome = match &done.outcome {
            Outcome::Unfit(why) => format!("{why:?}"),
            other => format!("{other:?}").split(['(', ' ']).next().unwrap_or_default().to_owned(),
        };
        *self.seen_outcomes.entry(format!("{what:8} {outcome}")).or_default() += 1;
    }

    fn report(&self) {
        println!(
            "up to {}, {} requests accepted, {} still kept",
            self.now,
            self.told.len(),
            self.diaries.entries().count()
        );
        for (seen, times) in &self.seen_outcomes {
            println!("{times:8} {seen}");
        }
        for ((from, to, by), times) in &self.seen_moves {
            let from = from.map_or("(new)".to_owned(), |from| format!("{from:?}"));
            println!("{times:8} {from} to {to:?} by {by:?}");
        }
        println!("0 violations");
    }

    /// A run that never did something shows nothing about it.
    fn has_seen_everything(&self) {
        for from in State::ALL {
            for to in State::ALL {
                for by in [Actor::Person, Actor::Staff, Actor::House] {
                    let seen = self.seen_moves.contains_key(&(Some(from), to, by));
                    assert_eq!(seen, allowed(Some(from), to, by), "{from:?} to {to:?} by {by:?}");
                }
            }
        }
    }
}

/// The table as it was agreed: from, to, and who may (person, staff, house).
const AGREED: &str = "
    new Requested PS, new Waiting PS, new Held P, new Confirmed S, new Recorded S,
    Requested Requested H, Requested Waiting SH, Requested Offered S, Requested Confirmed S, Requested Declined S,
    Requested Cancelled PS,
    Waiting Held P, Waiting Offered S, Waiting Declined S, Waiting Cancelled PS,
    Held Held P, Held Requested P, Held Waiting PH, Held Confirmed P, Held Cancelled PS, Held Lapsed H,
    Offered Waiting PSH, Offered Confirmed PS, Offered Declined S, Offered Cancelled PS, Offered Lapsed H,
    Confirmed Confirmed PS, Confirmed Waiting S, Confirmed Cancelled PS, Confirmed Attended S, Confirmed Missed S,
    Attended Missed S, Missed Attended S, Attended Recorded S";

fn allowed(from: Option<State>, to: State, by: Actor) -> bool {
    static TABLE: std::sync::LazyLock<HashSet<(String, String, char)>> = std::sync::LazyLock::new(|| {
        let rows = AGREED.split(',').map(|row| row.split_whitespace().map(String::from).collect::<Vec<_>>());
        rows.flat_map(|row| row[2].clone().chars().map(|who| (row[0].clone(), row[1].clone(), who)).collect::<Vec<_>>())
            .collect()
    });
    let who = match by {
        Actor::Person => 'P',
        Actor::Staff => 'S',
        Actor::House => 'H',
    };
    let from = from.map_or("new".to_owned(), |from| format!("{from:?}"));
    TABLE.contains(&(from, format!("{to:?}"), who))
}

fn begun(entry: &Entry, now: DateTime<Utc>) -> bool {
    entry.slot.as_ref().is_some_and(|slot| slot.start <= london::on_the_wall(now))
}

/// What does not hold.
#[derive(Default)]
struct Violations(Vec<String>);

impl Violations {
    fn must(&mut self, holds: bool, says: impl FnOnce() -> String) {
        if !holds {
            self.0.push(says());
        }
    }
}

/// No time is given twice, the buffer is kept, and so is the daily limit.
fn check_times(entries: &[&Entry], found: &mut Violations) {
    let keeps = |state| {
        use State::{Attended, Confirmed, Held, Missed, Offered, Requested};
        matches!(state, Requested | Held | Offered | Confirmed | Attended | Missed)
    };
    let mut by_adviser: BTreeMap<String, Vec<(NaiveDateTime, NaiveDateTime)>> = BTreeMap::new();
    for (entry, slot) in entries.iter().filter_map(|entry| Some((entry, entry.slot.as_ref()?))) {
        if keeps(entry.state) {
            let end = slot.start + Duration::minutes(slot.minutes.into());
            by_adviser.entry(slot.adviser.to_string()).or_default().push((slot.start, end));
        }
    }
    for (adviser, mut times) in by_adviser {
        let (buffer, limit) = if adviser == "cy" { (10, 3) } else { (5, 8) };
        times.sort_unstable();
        let apart = times.windows(2).all(|pair| pair[1].0 >= pair[0].1 + Duration::minutes(buffer));
        found.must(apart, || format!("{adviser} is given twice, or without a break: {times:?}"));
        let mut days: BTreeMap<chrono::NaiveDate, usize> = BTreeMap::new();
        times.iter().for_each(|(from, _)| *days.entry(from.date()).or_default() += 1);
        let most = days.values().max().copied().unwrap_or_default();
        found.must(most <= limit, || format!("{adviser} has {most} in a day"));
    }
}

fn versions(diaries: &Diaries) -> BTreeMap<String, u64> {
    let each = diaries.diaries().map(|diary| (diary.adviser().to_string(), diary.version()));
    each.chain([("waiting list".to_owned(), diaries.waiting().version())]).collect()
}

/// Three advisers at three academies; one has a lay-out of their own. Two have windows that overlap at odd minutes, so that
/// times stand closer than the buffer.
fn team() -> Team {
    let window = |day: &str, from: &str, to: &str, schools: &str| {
        format!(
            r#"{{ day = "{day}", time = {{ clock = ["{from}:00", "{to}:00"] }}, place = "online", schools = {schools} }}"#
        )
    };
    let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let weekly = |from: &str, to: &str, schools: &str| days.map(|day| window(day, from, to, schools)).join(", ");
    let text = format!(
        r#"
        [schools.north]
        [schools.south]
        [schools.east]
        [[advisers]]
        id = "ada"
        hours.weekly = [{}]
        [[advisers]]
        id = "ben"
        hours.weekly = [{}, {}]
        [[advisers]]
        id = "cy"
        meeting = {{ length_minutes = 25, buffer_minutes = 10, daily_limit = 3 }}
        hours.weekly = [{}, {}]
        "#,
        weekly("09:00", "15:30", r#"["north", "south"]"#),
        weekly("09:00", "12:00", r#"["south"]"#),
        weekly("11:17", "15:00", r#"["east", "north"]"#),
        weekly("09:00", "16:00", r#"["north", "south", "east"]"#),
        weekly("11:17", "13:00", r#"["north", "east"]"#),
    );
    toml::from_str(&text).expect("a team")
}
