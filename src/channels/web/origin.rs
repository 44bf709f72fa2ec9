use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Another site that may show the chat inside its own pages: scheme, host and perhaps a port, and nothing that could end the rule in
/// which it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Origin(String);

/// The text is no origin.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("`{0}` is not the origin of a site; write scheme and host alone, for example https://www.school.example")]
pub struct NoOrigin(String);

impl Origin {
    /// The origin as it stands in a header.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Origin {
    type Error = NoOrigin;

    fn try_from(text: String) -> Result<Self, NoOrigin> {
        let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let (name, port) = host.map_or(("", None), |host| match host.split_once(':') {
            Some((name, port)) => (name, Some(port)),
            None => (host, None),
        });
        let named = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-';
        let sound = !name.is_empty() && name.bytes().all(named) && port.is_none_or(|port| port.parse::<u16>().is_ok());
        if sound { Ok(Self(text)) } else { Err(NoOrigin(text)) }
    }
}

impl From<Origin> for String {
    fn from(origin: Origin) -> Self {
        origin.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_a_scheme_a_host_and_perhaps_a_port() {
        for text in ["https://www.school.example", "http://127.0.0.1:8700", "https://trust-school.example:444"] {
            assert_eq!(Origin::try_from(text.to_owned()).expect("an origin").as_str(), text);
        }
        for text in [
            "",
            "school.example",
            "https://",
            "https://a.example/path",
            "https://*",
            "https://a.example; script-src *",
            "*",
            "https://a:b",
        ] {
            assert!(Origin::try_from(text.to_owned()).is_err(), "{text}");
        }
    }
}
