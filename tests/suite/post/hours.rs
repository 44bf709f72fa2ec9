//! An adviser who cannot be there: who had a time is told, stands first in line, and finds the old time gone from the calendar.

use std::sync::Arc;

use fingerpost::app::{fresh_code, fresh_key};
use fingerpost::booking::{ActionKey, Adviser, Code, ReferredOn, SlotKey, State, What};
use fingerpost::letters::{Letter, Mailbox, Purpose, Route};
use fingerpost::notify::{Carrier, Memory};
use fingerpost::staff::{NewHours, Referral};

use super::{FRIDAY_NOON, house, moment};

const TUESDAY: &str = "2026-11-24T10:00@adviser";

fn adviser(hours: &str) -> Adviser {
    toml::from_str(&format!("id = \"adviser\"\nname = \"Mr T. Adviser\"\n{hours}")).expect("an adviser")
}

fn on_tuesdays() -> Adviser {
    adviser(
        r#"hours.weekly = [{ day = "Tue", time = { clock = ["10:00", "12:00"] }, place = "online", schools = ["ash"] }]"#,
    )
}

fn off_that_tuesday() -> Adviser {
    let mut off = on_tuesdays();
    let tuesday = "2026-11-24".parse().expect("a day");
    off.hours.days_off = vec![tuesday..=tuesday];
    off
}

struct Ash {
    app: fingerpost::app::App,
    memory: Arc<Memory>,
}

impl Ash {
    async fn open() -> Self {
        let memory = Arc::new(Memory::new(Route::Mail));
        let carriers: Vec<Arc<dyn Carrier>> = vec![memory.clone()];
        let app = house(FRIDAY_NOON, &carriers).await;
        app.store().keep_adviser(&on_tuesdays(), moment(FRIDAY_NOON)).await.expect("kept");
        Self { app, memory }
    }

    async fn refer(&self, name: &str, slot: Option<&str>) -> Code {
        let code = fresh_code();
        let referral = Referral {
            school: "ash".into(),
            name: name.into(),
            year: "Year 11".into(),
            contact: format!("{}@pupil.example", name.to_lowercase()),
            about: "courses".into(),
            slot: slot.and_then(SlotKey::parse),
        };
        self.app.staff().refer(&referral, code.clone(), fresh_key(), moment(FRIDAY_NOON)).await.expect("kept");
        code
    }

    async fn change(&self, after: &Adviser, known: &[Code]) -> NewHours {
        let before = on_tuesdays();
        let key = ActionKey::from("the same tap");
        let changed = self.app.staff().keep_hours(Some(&before), after, known, &key, moment(FRIDAY_NOON)).await;
        changed.expect("changed")
    }

    async fn letters(&self) -> Vec<Letter> {
        self.app.post().expect("a post").carry().await.expect("carried");
        self.memory.carried()
    }

    async fn state(&self, code: &Code) -> State {
        self.app.staff().book().await.expect("read").entry(code).expect("there").state
    }
}

#[tokio::test]
async fn who_loses_a_time_is_told_and_comes_first() {
    let ash = Ash::open().await;
    let needs = ash.refer("Needs", None).await;
    let weigh = What::Weigh(vec!["no-september-offer".into()]);
    ash.app.staff().act(&needs, weigh, fresh_key(), moment(FRIDAY_NOON)).await.expect("weighed");
    let code = ash.refer("Kim", Some(TUESDAY)).await;
    let NewHours::Outside(outside) = ash.change(&off_that_tuesday(), &[]).await else { panic!("it is said first") };
    assert_eq!(outside.iter().map(|own| &own.entry.code).collect::<Vec<_>>(), [&code]);
    assert_eq!(ash.state(&code).await, State::Confirmed, "nothing was done");
    assert_eq!(ash.change(&off_that_tuesday(), std::slice::from_ref(&code)).await, NewHours::Kept(1));
    assert_eq!(ash.state(&code).await, State::Waiting);

    let book = ash.app.staff().book().await.expect("read");
    let now = fingerpost::booking::london::instant(moment(FRIDAY_NOON));
    let order = book.diaries.waiting().order(&book.settings, now);
    assert_eq!(order.iter().map(|rank| &rank.entry.code).collect::<Vec<_>>(), [&code, &needs]);
    assert!(order[0].explain().contains("could not keep their meeting"), "{}", order[0].explain());

    let letters = ash.letters().await;
    let told: Vec<&Letter> = letters.iter().filter(|letter| letter.key.contains("/put back/")).collect();
    let to_kim = told.iter().find(|letter| letter.to.address == "kim@pupil.example").expect("Kim is told");
    assert_eq!(to_kim.purpose, Purpose::PutBack);
    assert!(to_kim.text.contains("Tuesday 24 November at 10:00 am with Mr T. Adviser"), "{}", to_kim.text);
    let calendar = to_kim.calendar.as_ref().expect("a calendar");
    assert!(calendar.contains("METHOD:CANCEL") && calendar.contains("SEQUENCE:2"), "{calendar}");
    assert!(told.iter().any(|letter| letter.to.address == "adviser@ash.example"), "and so is the adviser");
    for letter in told {
        assert!(!letter.text.contains(['{', '}']), "{}", letter.text);
    }
}

