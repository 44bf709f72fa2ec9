//! Where a request comes from, as far as it can be known. It is kept nowhere: limits count by it in memory.

use std::net::{IpAddr, SocketAddr};

use axum::http::HeaderMap;

/// The address of a caller. A proxy on this machine names the caller last in its own header; from anybody else that header is only a
/// claim, and so is whatever is no address. Empty where nothing is known.
pub fn address_of(peer: Option<SocketAddr>, headers: &HeaderMap) -> String {
    match peer.map(|peer| peer.ip()) {
        Some(peer) if peer.is_loopback() => forwarded(headers).unwrap_or(peer).to_string(),
        Some(peer) => peer.to_string(),
        None => String::new(),
    }
}

/// The last address of the last such header: earlier ones are what the caller claims.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let value = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
    value.rsplit(',').next()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn from(peer: &str, forwarded: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", HeaderValue::from_str(value).expect("plain"));
        }
        address_of(Some(peer.parse().expect("an address")), &headers)
    }

    #[test]
    fn only_the_proxy_of_this_machine_is_believed_and_only_what_it_added() {
        assert_eq!(from("198.51.100.9:1", &["203.0.113.1"]), "198.51.100.9", "a claim of a stranger");
        assert_eq!(from("127.0.0.1:1", &["203.0.113.1, 198.51.100.9"]), "198.51.100.9");
        assert_eq!(from("127.0.0.1:1", &["203.0.113.1", "198.51.100.9"]), "198.51.100.9", "the last header");
        assert_eq!(from("127.0.0.1:1", &["rubbish"]), "127.0.0.1");
        assert_eq!(from("127.0.0.1:1", &[]), "127.0.0.1");
    }
}
