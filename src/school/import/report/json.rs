use serde_json::{Map, Value, json as value};

use crate::school::Role;
use crate::school::import::{Finding, Found, Import, Named, Part, Person};

/// Roles that are always given, if only as null; others are given where the policy names someone.
const ALWAYS: [Role; 4] = [Role::CareersLeader, Role::CareersAdviser, Role::SltLink, Role::CareersGovernor];

/// The import as JSON, for scripts.
pub fn json(import: &Import) -> Value {
    value!({
        "trust": import.trust.as_ref().map(|trust| &trust.value),
        "schools": import.schools.iter().map(|school| of_school(import, school)).collect::<Vec<_>>(),
        "contacts": shared(import),
        "policy": policy(import),
        "benchmarks": import.benchmarks.iter().map(|(_, found)| &found.value).collect::<Vec<_>>(),
        "programme": import.programme.iter().map(|offer| (offer.key.clone(), Value::from(offer.offered.value.clone()))).collect::<Map<_, _>>(),
        "provider_access": access(import),
        "impact_measures": values(&import.impact_measures),
        "tools": values(&import.tools),
        "emails": values(&import.emails),
        "phones": values(&import.phones),
        "findings": import.findings.iter().map(|finding| of_finding(import, finding)).collect::<Vec<_>>(),
    })
}

fn values(found: &[Found<String>]) -> Vec<&str> {
    found.iter().map(|found| found.value.as_str()).collect()
}

fn of_school(import: &Import, school: &Named) -> Value {
    let contacts: Map<String, Value> = Role::all()
        .filter_map(|role| {
            let holder = import.holder(role, Some(&school.name.value));
            (holder.is_some() || ALWAYS.contains(&role))
                .then(|| (role.key().to_owned(), holder.map_or(Value::Null, of_person)))
        })
        .collect();
    value!({ "name": school.name.value, "phase": school.phase.map(|phase| phase.key()), "found": school.name.words, "line": school.name.place.line, "contacts": contacts })
}

/// People of the whole trust or policy, by role.
fn shared(import: &Import) -> Map<String, Value> {
    let people = import.people.iter().filter(|person| person.school.is_none());
    people.rev().map(|person| (person.role.key().to_owned(), of_person(person))).collect()
}

fn of_person(person: &Person) -> Value {
    value!({ "name": person.name, "email": person.email, "phone": person.phone, "found": person.words, "line": person.place.line })
}

fn policy(import: &Import) -> Value {
    let policy = &import.policy;
    value!({
        "version": policy.version.as_ref().map(|found| &found.value),
        "owner": policy.owner.as_ref().map(|found| &found.value),
        "approved_by": policy.approved_by.as_ref().map(|found| &found.value),
        "adopted": policy.adopted.as_ref().map(|found| found.value.to_string()),
        "next_reviews": policy.next_reviews.iter().map(|review| review.value.to_string()).collect::<Vec<_>>(),
    })
}

/// Parts; where a part is only promised with examples, the promise, and `promised` names it.
fn access(import: &Import) -> Value {
    let access = &import.provider_access;
    let mut out: Map<String, Value> = Part::ALL
        .into_iter()
        .map(|part| {
            (
                part.key().to_owned(),
                Value::from(access.part(part).or(access.example(part)).map(|found| found.value.clone())),
            )
        })
        .collect();
    let promised: Vec<&str> =
        Part::ALL.into_iter().filter(|part| access.promise(*part).is_some()).map(Part::key).collect();
    out.insert("promised".to_owned(), Value::from(promised));
    Value::Object(out)
}

fn of_finding(import: &Import, finding: &Finding) -> Value {
    value!({
        "code": finding.code,
        "says": finding.says,
        "found": finding.found,
        "file": import.files.get(finding.place.file),
        "page": (finding.place.page > 0).then_some(finding.place.page),
        "line": (finding.place.line > 0).then_some(finding.place.line),
        "row": finding.row,
        "check_only": finding.check_only,
    })
}
