//! Who is told of a disclosure, and what the person reads about it (D09–D13, D16, D17, D20).

use std::sync::Arc;
use std::time::Duration;

use fingerpost::app::{App, Caller};
use fingerpost::chat::{Message, Person};
use fingerpost::letters::{Concerns, Letter, Purpose, Route, Told};
use fingerpost::notify::{AlertSettings, Carrier, Mail, MailSettings, Manner, Memory, Post, Tls};
use fingerpost::store::{Address, Mark, PostState, RetentionSettings, Store};

use super::server::{self, Server, header};
use super::{ASH, FRIDAY_NIGHT, FRIDAY_NOON, SECRET, house, moment, phrases, post, quick, say, schools};
use crate::store::places;

const DISCLOSURE: &str = "he hits me 😢 {name}\t  every day";
const TOLD: &str = "I have told the people at school who keep you safe.";

fn memory() -> (Arc<Memory>, Vec<Arc<dyn Carrier>>) {
    let memory = Arc::new(Memory::new(Route::Mail));
    (memory.clone(), vec![memory])
}

fn mail(server: &Server) -> Vec<Arc<dyn Carrier>> {
    let settings = MailSettings {
        server: "127.0.0.1".to_owned(),
        port: server.address.port(),
        tls: Tls::None,
        from: "careers@ash.example".to_owned(),
        ..MailSettings::default()
    };
    let mail = Mail::open(&settings, None, None, Duration::from_secs(4)).expect("settings").expect("on");
    vec![Arc::new(mail)]
}

fn addresses(letters: &[Letter]) -> Vec<&str> {
    letters.iter().map(|letter| letter.to.address.as_str()).collect()
}

#[tokio::test]
async fn lead_and_deputy_get_the_words_to_the_letter_and_the_person_reads_that_somebody_knows() {
    let (memory, carriers) = memory();
    let app = house(FRIDAY_NOON, &carriers).await;
    let reply = say(&app, DISCLOSURE).await;
    assert!(reply.contains(TOLD), "{reply}");
    until(|| memory.carried().len() == 3).await;
    let mut letters = memory.carried();
    letters.sort_by(|a, b| a.key.cmp(&b.key));
    assert_eq!(addresses(&letters), ["deputy@ash.example", "lead@ash.example", "pager@ash.example"]);
    for letter in &letters {
        assert!(letter.text.contains(DISCLOSURE), "{}", letter.text);
        assert!(!letter.subject.contains("hits"), "{}", letter.subject);
        assert!(letter.text.contains("Friday 20 November at 12:00 pm") && letter.text.contains("web"));
        assert!(letter.text.contains("Who: not known"), "{}", letter.text);
    }
}

#[tokio::test]
async fn at_night_the_letters_go_and_the_person_reads_that_nobody_is_there() {
    let (memory, carriers) = memory();
    let app = house(FRIDAY_NIGHT, &carriers).await;
    let reply = say(&app, DISCLOSURE).await;
    assert!(!reply.contains(TOLD) && reply.contains("999"), "{reply}");
    until(|| memory.carried().len() == 3).await;
}

#[tokio::test]
async fn with_no_route_nobody_is_ever_said_to_be_told() {
    let app = house(FRIDAY_NOON, &[]).await;
    let reply = say(&app, DISCLOSURE).await;
    assert!(!reply.contains(TOLD), "{reply}");
    assert_eq!(app.store().alerts_waiting().await.expect("counted"), 1);
    assert_eq!(app.store().posted(None, None).await.expect("listed"), []);
}

#[tokio::test]
async fn over_a_real_server_the_wording_follows_what_the_server_said() {
    for (manner, told) in [
        (server::Manner::Takes(0), true),
        (server::Manner::DiesAfterward, true),
        (server::Manner::KnowsNobody, false),
        (server::Manner::IsBusy, false),
        (server::Manner::Hangs, false),
    ] {
        let server = Server::start(manner).await;
        let app = house(FRIDAY_NOON, &mail(&server)).await;
        let reply = say(&app, DISCLOSURE).await;
        assert_eq!(reply.contains(TOLD), told, "{manner:?}: {reply}");
        assert_eq!(app.store().alerts_waiting().await.expect("counted"), 1, "{manner:?}");
    }
}

