//! The program as it is typed: `ask`, `chat`, `check`, `requests`, `serve`, and what each says when something is wrong.

use std::ffi::OsString;
use std::path::Path;

use serde_json::{Value, json};

use crate::check_gates::broken;
use crate::house::project;
use crate::program::{Running, run, run_with};

const BOOKING: [&str; 7] =
    ["book an appointment", "next tuesday at 3pm", "Sam", "year 11", "my school email", "apprenticeships", "yes"];

#[test]
fn ask_prints_the_answer_with_its_choices_and_sources() {
    let ended = run(["ask", "how", "much", "is", "the", "bursary"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    for words in [
        "You could get up to £900 a year.",
        "1. How to apply for the bursary",
        "Bursary guide — reported by Elm College; check, checked 2026-11-20",
        "https://ministry.example/bursary",
    ] {
        assert!(ended.out.contains(words), "“{words}” is not in “{}”", ended.out);
    }
    assert!(!ended.out.contains("college.example"), "where it was read at second hand is not shown");
}

#[test]
fn ask_takes_who_asks_and_which_school() {
    let ended = run(["ask", "how much is the bursary", "--audience", "parent", "--school", "demo"]);
    assert!(ended.out.contains("Your child could get up to £900 a year."), "{}", ended.out);
    run(["ask", "bursary", "--school", "nowhere"]).refused_with("there is no school `nowhere` here");
    run(["ask", "bursary", "--audience", "martian"]).refused_with("martian");
    run(["ask", "bursary", "--year", "14"]).refused_with("14");
}

#[test]
fn ask_explains_why_a_passage_won() {
    let ended = run(["ask", "--explain", "how much is the busary"]);
    for words in ["candidate", "bursary#amount", "busary → bursary", "threshold"] {
        assert!(ended.out.contains(words), "“{words}” is not in “{}”", ended.out);
    }
}

#[test]
fn ask_without_a_question_says_what_to_type() {
    run(["ask"]).refused_with("there is no question");
    run(["ask", "--json", "questions.jsonl"]).refused_with("write `--json -`");
}

#[test]
fn the_clock_is_pinned_to_a_day_or_a_moment_and_nonsense_is_refused() {
    assert!(run(["ask", "how much is the bursary", "--now", "2027-09-01"]).out.contains("not in yet"));
    assert!(run(["ask", "how much is the bursary", "--now", "2027-08-31T23:59"]).out.contains("£900"));
    for nonsense in ["yesterday", "2026-02-30", "21/11/2026", ""] {
        run(["ask", "bursary", "--now", nonsense]).refused_with("is not a day; write 2026-11-21");
    }
}

#[test]
fn a_json_answer_has_every_field_of_the_contract() {
    let answer =
        &lines(&[json!({"text": "how much is the bursary", "audience": "pupil", "year": 12, "school": "demo"})])[0];
    assert_eq!(answer["kind"], "answer");
    assert!(answer["text"].as_str().expect("text").contains("You could get up to £900 a year."));
    assert_eq!(answer["passages"], json!(["bursary#amount"]));
    assert_eq!(answer["routes"], json!([]));
    assert_eq!(
        answer["choices"],
        json!(["How to apply for the bursary", "Say it in easier words", "Ask for a guidance interview"])
    );
    assert_eq!(
        answer["sources"],
        json!([{"title": "Bursary guide", "publisher": "reported by Elm College; check", "url": "https://ministry.example/bursary", "checked": "2026-11-20"}])
    );
    let confidence = answer["confidence"].as_f64().expect("a number");
    assert!(confidence > 0.5 && confidence <= 1.0, "{confidence}");
    assert!(answer.get("booking").is_none(), "{answer}");
    assert_eq!(answer["session"], Value::Null);
    let text = answer["text"].as_str().expect("text");
    for left_out in ["How to apply for the bursary", "Bursary guide", "ministry.example"] {
        assert!(!text.contains(left_out), "sources and choices are left out of the text: {text}");
    }
}

#[test]
fn every_kind_of_answer_is_named() {
    let asked = [
        ("how much is the bursary", "answer"),
        ("word ".repeat(401).as_str(), "clarify"),
        ("what is the capital of peru", "abstain"),
        ("my dad hits me", "safeguard"),
        ("i want to see the careers lady", "booking"),
        ("hello", "smalltalk"),
        ("i am so stressed", "smalltalk"),
    ]
    .map(|(text, kind)| (text.to_owned(), kind));
    let answers = lines(&asked.iter().map(|(text, _)| json!({"text": text})).collect::<Vec<_>>());
    for ((text, kind), answer) in asked.iter().zip(&answers) {
        assert_eq!(answer["kind"], *kind, "{text}: {answer}");
    }
}

#[test]
fn all_routes_are_named_in_a_signpost() {
    let answer = &lines(&[json!({"text": "what can i do after year 11"})])[0];
    let mut routes: Vec<&str> =
        answer["routes"].as_array().expect("a list").iter().map(|route| route.as_str().expect("an id")).collect();
    routes.sort_unstable();
    assert_eq!(routes, ["a-levels", "apprenticeship", "t-levels"]);
}

#[test]
fn lines_that_cannot_be_read_get_an_error_and_the_run_goes_on() {
    let mut input = Vec::new();
    for line in [
        b"{\"text\": \"bursary\"}".as_slice(),
        b"this is not JSON",
        b"{\"text\": 5}",
        b"{\"question\": \"bursary\"}",
        b"[]",
        b"{\"text\": \"\xff\xfe\"}",
        b"",
        b"   ",
        b"{\"text\": \"bursary\", \"school\": \"nowhere\"}",
        b"{\"text\": \"bursary\"",
        b"{\"text\": \"\\ud800 bursary\"}",
    ] {
        input.extend_from_slice(line);
        input.push(b'\n');
    }
    input.extend_from_slice(format!("{{\"text\": \"{}\"}}\n", "x".repeat(1_000_001)).as_bytes());
    // The last line has no end of its own.
    input.extend_from_slice(b"{\"text\": \"bursary\"}");
    let ended = run_with(["ask", "--json", "-"], &input);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let answers: Vec<Value> = ended.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(answers.len(), 11, "one line for each that is not blank:\n{}", ended.out);
    for (at, words) in [
        (1, "the line is not a question"),
        (2, "the line is not a question"),
        (3, "missing field `text`"),
        (4, "the line is not a question"),
        (5, "the line is not UTF-8"),
        (6, "there is no school `nowhere` here"),
        (7, "the line is not a question"),
        (8, "the line is not a question"),
        (9, "send at most 1000000"),
    ] {
        assert!(answers[at]["error"].as_str().is_some_and(|error| error.contains(words)), "{at}: {}", answers[at]);
    }
    for at in [0, 10] {
        assert_eq!(answers[at]["kind"], "answer", "{}", answers[at]);
    }
}

#[test]
fn a_question_of_100_kilobytes_gets_a_kind_answer() {
    let answers =
        lines(&[json!({"text": "how much is the bursary ".repeat(4200)}), json!({"text": "x".repeat(100_000)})]);
    assert_eq!(answers[0]["kind"], "clarify", "{}", answers[0]);
    assert!(answers[0]["text"].as_str().expect("text").contains("my limit is 400"));
    assert!(matches!(answers[1]["kind"].as_str(), Some("abstain" | "clarify")), "{}", answers[1]);
}

#[test]
fn what_is_no_year_or_audience_changes_nothing() {
    let answers = lines(&[
        json!({"text": "how much is the bursary"}),
        json!({"text": "how much is the bursary", "year": 99, "audience": "martian"}),
        json!({"text": "how much is the bursary", "year": -1}),
    ]);
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0], answers[2]);
}

