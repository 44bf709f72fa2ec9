//! Where to write to in Teams: a person's chat, kept only with an open request and gone with it, and the careers team's channel. The
//! addresses are sealed under a key that is not in the store.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use chrono::NaiveDateTime;
use hmac::{Hmac, Mac};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use sha2::Sha256;

use super::tables::teams_reference::{ActiveModel, Column, Entity};
use super::{Store, StoreError};
use crate::booking::Code;
use crate::chat::Person;

/// Length of the number that is drawn for each sealing, in bytes.
const NONCE: usize = 24;

/// Whom a reference leads to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum TeamsAddressee {
    /// A person.
    Person(Person),
    /// The careers team of this school.
    Team(String),
}

/// A reference as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamsReference {
    /// Whom it leads to.
    pub to: TeamsAddressee,
    /// The school.
    pub school: String,
    /// The request with which it goes; none for a team.
    pub request: Option<Code>,
    /// The address, in the door's own words.
    pub address: String,
    /// Whether Teams said that nothing more may be written there.
    pub stopped: bool,
}

impl TeamsAddressee {
    fn key(&self) -> String {
        match self {
            Self::Person(person) => format!("person:{}", person.key()),
            Self::Team(school) => format!("team:{school}"),
        }
    }
}

impl Store {
    /// Keeps a reference, in place of the one that was there. `secret` is the house's key.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn keep_teams_reference(
        &self,
        reference: &TeamsReference,
        secret: &[u8],
        now: NaiveDateTime,
    ) -> Result<(), StoreError> {
        let _first = self.first().await?;
        let key = reference.to.key();
        let row = ActiveModel {
            sealed: Set(seal(secret, &key, &reference.address)),
            key: Set(key),
            school: Set(reference.school.clone()),
            request: Set(reference.request.as_ref().map(|code| code.signs().to_owned()).unwrap_or_default()),
            stopped: Set(reference.stopped),
            kept_at: Set(now),
        };
        let replace = OnConflict::column(Column::Key)
            .update_columns([Column::School, Column::Request, Column::Sealed, Column::Stopped, Column::KeptAt])
            .to_owned();
        Entity::insert(row).on_conflict(replace).exec_without_returning(&self.database).await?;
        Ok(())
    }

    /// The reference that leads there.
    ///
    /// # Errors
    /// If the database fails, or the row was sealed under another key.
    pub async fn teams_reference(
        &self,
        to: &TeamsAddressee,
        secret: &[u8],
    ) -> Result<Option<TeamsReference>, StoreError> {
        let key = to.key();
        let Some(row) = Entity::find_by_id(key.as_str()).one(&self.database).await? else { return Ok(None) };
        let address = open(secret, &key, &row.sealed).ok_or_else(|| {
            StoreError::Row("a Teams address sealed under another key; set the FINGERPOST_SECRET of before".to_owned())
        })?;
        let request = Code::parse(&row.request);
        Ok(Some(TeamsReference { to: to.clone(), school: row.school, request, address, stopped: row.stopped }))
    }

    /// Marks whether Teams lets anything more be written there; nothing happens where there is no reference.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn stop_teams_reference(&self, to: &TeamsAddressee, stopped: bool) -> Result<(), StoreError> {
        let _first = self.first().await?;
        Entity::update_many()
            .col_expr(Column::Stopped, Expr::value(stopped))
            .filter(Column::Key.eq(to.key()))
            .exec(&self.database)
            .await?;
        Ok(())
    }

    /// Keys of people whose references are stopped.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn stopped_in_teams(&self) -> Result<Vec<Person>, StoreError> {
        let keys: Vec<String> = Entity::find()
            .select_only()
            .column(Column::Key)
            .filter(Column::Stopped.eq(true))
            .into_tuple()
            .all(&self.database)
            .await?;
        Ok(keys.iter().filter_map(|key| key.strip_prefix("person:")).map(Person::new).collect())
    }

    /// Forgets a reference.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn forget_teams_reference(&self, to: &TeamsAddressee) -> Result<(), StoreError> {
        let _first = self.first().await?;
        Entity::delete_by_id(to.key()).exec(&self.database).await?;
        Ok(())
    }

    /// Forgets the reference that was kept with a request: for when the request ends.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn forget_teams_reference_of(&self, request: &Code) -> Result<(), StoreError> {
        let _first = self.first().await?;
        Entity::delete_many().filter(Column::Request.eq(request.signs())).exec(&self.database).await?;
        Ok(())
    }
}

fn cipher(secret: &[u8]) -> XChaCha20Poly1305 {
    let mut hash = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(secret).expect("any length of key will do");
    hash.update(b"teams references");
    XChaCha20Poly1305::new_from_slice(&hash.finalize().into_bytes()).expect("the hash has the length of a key")
}

/// The row's key is bound in, so that a sealed address cannot be moved to another row.
fn seal(secret: &[u8], key: &str, address: &str) -> Vec<u8> {
    let mut nonce = [0; NONCE];
    getrandom::fill(&mut nonce).expect("the operating system gives random bytes");
    let payload = Payload { msg: address.as_bytes(), aad: key.as_bytes() };
    let hidden = cipher(secret).encrypt(&XNonce::from(nonce), payload).expect("an address is short");
    [nonce.as_slice(), &hidden].concat()
}

fn open(secret: &[u8], key: &str, sealed: &[u8]) -> Option<String> {
    let (nonce, hidden) = sealed.split_first_chunk::<NONCE>()?;
    let payload = Payload { msg: hidden, aad: key.as_bytes() };
    String::from_utf8(cipher(secret).decrypt(&XNonce::from(*nonce), payload).ok()?).ok()
}