#[tokio::test]
async fn nobody_listening_is_no_different_from_a_refusal() {
    let mut server = Server::start(server::Manner::Takes(0)).await;
    server.address = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let app = house(FRIDAY_NOON, &mail(&server)).await;
    assert!(!say(&app, DISCLOSURE).await.contains(TOLD));
    let waiting = app.store().posted(Some(PostState::Waiting), None).await.expect("listed");
    assert_eq!(waiting.len(), 3, "they are tried again");
    assert!(waiting.iter().all(|letter| letter.refusal.as_deref().is_some_and(|why| !why.contains('@'))));
}

#[tokio::test]
async fn an_allegation_about_staff_goes_to_the_head_and_one_about_the_head_to_the_chair() {
    let app = house(FRIDAY_NOON, &[]).await;
    let school = app.school(None).expect("a school");
    let routes = [Route::Mail, Route::Webhook];
    let (memory, carriers) = memory();
    let post = post(app.store().clone(), FRIDAY_NOON, &carriers);
    let writer = post.writer(school, &routes);
    let alarm = |concerns| fingerpost::letters::Alarm {
        reference: "7K2QX-M4TRA".to_owned(),
        concerns,
        words: DISCLOSURE.to_owned(),
        raised_at: moment(FRIDAY_NOON),
        door: "web".to_owned(),
        whereabouts: None,
    };
    let to = |letters: Vec<Letter>| letters.into_iter().map(|letter| letter.to.address).collect::<Vec<_>>();
    let lead = ["lead@ash.example", "deputy@ash.example", "pager@ash.example"];
    assert_eq!(to(writer.alert(&alarm(Concerns::Pupil))), [&lead[..], &["ash"]].concat());
    assert_eq!(to(writer.alert(&alarm(Concerns::Staff))), [&["head@ash.example"], &lead[..]].concat());
    assert_eq!(to(writer.alert(&alarm(Concerns::Head))), ["chair@ash.example"]);
    assert_eq!(to(writer.alert_unseen(&alarm(Concerns::Head), 2, true)), ["chair@ash.example", "lead@ash.example"]);
    let webhook = writer.alert(&alarm(Concerns::Pupil)).pop().expect("the last is the webhook's");
    assert_eq!(webhook.to.route, Route::Webhook);
    assert!(!webhook.text.contains("hits") && !webhook.html.contains("hits"), "a webhook gets no words");
    assert!(memory.carried().is_empty());
}

#[tokio::test]
async fn the_person_is_told_only_when_everybody_the_wording_names_has_it() {
    let accepted = |who: &[&str]| who.iter().map(|who| (*who).to_owned()).collect();
    for (concerns, who, told) in [
        (Concerns::Pupil, &["safeguarding_deputy"][..], Told::All),
        (Concerns::Pupil, &[], Told::NotAll),
        (Concerns::Staff, &["safeguarding_lead"], Told::NotAll),
        (Concerns::Staff, &["headteacher"], Told::NotAll),
        (Concerns::Staff, &["headteacher", "safeguarding_lead"], Told::All),
        (Concerns::Head, &["chair_of_governors"], Told::All),
        (Concerns::Head, &["safeguarding_lead"], Told::NotAll),
    ] {
        assert_eq!(concerns.told(&accepted(who)), told, "{concerns:?} {who:?}");
    }
}

#[tokio::test]
async fn a_teacher_is_not_reported_to_nobody() {
    let (memory, carriers) = memory();
    let app = house(FRIDAY_NOON, &carriers).await;
    let reply = say(&app, "my teacher touched me").await;
    assert!(reply.contains(TOLD), "{reply}");
    until(|| memory.carried().len() == 4).await;
    assert!(addresses(&memory.carried()).contains(&"head@ash.example"));
}

#[tokio::test]
async fn every_disclosure_is_alerted_and_never_mind_takes_none_back() {
    let (memory, carriers) = memory();
    let app = house(FRIDAY_NOON, &carriers).await;
    for text in [DISCLOSURE, "never mind i was joking", DISCLOSURE, "cancel", DISCLOSURE] {
        say(&app, text).await;
    }
    assert_eq!(app.store().alerts_waiting().await.expect("counted"), 3);
    until(|| memory.carried().len() == 9).await;
}

