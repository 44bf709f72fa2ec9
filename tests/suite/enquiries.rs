//! Messages for people at the school, from what is offered under an answer to the letter, the list and the end of what is kept.

use std::path::Path;
use std::sync::Arc;

use fingerpost::app::{App, Caller};
use fingerpost::booking::Code;
use fingerpost::chat::{Kind, Message, Person};
use fingerpost::conversation::{Guide, Turn};
use fingerpost::enquiry::{Decision, Enquiry, Outcome, Question};
use fingerpost::knowledge::{Library, Matter};
use fingerpost::letters::{self, Route};
use fingerpost::notify::{AlertSettings, Carrier, Memory, Post};
use fingerpost::phrases::Phrases;
use fingerpost::school::{Role, Schools};
use fingerpost::store::{Address, RetentionSettings, Store};

use crate::house::{project, today};
use crate::post::{FRIDAY_NOON, SECRET, moment, quick};

/// A page of an invented school's way with messages.
const PAGE: &str = r#"+++
title = "Messages"
summary = "What to do with an offer or a complaint."
subject = "messages"
names = ["messages"]
owner = "careers leader"
checked = 2026-11-21
review_by = 2027-02-19
reading = "everyone"
sources = ["ministry-routes"]
+++

## How a provider comes in {#provider .apply .enquiry-provider}

Providers write to the careers leader with three dates.

### Asks

- how does a provider come into school
- we are a training provider and would like to visit

## Your view {#view .apply .enquiry-feedback}

Your view helps. It can be short.

### Asks

- how do i give feedback
- where do i leave a comment

## How to complain {#complain .apply .enquiry-complaint}

Complaints go to the head first.

### Asks

- how do i complain
- i want to make a complaint

## How to complain about data {#data .apply .enquiry-data-complaint}

Complaints about data go to the data lead.

### Asks

- how do i complain about my data
- my data was shared without asking
"#;

const PASS_ON: &str = "\n[[intent]]\nwish = \"pass-on\"\nsays = [\"^ pass it/this/that on\"]\n";

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("made");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let to = to.join(path.file_name().expect("a name"));
        if path.is_dir() { copy(&path, &to) } else { std::fs::copy(&path, &to).map(|_| ()).expect("copied") }
    }
}

/// A guide over the library that never changes, and one page beside it.
fn guide() -> Guide {
    let folder = tempfile::tempdir().expect("a folder");
    copy(&project("tests/library"), folder.path());
    std::fs::write(folder.path().join("pages/guidance/messages.md"), PAGE).expect("written");
    let intents = folder.path().join("intents.toml");
    let own = std::fs::read_to_string(&intents).expect("the intents");
    std::fs::write(intents, own + PASS_ON).expect("written");
    let loaded = Library::load(folder.path(), today()).expect("a library");
    assert_eq!(loaded.problems, []);
    let phrases = Phrases::load(&project("config/phrases.toml")).expect("the phrases are whole");
    Guide::new(loaded.library, phrases).expect("a guide")
}

struct House {
    app: App,
    post: Arc<Post>,
    mail: Arc<Memory>,
}

impl House {
    async fn new() -> Self {
        let store = Store::open(&Address::Memory).await.expect("a store").with_secret(SECRET);
        let schools = Schools::load(&project("tests/schools")).expect("the schools");
        let phrases = Phrases::load(&project("config/phrases.toml")).expect("the phrases are whole").letters;
        let clock = Arc::new(|| moment(FRIDAY_NOON));
        let mail = Arc::new(Memory::new(Route::Mail));
        let settings = (quick(), AlertSettings::default());
        let post = Post::new(store.clone(), schools.clone(), phrases, clock.clone(), settings);
        let post = Arc::new(post.with(Arc::clone(&mail) as Arc<dyn Carrier>));
        let app = App::new(guide(), schools, store, clock).with_post(Arc::clone(&post), letters::Settings::default());
        Self { app, post, mail }
    }

