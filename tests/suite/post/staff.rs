//! Whoever asked is told by letter of what staff do: declined, put back because the adviser is ill, taken back; with what to do next.

use std::sync::Arc;

use fingerpost::app::App;
use fingerpost::booking::{ActionKey, Code, What};
use fingerpost::letters::{Letter, Purpose, Route};
use fingerpost::notify::{Carrier, Memory};

use super::{house, say};
use crate::house::advisers;

/// A Saturday.
const NOW: &str = "2026-11-21T12:00:00";

struct Office {
    app: App,
    memory: Arc<Memory>,
}

impl Office {
    /// A house in which Kim has asked: at a time that is free, or without one.
    async fn asked_by_kim(suits: bool) -> (Self, Code) {
        let memory = Arc::new(Memory::new(Route::Mail));
        let app = house(NOW, &[memory.clone() as Arc<dyn Carrier>]).await;
        for mut adviser in advisers().advisers {
            adviser.hours.weekly.retain(|window| matches!(window.time, fingerpost::booking::Times::Clock(..)));
            adviser.hours.weekly.iter_mut().for_each(|window| window.schools = vec!["ash".into()]);
            app.store().keep_adviser(&adviser, app.now()).await.expect("an adviser is kept");
        }
        say(&app, "book an appointment").await;
        let time = if suits { "tuesday at 10am" } else { "none of these" };
        for text in [time, "Kim year 11", KIM, "university", if suits { "yes" } else { "any time" }] {
            say(&app, text).await;
        }
        let book = app.staff().book().await.expect("a book");
        let code = book.diaries.entries().next().expect("Kim's request").code.clone();
        (Self { app, memory }, code)
    }

    async fn act(&self, code: &Code, what: What) {
        let staff = self.app.staff();
        staff.act(code, what, ActionKey::from("tap"), self.app.now()).await.expect("staff can do it");
    }

    /// The letter of a purpose to an address, once what waits is carried.
    async fn letter(&self, purpose: Purpose, address: &str) -> Letter {
        self.app.post().expect("mail is open").carry().await.expect("the store works");
        let carried = self.memory.carried();
        let found = carried.iter().find(|letter| letter.purpose == purpose && letter.to.address == address);
        found.cloned().unwrap_or_else(|| panic!("no letter of {purpose:?}: {carried:?}"))
    }
}

const KIM: &str = "kim@pupil.example";

#[tokio::test]
async fn a_request_that_is_declined_is_answered_by_letter_with_what_to_do_next() {
    let (office, code) = Office::asked_by_kim(false).await;
    office.act(&code, What::Decline).await;
    let letter = office.letter(Purpose::Declined, KIM).await;
    for words in [code.to_string().as_str(), "What you can do next", "ask your tutor", "ask for another interview"] {
        assert!(letter.text.contains(words), "{words}: {}", letter.text);
    }
    assert_eq!(letter.calendar, None);
}

#[tokio::test]
async fn the_reason_for_declining_reaches_whoever_asked_in_reviewed_words() {
    let reasons = crate::house::guide().phrases().letters.decline_reasons.clone();
    assert!(reasons.len() >= 4, "{reasons:?}");
    for reason in reasons {
        let (office, code) = Office::asked_by_kim(false).await;
        office.act(&code, What::DeclineBecause(reason.key.clone())).await;
        let letter = office.letter(Purpose::Declined, KIM).await;
        let told = say(&office.app, "my appointments").await;
        for text in [&letter.text, &told] {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(text.contains(&reason.why) && text.contains(&reason.next), "{}: {text}", reason.key);
            assert!(!text.contains(&reason.key) && !text.contains('{'), "{text}");
        }
    }
}

#[tokio::test]
async fn a_reason_that_is_not_in_the_list_any_more_tells_what_to_do_all_the_same() {
    let (office, code) = Office::asked_by_kim(false).await;
    office.act(&code, What::DeclineBecause("gone".to_owned())).await;
    let letter = office.letter(Purpose::Declined, KIM).await;
    assert!(letter.text.contains("ask your tutor") && !letter.text.contains("gone"), "{}", letter.text);
}

