//! Passwords: argon2 with its recommended cost, a few at a time and never on the threads that answer.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

/// Shortest password, in letters.
pub(super) const SHORTEST: usize = 12;

/// Longest, so that nobody sends a book to be hashed.
const LONGEST: usize = 200;

/// How many are hashed at once: each takes some twenty megabytes and a core.
const AT_ONCE: usize = 2;

/// What is compared for an address that nobody has, so that it takes as long as for one that somebody has.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5aGFzdGhpcw$uGdAbVLOhHSRZyQLuGIBzZ4wyBCQQ9+oJd0nzzCnPRo";

/// The place where passwords are hashed.
#[derive(Debug)]
pub(super) struct Passwords {
    places: Semaphore,
}

impl Default for Passwords {
    fn default() -> Self {
        Self { places: Semaphore::new(AT_ONCE) }
    }
}

impl Passwords {
    /// The hash of a password.
    pub(super) async fn hash(&self, password: &str) -> anyhow::Result<String> {
        let _place = self.places.acquire().await?;
        let password = password.to_owned();
        let mut salt = [0_u8; 16];
        getrandom::fill(&mut salt).expect("the operating system gives random bytes");
        tokio::task::spawn_blocking(move || {
            let hash = Argon2::default().hash_password_with_salt(password.as_bytes(), &salt);
            hash.map(|hash| hash.to_string()).map_err(|error| anyhow::anyhow!("cannot hash a password: {error}"))
        })
        .await?
    }

    /// Whether this is the password of a hash; with no hash it takes as long and is false.
    pub(super) async fn is_right(&self, password: &str, hash: Option<&str>) -> anyhow::Result<bool> {
        if password.len() > LONGEST * 4 {
            return Ok(false);
        }
        let _place = self.places.acquire().await?;
        let (password, known) = (password.to_owned(), hash.is_some());
        let hash = hash.unwrap_or(NOBODY).to_owned();
        tokio::task::spawn_blocking(move || {
            let parsed = PasswordHash::new(&hash).map_err(|error| anyhow::anyhow!("a kept hash is broken: {error}"))?;
            Ok(Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok() && known)
        })
        .await?
    }
}

/// Why a password cannot be taken, as a sentence; nothing where it can.
pub(super) fn refusal(password: &str, again: &str, email: &str) -> Option<&'static str> {
    let (length, small) = (password.chars().count(), password.to_lowercase());
    let name = email.split('@').next().unwrap_or_default();
    if password != again {
        Some("The two passwords differ. Type the same one twice.")
    } else if length < SHORTEST {
        Some(
            "Choose a password of at least 12 characters. Three words that have nothing to do with each other are good.",
        )
    } else if length > LONGEST {
        Some("Choose a password of at most 200 characters.")
    } else if is_plain(&small) || (name.len() > 3 && small.contains(&name.to_lowercase())) {
        Some("That password is easy to guess. Three words that have nothing to do with each other are good.")
    } else {
        None
    }
}

/// One sign again and again, a run of the keyboard, or what everybody takes.
fn is_plain(small: &str) -> bool {
    let different: std::collections::BTreeSet<char> = small.chars().collect();
    let taken = ["password", "123456", "qwerty", "letmein", "fingerpost", "welcome1", "abcdef"];
    different.len() < 5 || taken.iter().any(|taken| small.contains(taken))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_right_password_opens_and_no_account_never_does() {
        let passwords = Passwords::default();
        let hash = passwords.hash("tram lantern biscuit").await.expect("hashed");
        assert!(hash.starts_with("$argon2id$"), "{hash}");
        assert!(passwords.is_right("tram lantern biscuit", Some(&hash)).await.expect("compared"));
        assert!(!passwords.is_right("tram lantern biscuits", Some(&hash)).await.expect("compared"));
        assert!(!passwords.is_right("tram lantern biscuit", None).await.expect("compared"));
    }

    #[test]
    fn weak_passwords_are_refused() {
        for weak in ["short", "aaaaaaaaaaaaaa", "mypassword123", "m.farrant rules"] {
            assert!(refusal(weak, weak, "m.farrant@school.example").is_some(), "{weak}");
        }
        assert!(refusal("tram lantern biscuit", "tram lantern", "").is_some());
        assert_eq!(refusal("tram lantern biscuit", "tram lantern biscuit", "m.farrant@school.example"), None);
    }
}