#[test]
fn lines_of_one_session_are_one_conversation_and_others_are_not() {
    let mut asked: Vec<Value> = BOOKING.iter().map(|text| json!({"text": text, "session": "a"})).collect();
    asked.insert(3, json!({"text": "how much is the bursary", "session": "b"}));
    asked.insert(4, json!({"text": "and how do i apply", "session": "b"}));
    asked.push(json!({"text": "my requests", "session": "a"}));
    asked.push(json!({"text": "my requests", "session": "b"}));
    asked.push(json!({"text": "Sam"}));
    let answers = lines(&asked);
    assert_eq!(answers[0]["booking"], json!({"state": "asking"}));
    assert_eq!(answers[0]["session"], "a");
    assert_eq!(answers[4]["passages"], json!(["bursary#apply"]));
    assert_eq!(answers[8]["booking"]["state"], "booked", "{}", answers[8]);
    let code = answers[8]["booking"]["code"].as_str().expect("a code");
    assert!(answers[8]["text"].as_str().expect("text").contains(code));
    assert_eq!(answers[9]["booking"]["code"], code);
    assert_eq!(answers[10]["booking"]["state"], "refused", "another session does not see it: {}", answers[10]);
    assert_ne!(answers[11]["kind"], "booking", "without a session nothing is remembered: {}", answers[11]);
}

