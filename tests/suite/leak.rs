//! Two academies of one trust, as shipped: what is one's own is never said at the other, whatever is asked, tapped, linked or kept.
//!
//! Of the gold questions every ninth is asked; all of them with FINGERPOST_LEAK=all, as `.ci/run` does.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use fingerpost::app::{App, Caller};
use fingerpost::booking::{Adviser, Code};
use fingerpost::channels::lines::draw;
use fingerpost::channels::web::Web;
use fingerpost::chat::{Audience, Message, Person};
use fingerpost::config::Settings;
use fingerpost::conversation::{Guide, Turn};
use fingerpost::knowledge::Library;
use fingerpost::phrases::Phrases;
use fingerpost::school::{School, Schools};
use fingerpost::server::Doors;
use fingerpost::store::{Address, Store};
use serde::Deserialize;
use toml::{Table, Value};

use crate::house::{noon, project, today};

/// The two academies.
const BOTH: [&str; 2] = ["demo", "tern-quay"];

/// What somebody asks about the school itself, in everyday words.
const ABOUT_THE_SCHOOL: [&str; 24] = [
    "who is the careers leader",
    "whos the careers adviser and how do i get hold of them",
    "which senior leader looks after careers",
    "who is the careers governor",
    "who is the senco",
    "who looks after kids in care here",
    "what do you do in year 8",
    "what do we do in year 10",
    "what happens in year 11 for careers",
    "what careers stuff is there in key stage 3",
    "how does a college come in to talk to pupils",
    "when would you say no to a provider",
    "what room can visitors have",
    "when can providers come in",
    "how do you know careers lessons work",
    "when is the careers policy reviewed",
    "which version of the careers policy is this",
    "what careers websites do we use",
    "how do i complain about careers",
    "you kept my data wrong, who do i complain to",
    "how can i see my careers record",
    "where do i go for my careers interview",
    "am i entitled to a careers interview",
    "where is the safeguarding policy",
];

/// What is said after a question, in the same conversation.
const FURTHER: [&str; 3] = ["who at school can help me with that", "how do i contact them", "tell me more"];

/// A question of the gold files.
#[derive(Deserialize)]
struct Gold {
    #[serde(alias = "standard")]
    text: String,
    #[serde(default)]
    audience: Option<String>,
    #[serde(default)]
    year: Option<u8>,
}

fn gold() -> Vec<Gold> {
    let all = std::env::var("FINGERPOST_LEAK").is_ok_and(|value| value == "all");
    let mut files: Vec<_> = std::fs::read_dir(project("tests/gold"))
        .expect("the folder is there")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "jsonl"))
        .collect();
    files.sort();
    let texts: Vec<String> = files.iter().map(|path| std::fs::read_to_string(path).expect("a gold file")).collect();
    let lines = texts.iter().flat_map(|text| text.lines()).filter(|line| !line.trim().is_empty());
    let each: Vec<Gold> = lines.map(|line| serde_json::from_str(line).expect("a gold question")).collect();
    assert!(each.len() > 1_500, "there are {} gold questions", each.len());
    each.into_iter().step_by(if all { 1 } else { 9 }).collect()
}

static GUIDE: LazyLock<Arc<Guide>> = LazyLock::new(|| {
    let library = Library::load(&project("knowledge"), today()).expect("the folder is there").library;
    let phrases = Phrases::load(&project("config/phrases.toml")).expect("the phrases are whole");
    Arc::new(Guide::new(library, phrases).expect("there are urgent words and pages"))
});

fn shipped() -> Schools {
    Schools::load(&project("config/schools")).expect("the schools load").with_default("demo")
}

async fn house(schools: Schools) -> App {
    #[derive(Deserialize)]
    struct File {
        advisers: Vec<Adviser>,
    }
    let store = Store::open(&Address::Memory).await.expect("a store in memory opens");
    let text = std::fs::read_to_string(project("config/demo-advisers.toml")).expect("the advisers are there");
    for adviser in toml::from_str::<File>(&text).expect("they can be read").advisers {
        store.keep_adviser(&adviser, noon()).await.expect("an adviser is kept");
    }
    App::new(Arc::clone(&GUIDE), schools, store, Arc::new(noon))
}

/// The words of a text, small and with one space between them.
fn plain(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The strings of a school's file that tell people about it; `always` are those whose words nobody else can have by chance.
fn told(school: &School, always: bool) -> Vec<String> {
    let keys: &[&str] = if always {
        &["name", "contacts", "tools", "domains", "links"]
    } else {
        &["programme", "provider_access", "impact_measures", "says", "safeguarding"]
    };
    let file = Table::try_from(school).expect("a school is a table");
    let mut out = Vec::new();
    keys.iter().filter_map(|key| file.get(*key)).for_each(|value| strings(value, &mut out));
    out
}

fn strings(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::String(text) => out.push(plain(text)),
        Value::Array(items) => items.iter().for_each(|item| strings(item, out)),
        Value::Table(table) => table.values().for_each(|value| strings(value, out)),
        _ => {}
    }
}

