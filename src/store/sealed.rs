//! What is personal and has to wait is kept closed: nobody who finds the database alone can read it (P11).

use std::fmt;
use std::sync::Arc;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::StoreError;

/// Bytes of the number drawn for each closing.
const NONCE: usize = 24;

/// Closes and opens, under a key derived from the house's secret.
#[derive(Clone)]
pub(super) struct Seal(Arc<XChaCha20Poly1305>);

impl fmt::Debug for Seal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Seal(***)")
    }
}

impl Seal {
    /// The seal of a secret. Its key is used for nothing else.
    pub(super) fn new(secret: &[u8]) -> Self {
        let mut key = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(secret).expect("any length of key will do");
        key.update(b"fingerpost: outbox");
        let key: [u8; 32] = key.finalize().into_bytes().into();
        Self(Arc::new(XChaCha20Poly1305::new(&key.into())))
    }

    /// The words, closed; `of` names what they belong to, and they open for nothing else.
    pub(super) fn close(&self, words: &[u8], of: &str) -> Result<Vec<u8>, StoreError> {
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).expect("the operating system gives random bytes");
        let payload = Payload { msg: words, aad: of.as_bytes() };
        let closed = self.0.encrypt(&XNonce::from(nonce), payload).map_err(|_| StoreError::Sealed)?;
        Ok([nonce.to_vec(), closed].concat())
    }

    /// The words, if they were closed under this secret for this.
    pub(super) fn open(&self, closed: &[u8], of: &str) -> Result<Vec<u8>, StoreError> {
        let (nonce, closed) = closed.split_first_chunk::<NONCE>().ok_or(StoreError::Sealed)?;
        let payload = Payload { msg: closed, aad: of.as_bytes() };
        self.0.decrypt(&XNonce::from(*nonce), payload).map_err(|_| StoreError::Sealed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_closed_opens_with_the_same_secret_for_the_same_letter_alone() {
        let seal = Seal::new(b"a secret of the house, long enough");
        let closed = seal.close(b"kim@school.example", "a").expect("closed");
        assert!(!closed.windows(3).any(|window| window == b"kim"));
        assert_ne!(closed, seal.close(b"kim@school.example", "a").expect("closed"));
        assert_eq!(seal.open(&closed, "a").expect("opened"), b"kim@school.example");
        assert!(seal.open(&closed, "b").is_err());
        assert!(Seal::new(b"another secret").open(&closed, "a").is_err());
        assert!(seal.open(&closed[..10], "a").is_err());
    }
}