#[test]
fn the_same_question_gets_the_same_answer_whoever_asks() {
    let asked = ["what can i do after year 11", "my son is black what can i do after year 11"];
    let answers = lines(&asked.map(|text| json!({"text": text})));
    assert_eq!(answers[0]["routes"], answers[1]["routes"], "one fixed order where there is no session");
    let again = lines(&[json!({"text": asked[0]})]);
    assert_eq!(answers[0], again[0], "and from run to run");
}

#[test]
fn without_a_data_folder_the_json_door_keeps_nothing_and_with_one_it_does() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data = folder.path().join("data");
    lines(&BOOKING.map(|text| json!({"text": text, "session": "a"})));
    assert_eq!(listed(&data), Vec::<Value>::new());
    let answers = lines_in(&data, &BOOKING.map(|text| json!({"text": text, "session": "a"})));
    let code = answers[6]["booking"]["code"].clone();
    let kept = listed(&data);
    assert_eq!(kept.len(), 1);
    assert_eq!(
        kept[0],
        json!({
            "code": code, "state": "confirmed", "school": "demo", "slot": "2026-11-24T15:00@okoro-lane", "asked_by": "pupil",
            "until": null, "reasons": [], "name": "Sam", "year": "Year 11", "contact": "my school e-mail",
            "about": "Apprenticeships", "preferred": "", "arranged": "", "for_child": false, "door": "lines",
            "made_at": "2026-11-21T12:00",
        })
    );
    let ended = run(with_data(&data, &["requests", "list"]));
    for words in [
        code.as_str().expect("a code"),
        "Tuesday 24 November at 3pm (careers room)",
        "confirmed",
        "Sam, Year 11 (my school e-mail)",
        "Apprenticeships",
    ] {
        assert!(ended.out.contains(words), "“{words}” is not in “{}”", ended.out);
    }
    // Cancelled in another run, by its code and in another session.
    let cancel = format!("cancel {}", code.as_str().expect("a code"));
    let answers = lines_in(&data, &[json!({"text": cancel, "session": "b"})]);
    assert_eq!(answers[0]["booking"]["state"], "cancelled", "{}", answers[0]);
    assert_eq!(listed(&data)[0]["state"], "cancelled");
}

#[test]
fn staff_refer_offer_meet_and_write_down() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let staff = |now: &str, words: &[&str]| {
        let mut command = with_data(folder.path(), words);
        command.extend(["--now".into(), now.into()]);
        run(command)
    };
    let told = staff(
        "2026-11-21",
        &[
            "appointments",
            "refer",
            "--school",
            "demo",
            "--name",
            "Ana",
            "--year",
            "Year 11",
            "--contact",
            "through the tutor",
            "--about",
            "College or sixth form",
        ],
    );
    let code = told.out.split(' ').next().expect("a code").to_owned();
    assert_eq!(told.code, 0, "{}", told.err);
    let waiting = staff("2026-12-06", &["appointments", "waiting"]);
    assert!(waiting.out.contains(&code) && waiting.out.contains("2 weeks of waiting (2)"), "{}", waiting.out);
    staff("2026-11-21", &["appointments", "weigh", &code, "referred"]);
    let waiting = staff("2026-11-21", &["appointments", "waiting"]);
    assert!(waiting.out.contains("4: Referred by staff (4)"), "{}", waiting.out);
    let slots = staff("2026-11-21", &["slots", "list"]);
    let slot = slots.out.split(' ').next().expect("a time").to_owned();
    assert_eq!(staff("2026-11-21", &["appointments", "offer", &code, &slot]).out, format!("{code} is offered.\n"));
    let again = staff("2026-11-21", &["appointments", "offer", &code, "2026-11-21T03:00@okoro-lane"]);
    assert!(again.code != 0 && !again.err.is_empty(), "{}", again.out);
    // Whoever has the code says yes, in any door.
    let answers =
        lines_in(folder.path(), &[json!({"text": code, "session": "a"}), json!({"text": "yes", "session": "a"})]);
    assert_eq!(answers[1]["booking"]["state"], "booked", "{}", answers[1]);
    let early = staff("2026-11-21", &["appointments", "attend", &code]);
    assert!(early.err.contains("the meeting has not begun yet"), "{}", early.err);
    assert_eq!(staff("2026-11-30", &["appointments", "attend", &code]).out, format!("{code} is attended.\n"));
    let written = staff(
        "2026-11-30",
        &[
            "appointments",
            "record",
            &code,
            "--topics",
            "college",
            "--action",
            "Visit the college|2026-12-04",
            "--action",
            "Ask about travel",
            "--next",
            "meet again in March",
            "--note",
            "anxious",
            "--by",
            "T. Lane",
        ],
    );
    assert_eq!(written.out, format!("{code} is recorded.\n"), "{}", written.err);
    let seen = lines_in(folder.path(), &[json!({"text": code, "session": "b"})]);
    let text = seen[0]["text"].as_str().expect("text");
    assert!(
        text.contains("Agreed: Visit the college, by 4 December 2026.") && text.contains("meet again in March"),
        "{text}"
    );
    assert!(!text.contains("anxious"), "a private note stays private: {text}");
}

