use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, NaiveDateTime, Utc};
use tokio::sync::{Notify, broadcast, watch};
use tokio::time::{Instant, sleep, timeout, timeout_at};

use super::settings::{AlertSettings, OutboxSettings};
use super::{Carrier, Lasting, Refusal};
use crate::booking::london;
use crate::letters::{Concerns, Letter, Route, Told, Writer};
use crate::phrases::Letters;
use crate::school::{School, Schools};
use crate::store::{Claim, Claimed, PostState, Store, StoreError};

/// How many letters are carried at a time.
const AT_A_TIME: u64 = 8;

/// How long the loop rests at most: another copy may have promised something meanwhile.
const LONGEST_REST: Duration = Duration::from_secs(10);

/// How long the loop rests when the store is down.
const STORE_DOWN: Duration = Duration::from_secs(2);

/// How long a person waits to read whether somebody was told.
const TOLD_WITHIN: Duration = Duration::from_secs(2);

/// Carries what the outbox holds.
pub struct Post {
    pub(super) store: Store,
    pub(super) schools: Schools,
    pub(super) phrases: Letters,
    pub(super) clock: Arc<dyn Fn() -> NaiveDateTime + Send + Sync>,
    pub(super) alerts: AlertSettings,
    outbox: OutboxSettings,
    carriers: Vec<Arc<dyn Carrier>>,
    wake: Notify,
    /// Keys of letters in the moment the other side took them.
    taken: broadcast::Sender<String>,
}

/// What a round of carrying did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Carried {
    /// How many letters were tried.
    pub tried: usize,
    /// How many were taken.
    pub taken: usize,
}

impl Post {
    /// A post over a store that was opened with its secret. The clock shows London's time.
    pub fn new(
        store: Store,
        schools: Schools,
        phrases: Letters,
        clock: Arc<dyn Fn() -> NaiveDateTime + Send + Sync>,
        (outbox, alerts): (OutboxSettings, AlertSettings),
    ) -> Self {
        let (taken, _) = broadcast::channel(256);
        Self { store, schools, phrases, clock, alerts, outbox, carriers: Vec::new(), wake: Notify::new(), taken }
    }

    /// The post with one more way out of the house.
    #[must_use]
    pub fn with(mut self, carrier: Arc<dyn Carrier>) -> Self {
        self.carriers.push(carrier);
        self
    }

    /// The store it carries from.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The routes that are open for a school.
    pub fn routes(&self, school: &str) -> Vec<Route> {
        self.carriers.iter().filter(|carrier| carrier.serves(school)).map(|carrier| carrier.route()).collect()
    }

    /// Who writes for a school, over the routes that are open for it.
    pub fn writer<'a>(&'a self, school: &'a School, routes: &'a [Route]) -> Writer<'a> {
        Writer { phrases: &self.phrases, school, now: self.house_now(), routes }
    }

    /// Says that a letter was promised, so that it is carried at once.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Carries letters until it is told to stop; what is under way is finished first. A store that is down is waited for.
    pub async fn run(&self, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            let rest = match self.tick().await {
                Ok(rest) => rest,
                Err(error) => {
                    tracing::error!(%error, "letters cannot be carried while the store is down; trying again");
                    STORE_DOWN
                }
            };
            tokio::select! {
                _ = stop.changed() => {}
                () = self.wake.notified() => {}
                () = sleep(rest) => {}
            }
        }
    }

    /// One step of the loop: repeats alerts, carries a round, and says how long to rest.
    async fn tick(&self) -> Result<Duration, StoreError> {
        self.repeat_alerts().await?;
        if self.carry().await?.tried > 0 {
            return Ok(Duration::ZERO);
        }
        let next = self.store.next_letter(self.house_now()).await?;
        let until = next.map(|next| (next.and_utc() - Utc::now()).to_std().unwrap_or(Duration::from_millis(200)));
        Ok(until.unwrap_or(LONGEST_REST).min(LONGEST_REST))
    }

    /// Claims what is due, alerts first, and carries it.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn carry(&self) -> Result<Carried, StoreError> {
        let claim = self.claim(None);
        let claimed = self.store.claim(&claim).await?;
        let tried = claimed.len();
        let mut under_way = tokio::task::JoinSet::new();
        for letter in claimed {
            under_way.spawn(self.delivery(letter, claim.owner.clone()));
        }
        let taken = under_way.join_all().await.into_iter().filter(|taken| *taken).count();
        Ok(Carried { tried, taken })
    }

    /// Listens for letters that are taken; to be called before they are promised, so that none is missed.
    pub fn listen(&self) -> broadcast::Receiver<String> {
        self.taken.subscribe()
    }

    /// Sends the letters about an alert now, before everything else, and waits two seconds at most for those who must have them. What
    /// takes longer goes on by itself.
    pub async fn tell(&self, reference: &str, concerns: Concerns, listening: broadcast::Receiver<String>) -> Told {
        let wait = async {
            self.send_about(reference).await?;
            self.until_told(reference, concerns, listening).await
        };
        match timeout(TOLD_WITHIN, wait).await {
            Ok(Ok(told)) => told,
            Ok(Err(error)) => {
                tracing::error!(%error, reference, "an alert cannot be sent now; it is tried again");
                Told::NotAll
            }
            Err(_) => Told::NotAll,
        }
    }

    /// Sends the letters about something, and waits for none of them.
    async fn send_about(&self, about: &str) -> Result<(), StoreError> {
        let claim = Claim { about: Some(about.to_owned()), ..self.claim(None) };
        for letter in self.store.claim(&claim).await? {
            tokio::spawn(self.delivery(letter, claim.owner.clone()));
        }
        Ok(())
    }

    async fn until_told(
        &self,
        reference: &str,
        concerns: Concerns,
        mut listening: broadcast::Receiver<String>,
    ) -> Result<Told, StoreError> {
        let (about, mut accepted) = (format!("alert/{reference}/"), BTreeSet::new());
        loop {
            // Another copy may have claimed a letter, so the store is asked now and then as well.
            match timeout_at(Instant::now() + Duration::from_millis(300), listening.recv()).await {
                Ok(Ok(key)) => accepted.extend(key.strip_prefix(&about).map(who)),
                _ => {
                    let sent = self.store.posted(Some(PostState::Sent), Some(reference)).await?;
                    accepted.extend(sent.iter().filter_map(|sent| sent.key.strip_prefix(&about)).map(who));
                }
            }
            if concerns.told(&accepted) == Told::All {
                return Ok(Told::All);
            }
        }
    }

    fn claim(&self, about: Option<String>) -> Claim {
        let lease = self.outbox.lease();
        Claim { owner: drawn(), house: self.house_now(), now: Utc::now(), lease, most: AT_A_TIME, about }
    }

    fn house_now(&self) -> DateTime<Utc> {
        london::instant((self.clock)())
    }

    /// The way of one letter, as something that can go on by itself; true if it was taken.
    fn delivery(&self, claimed: Claimed, owner: String) -> impl Future<Output = bool> + Send + 'static {
        let delivery = Delivery {
            store: self.store.clone(),
            carriers: self.carriers.clone(),
            outbox: self.outbox,
            taken: self.taken.clone(),
            owner,
        };
        async move { delivery.go(claimed).await }
    }
}