#[tokio::test]
async fn what_the_person_told_before_says_where_to_find_them() {
    let (memory, carriers) = memory();
    let app = house(FRIDAY_NOON, &carriers).await;
    for text in
        ["book an appointment", "Sam", "year 11", "sam@pupil.example", "apprenticeships", "any time", DISCLOSURE]
    {
        say(&app, text).await;
    }
    until(|| memory.carried().iter().filter(|letter| letter.purpose == Purpose::Alert).count() == 3).await;
    let letters = memory.carried();
    let alert = letters.iter().find(|letter| letter.purpose == Purpose::Alert).expect("an alert");
    assert!(alert.text.contains("Sam, Year 11") && alert.text.contains("sam@pupil.example"), "{}", alert.text);
}

#[tokio::test]
async fn an_alert_comes_again_until_it_is_seen_and_then_to_the_next_person() {
    for place in places().await {
        let store = place.open().await.with_secret(SECRET);
        let (memory, carriers) = memory();
        // Raised where no post was open: the first round is due at once.
        let quiet = App::new(crate::house::guide(), schools(ASH), store.clone(), Arc::new(|| moment(FRIDAY_NOON)));
        say(&quiet, DISCLOSURE).await;
        let round = |now: &'static str| {
            let post = post(store.clone(), now, &carriers);
            let memory = memory.clone();
            async move {
                let before = memory.carried().len();
                post.repeat_alerts().await.expect("repeated");
                post.carry().await.expect("carried");
                memory.carried()[before..].to_vec()
            }
        };
        let first = round(FRIDAY_NOON).await;
        assert_eq!(first.len(), 3, "{place}");
        assert!(first.iter().all(|letter| letter.text.contains(DISCLOSURE)), "{place}");
        assert_eq!(round("2026-11-20T12:14:00").await.len(), 0, "{place}: not yet");
        let second = round("2026-11-20T12:15:00").await;
        assert!(addresses(&second).contains(&"head@ash.example"), "{place}: {:?}", addresses(&second));
        assert!(second.iter().all(|letter| !letter.text.contains("hits")), "{place}: repeats hold no words");
        assert_eq!(round("2026-11-20T12:20:00").await.len(), 0, "{place}: not yet again");
        let reference = store.alerts(true).await.expect("listed")[0].reference.clone();
        assert!(
            store
                .mark_alert(&reference.to_lowercase(), Mark::Seen, "Ms D. Lead", moment(FRIDAY_NOON))
                .await
                .expect("marked"),
            "{place}"
        );
        assert!(
            !store.mark_alert(&reference, Mark::Seen, "another", moment(FRIDAY_NOON)).await.expect("tried"),
            "{place}"
        );
        assert_eq!(round("2026-11-20T14:00:00").await.len(), 0, "{place}: seen is seen");
    }
}

#[tokio::test]
async fn a_refused_alert_goes_to_the_next_person_at_once() {
    let (memory, carriers) = memory();
    memory.behave(Manner::RefusesForGood);
    let app = house(FRIDAY_NOON, &carriers).await;
    assert!(!say(&app, DISCLOSURE).await.contains(TOLD));
    let store = app.store().clone();
    until_async(async || store.posted(Some(PostState::GivenUp), None).await.expect("listed").len() == 3).await;
    memory.behave(Manner::Takes);
    let post = app.post().expect("a post");
    post.repeat_alerts().await.expect("repeated");
    post.carry().await.expect("carried");
    assert!(addresses(&memory.carried()).contains(&"head@ash.example"), "{:?}", addresses(&memory.carried()));
}

#[tokio::test]
async fn two_copies_send_one_round_between_them() {
    for place in places().await {
        let store = place.open().await.with_secret(SECRET);
        let quiet = App::new(crate::house::guide(), schools(ASH), store.clone(), Arc::new(|| moment(FRIDAY_NOON)));
        say(&quiet, DISCLOSURE).await;
        let (memory, carriers) = memory();
        let copies = [post(store.clone(), FRIDAY_NOON, &carriers), post(store.clone(), FRIDAY_NOON, &carriers)];
        let (one, other) = tokio::join!(copies[0].repeat_alerts(), copies[1].repeat_alerts());
        one.and(other).expect("repeated");
        while copies[0].carry().await.expect("carried").tried > 0 {}
        assert_eq!(memory.carried().len(), 3, "{place}");
    }
}