#[test]
fn no_requests_are_said_to_be_none() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let ended = run(with_data(folder.path(), &["requests", "list"]));
    assert_eq!((ended.code, ended.out.as_str()), (0, "There are no requests.\n"), "{}", ended.err);
    assert_eq!(run(with_data(folder.path(), &["requests", "list", "--json"])).out, "");
}

#[test]
fn check_names_an_ask_that_is_a_question_by_which_answers_are_measured() {
    let measured = tempfile::tempdir().expect("a temporary folder");
    let questions = r#"{"id": "a1", "text": "How much is the bursary?"}"#;
    std::fs::write(measured.path().join("some.jsonl"), questions).expect("written");
    let ended = run(["check", "--questions", measured.path().to_str().expect("plain")]);
    assert!(
        ended.out.contains("`how much is the bursary` is a question by which answers are measured"),
        "{}",
        ended.out
    );
    assert_eq!(ended.code, 1, "{}", ended.out);
}

#[test]
fn of_two_answers_as_near_the_one_of_the_own_age_of_choice_is_said() {
    let page = |age: u8, day: &str| {
        format!(
            "+++\ntitle = \"Lanterns at {age}\"\nsummary = \"When to send it.\"\nsubject = \"lanterns-{age}\"\n\
             transition = {age}\nowner = \"careers leader\"\nchecked = 2026-11-21\nreview_by = 2027-02-19\n\
             sources = [\"ministry-routes\"]\n+++\n\n## Last day {{#last .dates}}\n\nThe {day} names it.\n\n\
             ### Asks\n\n- lantern form {day}\n- lantern papers {day}\n"
        )
    };
    let (at_16, at_18) = (page(16, "harbour"), page(18, "tower"));
    let folder = broken(&[("pages/work/lantern-16.md", "", &at_16), ("pages/work/lantern-18.md", "", &at_18)]);
    let knowledge = folder.path().to_str().expect("plain");
    let said = |year: &str| run(["ask", "lantern form", "--year", year, "--knowledge", knowledge]).out;
    assert!(said("11").starts_with("The harbour names it."), "{}", said("11"));
    assert!(said("13").starts_with("The tower names it."), "{}", said("13"));
}

#[test]
fn check_ends_with_0_when_clean_and_1_when_not() {
    let ended = run(["check"]);
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    assert!(ended.out.starts_with("0 problems in 10 pages, 39 sections"), "{}", ended.out);
    assert!(run(["check", "--report"]).out.contains("Highest reading ages"));
    let folder = broken(&[("pages/money/ema.md", "{{ema.last-year}}", "{{ema.year}}")]);
    let ended = run([OsString::from("check"), "--knowledge".into(), folder.path().into()]);
    assert_eq!(ended.code, 1, "{}", ended.err);
    assert!(
        ended.out.contains("pages/money/ema.md:13: `ema#ended` quotes the unknown fact `ema.year`; add it to"),
        "{}",
        ended.out
    );
    assert!(ended.out.contains("1 problem in 10 pages"), "{}", ended.out);
}

