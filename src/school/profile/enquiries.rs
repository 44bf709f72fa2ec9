use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::School;
use crate::knowledge::Matter;
use crate::school::Role;

/// Messages of providers, employers, parents and pupils to somebody at the school.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Enquiries {
    /// Whether a message may hold a few words of the sender's own. Without, everything is chosen from lists but name and contact.
    pub words: bool,
    /// Who gets messages about a matter, where it is not whom it usually is.
    pub to: BTreeMap<Matter, Role>,
}

/// Who gets messages about a matter: the first of these who can be reached.
fn usually(matter: Matter) -> &'static [Role] {
    match matter {
        Matter::Provider => &[Role::ProviderAccess, Role::CareersLeader, Role::Office],
        Matter::Employer | Matter::Feedback => &[Role::CareersLeader, Role::Office],
        Matter::Complaint => &[Role::Headteacher, Role::Office],
        Matter::DataComplaint => &[Role::DataLead, Role::Headteacher, Role::Office],
    }
}

impl School {
    /// The role that gets messages about a matter; none where the school has named nobody with an e-mail address.
    pub fn addressee(&self, matter: Matter) -> Option<Role> {
        let own = self.enquiries.to.get(&matter);
        let mut roles = own.into_iter().chain(usually(matter)).copied();
        roles.find(|role| {
            let email = self.contacts.get(role).and_then(|contact| contact.email.as_deref());
            email.is_some_and(|email| !email.trim().is_empty())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn school(text: &str) -> School {
        School::of_text("fern", text, &toml::Table::new()).expect("a school file")
    }

    #[test]
    fn a_message_goes_to_whom_it_concerns_or_to_whom_the_school_says() {
        let people = "name = 'Fern Vale'\n[contacts.careers_leader]\nemail = 'careers@fernvale.example'\n[contacts.headteacher]\nemail = 'head@fernvale.example'\n[contacts.office]\nemail = 'office@fernvale.example'\n";
        let usual = school(people);
        assert_eq!(usual.addressee(Matter::Provider), Some(Role::CareersLeader));
        assert_eq!(usual.addressee(Matter::Complaint), Some(Role::Headteacher));
        assert_eq!(usual.addressee(Matter::DataComplaint), Some(Role::Headteacher));
        let own = school(&format!("{people}[enquiries.to]\ncomplaint = 'office'"));
        assert_eq!(own.addressee(Matter::Complaint), Some(Role::Office));
        assert_eq!(school("name = 'Fern Vale'").addressee(Matter::Provider), None);
    }
}
