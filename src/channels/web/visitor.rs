//! Who is asking on the web: a random number in a cookie, known inside by its keyed hash alone.

use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::chat::Person;

/// The cookie's name.
const NAME: &str = "fingerpost";

/// A visitor's number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Visitor {
    number: String,
    /// Whether the browser has yet to be told it.
    pub(super) new: bool,
}

impl Visitor {
    /// The visitor of a request; a new one where the cookie is missing or not of our making.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let known = headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|cookies| cookies.split(';'))
            .filter_map(|cookie| cookie.trim().strip_prefix(NAME)?.strip_prefix('='))
            .find(|number| is_number(number));
        match known {
            Some(number) => Self { number: number.to_owned(), new: false },
            None => Self::drawn(),
        }
    }

    /// A visitor nobody has seen before.
    pub(super) fn drawn() -> Self {
        Self { number: drawn(), new: true }
    }

    /// The visitor whose number the page itself carries, because it stands inside another site where cookies may not reach it.
    pub(super) fn in_page(number: &str) -> Option<Self> {
        is_number(number).then(|| Self { number: number.to_owned(), new: false })
    }

    /// The number, for a page that carries it itself.
    pub(super) fn number(&self) -> &str {
        &self.number
    }

    /// The cookie to set. It ends with the browser's session and is sent to this site alone.
    pub(super) fn cookie(&self, https: bool) -> String {
        let secure = if https { "; Secure" } else { "" };
        format!("{NAME}={}; Path=/; HttpOnly; SameSite=Strict{secure}", self.number)
    }

    /// What makes a browser forget the cookie.
    pub(super) fn forgotten(https: bool) -> String {
        let secure = if https { "; Secure" } else { "" };
        format!("{NAME}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict{secure}")
    }

    /// The person as the house knows them.
    pub(super) fn person(&self, secret: &[u8]) -> Person {
        let mut hash = Hmac::<Sha256>::new_from_slice(secret).expect("any length of key will do");
        hash.update(b"web:");
        hash.update(self.number.as_bytes());
        Person::new(hash.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect::<String>())
    }
}

fn is_number(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn drawn() -> String {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