#[test]
fn a_missing_knowledge_folder_is_named() {
    for command in
        [["check"].as_slice(), &["ask", "bursary"], &["serve", "--port", "0", "--data", "postgres://nowhere"]]
    {
        let mut arguments: Vec<OsString> = command.iter().map(OsString::from).collect();
        arguments.extend(["--knowledge".into(), "/no/such/folder".into()]);
        run(arguments).refused_with("there is no knowledge folder at `/no/such/folder`");
    }
}

#[test]
fn an_empty_knowledge_folder_is_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    run([OsString::from("ask"), "bursary".into(), "--knowledge".into(), folder.path().into()])
        .refused_with("nothing is served without them");
}

#[test]
fn a_broken_page_is_named_and_the_others_still_serve() {
    let work = "pages/work/work-experience.md";
    let folder = broken(&[(work, "title = \"Work experience\"", "title = Work experience")]);
    let knowledge = ["--knowledge".into(), OsString::from(folder.path())];
    let named = run([OsString::from("check")].into_iter().chain(knowledge.clone()));
    assert_eq!(named.code, 1);
    assert!(named.out.contains("pages/work/work-experience.md:2:"), "{}", named.out);
    let answered = run(["ask".into(), "how much is the bursary".into()].into_iter().chain(knowledge.clone()));
    assert!(answered.out.contains("£900"), "{}{}", answered.out, answered.err);
    let gone = run(["ask".into(), "what is work experience".into()].into_iter().chain(knowledge));
    assert_eq!(gone.code, 0, "{}", gone.err);
    assert!(!gone.out.contains("short time at work"), "{}", gone.out);
}

#[test]
fn a_taken_port_is_named_with_what_to_do() {
    let other = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = other.local_addr().expect("an address").port().to_string();
    let folder = tempfile::tempdir().expect("a temporary folder");
    run(with_data(folder.path(), &["serve", "--port", &port])).refused_with(&format!(
        "port {port} is taken by another program; stop that one, or choose another with --port"
    ));
}

#[test]
fn a_data_folder_that_cannot_be_written_to_is_named() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("a-file");
    std::fs::write(&file, "in the way").expect("it can be written");
    for command in [["serve", "--port", "0"].as_slice(), &["chat"], &["requests", "list"], &["ask", "bursary"]] {
        run(with_data(&file.join("data"), command)).refused_with("cannot write to the data folder");
    }
}

#[test]
fn an_unknown_setting_is_refused_with_the_nearest_known_one() {
    let folder = config_with(&[("fingerpost.toml", "[web]\nprot = 80\n")]);
    let config = |folder: &Path| [OsString::from("check"), "--config".into(), folder.into()];
    run(config(folder.path())).refused_with("unknown setting `web.prot`; did you mean `web.port`?");
    let folder = config_with(&[("fingerpost.toml", "[web]\nport = \"eighty\"\n")]);
    run(config(folder.path())).refused_with("fingerpost.toml");
}

#[test]
fn a_missing_phrase_or_school_stops_the_start() {
    let ask = |folder: &Path| [OsString::from("ask"), "bursary".into(), "--config".into(), folder.into()];
    let folder = config_with(&[("phrases.toml", "[first_words]\nwhat = \"Hello\"\n")]);
    run(ask(folder.path())).refused_with("cannot use the phrases at");
    let folder = config_with(&[("schools/demo.toml", "name = \"Half\"\nunknown = 1\n")]);
    run(ask(folder.path())).refused_with("cannot read the school file");
    std::fs::remove_file(folder.path().join("schools/demo.toml")).expect("it was there");
    run(ask(folder.path())).refused_with("there is no school file in");
}

#[test]
fn a_short_secret_is_refused_and_never_printed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut command = crate::program::fingerpost();
    command.args(with_data(folder.path(), &["serve", "--port", "0"])).env("FINGERPOST_SECRET", "tiny-secret");
    let ended = crate::program::Ended::of(command.output().expect("the program starts"));
    ended.refused_with("FINGERPOST_SECRET is too short");
    assert!(!ended.err.contains("tiny-secret") && !ended.out.contains("tiny-secret"));
}

