//! Whose school it is: by the team it was written in, by the tenant, or by what the person said where a tenant has several.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::activity::Activity;
use super::settings::Settings;
use crate::chat::Person;

/// How many people's schools are remembered.
const MANY: usize = 50_000;

/// Which school a message belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Whose {
    /// This one.
    School(String),
    /// One of these; the person has not yet said which.
    OneOf(Vec<String>),
}

/// Schools that people said are theirs. The process remembers it; after a new start they are asked again.
#[derive(Debug, Default)]
pub(super) struct Chosen(Mutex<HashMap<Person, String>>);

impl Chosen {
    pub(super) fn choose(&self, person: &Person, school: &str) {
        let mut chosen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if chosen.len() >= MANY {
            chosen.clear();
        }
        chosen.insert(person.clone(), school.to_owned());
    }

    fn of(&self, person: &Person) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(person).cloned()
    }
}

/// Whose message it is; `all` are the ids of every school of the house.
pub(super) fn whose(
    activity: &Activity,
    person: &Person,
    settings: &Settings,
    chosen: &Chosen,
    all: &[String],
) -> Whose {
    if let Some(team) = settings.teams.iter().find(|team| team.id == activity.channel_data.team.id) {
        return Whose::School(team.school.clone());
    }
    let tenants = settings.tenant_of(activity.tenant()).map(|tenant| tenant.schools.clone()).unwrap_or_default();
    let mut schools = if tenants.is_empty() { all.to_vec() } else { tenants };
    match chosen.of(person).filter(|chosen| schools.contains(chosen)) {
        Some(chosen) => Whose::School(chosen),
        None if schools.len() == 1 => Whose::School(schools.remove(0)),
        None => Whose::OneOf(schools),
    }
}

impl Whose {
    /// The school that hears of an alert: the person's, or the first of those it may be.
    pub(super) fn nearest(&self) -> &str {
        match self {
            Self::School(school) => school,
            Self::OneOf(schools) => schools.first().map_or("", String::as_str),
        }
    }
}

/// The school that was named, by its name or its number in the list.
pub(super) fn named<'a>(text: &str, schools: &'a [(String, String)]) -> Option<&'a str> {
    let text = text.trim().trim_end_matches(['.', ')']).to_lowercase();
    let number = text.parse::<usize>().ok().and_then(|number| schools.get(number.checked_sub(1)?));
    number.or_else(|| schools.iter().find(|(name, _)| name.to_lowercase() == text)).map(|(_, id)| id.as_str())
}