/// One letter on its way.
struct Delivery {
    store: Store,
    carriers: Vec<Arc<dyn Carrier>>,
    outbox: OutboxSettings,
    taken: broadcast::Sender<String>,
    owner: String,
}

impl Delivery {
    async fn go(&self, claimed: Claimed) -> bool {
        let (key, tried) = (claimed.key, claimed.tried);
        let outcome = match &claimed.letter {
            Some(letter) => self.carry(letter).await,
            None => Err(Refusal::for_good("it was closed under another FINGERPOST_SECRET")),
        };
        let urgent = claimed.letter.as_ref().is_some_and(|letter| letter.purpose.is_alert());
        let noted = match &outcome {
            Ok(()) => {
                // Nobody may be listening; that is no failure.
                self.taken.send(key.clone()).ok();
                self.note_sent(&key).await
            }
            Err(refusal) => self.note_refusal(&key, tried, urgent, refusal).await,
        };
        if let Err(error) = noted {
            tracing::error!(%error, "what became of a letter could not be noted; it is sent again under the same Message-ID");
        }
        outcome.is_ok()
    }

    async fn carry(&self, letter: &Letter) -> Result<(), Refusal> {
        let fits = |carrier: &&Arc<dyn Carrier>| carrier.route() == letter.to.route && carrier.serves(&letter.school);
        let Some(carrier) = self.carriers.iter().find(fits) else {
            return Err(Refusal::for_now("no way of this kind is open"));
        };
        let carried = timeout(self.outbox.patience(), carrier.carry(letter)).await;
        carried.unwrap_or_else(|_| Err(Refusal::for_now("the other side did not answer in time")))
    }

    /// The note that saves a second delivery is worth a few tries.
    async fn note_sent(&self, key: &str) -> Result<(), StoreError> {
        for wait in [50, 500, 2_000] {
            match self.store.sent(key).await {
                Ok(()) => return Ok(()),
                Err(_) => sleep(Duration::from_millis(wait)).await,
            }
        }
        self.store.sent(key).await
    }

    async fn note_refusal(&self, key: &str, tried: u32, urgent: bool, refusal: &Refusal) -> Result<(), StoreError> {
        let too_often = !urgent && tried + 1 >= self.outbox.tries;
        let says = refusal.says.as_str();
        if refusal.lasting == Lasting::ForGood || too_often {
            self.log(key, urgent, says, "a letter was given up; see `fingerpost outbox list --state given-up`");
            return self.store.given_up(key, &self.owner, says).await;
        }
        self.log(key, urgent, says, "a letter was not taken and is tried again");
        let next = Utc::now() + self.outbox.wait(tried, urgent, dice());
        self.store.failed(key, &self.owner, says, next).await
    }

    /// The failure of an alert alarms whoever watches the log (D13).
    fn log(&self, key: &str, urgent: bool, refusal: &str, says: &str) {
        if urgent {
            tracing::error!(letter = key, refusal, "SAFEGUARDING ALERT: {says}");
        } else {
            tracing::warn!(refusal, "{says}");
        }
    }
}

/// Who has a letter, by the end of its key below its alert: `1/safeguarding_lead`.
fn who(key: &str) -> String {
    key.rsplit('/').next().unwrap_or_default().to_owned()
}

fn drawn() -> String {
    let mut bytes = [0_u8; 12];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A number from 0 to 1.
fn dice() -> f64 {
    let mut bytes = [0_u8; 2];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    f64::from(u16::from_le_bytes(bytes)) / f64::from(u16::MAX)
}