#[test]
fn of_several_schools_it_is_asked_once_which_it_is_and_danger_is_met_before_that() {
    let config = tempfile::tempdir().expect("a temporary folder");
    for file in ["fingerpost.toml", "phrases.toml"] {
        std::fs::copy(project("config").join(file), config.path().join(file)).expect("copied");
    }
    std::fs::create_dir(config.path().join("schools")).expect("made");
    for (id, text) in [
        ("elm", "name = \"Elm School\"\ndemo = true\n[says]\nguidance_where = \"the blue room\"\n"),
        ("oak", "name = \"Oak School\"\ndemo = true\n[says]\nguidance_where = \"the red room\"\n"),
    ] {
        std::fs::write(config.path().join(format!("schools/{id}.toml")), text).expect("written");
    }
    let said = ["where is the careers adviser", "oak school", "where is the careers adviser"];
    let mut asked: Vec<Value> = said.iter().map(|text| json!({"text": text, "session": "a"})).collect();
    asked.push(json!({"text": "my dad hits me", "session": "b"}));
    asked.push(json!({"text": "where is the careers adviser", "school": "elm"}));
    let input: String = asked.iter().map(|line| format!("{line}\n")).collect();
    let at = |rest: &[&str]| {
        let config = config.path().to_string_lossy().into_owned();
        ["--config".to_owned(), config].into_iter().chain(rest.iter().map(ToString::to_string)).collect::<Vec<_>>()
    };
    let ended = run_with(at(&["ask", "--json", "-"]), input.as_bytes());
    let answers: Vec<Value> = ended.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(
        (&answers[0]["kind"], &answers[0]["choices"]),
        (&json!("clarify"), &json!(["Elm School", "Oak School"]))
    );
    assert!(answers[1]["text"].as_str().is_some_and(|text| text.contains("You are at Oak School")), "{}", answers[1]);
    assert!(answers[2]["text"].as_str().is_some_and(|text| text.contains("the red room")), "{}", answers[2]);
    assert_eq!(answers[3]["kind"], "safeguard", "{}", answers[3]);
    assert!(answers[4]["text"].as_str().is_some_and(|text| text.contains("the blue room")), "{}", answers[4]);
    let once = run(at(&["ask", "where", "is", "the", "careers", "adviser"]));
    assert!(once.out.contains("Which school are you at?") && once.err.contains("--school"), "{}{}", once.out, once.err);
}

#[test]
fn a_default_school_answers_where_none_is_named_and_without_one_it_is_asked() {
    let oak = "name = \"Oak School\"\ndemo = true\n[says]\nguidance_where = \"the red room\"\n";
    for (settings, words) in [
        ("", "the careers room, next to the library"),
        ("school = \"oak\"\n", "the red room"),
        ("school = \"\"\n", "Which school are you at?"),
        ("school = \"yew\"\n", "Which school are you at?"),
    ] {
        let folder = config_with(&[("schools/oak.toml", oak), ("fingerpost.toml", settings)]);
        let config = folder.path().display().to_string();
        let ended = run(["--config", &config, "ask", "where", "is", "the", "careers", "adviser"].map(str::to_owned));
        assert!(ended.out.contains(words), "{settings}: “{words}” is not in “{}” {}", ended.out, ended.err);
        assert_eq!(
            ended.err.contains("There are several schools"),
            words.starts_with("Which"),
            "{settings}: {}",
            ended.err
        );
    }
}

#[test]
fn the_chat_in_a_terminal_opens_with_who_it_is_and_answers() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let ended = run_with(with_data(folder.path(), &["chat"]), b"how much is the bursary\n1\n");
    assert_eq!(ended.code, 0, "{}", ended.err);
    for words in [
        "DEMO: this school and its people are invented.",
        "I'm Fingerpost, a computer program for Fingerpost Demo Academy.",
        "I don't keep what you type.",
        "I can't keep that secret",
        "Get help now: type “help now”",
        "You could get up to £900 a year.",
        "Ask student services at your school or college for the form.",
        "Bye for now.",
    ] {
        assert!(ended.out.contains(words), "“{words}” is not in “{}”", ended.out);
    }
}

#[test]
fn a_chat_that_ends_in_the_middle_of_a_request_says_that_nothing_was_sent() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let ended = run_with(with_data(folder.path(), &["chat"]), b"book an appointment\nSam\n");
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.out.contains("Stopped. No request was sent, and I have kept nothing of it."), "{}", ended.out);
    assert_eq!(listed(folder.path()), Vec::<Value>::new());
}

