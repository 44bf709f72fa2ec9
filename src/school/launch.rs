//! The launch gate: what has to stand in a school file before pupils are let in. A demo school is always open and says DEMO.
//!
//! Rests on design.md section 7 and on the duty of care: names and routes of safeguarding (D10, D20, D26), the impact
//! assessment and its signatures (section 9).

use super::Role;
use super::profile::School;

/// Something that is missing, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// What is missing.
    pub says: String,
    /// What to do.
    pub mend: String,
}

/// People who sign before pupils use it, as `role` of a sign-off.
const SIGNERS: [&str; 6] = ["safeguarding_lead", "data_lead", "careers_leader", "senco", "it_lead", "governor"];

/// What is missing before this school may open; nothing for a demo school.
pub fn missing(school: &School) -> Vec<Gap> {
    if school.demo {
        return Vec::new();
    }
    let mut out = people(school);
    out.extend(routes(school));
    out.extend(assessment(school));
    out
}

fn gap(says: impl Into<String>, mend: impl Into<String>) -> Gap {
    Gap { says: says.into(), mend: mend.into() }
}

fn people(school: &School) -> Vec<Gap> {
    let wanted = [Role::SafeguardingLead, Role::SafeguardingDeputy, Role::Headteacher, Role::ChairOfGovernors];
    let lacking = wanted.into_iter().filter(|role| {
        let contact = school.contacts.get(role);
        contact.is_none_or(|contact| contact.named().is_none() || contact.reach().is_none())
    });
    let mut out: Vec<Gap> = lacking
        .map(|role| {
            let mend = format!("fill in name and e-mail or phone under [contacts.{}]", role.key());
            gap(format!("no name and contact of the {}", role.title()), mend)
        })
        .collect();
    if school.public(Role::CareersLeader).is_none_or(|leader| leader.named().is_none() || leader.reach().is_none()) {
        out.push(gap(
            "no public careers leader with name and contact",
            "fill in [contacts.careers_leader] with public = true",
        ));
    }
    out
}

fn routes(school: &School) -> Vec<Gap> {
    let safeguarding = &school.safeguarding;
    let empty = |words: &Option<String>| words.as_deref().is_none_or(|words| words.trim().is_empty());
    let mut out = Vec::new();
    if safeguarding.routes.len() < 2 {
        out.push(gap(
            "fewer than two routes for alerts",
            "add the lead's and a deputy's school addresses to [safeguarding] routes",
        ));
    }
    if empty(&safeguarding.hours) || empty(&safeguarding.out_of_hours) {
        out.push(gap("no hours, or no words for outside them", "fill in hours and out_of_hours under [safeguarding]"));
    }
    if empty(&safeguarding.allegations) {
        out.push(gap(
            "nobody receives allegations about staff",
            "fill in allegations under [safeguarding], usually the headteacher's address",
        ));
    }
    out
}

fn assessment(school: &School) -> Vec<Gap> {
    let mut out = Vec::new();
    if school.launch.impact_assessment.is_none() {
        out.push(gap(
            "no date of the signed impact assessment",
            "have it signed and write its date to impact_assessment under [launch]",
        ));
    }
    let unsigned = SIGNERS
        .into_iter()
        .filter(|role| !school.launch.sign_offs.iter().any(|sign| sign.role == *role && !sign.name.trim().is_empty()));
    out.extend(unsigned.map(|role| {
        let title = role.replace('_', " ");
        gap(
            format!("not signed by the {title}"),
            format!("add [[launch.sign_offs]] with role = \"{role}\", name, day and version"),
        )
    }));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn school(text: &str) -> School {
        School::of_text("fern", text, &toml::Table::new()).expect("a school file")
    }

    #[test]
    fn a_new_school_is_closed_and_the_demo_is_open() {
        let gaps = missing(&school("name = 'Fern Vale'"));
        assert_eq!(gaps.len(), 5 + 3 + 7);
        assert!(gaps.iter().all(|gap| !gap.mend.is_empty()));
        assert!(missing(&school("name = 'Demo'\ndemo = true")).is_empty());
    }

    #[test]
    fn a_school_with_everything_may_open() {
        let mut text = "name = 'Fern Vale'\n[safeguarding]\nhours = '8:00 to 16:00'\nout_of_hours = 'Nobody reads this now.'\nroutes = ['a@fernvale.example', 'b@fernvale.example']\nallegations = 'head@fernvale.example'\n[launch]\nimpact_assessment = 'September 2026'\n".to_owned();
        for role in SIGNERS {
            text += &format!(
                "[[launch.sign_offs]]\nrole = '{role}'\nname = 'Rosalind Pell'\nday = 2026-09-01\nversion = '1'\n"
            );
        }
        for role in ["safeguarding_lead", "safeguarding_deputy", "headteacher", "chair_of_governors", "careers_leader"]
        {
            text += &format!(
                "[contacts.{role}]\nname = 'Rosalind Pell'\nemail = 'rpell@fernvale.example'\npublic = true\n"
            );
        }
        assert_eq!(missing(&school(&text)), []);
    }
}
