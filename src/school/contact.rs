//! Lint of contacts: an address whose domain looks mistyped, an address that seems to be someone else's, a number that is
//! no number. It never says that a contact is right, only that a person should look.

use std::collections::HashMap;

use super::import::{is_well_shaped, last_name, name_parts};

/// A contact as far as the lint looks at it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Card<'a> {
    /// The name.
    pub name: Option<&'a str>,
    /// The e-mail address.
    pub email: Option<&'a str>,
    /// The telephone number.
    pub phone: Option<&'a str>,
}

/// Something to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// Which card, from 0.
    pub card: usize,
    /// `email-domain`, `email-name` or `phone-shape`.
    pub code: &'static str,
    /// What is wrong and what to do.
    pub says: String,
}

/// Words before the @ that name a mailbox rather than a person.
const MAILBOXES: [&str; 22] = [
    "careers",
    "career",
    "office",
    "admin",
    "info",
    "information",
    "enquiries",
    "enquiry",
    "contact",
    "reception",
    "head",
    "headteacher",
    "principal",
    "school",
    "senco",
    "send",
    "safeguarding",
    "governors",
    "clerk",
    "mail",
    "team",
    "ceiag",
];
/// Domains anyone can have.
const PRIVATE: [&str; 9] = [
    "gmail.com",
    "hotmail.com",
    "hotmail.co.uk",
    "outlook.com",
    "yahoo.com",
    "yahoo.co.uk",
    "icloud.com",
    "aol.com",
    "btinternet.com",
];

/// Everything to look at in these contacts of these schools.
pub fn lint(cards: &[Card<'_>], schools: &[&str]) -> Vec<Slip> {
    let domains: Vec<Vec<String>> = cards.iter().map(|card| card.email.map(labels).unwrap_or_default()).collect();
    let mut out = Vec::new();
    for (at, card) in cards.iter().enumerate() {
        let mut slip = |code, says| out.push(Slip { card: at, code, says });
        if let Some(says) = card.email.and_then(|email| domain(email, &domains[at], &domains, schools)) {
            slip("email-domain", says);
        }
        if let Some(says) = card.email.zip(card.name).and_then(|(email, name)| belongs(email, name)) {
            slip("email-name", says);
        }
        if let Some(phone) = card.phone.filter(|phone| !is_well_shaped(phone)) {
            slip(
                "phone-shape",
                format!("`{phone}` is not shaped like a telephone number of the United Kingdom; ask for the right one"),
            );
        }
    }
    out
}

fn labels(email: &str) -> Vec<String> {
    let domain = email.rsplit('@').next().unwrap_or_default().to_lowercase();
    domain.split('.').map(str::to_owned).collect()
}

/// A domain that is nearly another, nearly a school's name, or anyone's.
fn domain(email: &str, own: &[String], all: &[Vec<String>], schools: &[&str]) -> Option<String> {
    let whole = own.join(".");
    if PRIVATE.contains(&whole.as_str()) {
        return Some(format!("`{email}` is a private address; give one of the school's"));
    }
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for label in all.iter().flatten() {
        *seen.entry(label.as_str()).or_default() += 1;
    }
    let names: Vec<String> = schools.iter().flat_map(|school| name_words(school)).collect();
    own.iter().find_map(|label| {
        let usual = seen
            .iter()
            .filter(|(other, times)| near(label, other) && **times > seen[label.as_str()])
            .map(|(other, _)| (*other).to_owned())
            .min();
        let meant = usual.or_else(|| names.iter().find(|name| near(label, name) && !names.contains(label)).cloned())?;
        Some(format!("`{label}` in `{email}` looks mistyped; is `{meant}` meant? ask before it is used"))
    })
}

/// The words of a school's name, each and run together.
fn name_words(school: &str) -> Vec<String> {
    let words: Vec<String> = school.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let pairs = words.windows(2).map(|pair| pair.concat()).collect::<Vec<_>>();
    words.into_iter().chain(pairs).filter(|word| word.len() > 4).collect()
}

/// Whether one word looks like a slip of the other; a hyphen between words is none.
fn near(one: &str, other: &str) -> bool {
    let (one, other) = (one.replace('-', ""), other.replace('-', ""));
    let reach = if one.len() < 5 { 1 } else { 2 };
    one != other && one.len() >= 3 && other.len() >= 3 && strsim::osa_distance(&one, &other) <= reach
}

/// An address that has nothing of the name in it.
fn belongs(email: &str, name: &str) -> Option<String> {
    let local: String = email.split('@').next()?.to_lowercase();
    let parts: Vec<String> = name.split('-').flat_map(name_parts).collect();
    let words: Vec<&str> =
        local.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    if words.iter().any(|word| MAILBOXES.contains(word))
        || MAILBOXES.iter().any(|mailbox| mailbox.len() > 5 && local.contains(mailbox))
    {
        return None;
    }
    let letters: String = words.concat();
    let initials: String = parts.iter().filter_map(|part| part.chars().next()).collect();
    let named = parts.iter().any(|part| part.len() > 2 && letters.contains(part.as_str())) || letters == initials;
    if named {
        return None;
    }
    let almost = last_name(name).is_some_and(|last| {
        letters.len() >= last.len()
            && strsim::osa_distance(&letters[letters.len() - last.len()..], &last) <= 2
            && last.len() > 3
    });
    let says = if almost { "spells the name otherwise" } else { "seems to be someone else's" };
    Some(format!("`{email}` {says}: the name is {name}; ask which is right"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(cards: &[(&str, &str, &str)], schools: &[&str]) -> Vec<(usize, &'static str)> {
        let some = |words: &'static str| Some(words).filter(|words| !words.is_empty());
        let leak = |words: &str| -> &'static str { Box::leak(words.to_owned().into_boxed_str()) };
        let cards: Vec<Card<'_>> = cards
            .iter()
            .map(|(name, email, phone)| Card {
                name: some(leak(name)),
                email: some(leak(email)),
                phone: some(leak(phone)),
            })
            .collect();
        lint(&cards, schools).into_iter().map(|slip| (slip.card, slip.code)).collect()
    }

    #[test]
    fn right_contacts_pass() {
        let cards = [
            ("Rosalind Pell", "rpell@fernvale.example", "01632 960123"),
            ("Ms I. Quill", "i.quill@fernvale.example", "(01632) 960 124"),
            ("Maud Farrant", "careers@fernvale.example", "+44 1632 960125"),
            ("Jo O'Hara", "johara@fernvale.example", ""),
        ];
        assert_eq!(codes(&cards, &["Fern Vale Academy"]), []);
    }

    #[test]
    fn slips_are_found() {
        let cards = [
            ("Rosalind Pell", "rpell@rmt.fernvale.example", ""),
            ("Idris Quill", "smarsh@rmt.reedlane.example", ""),
            ("Maud Farrant", "mfarrant@rmy.alderroad.example", ""),
            ("Ada Thorne", "athorne@rmt.birchfeild.example", "0163 960"),
            ("Ben Lowe", "benlowe@gmail.com", ""),
        ];
        let found = codes(&cards, &["Birchfield School", "Fern Vale Academy"]);
        assert_eq!(
            found,
            [(1, "email-name"), (2, "email-domain"), (3, "email-domain"), (3, "phone-shape"), (4, "email-domain")]
        );
    }
}