#[tokio::test]
async fn the_words_of_an_alert_go_a_week_after_the_school_has_them() {
    for place in places().await {
        let store = place.open().await.with_secret(SECRET);
        let quiet = App::new(crate::house::guide(), schools(ASH), store.clone(), Arc::new(|| moment(FRIDAY_NOON)));
        say(&quiet, DISCLOSURE).await;
        let settings = RetentionSettings::default();
        store.let_go(settings, moment("2036-01-01T00:00:00")).await.expect("gone");
        let reference = store.alerts(false).await.expect("listed")[0].reference.clone();
        assert!(!store.alerts(false).await.expect("listed")[0].words.is_empty(), "{place}: not before it is recorded");
        store.mark_alert(&reference, Mark::Recorded, "Ms D. Lead", moment(FRIDAY_NOON)).await.expect("marked");
        store.let_go(settings, moment("2026-11-27T11:59:00")).await.expect("gone");
        assert_eq!(store.alerts(false).await.expect("listed")[0].words, DISCLOSURE, "{place}");
        store.let_go(settings, moment("2026-11-27T12:00:00")).await.expect("gone");
        let left = store.alerts(false).await.expect("listed").remove(0);
        assert_eq!((left.words.as_str(), left.seen_by.as_deref()), ("", Some("Ms D. Lead")), "{place}");
        store.let_go(settings, moment("2028-11-21T12:00:00")).await.expect("gone");
        assert_eq!(store.alerts(false).await.expect("listed"), [], "{place}");
    }
}

#[tokio::test]
async fn the_loop_carries_at_once_and_stops_when_told() {
    let (memory, carriers) = memory();
    let store = Store::open(&Address::Memory).await.expect("a store").with_secret(SECRET);
    let settings = (quick(), AlertSettings::default());
    let post = Post::new(store.clone(), schools(ASH), phrases().letters, Arc::new(|| moment(FRIDAY_NOON)), settings);
    let post = Arc::new(post.with(carriers[0].clone()));
    let app = App::new(crate::house::guide(), schools(ASH), store, Arc::new(|| moment(FRIDAY_NOON)));
    let app = app.with_post(post.clone(), fingerpost::letters::Settings::default());
    let (stop, stopping) = tokio::sync::watch::channel(false);
    let running = tokio::spawn(async move { post.run(stopping).await });
    for text in ["book an appointment", "Sam", "year 11", "sam@pupil.example", "apprenticeships", "any time"] {
        say(&app, text).await;
    }
    until(|| memory.carried().len() == 3).await;
    let carried = memory.carried();
    let mut to = addresses(&carried);
    to.sort_unstable();
    assert_eq!(to, ["adviser@ash.example", "leader@ash.example", "sam@pupil.example"]);
    let receipt = carried.iter().find(|letter| letter.purpose == Purpose::Receipt).expect("a receipt");
    assert!(!receipt.text.contains("Sam"), "nothing typed is sent to an address nobody has checked: {}", receipt.text);
    stop.send_replace(true);
    running.await.expect("it stops");
}

#[tokio::test]
async fn an_alert_arrives_by_mail_as_it_was_written() {
    let server = Server::start(server::Manner::Takes(0)).await;
    let app = house(FRIDAY_NOON, &mail(&server)).await;
    let caller = Caller { person: Person::new("kim"), conversation: None, school: None, door: "web" };
    app.receive(&caller, &Message::new("he hits me")).await.expect("a reply");
    until(|| server.arrived().len() == 3).await;
    for arrived in server.arrived() {
        assert!(header(&arrived.raw, "Subject").expect("a subject").contains("Safeguarding"));
        assert_eq!(header(&arrived.raw, "Auto-Submitted").as_deref(), Some("auto-generated"));
        assert!(arrived.raw.contains("he hits me"), "{}", arrived.raw);
        assert!(arrived.to.len() == 1 && arrived.to[0].ends_with("@ash.example"), "{:?}", arrived.to);
    }
}

/// Waits until something is so; a test that waits for ever is ended by its runner.
pub async fn until(so: impl Fn() -> bool) {
    for _ in 0..1500 {
        if so() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("it never was so");
}

async fn until_async(so: impl AsyncFn() -> bool) {
    for _ in 0..1500 {
        if so().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("it never was so");
}
