//! Every kind of reply: each kind of block by itself, and what the house really says at each turn of a conversation.

use fingerpost::app::{App, Caller, fresh_key};
use fingerpost::booking::{SlotKey, What};
use fingerpost::chat::{Bar, Block, Choice, Kind, Message, Person, Reply, RouteCard, SourceLine};
use fingerpost::conversation::Turn;

use crate::house::{house_at, noon};

/// A reply with its name.
pub struct Shown {
    pub name: &'static str,
    pub turn: Turn,
}

fn cells(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn choices(labels: impl IntoIterator<Item = impl Into<String>>) -> Block {
    Block::Choices(labels.into_iter().map(Choice::new).collect())
}

fn source(title: &str, url: &str) -> SourceLine {
    let (publisher, checked) = ("Ministry of Routes".to_owned(), "2026-11-20".to_owned());
    SourceLine { title: title.to_owned(), publisher, url: url.to_owned(), checked }
}

/// One of each kind of block, with words that could be mistaken for mark-up or could call somebody.
pub fn blocks() -> Vec<(&'static str, Vec<Block>)> {
    let card = |id: &str, title: &str| RouteCard {
        id: id.to_owned(),
        title: title.to_owned(),
        summary: format!("{title} is one of the routes that this library knows, told in a sentence of its own."),
    };
    let bar = |label: &str, value: f64| Bar { label: label.to_owned(), value, text: format!("£{value}") };
    let said = |text: &str| Block::Paragraph(text.to_owned());
    vec![
        ("heading", vec![Block::Heading("First: the *bursary*".to_owned()), said("It helps with costs.")]),
        (
            "paragraph",
            vec![said(
                "Plain *words* with_marks, [signs](https://school.example), <at>tags</at> & @everyone.\nA second line.",
            )],
        ),
        (
            "notice",
            vec![Block::Notice(cells(&["Call 999 if it is now.", "I can't keep this secret."])), said("And then.")],
        ),
        ("list", vec![Block::List(cells(&["one", "two"]))]),
        (
            "facts",
            vec![Block::Facts(vec![
                ("Most you can get".to_owned(), "£1,200".to_owned()),
                ("Who pays".to_owned(), "your college".to_owned()),
            ])],
        ),
        (
            "table",
            vec![Block::Table {
                header: cells(&["Help", "Who runs it"]),
                rows: vec![cells(&["Bursary", "Your school"])],
            }],
        ),
        (
            "table-wide",
            vec![Block::Table {
                header: cells(&["", "A levels", "T Level", "Job"]),
                rows: vec![cells(&["Subjects", "three", "one", "none"])],
            }],
        ),
        (
            "routes",
            vec![
                Block::Routes(vec![card("a-levels", "A levels"), card("t-levels", "T Levels")]),
                said("No route is above another."),
            ],
        ),
        (
            "figure",
            vec![Block::Figure {
                title: "Full-time pay, pounds a year".to_owned(),
                bars: vec![bar("Lamplighter", 31_250.0), bar("All jobs", 39_039.0), bar("Bell keeper", 1.0)],
                caveat: "This is not starting pay.".to_owned(),
            }],
        ),
        ("choices", vec![said("What about?"), choices(["Apprenticeships", "Money for studying"])]),
        ("choices-many", vec![said("Which year?"), choices((1..=13).map(|year| format!("Year {year}")))]),
        (
            "sources",
            vec![
                said("It is so."),
                Block::Sources(vec![
                    source("Routes [at] 16", "https://routes.example/at_16(all)"),
                    source("Help", "https://help.example/"),
                ]),
            ],
        ),
    ]
}

/// What is said to the house, turn by turn, and under which name its answer hangs. A turn without a name is not shown.
const TOLD: &[(&str, &[(&str, &str)])] = &[
    (
        "",
        &[("how much is the bursary", "answer"), ("what can i do after year 11", "signpost"), ("hello", "small-talk")],
    ),
    ("", &[("how much does a lamplighter earn", "job"), ("what about a bell keeper", "job-without-pay")]),
    (
        "",
        &[
            ("how much is the bursary and what is a t level", "two-answers"),
            ("qwertz uiop", "no-answer"),
            ("", "nothing-said"),
        ],
    ),
    ("", &[("my dad hits me", "urgent"), ("i am so worried about my exams", "worry")]),
    (
        "yew",
        &[
            ("book an appointment", "booking-time"),
            ("the first", "booking-name"),
            ("Zoë", "booking-year"),
            ("year 11", "booking-contact"),
            ("my school email", "booking-topic"),
            ("apprenticeships", "booking-confirm"),
            ("yes", "booked"),
            ("my appointments", "my-appointment"),
            ("move my appointment", "moving"),
            ("stop", "stopped"),
            ("cancel my appointment", "cancelled"),
        ],
    ),
    (
        "elm",
        &[
            ("book an appointment", ""),
            ("Ana", ""),
            ("year 11", ""),
            ("my school email", ""),
            ("college", "booking-when"),
            ("any time", "logged"),
            ("book an appointment", "booked-already"),
        ],
    ),
];

/// Every reply of the gallery.
pub async fn all() -> Vec<Shown> {
    let app = house_at(noon()).await;
    let mut shown = Vec::new();
    let template = say(&app, "elm", "a template", "hello").await;
    for (name, blocks) in blocks() {
        let reply = Reply { kind: Kind::Answer, blocks };
        shown.push(Shown { name, turn: Turn { reply, shown: Vec::new(), ..template.clone() } });
    }
    for (at, (school, turns)) in TOLD.iter().enumerate() {
        for (text, name) in *turns {
            let turn = say(&app, school, &format!("person {at}"), text).await;
            shown.extend(Some(Shown { name, turn }).filter(|shown| !shown.name.is_empty()));
        }
    }
    let long = vec!["word"; 500].join(" ");
    shown.push(Shown { name: "too-long", turn: say(&app, "elm", "long", &long).await });
    shown.extend(waiting_list(&app).await);
    shown
}

/// The waiting list, and what staff offer from it.
async fn waiting_list(app: &App) -> Vec<Shown> {
    let mut shown = Vec::new();
    let wishes = ["book an appointment", "Other times", "none of them", "Ana", "year 11", "my school email", "college"];
    for text in wishes {
        say(app, "yew", "ana", text).await;
    }
    let turn = say(app, "yew", "ana", "wednesday before school").await;
    let code = turn.booking.as_ref().and_then(|note| note.code.clone()).expect("there is a code");
    shown.push(Shown { name: "waiting-list", turn });
    let code = fingerpost::booking::Code::parse(&code).expect("a code");
    let slot = What::Offer(SlotKey::parse("2026-11-24T11:10@lane").expect("a time"));
    app.staff().act(&code, slot, fresh_key(), noon()).await.expect("it is offered");
    shown.push(Shown { name: "offered", turn: say(app, "yew", "ana", "my appointments").await });
    shown.push(Shown { name: "offer-taken", turn: say(app, "yew", "ana", "yes, that suits me").await });
    shown
}

async fn say(app: &App, school: &str, person: &str, text: &str) -> Turn {
    let school = Some(school.to_owned()).filter(|school| !school.is_empty());
    let caller = Caller { person: Person::new(person), conversation: None, school, door: "gallery" };
    app.receive(&caller, &Message::new(text)).await.expect("a reply")
}