#[tokio::test]
async fn a_request_that_the_team_takes_back_is_told_of_and_one_that_the_person_takes_back_is_not() {
    let (office, code) = Office::asked_by_kim(false).await;
    office.act(&code, What::Cancel).await;
    assert!(office.letter(Purpose::Declined, KIM).await.text.contains("has taken back your request"));

    let (office, _) = Office::asked_by_kim(false).await;
    say(&office.app, "cancel my request").await;
    office.app.post().expect("mail is open").carry().await.expect("the store works");
    assert!(office.memory.carried().iter().all(|letter| letter.purpose != Purpose::Declined), "they know it already");
}

#[tokio::test]
async fn an_adviser_who_is_ill_has_their_people_told_and_put_first_in_line() {
    let (office, code) = Office::asked_by_kim(true).await;
    let booked = office.letter(Purpose::Confirmed, KIM).await;
    let (staff, now) = (office.app.staff(), office.app.now());
    let day = "2026-11-24".parse().expect("a day");
    let put_back = staff.take_off(&"lane".into(), day..=day, now).await.expect("the adviser is taken off");
    assert_eq!(put_back, std::slice::from_ref(&code));

    let letter = office.letter(Purpose::PutBack, KIM).await;
    assert!(letter.text.contains("Tuesday 24 November at 10:00 am with Mr T. Lane"), "{}", letter.text);
    assert!(letter.text.contains("first in line") && letter.text.contains(&code.to_string()), "{}", letter.text);
    let told = office.letter(Purpose::TeamCancelled, "leader@ash.example").await;
    assert!(told.text.contains(KIM), "whoever has no address must be told by somebody: {}", told.text);

    // The same entry leaves the calendar, and a new time brings it back.
    let line = |letter: &Letter, name: &str| {
        let calendar = letter.calendar.clone().expect("a calendar file");
        calendar.lines().find(|line| line.starts_with(name)).expect("the line").to_owned()
    };
    assert_eq!((line(&letter, "METHOD"), line(&letter, "SEQUENCE")), ("METHOD:CANCEL".into(), "SEQUENCE:2".into()));
    assert_eq!(line(&letter, "UID"), line(&booked, "UID"));

    let book = staff.book().await.expect("a book");
    let order = book.diaries.waiting().order(&book.settings, fingerpost::booking::london::instant(now));
    assert!(order[0].entry.code == code && order[0].explain().contains("could not keep"), "{}", order[0].explain());
    assert_eq!(
        book.diaries.clashes(&book.team, fingerpost::booking::london::instant(now)),
        Vec::<&fingerpost::booking::Entry>::new()
    );
    let again = staff.take_off(&"lane".into(), day..=day, now).await.expect("a second time");
    assert_eq!(again, [], "nothing is put back twice");
    let nobody = staff.take_off(&"nobody".into(), day..=day, now).await.expect_err("nobody of that name");
    assert!(nobody.to_string().contains("there is no adviser `nobody`"), "{nobody}");
}

#[tokio::test]
async fn a_time_that_is_kept_is_not_booked_once_the_adviser_is_off() {
    let (office, code) = Office::asked_by_kim(true).await;
    let app = &office.app;
    say(app, &format!("cancel {code}")).await;
    for text in ["book an appointment", "tuesday at 10:35", "Kim year 11", "my school email", "university"] {
        say(app, text).await;
    }
    let day = "2026-11-24".parse().expect("a day");
    app.staff().take_off(&"lane".into(), day..=day, app.now()).await.expect("the adviser is taken off");
    let reply = say(app, "yes").await;
    assert!(reply.contains("That time is taken") && !reply.contains("You are booked"), "{reply}");
    let reply = say(app, "the first one").await;
    assert!(reply.contains("I am keeping Tuesday 1 December at 10am"), "{reply}");
    assert!(say(app, "yes").await.contains("You are booked: Tuesday 1 December at 10am"));
}