    async fn say_at(&self, school: &str, person: &str, text: &str) -> Turn {
        let school = Some(school.to_owned());
        let caller = Caller { person: Person::new(person), conversation: None, school, door: "web" };
        self.app.receive(&caller, &Message::new(text)).await.expect("a reply")
    }

    async fn say(&self, text: &str) -> Turn {
        self.say_at("rowan", "kim", text).await
    }

    /// Says each in turn and returns the last reply.
    async fn say_all(&self, texts: &[&str]) -> Turn {
        let mut last = None;
        for text in texts {
            last = Some(self.say(text).await);
        }
        last.expect("something was said")
    }

    async fn kept(&self) -> Vec<Enquiry> {
        self.app.store().enquiries(Some("rowan")).await.expect("the messages can be read")
    }
}

const PROVIDER: [&str; 8] = [
    "how does a provider come into school",
    "Pass a message to the careers leader",
    "Dana Quist",
    "Fern Valley Training",
    "dana@fernvalley.example",
    "1",
    "an employer comes along",
    "skip",
];

#[tokio::test]
async fn a_provider_is_told_the_way_and_may_have_a_message_passed_on() {
    let house = House::new().await;
    let told = house.say(PROVIDER[0]).await;
    assert!(told.reply.text().contains("Providers write to the careers leader"));
    assert_eq!(told.reply.choices().first().map(String::as_str), Some("Pass a message to the careers leader"));
    let read_back = house.say_all(&PROVIDER[1..]).await.reply.text();
    assert!(
        read_back.contains(
            "To the careers leader: Dana Quist; Fern Valley Training; dana@fernvalley.example; A talk or assembly; An employer comes along."
        ),
        "{read_back}"
    );
    assert!(house.kept().await.is_empty(), "nothing is kept before it is confirmed");
    let done = house.say("Yes, pass it on").await;
    let kept = house.kept().await;
    assert_eq!(kept.len(), 1);
    assert_eq!((kept[0].matter, kept[0].to), (Matter::Provider, Role::CareersLeader));
    assert!(done.reply.text().contains(&kept[0].code.to_string()), "{}", done.reply.text());
    assert!(!done.reply.text().contains("told"), "nobody is said to have been told");
    house.post.carry().await.expect("carried");
    let letters = house.mail.carried();
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].to.address, "careers@rowan.example");
    assert!(letters[0].text.contains("Organisation: Fern Valley Training"), "{}", letters[0].text);
}

#[tokio::test]
async fn a_second_tap_passes_nothing_on_twice() {
    let house = House::new().await;
    house.say_all(&PROVIDER).await;
    let first = house.say("yes").await.reply.text();
    let second = house.say("yes").await.reply.text();
    let code = house.kept().await[0].code.to_string();
    assert!(first.contains(&code) && second.contains(&code), "{second}");
    assert_eq!(house.kept().await.len(), 1);
}

#[tokio::test]
async fn feedback_has_no_name_and_no_person_on_it() {
    let house = House::new().await;
    let asked = ["how do i give feedback", "1", "im a parent", "the careers programme", "1", "skip", "yes"];
    let done = house.say_all(&asked).await.reply.text();
    assert!(done.contains("nobody will write back"), "{done}");
    let kept = house.kept().await;
    assert_eq!((kept[0].person.as_str(), kept[0].told.get(&Question::Name)), ("", None));
    assert_eq!(kept[0].told[&Question::Who], "A parent or carer");
}

#[tokio::test]
async fn a_complaint_goes_to_the_head_and_one_about_data_to_the_data_lead() {
    let house = House::new().await;
    let complaint = ["i want to make a complaint", "1", "A pupil", "Sam", "my school e-mail", "2", "skip", "yes"];
    house.say_all(&complaint).await;
    let data = ["how do i complain about my data", "1", "1", "Sam", "through my tutor", "4", "skip", "yes"];
    house.say_all(&data).await;
    let mut kept = house.kept().await;
    kept.sort_by_key(|enquiry| enquiry.matter);
    assert_eq!((kept[0].matter, kept[0].to), (Matter::Complaint, Role::Headteacher));
    assert_eq!((kept[1].matter, kept[1].to), (Matter::DataComplaint, Role::DataLead));
    assert_eq!(kept[0].acknowledge_by(), None);
    assert_eq!(kept[1].acknowledge_by().map(|day| day.to_string()).as_deref(), Some("2026-12-20"));
    house.post.carry().await.expect("carried");
    let mut to: Vec<String> = house.mail.carried().into_iter().map(|letter| letter.to.address).collect();
    to.sort();
    assert_eq!(to, ["data@rowan.example", "head@rowan.example"]);
}