/// What gives a school away: its names, surnames, addresses, numbers and tools, and every five words in a row of what it tells, where
/// neither the other school nor the shipped knowledge says the same.
fn marks(school: &School, other: &School) -> BTreeSet<String> {
    let others = [told(other, true), told(other, false)].concat().join("\n");
    let certain = told(school, true).into_iter().flat_map(|text| {
        let surname =
            school.contacts.values().filter_map(|contact| contact.name.as_deref()).find(|name| plain(name) == text);
        [surname.and_then(|name| name.split(' ').next_back()).map(plain), Some(text)].into_iter().flatten()
    });
    let windows = told(school, false).into_iter().flat_map(|text| {
        let words: Vec<&str> = text.split(' ').collect();
        words.windows(5.min(words.len())).map(|words| words.join(" ")).collect::<Vec<_>>()
    });
    let windows = windows.filter(|mark| !KNOWLEDGE.contains(mark.as_str()));
    certain.chain(windows).filter(|mark| mark.len() >= 5 && !others.contains(mark.as_str())).collect()
}

/// All that the shipped pages say, as one text.
static KNOWLEDGE: LazyLock<String> = LazyLock::new(|| {
    let mut folders = vec![project("knowledge")];
    let mut out = String::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                out.push_str(&plain(&std::fs::read_to_string(path).expect("a page")));
            }
        }
    }
    out
});

/// A house, and what gives each of its schools away.
struct Trust {
    app: App,
    marks: [BTreeSet<String>; 2],
}

impl Trust {
    /// The shipped trust.
    async fn shipped() -> Self {
        Self::of(shipped()).await
    }

    /// A house of these schools; marks are those of the shipped ones.
    async fn of(schools: Schools) -> Self {
        let shipped = shipped();
        let [first, second] = BOTH.map(|id| shipped.find(Some(id)).expect("it is shipped"));
        Self { app: house(schools).await, marks: [marks(first, second), marks(second, first)] }
    }

    async fn say(&self, at: usize, person: &str, asked: &Gold) -> Turn {
        let caller = Caller {
            person: Person::new(person),
            conversation: Some(person.to_owned()),
            school: Some(BOTH[at].to_owned()),
            door: "web",
        };
        let message = Message {
            text: asked.text.clone(),
            audience: asked.audience.as_deref().and_then(Audience::from_word),
            year: asked.year,
            ..Message::default()
        };
        self.app.receive(&caller, &message).await.expect("a reply")
    }

    async fn hear(&self, at: usize, person: &str, text: &str) -> Turn {
        self.say(at, person, &Gold { text: text.to_owned(), audience: None, year: Some(10) }).await
    }

    /// What of the other school's own stands in words said at this one.
    fn leaks(&self, at: usize, said: &str) -> Vec<&str> {
        found(&self.marks[1 - at], said)
    }

    fn clean(&self, at: usize, asked: &str, said: &str) {
        let leaks = self.leaks(at, said);
        assert!(leaks.is_empty(), "“{asked}” at {} says {leaks:?} of the other school: {said}", BOTH[at]);
    }

    /// Everything of a turn that any door could draw, and what its passages say by their links.
    fn drawn(&self, at: usize, turn: &Turn) -> String {
        let school = self.app.school(Some(BOTH[at])).expect("it is shipped");
        let guide = self.app.guide();
        let linked = turn.shown.iter().filter_map(|id| guide.quote(school, today(), 0, id));
        let linked: Vec<String> = linked.map(|(title, reply)| format!("{title} {reply:?}")).collect();
        format!("{} {:?} {}", draw(turn, None), turn.reply, linked.join(" "))
    }

    /// Goes on by the first thing offered, or by what a person would type, and returns all that was said.
    async fn go_on(&self, at: usize, person: &str, begin: &str) -> String {
        let mut said = String::new();
        let mut turn = self.hear(at, person, begin).await;
        for typed in ["Sam Example", "Example College", "sam@pupil.example", "yes", "sam@pupil.example", "yes", "yes"] {
            said.push_str(&self.drawn(at, &turn));
            let next = turn.reply.choices().first().cloned().unwrap_or_else(|| typed.to_owned());
            turn = self.hear(at, person, &next).await;
        }
        said + &self.drawn(at, &turn)
    }
}

fn found<'a>(marks: &'a BTreeSet<String>, said: &str) -> Vec<&'a str> {
    let said = plain(said);
    marks.iter().map(String::as_str).filter(|mark| said.contains(mark)).collect()
}

#[tokio::test]
async fn no_gold_question_is_answered_with_what_is_the_other_schools_own() {
    let trust = Trust::shipped().await;
    for (number, asked) in gold().iter().enumerate() {
        for at in [0, 1] {
            let person = format!("{number} at {at}");
            let turn = trust.say(at, &person, asked).await;
            trust.clean(at, &asked.text, &trust.drawn(at, &turn));
            if number % 5 == 0 {
                let further = FURTHER[number / 5 % FURTHER.len()];
                let turn = trust.hear(at, &person, further).await;
                trust.clean(at, further, &trust.drawn(at, &turn));
            }
        }
    }
}

