//! Many people book at the same moment through the web door: nobody is lost, no time is given twice, and whoever comes too late for a time
//! is offered the next or waits.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use fingerpost::app::App;
use fingerpost::booking::{Code, State};
use fingerpost::channels::web::{self, Web};
use fingerpost::school::Schools;
use fingerpost::store::{Address, Store};
use reqwest::header::COOKIE;
use tokio::task::JoinSet;

use crate::house::{advisers, guide, noon, project};

/// More than Yew School has times for, so that some wait.
const PEOPLE: usize = 30;

/// More turns than a booking takes, even where every time that is shown has just gone.
const MOST_TURNS: usize = 40;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn thirty_people_book_at_once_and_none_is_lost_or_double() {
    let data = tempfile::tempdir().expect("a temporary folder");
    let (app, address) = served(&Address::Folder(data.path().to_owned())).await;
    let mut people = JoinSet::new();
    for number in 0..PEOPLE {
        people.spawn(books(address.clone(), number));
    }
    let told: BTreeMap<Code, &str> = people.join_all().await.into_iter().collect();
    assert_eq!(told.len(), PEOPLE, "everybody has a code of their own");

    let staff = app.staff();
    let all = staff.appointments(&staff.book().await.expect("a book")).await.expect("appointments");
    let kept: BTreeMap<Code, &str> = all
        .iter()
        .filter(|own| own.request.is_some())
        .map(|own| (own.entry.code.clone(), own.entry.state.word()))
        .collect();
    assert_eq!(told, kept, "what was acknowledged is what is kept");
    let booked = all.iter().filter(|own| own.entry.state == State::Confirmed);
    let times: Vec<_> = booked.filter_map(|own| own.entry.slot.as_ref().map(|slot| slot.key())).collect();
    assert_eq!(times.iter().collect::<BTreeSet<_>>().len(), times.len(), "a time was given twice");
    let free = staff.slots(&staff.book().await.expect("a book"), "yew", noon());
    assert!(times.len() > 20 && times.len() < PEOPLE, "{} are booked, the others wait", times.len());
    assert!(free.iter().all(|slot| !times.contains(&slot.key())), "what is booked is not free");
}

async fn served(store: &Address) -> (Arc<App>, String) {
    let store = Store::open(store).await.expect("a store");
    for adviser in advisers().advisers {
        store.keep_adviser(&adviser, noon()).await.expect("an adviser is kept");
    }
    let schools = Schools::load(&project("tests/schools")).expect("the schools can be read");
    let app = Arc::new(App::new(guide(), schools, store, Arc::new(noon)));
    let web = Web { app: app.clone(), secret: Arc::from([7_u8; 32]), settings: web::Settings::default() };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = format!("http://{}/s/yew/ask", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, web::router(web)).await });
    (app, address)
}

/// One person's whole booking: the code they were given, and where it stands as they were told.
async fn books(address: String, number: usize) -> (Code, &'static str) {
    let client = reqwest::Client::new();
    let mut says = "book an appointment";
    for _ in 0..MOST_TURNS {
        let cookie = format!("fingerpost={number:032x}");
        let request = client.post(&address).header(COOKIE, cookie).header("x-fingerpost", "fragment");
        let response = request.form(&[("text", says)]).send().await.expect("the server answers");
        assert!(response.status().is_success(), "{}", response.status());
        let reply = response.text().await.expect("a body");
        for (told, state) in [("You are booked", "confirmed"), ("Your request is saved", "waiting")] {
            if reply.contains(told) {
                let (_, rest) = reply.split_once("Your code is ").expect("a code is told");
                return (Code::find_in(rest).expect("it is one"), state);
            }
        }
        says = answer(&reply);
    }
    panic!("{number} is not booked after {MOST_TURNS} turns");
}

/// What somebody without wishes answers to a question.
fn answer(reply: &str) -> &'static str {
    const ANSWERS: [(&str, &str); 8] = [
        ("What name should they use", "Sam, year 11"),
        ("How can the team reach you", "through my tutor"),
        ("What would you like to talk about", "university"),
        ("Shall I book it", "yes"),
        ("When would suit you", "any time"),
        ("When shall it be", "any"),
        ("Is one of these free times good", "any"),
        ("Which is it", "any"),
    ];
    ANSWERS.iter().find(|(asked, _)| reply.contains(asked)).map(|(_, answer)| *answer).expect("a question")
}
