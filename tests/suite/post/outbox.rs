//! The outbox does the same on SQLite in memory, SQLite in a folder, and PostgreSQL.

use std::sync::Arc;

use chrono::{TimeDelta, Utc};
use fingerpost::letters::{Letter, Purpose, Route};
use fingerpost::notify::{Carrier, Manner, Memory};
use fingerpost::store::{Claim, PostState, RetentionSettings, Store, StoreError};

use super::{FRIDAY_NOON, SECRET, letter, moment, post};
use crate::store::places;

fn claim(owner: &str) -> Claim {
    let (house, now) = (moment(FRIDAY_NOON).and_utc(), Utc::now());
    Claim { owner: owner.to_owned(), house, now, lease: TimeDelta::seconds(60), most: 8, about: None }
}

async fn claimed(store: &Store, claim: &Claim) -> Vec<Letter> {
    let claimed = store.claim(claim).await.expect("claimed");
    claimed.into_iter().map(|claimed| claimed.letter.expect("it opens")).collect()
}

#[tokio::test]
async fn a_letter_is_kept_once_and_comes_back_as_it_was_written() {
    for place in places().await {
        let store = place.open().await.with_secret(SECRET);
        let mut written = letter("person/1/receipt", "kim@school.example");
        written.text = "Hello 李雷\n.\n🔥".to_owned();
        written.calendar = Some("BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n".to_owned());
        for _ in 0..2 {
            store.post(std::slice::from_ref(&written)).await.expect("kept");
        }
        assert_eq!(claimed(&store, &claim("a")).await, [written], "{place}");
    }
}

#[tokio::test]
async fn of_many_who_claim_at_once_only_one_gets_a_letter() {
    for place in places().await {
        let store = place.open().await.with_secret(SECRET);
        let letters: Vec<Letter> =
            (0..40).map(|number| letter(&format!("key/{number}"), "kim@school.example")).collect();
        store.post(&letters).await.expect("kept");
        let mut claims = tokio::task::JoinSet::new();
        for owner in 0..10 {
            let store = store.clone();
            claims.spawn(async move { claimed(&store, &claim(&format!("owner {owner}"))).await });
        }
        let mut keys: Vec<String> = claims.join_all().await.into_iter().flatten().map(|letter| letter.key).collect();
        let all = keys.len();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), all, "{place}: a letter was claimed twice");
        assert!(all >= 8, "{place}: only {all} were claimed");
    }
}

#[tokio::test]
async fn a_claim_that_ran_out_is_free_again_and_a_letter_that_is_not_due_is_not() {
    for place in places().await {
        let store = place.open().await.with_secret(SECRET);
        let later = Letter {
            due_at: moment(FRIDAY_NOON).and_utc() + TimeDelta::hours(1),
            ..letter("key/later", "kim@school.example")
        };
        store.post(&[letter("key/now", "kim@school.example"), later]).await.expect("kept");
        assert_eq!(claimed(&store, &claim("a")).await.len(), 1, "{place}");
        assert_eq!(claimed(&store, &claim("b")).await.len(), 0, "{place}: it is leased");
        let afterward = Claim { now: Utc::now() + TimeDelta::seconds(61), ..claim("c") };
        assert_eq!(claimed(&store, &afterward).await.len(), 1, "{place}: the lease is over");
        let next_day = Claim { house: moment(FRIDAY_NOON).and_utc() + TimeDelta::days(1), ..claim("d") };
        assert_eq!(claimed(&store, &next_day).await[0].key, "key/later", "{place}: it is due");
    }
}

#[tokio::test]
async fn alerts_are_first_in_line() {
    for place in places().await {
        let store = place.open().await.with_secret(SECRET);
        let mut letters: Vec<Letter> =
            (0..20).map(|number| letter(&format!("key/{number}"), "kim@school.example")).collect();
        letters.push(Letter { purpose: Purpose::Alert, ..letter("alert/1/1/safeguarding_lead", "lead@ash.example") });
        store.post(&letters).await.expect("kept");
        let first = claimed(&store, &Claim { most: 1, ..claim("a") }).await;
        assert_eq!(first[0].purpose, Purpose::Alert, "{place}");
    }
}

#[tokio::test]
async fn address_and_words_are_closed_while_they_wait_and_gone_once_they_are_sent() {
    for place in places().await {
        let store = place.open().await.with_secret(SECRET);
        store.post(&[letter("key/1", "kim@school.example")]).await.expect("kept");
        let file = match &place.address {
            fingerpost::store::Address::Folder(folder) => Some(folder.clone()),
            _ => None,
        };
        let reads = |words: &str| {
            let files = file.iter().flat_map(|folder| std::fs::read_dir(folder).expect("a folder"));
            files
                .map(|file| std::fs::read(file.expect("a file").path()).expect("it can be read"))
                .any(|bytes| bytes.windows(words.len()).any(|window| window == words.as_bytes()))
        };
        assert!(!reads("kim@school.example") && !reads("Words for one person"), "{place}");
        let other = place.open().await.with_secret(b"another secret of thirty-two signs!");
        if place.lasts() {
            let claimed = other.claim(&claim("thief")).await.expect("claimed");
            assert!(claimed[0].letter.is_none(), "{place}: it does not open with another secret");
        }
        store.sent("key/1").await.expect("noted");
        let posted = store.posted(None, None).await.expect("listed");
        assert_eq!((posted[0].state, posted[0].purpose.as_str()), (PostState::Sent, "receipt"), "{place}");
        assert!(!store.resend("key/1").await.expect("tried"), "{place}: there is nothing left to send");
    }
}