#[tokio::test]
async fn a_question_about_the_school_is_answered_with_its_own_and_nothing_of_the_other() {
    let trust = Trust::shipped().await;
    let mut own = [BTreeSet::new(), BTreeSet::new()];
    for asked in ABOUT_THE_SCHOOL {
        for at in [0, 1] {
            for person in ["pupil", "parent", "staff", "provider"] {
                let question = Gold { text: asked.to_owned(), audience: Some(person.to_owned()), year: None };
                let turn = trust.say(at, &format!("{asked} {person} {at}"), &question).await;
                let said = trust.drawn(at, &turn);
                trust.clean(at, asked, &said);
                own[at].extend(found(&trust.marks[at], &said).into_iter().map(str::to_owned));
            }
        }
    }
    for (at, own) in own.iter().enumerate() {
        let school = trust.app.school(Some(BOTH[at])).expect("it is shipped");
        let leader = school.contacts.values().filter(|contact| contact.public).filter_map(|contact| contact.named());
        let named = leader.filter(|name| own.contains(&plain(name))).count();
        assert!(named >= 5, "{} names {named} of its people", BOTH[at]);
        assert!(school.tools.iter().all(|tool| own.contains(&plain(tool))), "{} names its tools: {own:?}", BOTH[at]);
        assert!(own.len() > 100, "{} tells {} things of its own", BOTH[at], own.len());
    }
}

#[tokio::test]
async fn what_is_kept_at_one_school_is_not_told_at_the_other() {
    let trust = Trust::shipped().await;
    for at in [0, 1] {
        let other = 1 - at;
        for begin in [
            "book an appointment",
            "we are a training provider and would like to visit",
            "i want to complain about careers",
        ] {
            let person = format!("{begin} {at}");
            let said = trust.go_on(at, &person, begin).await;
            trust.clean(at, begin, &said);
            let code = Code::find_in(&said);
            for asked in [
                code.map_or("where is my message".to_owned(), |code| code.to_string()),
                "my appointment".to_owned(),
                "cancel it".to_owned(),
            ] {
                let turn = trust.hear(other, &person, &asked).await;
                trust.clean(other, &asked, &trust.drawn(other, &turn));
            }
        }
    }
}

#[tokio::test]
async fn no_page_of_a_schools_address_tells_of_the_other() {
    let trust = Trust::shipped().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let (app, marks) = (Arc::new(trust.app), trust.marks);
    let web =
        Web { app: Arc::clone(&app), secret: (*b"a secret of the tests").into(), settings: Settings::default().web };
    tokio::spawn(async move { fingerpost::server::serve(listener, Doors { web, desk: None, teams: None }).await });
    let read = async |path: &str| {
        let response = reqwest::get(format!("{address}{path}")).await.expect("the server answers");
        response.text().await.expect("a body")
    };
    let passages = ["who-is-who/leader", "careers-programme/year-9", "careers-programme/review"];
    for at in [0, 1] {
        // The bare address is the default school's.
        let bases: &[&str] = if at == 0 { &["", "/s/demo"] } else { &["/s/tern-quay"] };
        for base in bases {
            let own_name = plain(&app.school(Some(BOTH[at])).expect("it is shipped").name);
            let pages = ["/", "/help-now", "/privacy", "/accessibility"].map(str::to_owned);
            let links = passages.map(|passage| format!("/a/{passage}"));
            for path in pages.iter().chain(&links) {
                let page = read(&format!("{base}{path}")).await;
                assert!(plain(&page).contains(&own_name), "{base}{path} stands under the school's name: {page}");
                assert_eq!(found(&marks[1 - at], &page), Vec::<&str>::new(), "{base}{path}");
            }
        }
    }
    assert!(read("/").await.contains("href=\"/schools\""), "the bare address leads to the other school");
    let all = plain(&read("/schools").await);
    assert!(all.contains("/s/tern-quay/") && all.contains("/s/demo/"), "{all}");
}

#[tokio::test]
async fn a_planted_leak_is_seen() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["trust", "demo", "tern-quay"] {
        let path = format!("config/schools/{name}.toml");
        let text = std::fs::read_to_string(project(&path)).expect("it is shipped");
        let planted = text.replace("name = \"Mr W. Tansley\"\nemail", "name = \"Ms R. Ashdown\"\nemail");
        std::fs::write(folder.path().join(format!("{name}.toml")), planted).expect("written");
    }
    let trust = Trust::of(Schools::load(folder.path()).expect("they load")).await;
    let turn = trust.hear(1, "a pupil", "who is the careers leader").await;
    assert_eq!(trust.leaks(1, &trust.drawn(1, &turn)), ["ashdown", "ms r. ashdown"]);
}
