//! What a careers leader has to know of each school: the publication checklist (R046), overdue reviews (R002),
//! contradictions (R015), gaps. Pure: schools and a day in, lines out.

use chrono::NaiveDate;
use serde::Serialize;

use super::Role;
use super::contact::{Card, lint};
use super::launch;
use super::profile::{Open, Phase, Review, School};

/// One school's state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Status {
    /// Its id.
    pub id: String,
    /// Its name.
    pub school: String,
    /// True if pupils may be let in.
    pub may_open: bool,
    /// What has to be published, and whether it is there.
    pub checklist: Vec<Item>,
    /// Reviews that have passed.
    pub overdue: Vec<Overdue>,
    /// Reviews that come up within the days of notice.
    pub coming: Vec<Coming>,
    /// What cannot all be right.
    pub contradictions: Vec<String>,
    /// What is missing, each with what to do.
    pub gaps: Vec<String>,
}

/// An item of the publication checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// What has to be published.
    pub item: String,
    /// Whether the school file has it.
    pub there: bool,
    /// Where it is published.
    pub link: Option<String>,
}

/// A review that has passed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Overdue {
    /// Of what.
    pub what: String,
    /// When it was due.
    pub due: String,
    /// How many days ago.
    pub days: i64,
}

/// A review that comes up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Coming {
    /// Of what.
    pub what: String,
    /// When it is due.
    pub due: String,
}

/// The state of each school today, with reviews that come up within `notice_days`.
pub fn status<'a>(schools: impl Iterator<Item = &'a School>, today: NaiveDate, notice_days: u16) -> Vec<Status> {
    schools.map(|school| of_school(school, today, notice_days)).collect()
}

fn of_school(school: &School, today: NaiveDate, notice_days: u16) -> Status {
    let coming = school.reviews().into_iter().filter(|review| review.comes_up(today, notice_days));
    Status {
        id: school.id.clone(),
        school: school.name.clone(),
        may_open: launch::missing(school).is_empty(),
        checklist: checklist(school),
        overdue: overdue(school, today),
        coming: coming.map(|review| Coming { what: review.what.to_owned(), due: review.due.to_string() }).collect(),
        contradictions: contradictions(school),
        gaps: gaps(school),
    }
}

fn checklist(school: &School) -> Vec<Item> {
    let said = |key: &str| school.says(key).is_some();
    let programme = ["ks3", "ks4", "ks5", "year7"].iter().any(|key| said(&format!("programme_{key}")));
    let access = school.provider_access.parts().iter().all(|(_, part)| part.is_some()) || said("provider_access_how");
    let item = |item: &str, there: bool, link: &str| Item {
        item: item.to_owned(),
        there,
        link: school.links.get(link).cloned(),
    };
    vec![
        item(
            "name and contact of the careers leader",
            said("careers_leader") && said("careers_leader_contact"),
            "careers",
        ),
        item("summary of the careers programme", programme, "programme"),
        item("how to get more information", said("careers_leader_contact") || said("office_contact"), "careers"),
        item("how impact is measured", said("impact_measures"), "policy"),
        item("date of the next review", said("policy_review_date"), "policy"),
        item("provider access statement", access, "provider_access"),
    ]
}

fn overdue(school: &School, today: NaiveDate) -> Vec<Overdue> {
    let over = |review: Review| {
        let days = review.due.days_over(today)?;
        Some(Overdue { what: review.what.to_owned(), due: review.due.to_string(), days })
    };
    school.reviews().into_iter().filter_map(over).collect()
}

fn contradictions(school: &School) -> Vec<String> {
    let open = school.open.iter().filter(|open| !is_gap(open));
    let mut out: Vec<String> = open.map(|open| format!("{}: {}", open.code, open.says)).collect();
    if let (Some(adopted), Some(review)) = (school.policy.adopted, school.policy.next_review)
        && review.last < adopted.first
    {
        out.push(format!(
            "the policy is to be reviewed in {review}, before it was adopted in {adopted}; correct one of them"
        ));
    }
    if school.phase == Some(Phase::ElevenToSixteen)
        && school.programme.keys().any(|key| ["ks5", "year12", "year13"].contains(&key.as_str()))
    {
        out.push(
            "the school ends at 16, yet its programme has a part for after; take it out or correct the phase"
                .to_owned(),
        );
    }
    out.extend(lint_of(school));
    out
}

/// A finding about something missing rather than wrong.
fn is_gap(open: &Open) -> bool {
    open.code.starts_with("missing") || open.code == "provider-access-promised"
}