#[tokio::test]
async fn an_offer_that_falls_out_is_taken_back_by_letter() {
    let ash = Ash::open().await;
    let code = ash.refer("Kim", None).await;
    let slot = SlotKey::parse(TUESDAY).expect("a key");
    ash.app.staff().act(&code, What::Offer(slot), fresh_key(), moment(FRIDAY_NOON)).await.expect("offered");
    assert_eq!(ash.change(&off_that_tuesday(), std::slice::from_ref(&code)).await, NewHours::Kept(1));
    assert_eq!(ash.state(&code).await, State::Waiting);
    let letters = ash.letters().await;
    let told = letters.iter().find(|letter| letter.key.contains("/withdrawn/")).expect("Kim is told");
    assert!(told.text.contains("on the waiting list"), "{}", told.text);
}

#[tokio::test]
async fn hours_that_a_colleague_changed_meanwhile_are_not_written_over() {
    let ash = Ash::open().await;
    let theirs = adviser("hours.days_off = []");
    assert_eq!(ash.change(&theirs, &[]).await, NewHours::Kept(0));
    assert_eq!(ash.change(&off_that_tuesday(), &[]).await, NewHours::Stale);
    assert_eq!(ash.app.staff().book().await.expect("read").team.advisers, [theirs]);
}

#[tokio::test]
async fn nobody_gets_a_time_that_was_taken_off_a_moment_ago() {
    let ash = Ash::open().await;
    let read_before = ash.app.staff().book().await.expect("read");
    assert_eq!(ash.change(&off_that_tuesday(), &[]).await, NewHours::Kept(0));
    let code = ash.refer("Kim", None).await;
    let action = fingerpost::booking::Action {
        key: fresh_key(),
        code: code.clone(),
        by: fingerpost::booking::Actor::Staff,
        at: fingerpost::booking::london::instant(moment(FRIDAY_NOON)),
        what: What::Offer(SlotKey::parse(TUESDAY).expect("a key")),
    };
    let effects = [fingerpost::conversation::Effect::Step(action)];
    let person = fingerpost::chat::Person::new("staff");
    let done = ash.app.staff().record(&effects, &person, "ash", &read_before, moment(FRIDAY_NOON)).await;
    assert!(matches!(done.expect("answered"), fingerpost::store::Recorded::Refused(_)));
    assert_eq!(ash.state(&code).await, State::Waiting);
}

#[tokio::test]
async fn a_colleague_is_written_to_when_a_request_is_referred_on() {
    let ash = Ash::open().await;
    let code = ash.refer("Kim", None).await;
    let request = ash.app.store().requests().await.expect("read").remove(0);
    let referred = ReferredOn {
        to: "SENCO".into(),
        adviser: None,
        why: "Support for the meeting has to be arranged".into(),
        by: "M. Farrant, careers leader".into(),
    };
    let to = Mailbox::new("", "senco@ash.example").expect("an address");
    for _ in 0..2 {
        let key = ActionKey::from("the same tap");
        let staff = ash.app.staff();
        let told = staff.refer_on(&request, referred.clone(), Some(&to), key, moment(FRIDAY_NOON)).await;
        assert!(told.expect("referred"));
    }
    let letters = ash.letters().await;
    let told: Vec<&Letter> = letters.iter().filter(|letter| letter.purpose == Purpose::TeamReferred).collect();
    assert_eq!(told.len(), 1, "a second tap is the same one");
    assert_eq!(told[0].to.address, "senco@ash.example");
    assert!(told[0].text.contains("Kim") && told[0].text.contains("has to be arranged"), "{}", told[0].text);
    assert!(ash.app.staff().book().await.expect("read").entry(&code).expect("there").referred_on.is_some());
}
