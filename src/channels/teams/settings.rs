use serde::{Deserialize, Serialize};

use super::hosts::Hosts;

/// Settings of the Teams door. Without their section the door is off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The bot's application (client) id, a GUID.
    pub app_id: String,
    /// The directory (tenant) id in which the bot is registered, a GUID.
    pub tenant: String,
    /// The bot's name in Teams, at most 30 letters.
    pub name: String,
    /// The https address under which the web door is reached; the app package names it.
    pub site: String,
    /// Where the keys of the Bot Connector are published.
    pub metadata: String,
    /// Where the bot gets its own tokens.
    pub login: String,
    /// Hosts (`name` or `name:port`) that count as Microsoft's, without TLS too: for tests alone.
    pub extra_hosts: Vec<String>,
    /// Directories whose people may write, and their schools.
    pub tenants: Vec<Tenant>,
    /// Teams that belong to one school.
    pub teams: Vec<Team>,
}

/// A directory whose people may write to the bot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tenant {
    /// The directory (tenant) id.
    pub id: String,
    /// Ids of its schools. Whoever has not yet said which school is theirs counts to the first where an alert is raised.
    #[serde(default)]
    pub schools: Vec<String>,
}

/// A team that belongs to a school.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Team {
    /// The team's id, `19:…@thread.tacv2`.
    pub id: String,
    /// The school's id.
    pub school: String,
    /// Whether it is the careers team, which is written to.
    #[serde(default)]
    pub staff: bool,
    /// Object ids, in the directory, of those who may act on requests by the buttons of the careers team's cards.
    #[serde(default)]
    pub people: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            app_id: String::new(),
            tenant: String::new(),
            name: "Fingerpost".to_owned(),
            site: String::new(),
            metadata: "https://login.botframework.com/v1/.well-known/openidconfiguration".to_owned(),
            login: "https://login.microsoftonline.com".to_owned(),
            extra_hosts: Vec::new(),
            tenants: Vec::new(),
            teams: Vec::new(),
        }
    }
}

impl Settings {
    /// What stands in the way of opening the door, with what to do; `schools` are the ids of all schools.
    pub fn problem(&self, schools: &[&str]) -> Option<String> {
        let named = |id: &String| !schools.contains(&id.as_str());
        let ids = [("app_id", &self.app_id), ("tenant", &self.tenant)];
        if let Some((key, value)) = ids.into_iter().find(|(_, value)| !is_guid(value)) {
            return Some(format!("`teams.{key}` is no GUID: `{value}`; copy it from the bot's app registration"));
        }
        if let Some(tenant) = self.tenants.iter().find(|tenant| !is_guid(&tenant.id)) {
            return Some(format!("`teams.tenants` has an id that is no GUID: `{}`; copy the directory id", tenant.id));
        }
        if self.tenants.is_empty() {
            return Some(
                "`teams.tenants` is empty, so nobody could write; add [[teams.tenants]] with an id".to_owned(),
            );
        }
        if let Some(tenant) = self.tenants.iter().find(|tenant| tenant.schools.is_empty() && schools.len() > 1) {
            return Some(format!("the tenant `{}` has no schools; add schools = [\"…\"] to it", tenant.id));
        }
        let mut mentioned =
            self.tenants.iter().flat_map(|tenant| &tenant.schools).chain(self.teams.iter().map(|team| &team.school));
        if let Some(unknown) = mentioned.find(|id| named(id)) {
            return Some(format!("`teams` names the school `{unknown}`; there are only: {}", schools.join(", ")));
        }
        let mut people = self.teams.iter().flat_map(|team| &team.people);
        if let Some(unknown) = people.find(|id| !is_guid(id)) {
            return Some(format!(
                "`teams.teams` has a person that is no GUID: `{unknown}`; copy the object id from Entra ID > Users"
            ));
        }
        let hosts = Hosts::new(&self.extra_hosts);
        let reached = [("metadata", &self.metadata), ("login", &self.login)];
        reached
            .into_iter()
            .find(|(_, address)| !hosts.is_encrypted(address))
            .map(|(key, address)| format!("`teams.{key}` is not an https address: `{address}`; use its default"))
    }

    /// The tenant of this id.
    pub(super) fn tenant_of(&self, id: &str) -> Option<&Tenant> {
        self.tenants.iter().find(|tenant| tenant.id.eq_ignore_ascii_case(id))
    }
}

/// Whether this is written as a GUID.
pub(super) fn is_guid(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12])
        && parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "11111111-2222-3333-4444-555555555555";

    fn settings() -> Settings {
        let tenants = vec![Tenant { id: ID.to_owned(), schools: vec!["oak".to_owned()] }];
        Settings { app_id: ID.to_owned(), tenant: ID.to_owned(), tenants, ..Settings::default() }
    }

    #[test]
    fn each_mistake_is_named_with_what_to_do() {
        let schools = ["elm", "oak"];
        assert_eq!(settings().problem(&schools), None);
        type Mistake = fn(&mut Settings);
        let wrong: [(&str, Mistake); 8] = [
            ("teams.app_id", |settings| settings.app_id = "fingerpost".to_owned()),
            ("teams.tenant`", |settings| settings.tenant.clear()),
            ("nobody could write", |settings| settings.tenants.clear()),
            ("no GUID", |settings| settings.tenants[0].id = "school.example".to_owned()),
            ("has no schools", |settings| settings.tenants[0].schools.clear()),
            ("names the school `ash`", |settings| settings.tenants[0].schools = vec!["ash".to_owned()]),
            ("no GUID: `m.farrant`", |settings| {
                let (id, school, people) = ("19:a".to_owned(), "oak".to_owned(), vec!["m.farrant".to_owned()]);
                settings.teams = vec![Team { id, school, staff: true, people }];
            }),
            ("teams.login", |settings| settings.login = "http://login.example".to_owned()),
        ];
        for (says, change) in wrong {
            let mut settings = settings();
            change(&mut settings);
            let problem = settings.problem(&schools).unwrap_or_default();
            assert!(problem.contains(says), "“{says}” is not in “{problem}”");
        }
    }
}