fn lint_of(school: &School) -> Vec<String> {
    let contacts: Vec<_> = school.contacts.iter().collect();
    let cards: Vec<Card<'_>> = contacts
        .iter()
        .map(|(_, contact)| Card {
            name: contact.named(),
            email: contact.email.as_deref(),
            phone: contact.phone.as_deref(),
        })
        .collect();
    let mut out: Vec<String> = lint(&cards, &[school.name.as_str()])
        .into_iter()
        .map(|slip| format!("{}: {}", contacts[slip.card].0.title(), slip.says))
        .collect();
    out.extend(contacts.iter().filter_map(|(role, contact)| strange_domain(school, **role, contact.email.as_deref()?)));
    out
}

/// An address outside the domains the school lists.
fn strange_domain(school: &School, role: Role, email: &str) -> Option<String> {
    let domain = email.rsplit('@').next()?.to_lowercase();
    let known = school.domains.is_empty() || school.domains.iter().any(|own| own.eq_ignore_ascii_case(&domain));
    (!known).then(|| {
        format!("{}: `{domain}` is not among the school's domains; correct the address or add the domain", role.title())
    })
}

fn gaps(school: &School) -> Vec<String> {
    let mut out: Vec<String> =
        launch::missing(school).into_iter().map(|gap| format!("{}; {}", gap.says, gap.mend)).collect();
    out.extend(school.open.iter().filter(|open| is_gap(open)).map(|open| open.says.clone()));
    let has_policy = !school.programme.is_empty() || !school.impact_measures.is_empty();
    if has_policy && school.policy.told().is_none() {
        out.push(
            "the policy's edition or date is missing, so nothing of it is shown; fill in [policy] edition and adopted"
                .to_owned(),
        );
    }
    if school.phase.is_none() {
        out.push("the phase is not set; add a line like phase = \"11-18\"".to_owned());
    }
    out.extend(
        checklist(school)
            .into_iter()
            .filter(|item| !item.there)
            .map(|item| format!("not set up yet: {}; fill it in", item.item)),
    );
    out
}

/// The state as text for a terminal.
pub fn text(all: &[Status]) -> String {
    all.iter().map(of_status).collect::<Vec<_>>().join("\n")
}

fn of_status(status: &Status) -> String {
    let mut out = format!(
        "{} ({}): pupils {}\n",
        status.school,
        status.id,
        if status.may_open { "may be let in" } else { "are not let in yet" }
    );
    for item in &status.checklist {
        let link = item.link.as_deref().map_or(String::new(), |link| format!(" {link}"));
        out += &format!("  [{}] {}{link}\n", if item.there { "yes" } else { "no " }, item.item);
    }
    for review in &status.overdue {
        out += &format!("  overdue: {} was due {}, {} days ago\n", review.what, review.due, review.days);
    }
    for review in &status.coming {
        out += &format!("  review coming up: {} is due {}\n", review.what, review.due);
    }
    out += &status.contradictions.iter().map(|line| format!("  contradiction: {line}\n")).collect::<String>();
    out += &status.gaps.iter().map(|line| format!("  gap: {line}\n")).collect::<String>();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(words: &str) -> Status {
        let school = School::of_text("fern", words, &toml::Table::new()).expect("a school file");
        of_school(&school, NaiveDate::from_ymd_opt(2026, 11, 21).expect("a day"), 60)
    }

    #[test]
    fn an_empty_school_has_nothing_published_and_many_gaps() {
        let status = state("name = 'Fern Vale'");
        assert!(status.checklist.iter().all(|item| !item.there));
        assert!(!status.may_open && status.gaps.len() > 10);
        assert!(text(&[status]).contains("not set up yet"));
    }

    #[test]
    fn an_overdue_review_is_counted_in_days() {
        let status =
            state("name = 'Fern Vale'\n[policy]\nedition = '1'\nadopted = 'June 2022'\nnext_review = 'June 2023'");
        assert_eq!(status.overdue[0].days, 1240);
    }

    #[test]
    fn a_review_that_comes_up_is_said_before_it_is_overdue() {
        let policy = "[policy]\nedition = '1'\nadopted = 'June 2025'\nnext_review = '1 January 2027'";
        let status = state(&format!("name = 'Fern Vale'\n{policy}\n[provider_access]\nnext_review = 'March 2028'"));
        assert_eq!((status.coming.len(), status.overdue.len()), (1, 0));
        assert!(text(&[status]).contains("review coming up: careers policy is due 1 January 2027"));
    }

    #[test]
    fn contradictions_are_listed() {
        let status = state(
            "name = 'Fern Vale'\nphase = '11-16'\ndomains = ['fernvale.example']\n[programme]\nks5 = 'Visits.'\n[contacts.senco]\nname = 'Maud Farrant'\nemail = 'jlowe@fernvale.org.example'\n[[open]]\ncode = 'old-year-range'\nsays = 'Year 8'",
        );
        assert_eq!(status.contradictions.len(), 4, "{:?}", status.contradictions);
    }
}
