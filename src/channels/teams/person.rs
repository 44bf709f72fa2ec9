//! Who writes in Teams: known inside by a keyed hash of directory and account alone.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::activity::Activity;
use crate::chat::Person;

/// The person of an activity as the house knows them; the same account is the same person in every conversation.
pub(super) fn person(secret: &[u8], activity: &Activity) -> Person {
    let account = [&activity.from.aad_object_id, &activity.from.id].into_iter().find(|id| !id.is_empty());
    let mut hash = Hmac::<Sha256>::new_from_slice(secret).expect("any length of key will do");
    for part in ["teams", activity.tenant(), account.map_or("", |account| account)] {
        hash.update(part.to_ascii_lowercase().as_bytes());
        hash.update(b":");
    }
    Person::new(hash.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect::<String>())
}