#[test]
fn ctrl_c_in_the_middle_of_a_request_says_that_nothing_was_sent() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut chat = Running::start(with_data(folder.path(), &["chat"]));
    chat.say("book an appointment");
    chat.say("the first");
    chat.say("Sam");
    chat.until("8. Left school");
    chat.interrupt();
    let rest = chat.rest();
    assert!(rest.contains("Stopped. No request was sent, and I have kept nothing of it."), "{rest}");
    assert_eq!(listed(folder.path()), Vec::<Value>::new());
}

#[test]
fn what_is_not_utf_8_in_the_terminal_is_answered_all_the_same() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let ended = run_with(with_data(folder.path(), &["chat"]), b"\xff\xfe\x80\nhow much is the bursary\n");
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.out.contains("£900"), "{}", ended.out);
}

#[test]
fn a_request_acknowledged_just_before_the_process_is_killed_is_there() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut door = Running::start(with_data(folder.path(), &["ask", "--json", "-"]));
    let mut last = Value::Null;
    for text in BOOKING {
        door.say(&json!({"text": text, "session": "a"}).to_string());
        last = serde_json::from_str(&door.line().expect("an answer")).expect("JSON");
    }
    door.kill();
    assert_eq!(last["booking"]["state"], "booked", "{last}");
    let kept = listed(folder.path());
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0]["code"], last["booking"]["code"]);
}

#[test]
fn an_alert_raised_just_before_the_process_is_killed_is_there() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut door = Running::start(with_data(folder.path(), &["ask", "--json", "-"]));
    door.say(&json!({"text": "my dad hits me", "session": "a"}).to_string());
    let answer: Value = serde_json::from_str(&door.line().expect("an answer")).expect("JSON");
    door.kill();
    assert_eq!(answer["kind"], "safeguard");
    let address = fingerpost::store::Address::Folder(folder.path().to_owned());
    let waiting = tokio::runtime::Runtime::new().expect("a runtime").block_on(async {
        fingerpost::store::Store::open(&address).await.expect("it opens").alerts_waiting().await.expect("counted")
    });
    assert_eq!(waiting, 1);
}

#[test]
fn nobodys_words_stand_in_a_log() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let secret_words = "my dad hits me with zanzibar";
    let ended = run_with(
        with_data(folder.path(), &["ask", "--json", "-"]),
        format!("{}\n", json!({"text": secret_words})).as_bytes(),
    );
    assert!(ended.err.contains("an alert was raised"), "{}", ended.err);
    assert!(!ended.err.contains("zanzibar"), "{}", ended.err);
}

/// What the JSON door answers to these lines.
fn lines(asked: &[Value]) -> Vec<Value> {
    answers(run_with(["ask", "--json", "-"], &input(asked)))
}

/// The same over a data folder.
fn lines_in(data: &Path, asked: &[Value]) -> Vec<Value> {
    answers(run_with(with_data(data, &["ask", "--json", "-"]), &input(asked)))
}

pub fn input(asked: &[Value]) -> Vec<u8> {
    asked.iter().flat_map(|line| format!("{line}\n").into_bytes()).collect()
}

pub fn answers(ended: crate::program::Ended) -> Vec<Value> {
    assert_eq!(ended.code, 0, "{}", ended.err);
    ended.out.lines().map(|line| serde_json::from_str(line).expect("one JSON object a line")).collect()
}

/// The requests in a data folder, as `requests list --json` shows them.
pub fn listed(data: &Path) -> Vec<Value> {
    answers(run(with_data(data, &["requests", "list", "--json"])))
}

pub fn with_data(data: &Path, arguments: &[&str]) -> Vec<OsString> {
    let mut all: Vec<OsString> = arguments.iter().map(OsString::from).collect();
    all.extend(["--data".into(), data.into()]);
    all
}

/// A configuration folder with these files in place of ours.
fn config_with(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::create_dir(folder.path().join("schools")).expect("it can be made");
    for file in ["fingerpost.toml", "phrases.toml", "schools/demo.toml"] {
        std::fs::copy(project("config").join(file), folder.path().join(file)).expect("it can be copied");
    }
    for (file, text) in files {
        std::fs::write(folder.path().join(file), text).expect("it can be written");
    }
    folder
}