#[tokio::test]
async fn nothing_is_kept_without_a_secret() {
    for place in places().await {
        let store = place.open().await;
        let refused = store.post(&[letter("key/1", "kim@school.example")]).await;
        assert!(matches!(refused, Err(StoreError::NoSecret)), "{place}: {refused:?}");
        assert_eq!(store.posted(None, None).await.expect("listed").len(), 0, "{place}");
    }
}

#[tokio::test]
async fn what_is_refused_for_good_is_given_up_visibly_and_can_be_sent_again() {
    for place in places().await {
        let store = place.open().await.with_secret(SECRET);
        let memory = Arc::new(Memory::new(Route::Mail));
        memory.behave(Manner::RefusesForGood);
        let post = post(store.clone(), FRIDAY_NOON, &[memory.clone() as Arc<dyn Carrier>]);
        store.post(&[letter("key/1", "kim@school.example")]).await.expect("kept");
        post.carry().await.expect("carried");
        let given_up = store.posted(Some(PostState::GivenUp), None).await.expect("listed");
        assert_eq!(given_up[0].refusal.as_deref(), Some("told to refuse for good"), "{place}");
        memory.behave(Manner::Takes);
        assert_eq!(post.carry().await.expect("carried").tried, 0, "{place}: given up is given up");
        assert!(store.resend("key/1").await.expect("resent"), "{place}");
        assert_eq!(post.carry().await.expect("carried").taken, 1, "{place}");
        assert_eq!(memory.carried().len(), 1, "{place}");
    }
}

#[tokio::test]
async fn what_is_refused_for_now_is_tried_again_later_and_not_for_ever() {
    for place in places().await {
        let store = place.open().await.with_secret(SECRET);
        let memory = Arc::new(Memory::new(Route::Mail));
        memory.behave(Manner::RefusesForNow);
        let post = post(store.clone(), FRIDAY_NOON, &[memory as Arc<dyn Carrier>]);
        store.post(&[letter("key/1", "kim@school.example")]).await.expect("kept");
        assert_eq!(post.carry().await.expect("carried").tried, 1, "{place}");
        assert_eq!(post.carry().await.expect("carried").tried, 0, "{place}: not at once");
        let waiting = store.posted(Some(PostState::Waiting), None).await.expect("listed");
        assert_eq!(waiting[0].attempts, 1, "{place}");
        assert!(waiting[0].next_at > Utc::now().naive_utc(), "{place}");
    }
}

#[tokio::test]
async fn reminders_of_what_was_called_off_are_withdrawn() {
    for place in places().await {
        let store = place.open().await.with_secret(SECRET);
        let reminder = Letter { purpose: Purpose::Reminder, ..letter("key/reminder", "kim@school.example") };
        store.post(&[reminder, letter("key/receipt", "kim@school.example")]).await.expect("kept");
        store.withdraw("7K2QX-M4TRA", &[Purpose::Reminder]).await.expect("withdrawn");
        let left: Vec<String> = claimed(&store, &claim("a")).await.into_iter().map(|letter| letter.key).collect();
        assert_eq!(left, ["key/receipt"], "{place}");
    }
}

#[tokio::test]
async fn what_is_left_of_letters_goes_with_the_school_year() {
    for place in places().await {
        let store = place.open().await.with_secret(SECRET);
        store
            .post(&[letter("key/1", "kim@school.example"), letter("key/2", "kim@school.example")])
            .await
            .expect("kept");
        store.sent("key/1").await.expect("noted");
        let settings = RetentionSettings::default();
        let over = |now: &'static str| {
            let store = store.clone();
            async move {
                let kept = store.keeping(settings, moment(now)).await.expect("counted");
                kept.iter().map(|kept| kept.over).sum::<u64>()
            }
        };
        let year = Utc::now().date_naive().format("%Y").to_string().parse::<i32>().expect("a year");
        let later: &'static str = Box::leak(format!("{}-09-01T00:00:00", year + 2).into_boxed_str());
        assert_eq!(over(later).await, 1, "{place}: one was sent, one waits");
        store.let_go(settings, moment(later)).await.expect("gone");
        let left = store.posted(None, None).await.expect("listed");
        assert_eq!(left.iter().map(|letter| letter.key.as_str()).collect::<Vec<_>>(), ["key/2"], "{place}");
    }
}
