//! The careers leader is reminded once of a review that comes up.

use std::sync::Arc;

use chrono::{Datelike, NaiveDate, NaiveTime, Utc};
use fingerpost::letters::{Purpose, Route};
use fingerpost::notify::{AlertSettings, Carrier, Memory, Post};
use fingerpost::store::{Address, RetentionSettings, Store};

use super::{ASH, SECRET, moment, phrases, quick, schools};

async fn reminded(store: &Store, now: &'static str) -> Vec<(Purpose, String, String)> {
    let mail = Arc::new(Memory::new(Route::Mail));
    let school = format!("{ASH}\n[policy]\nnext_review = 2026-12-31\n");
    let settings = (quick(), AlertSettings::default());
    let post = Post::new(store.clone(), schools(&school), phrases().letters, Arc::new(move || moment(now)), settings)
        .with(Arc::clone(&mail) as Arc<dyn Carrier>);
    post.remind_of_reviews(60).await.expect("reminded");
    post.remind_of_reviews(60).await.expect("reminded again");
    post.carry().await.expect("carried");
    mail.carried().into_iter().map(|letter| (letter.purpose, letter.to.address, letter.subject)).collect()
}

#[tokio::test]
async fn a_review_that_comes_up_brings_the_careers_leader_one_letter() {
    let store = Store::open(&Address::Memory).await.expect("a store").with_secret(SECRET);
    assert_eq!(reminded(&store, "2026-10-31T09:00:00").await, [], "too early");
    let expected = (
        Purpose::ReviewDue,
        "leader@ash.example".to_owned(),
        "DEMO: Review coming up: careers policy (31 December 2026)".to_owned(),
    );
    assert_eq!(reminded(&store, "2026-11-02T09:00:00").await, [expected]);
    assert_eq!(reminded(&store, "2026-11-03T09:00:00").await, [], "once is enough");
    // What was carried is dated by the machine's clock.
    let today = Utc::now().date_naive();
    let ends_in = today.year() + i32::from(today.month() >= 9);
    let over = NaiveDate::from_ymd_opt(ends_in, 9, 2).expect("a day").and_time(NaiveTime::MIN);
    store.let_go(RetentionSettings::default(), over).await.expect("let go");
    assert_eq!(reminded(&store, "2026-12-30T09:00:00").await, [], "the letter is known although the year is over");
}
