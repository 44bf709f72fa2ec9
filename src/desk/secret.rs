//! Secrets that travel once or in a cookie. What is kept is their hash alone, so a copy of the store opens nothing.

use sha2::{Digest, Sha256};

/// 256 bits at random, in small hexadecimal letters.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Secret(String);

impl Secret {
    /// A fresh one.
    pub(super) fn drawn() -> Self {
        let mut bytes = [0_u8; 32];
        getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
        Self(hex(&bytes))
    }

    /// One that came in from outside, if it has the form of ours.
    pub(super) fn read(text: &str) -> Option<Self> {
        let ours = text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        ours.then(|| Self(text.to_owned()))
    }

    pub(super) fn text(&self) -> &str {
        &self.0
    }

    /// What is kept of it.
    pub(super) fn hash(&self) -> String {
        hex(&Sha256::digest(self.0.as_bytes()))
    }

    /// What the forms of this sign-in carry: it follows from the cookie, which another site cannot read.
    pub(super) fn form_token(&self) -> String {
        hex(&Sha256::digest(format!("form {}", self.0).as_bytes()))
    }
}

/// Whether two texts are the same, in a time that does not tell how far they are.
pub(super) fn same(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.bytes().zip(other.bytes()).fold(0, |apart, (a, b)| apart | (a ^ b)) == 0
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
