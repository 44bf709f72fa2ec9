use std::fmt;

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Settings of the Discord door; without the section `[discord]` it is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The age in years from which the door answers (Discord's own rule is 13). Year groups that somebody younger may be in are sent
    /// to the web page.
    pub age: u8,
    /// Messages a minute that one person is answered; signs of danger are always met.
    pub per_minute: usize,
    /// Public address of the privacy notice, which Discord wants linked; empty where there is none.
    pub privacy_url: String,
    /// Public address of the chat page, for those who are too young for Discord; empty where there is none.
    pub web_url: String,
    /// Address of a Discord of our own, for tests: loopback alone. Empty is the real one.
    pub proxy: String,
    /// Which server belongs to which school.
    pub servers: Vec<Server>,
}

/// A Discord server of a school.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    /// The server's id.
    pub server: Id,
    /// The school's id: the name of its file.
    pub school: String,
    /// Roles that may act on requests.
    #[serde(default)]
    pub staff_roles: Vec<Id>,
    /// The channel where the careers team sees new requests.
    #[serde(default)]
    pub staff_channel: Option<Id>,
}

/// An id as Discord gives it out: a number of up to twenty digits, never zero. Written as text or as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Id(std::num::NonZeroU64);

impl Default for Settings {
    fn default() -> Self {
        let empty = String::new;
        Self { age: 13, per_minute: 20, privacy_url: empty(), web_url: empty(), proxy: empty(), servers: Vec::new() }
    }
}

impl Settings {
    /// The settings of a server.
    pub fn server(&self, id: u64) -> Option<&Server> {
        self.servers.iter().find(|server| server.server.get() == id)
    }

    /// The lowest year group in which everybody has reached the age: who is in Year 9 turned 13 before it began.
    pub fn first_year(&self) -> u8 {
        self.age.saturating_sub(4)
    }

    /// What is wrong with them, as sentences; `schools` are the ids there are.
    pub fn problems(&self, schools: &[&str]) -> Vec<String> {
        let unknown = self.servers.iter().filter(|server| !schools.contains(&server.school.as_str())).map(|server| {
            let known = schools.join("`, `");
            format!(
                "discord server {} names the unknown school `{}`; use one of `{known}`",
                server.server, server.school
            )
        });
        let twice = self.servers.iter().enumerate().filter_map(|(at, server)| {
            let before = self.servers[..at].iter().any(|earlier| earlier.server == server.server);
            before.then(|| format!("discord server {} is named twice; keep one of them", server.server))
        });
        let young = (self.age < 13)
            .then(|| format!("discord.age is {}; Discord itself asks for 13, so set 13 or more", self.age));
        let far = (!self.proxy.is_empty() && !loopback(&self.proxy))
            .then(|| "discord.proxy is for tests on this machine alone; remove it".to_owned());
        unknown.chain(twice).chain(young).chain(far).collect()
    }
}

fn loopback(address: &str) -> bool {
    ["http://127.0.0.1:", "http://[::1]:"].iter().any(|start| address.starts_with(start))
}

impl Id {
    /// An id, unless it is zero.
    pub fn new(number: u64) -> Option<Self> {
        std::num::NonZeroU64::new(number).map(Self)
    }

    /// The number.
    pub fn get(self) -> u64 {
        self.0.get()
    }
}

impl fmt::Display for Id {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(IdVisitor)
    }
}

struct IdVisitor;

impl Visitor<'_> for IdVisitor {
    type Value = Id;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an id from Discord such as \"1234567890123456789\"")
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Id, E> {
        Id::new(number).ok_or_else(|| E::invalid_value(de::Unexpected::Unsigned(number), &self))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Id, E> {
        u64::try_from(number)
            .ok()
            .and_then(Id::new)
            .ok_or_else(|| E::invalid_value(de::Unexpected::Signed(number), &self))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Id, E> {
        text.trim().parse().ok().and_then(Id::new).ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(text: &str) -> Settings {
        toml::from_str(text).expect("they can be read")
    }

    #[test]
    fn an_id_is_read_as_text_or_as_a_number() {
        let both =
            settings("[[servers]]\nserver = \"42\"\nschool = \"elm\"\n[[servers]]\nserver = 43\nschool = \"oak\"\n");
        assert_eq!(both.server(42).map(|server| server.school.as_str()), Some("elm"));
        assert_eq!(both.server(43).map(|server| server.school.as_str()), Some("oak"));
        toml::from_str::<Settings>("[[servers]]\nserver = \"Elm\"\nschool = \"elm\"\n").expect_err("a name is no id");
    }

    #[test]
    fn the_first_year_is_one_in_which_everybody_is_old_enough() {
        assert_eq!(Settings::default().first_year(), 9);
        assert_eq!(Settings { age: 16, ..Settings::default() }.first_year(), 12);
    }

    #[test]
    fn what_cannot_be_is_named_with_its_mend() {
        let wrong = settings(
            "age = 12\nproxy = \"http://elsewhere.example\"\n[[servers]]\nserver = 1\nschool = \"elm\"\n\
             [[servers]]\nserver = 1\nschool = \"ash\"\n",
        );
        let problems = wrong.problems(&["elm"]);
        assert_eq!(problems.len(), 4, "{problems:?}");
        assert_eq!(settings("proxy = \"http://127.0.0.1:1\"").problems(&[]), Vec::<String>::new());
    }
}
