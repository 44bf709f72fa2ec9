use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::chat::Person;

/// The person as the house knows them: a keyed hash of the account's id. Nobody behind the door can tell which account it is.
pub(super) fn person(account: u64, secret: &[u8]) -> Person {
    let mut hash = Hmac::<Sha256>::new_from_slice(secret).expect("any length of key will do");
    hash.update(b"discord:");
    hash.update(account.to_string().as_bytes());
    Person::new(hash.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_the_same_person_under_the_same_key_alone() {
        assert_eq!(person(7, b"key"), person(7, b"key"));
        assert_ne!(person(7, b"key"), person(7, b"other"));
        assert_ne!(person(7, b"key"), person(8, b"key"));
        assert!(!person(7, b"key").key().contains('7') || person(7, b"key").key().len() == 64);
    }
}
