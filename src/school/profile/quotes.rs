//! What pages quote as `{{school.…}}`, composed from the fields of the school file.
//!
//! An internal contact is never quoted, even where `[says]` has words under the same key.

use std::collections::BTreeMap;

use super::{Change, School};
use crate::school::Role;

/// Every key that has a value.
pub(super) fn quotes(school: &School) -> BTreeMap<String, String> {
    let mut out: BTreeMap<String, String> =
        school.says.iter().map(|(key, value)| (key.replace('-', "_"), value.trim().to_owned())).collect();
    of_contacts(school, &mut out);
    of_links(school, &mut out);
    if let Some(edition) = school.policy.told() {
        out.insert("policy_edition".to_owned(), edition);
        of_policy(school, &mut out);
    }
    if let Some(review) = school.policy.next_review {
        out.insert("policy_review_date".to_owned(), review.to_string());
    }
    out.retain(|_, value| !value.is_empty());
    out
}

fn of_contacts(school: &School, out: &mut BTreeMap<String, String>) {
    for (role, contact) in &school.contacts {
        let (name, reach) = (role.key().to_owned(), format!("{}_contact", role.key()));
        if contact.public {
            out.extend(contact.named().map(|value| (name, value.to_owned())));
            out.extend(contact.reach().map(|value| (reach, value)));
        } else {
            out.remove(&name);
            out.remove(&reach);
        }
    }
    let asked = school.public(Role::ProviderAccess).or_else(|| school.public(Role::CareersLeader));
    let asked = asked.and_then(super::Contact::reach).filter(|_| !out.contains_key("provider_access_contact"));
    out.extend(asked.map(|value| ("provider_access_contact".to_owned(), value)));
}

fn of_links(school: &School, out: &mut BTreeMap<String, String>) {
    out.extend(school.links.iter().map(|(name, address)| (format!("{name}_link"), address.clone())));
}

/// What came from the policy; only called once its edition and date are known.
fn of_policy(school: &School, out: &mut BTreeMap<String, String>) {
    out.extend(school.programme.iter().map(|(key, offered)| (format!("programme_{key}"), offered.clone())));
    let access = &school.provider_access;
    let grounds: Vec<&str> =
        [&access.grounds_grant, &access.grounds_refuse].into_iter().flatten().map(String::as_str).collect();
    for (key, value) in [("policy_owner", &school.policy.owner), ("policy_approved_by", &school.policy.approved_by)] {
        if let Some(value) = value.as_deref().map(str::trim).filter(|_| !out.contains_key(key)) {
            out.insert(key.to_owned(), value.to_owned());
        }
    }
    out.extend(school.policy.changes.last().map(|change| ("policy_change".to_owned(), changed(change))));
    let parts = [
        ("provider_access_entitled", access.entitled.clone()),
        ("provider_access_how", access.how_to_request.clone()),
        ("provider_access_rooms", access.premises.clone()),
        ("provider_access_grounds", (!grounds.is_empty()).then(|| grounds.join(" "))),
        ("provider_access_opportunities", access.opportunities.clone()),
        ("impact_measures", listed(&school.impact_measures)),
        ("tools", listed(&school.tools)),
    ];
    out.extend(parts.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))));
}

/// "edition 3.2 of 12 January 2026. Visits were added."
fn changed(change: &Change) -> String {
    format!("edition {} of {}. {}.", change.edition.trim(), change.day, change.what.trim().trim_end_matches('.'))
}

/// "surveys, destinations and a check each term".
fn listed(items: &[String]) -> Option<String> {
    let (last, rest) = items.split_last()?;
    Some(if rest.is_empty() { last.clone() } else { format!("{} and {last}", rest.join(", ")) })
}
