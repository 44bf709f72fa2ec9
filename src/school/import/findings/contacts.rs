//! Contacts that would misdirect people (R074, Z27): the lint of `contact`, put to what the policy names.

use super::Finding;
use crate::school::contact::{Card, lint};
use crate::school::import::{Import, Person, last_name};

/// What the lint says of each person, and names spelt in two ways.
pub(super) fn contacts(import: &Import) -> Vec<Finding> {
    let schools: Vec<&str> = import.schools.iter().map(|school| school.name.value.as_str()).collect();
    let cards: Vec<Card<'_>> = import.people.iter().map(card).collect();
    let mut out: Vec<Finding> = lint(&cards, &schools)
        .into_iter()
        .map(|slip| {
            let person = &import.people[slip.card];
            Finding {
                found: person.words.clone(),
                place: person.contact_place,
                ..Finding::whole(slip.code, "R074, Z27", slip.says)
            }
        })
        .collect();
    out.extend(import.people.iter().filter(|person| !person.also.is_empty()).map(spelt));
    out
}

/// A card with the spelling of the name that the address has.
fn card(person: &Person) -> Card<'_> {
    let spellings = || person.name.iter().chain(&person.also);
    let email = person.email.as_deref().unwrap_or_default().to_lowercase();
    let own = spellings().find(|name| last_name(name).is_some_and(|last| email.contains(&last)));
    Card {
        name: own.or(person.name.as_ref()).map(String::as_str),
        email: person.email.as_deref(),
        phone: person.phone.as_deref(),
    }
}

fn spelt(person: &Person) -> Finding {
    let names: Vec<&str> = person.name.iter().chain(&person.also).map(String::as_str).collect();
    let says = format!("one person's name is spelt in more than one way ({}); ask which is right", names.join(", "));
    Finding {
        found: person.words.clone(),
        place: person.contact_place,
        ..Finding::whole("name-spelling", "R074, Z27", says)
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines_with;

    const TABLE: &str = "Academy\tName of Careers Lead\nFern Vale Academy\tRosalind Pell\nReed Lane Academy\tIdris Quill\nAlder Road Academy\tMaud Farrant\n\nThey can be reached here:\n\nAcademy\tName of Careers Lead\tEmail\tTel\nFern Vale Academy\tRosalind Pelle\trpelle@rmt.fernvale.example\t01632 960123\nReed Lane Academy\tIdris Quill\tsmarsh@rmt.reedlane.example\t01632 9601\nAlder Road Academy\tMaud Farrant\tmfarrant@rmy.alderroad.example\t01632 960125";

    #[test]
    fn slips_in_a_table_of_contacts_are_found() {
        assert_eq!(lines_with("name-spelling", TABLE).len(), 1);
        assert_eq!(lines_with("email-name", TABLE), [10]);
        assert_eq!(lines_with("email-domain", TABLE), [11]);
        assert_eq!(lines_with("phone-shape", TABLE), [10]);
    }
}