#[tokio::test]
async fn a_school_that_names_nobody_offers_nothing() {
    let house = House::new().await;
    let told = house.say_at("oak", "kim", PROVIDER[0]).await;
    assert!(told.reply.choices().iter().all(|choice| !choice.contains("message")), "{:?}", told.reply.choices());
    house.say_at("oak", "kim", "pass it on").await;
    let asked = house.say_at("oak", "kim", "Feedback").await.reply.text();
    assert!(asked.contains("ask at the school office"), "{asked}");
}

#[tokio::test]
async fn a_disclosure_in_any_field_is_met_first_and_the_message_waits() {
    let house = House::new().await;
    for field in 2..PROVIDER.len() {
        let person = format!("sam {field}");
        for text in &PROVIDER[..field] {
            house.say_at("rowan", &person, text).await;
        }
        let met = house.say_at("rowan", &person, "my dad hits me").await;
        assert_eq!(met.reply.kind, Kind::Safeguard, "field {field}");
        assert!(met.state.enquiry.is_some(), "field {field}");
        let on = house.say_at("rowan", &person, "yes").await;
        assert_eq!(on.reply.kind, Kind::SmallTalk, "field {field}: the question was whether they are safe");
    }
    assert!(house.kept().await.is_empty());
}

#[tokio::test]
async fn words_of_ones_own_are_asked_for_only_where_the_school_allows_it_and_nothing_private_is_kept() {
    let house = House::new().await;
    house.say_all(&PROVIDER[..7]).await;
    let refused = house.say("one of our tutors has ADHD").await.reply.text();
    assert!(refused.contains("touches on something private"), "{refused}");
    house.say_all(&["We can bring a forge.", "yes"]).await;
    assert_eq!(house.kept().await[0].told[&Question::Words], "We can bring a forge.");
    assert!(!Question::of(Matter::Complaint, false).contains(&Question::Words));
}

#[tokio::test]
async fn stopping_keeps_nothing_and_a_question_in_the_middle_is_answered() {
    let house = House::new().await;
    house.say_all(&PROVIDER[..4]).await;
    let aside = house.say("what is a guidance interview?").await;
    assert_eq!(aside.reply.kind, Kind::Answer);
    assert!(aside.reply.text().contains("Back to your message. How can the school reach you?"));
    let back = house.say("back").await.reply.text();
    assert!(back.contains("Which organisation are you from?"), "{back}");
    let stopped = house.say("stop").await;
    assert!(stopped.reply.text().contains("Nothing was passed on") && stopped.state.enquiry.is_none());
    assert!(house.kept().await.is_empty());
}

#[tokio::test]
async fn a_reference_says_where_a_message_stands_and_nothing_of_what_was_told() {
    let house = House::new().await;
    house.say_all(&PROVIDER).await;
    house.say("yes").await;
    let code = house.kept().await[0].code.clone();
    let stands = async |person: &str| house.say_at("rowan", person, &code.to_string()).await.reply.text();
    let open = stands("lee").await;
    assert!(open.contains("has not been marked as answered yet") && !open.contains("Dana"), "{open}");
    let decision = |reason: &str| Decision {
        outcome: Outcome::Declined,
        reason: reason.to_owned(),
        by: "Ms Linden".to_owned(),
        at: moment(FRIDAY_NOON),
    };
    let store = house.app.store();
    assert!(store.close_enquiry(&code, &decision("The hall is taken.")).await.expect("closed"));
    assert!(!store.close_enquiry(&code, &decision("Again.")).await.expect("looked for"), "only once");
    let closed = stands("lee").await;
    assert!(closed.contains("the answer is no") && closed.contains("The hall is taken."), "{closed}");
    let elsewhere = house.say_at("oak", "lee", &code.to_string()).await.reply.text();
    assert!(!elsewhere.contains("the answer is no"), "another school knows nothing of it: {elsewhere}");
}

