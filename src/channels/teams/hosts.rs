use reqwest::Url;

/// Microsoft's hosts: whoever has our token may speak as the bot, so it goes to these alone.
const MICROSOFT: [&str; 3] = ["botframework.com", "smba.trafficmanager.net", "teams.microsoft.com"];

/// The hosts that the door speaks to.
#[derive(Debug, Clone)]
pub(super) struct Hosts {
    extra: Vec<String>,
}

impl Hosts {
    pub(super) fn new(extra: &[String]) -> Self {
        Self { extra: extra.to_vec() }
    }

    /// Whether replies may be sent to this service address: https at one of Microsoft's hosts or below, or an extra host.
    pub(super) fn are_ours(&self, service_url: &str) -> bool {
        let Ok(url) = Url::parse(service_url) else { return false };
        if self.is_extra(&url) {
            return true;
        }
        let host = url.host_str().unwrap_or_default();
        let microsofts = MICROSOFT
            .iter()
            .any(|name| host == *name || host.strip_suffix(name).is_some_and(|below| below.ends_with('.')));
        url.scheme() == "https" && microsofts && url.username().is_empty() && url.password().is_none()
    }

    /// Whether what is fetched here comes by https, or from an extra host.
    pub(super) fn is_encrypted(&self, address: &str) -> bool {
        Url::parse(address).is_ok_and(|url| url.scheme() == "https" || self.is_extra(&url))
    }

    fn is_extra(&self, url: &Url) -> bool {
        let host = url.host_str().unwrap_or_default();
        let with_port = url.port().map(|port| format!("{host}:{port}"));
        self.extra.iter().any(|extra| extra == host || Some(extra) == with_port.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_microsofts_hosts_and_those_below_are_ours() {
        let hosts = Hosts::new(&["localhost:56150".to_owned()]);
        for ours in [
            "https://smba.trafficmanager.net/uk/",
            "https://botframework.com",
            "https://eu.teams.microsoft.com/x",
            "http://localhost:56150/_connector",
        ] {
            assert!(hosts.are_ours(ours), "{ours}");
        }
        for others in [
            "http://smba.trafficmanager.net/uk/",
            "https://smba.trafficmanager.net.school.example/",
            "https://notbotframework.com",
            "https://smba.trafficmanager.net@school.example/",
            "https://me:pw@smba.trafficmanager.net/",
            "http://localhost:56151/_connector",
            "ftp://botframework.com",
            "smba.trafficmanager.net",
            "",
        ] {
            assert!(!hosts.are_ours(others), "{others}");
        }
    }
}