#[tokio::test]
async fn messages_go_when_their_time_is_over_and_are_shown_and_erased_by_code() {
    let house = House::new().await;
    house.say_all(&PROVIDER).await;
    house.say("yes").await;
    for text in ["how do i give feedback", "1", "1", "1", "1", "skip", "yes"] {
        house.say_at("rowan", "lee", text).await;
    }
    let (store, settings) = (house.app.store(), RetentionSettings::default());
    let left = async |now: &str| {
        store.let_go(settings, moment(now)).await.expect("let go");
        let kept = store.enquiries(None).await.expect("read");
        kept.into_iter().map(|enquiry| enquiry.matter).collect::<Vec<_>>()
    };
    let code: Code = house.kept().await.iter().find(|one| one.matter == Matter::Provider).expect("kept").code.clone();
    let held = store.held(&code, settings).await.expect("held");
    assert!(held.iter().any(|held| held.what == "messages for somebody at the school"), "{held:?}");
    assert_eq!(left("2027-11-19T12:00:00").await.len(), 2);
    assert_eq!(left("2027-11-21T12:00:00").await, [Matter::Provider], "feedback stays for twelve months");
    assert_eq!(left("2028-11-19T12:00:00").await, [Matter::Provider]);
    assert_eq!(left("2028-11-21T12:00:00").await, []);
    let other = House::new().await;
    other.say_all(&PROVIDER).await;
    other.say("yes").await;
    let code = other.kept().await[0].code.clone();
    let erased = other.app.store().erase(&code).await.expect("erased");
    assert!(erased.iter().any(|gone| gone.rows == 1) && other.kept().await.is_empty());
}

#[tokio::test]
async fn a_fourth_message_within_the_hour_waits_and_loses_nothing() {
    let house = House::new().await;
    for _ in 0..3 {
        house.say_all(&PROVIDER).await;
        house.say("yes").await;
    }
    house.say_all(&PROVIDER).await;
    let turn = house.say("yes").await;
    assert!(turn.reply.text().contains("I have not passed this one on"), "{}", turn.reply.text());
    assert_eq!(
        turn.state.enquiry.as_ref().and_then(|draft| draft.told.get(&Question::Name)).map(String::as_str),
        Some("Dana Quist")
    );
    assert_eq!(house.kept().await.len(), 3);
    house.post.carry().await.expect("carried");
    assert_eq!(house.mail.carried().len(), 3, "no letter goes with what was not kept");
    let other = house.say_at("rowan", "ola", "how do i give feedback").await;
    assert_eq!(other.reply.kind, Kind::Answer, "somebody else is not held back");
}

#[tokio::test]
async fn one_address_passes_on_so_much_and_no_more() {
    let house = House::new().await;
    let from = async |person: &str, address: &str| {
        let caller = |person| Caller { person, conversation: None, school: Some("rowan".to_owned()), door: "web" };
        let mut last = None;
        for text in PROVIDER.into_iter().chain(["yes"]) {
            let message = Message::new(text);
            last = Some(house.app.receive_at(&caller(Person::new(person)), &message, address).await.expect("a reply"));
        }
        last.expect("something was said").reply.text()
    };
    for number in 0..20 {
        assert!(from(&format!("visitor {number}"), "198.51.100.9").await.contains("Your reference is"), "{number}");
    }
    assert!(from("visitor 20", "198.51.100.9").await.contains("I have not passed this one on"));
    assert!(from("visitor 21", "203.0.113.1").await.contains("Your reference is"), "another address is not held back");
    assert_eq!(house.kept().await.len(), 21);
}
