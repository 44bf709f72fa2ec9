//! The roles that careers work in a school rests on, and the many titles people give them.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

/// A role at a school or trust.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Plans and runs the careers programme.
    CareersLeader,
    /// Gives personal guidance.
    CareersAdviser,
    /// The senior leader responsible for careers.
    SltLink,
    /// The governor who takes an interest in careers.
    CareersGovernor,
    /// Co-ordinates special educational needs.
    Senco,
    /// The designated teacher for looked-after pupils.
    DesignatedTeacher,
    /// The designated safeguarding lead.
    SafeguardingLead,
    /// Stands in for the safeguarding lead.
    SafeguardingDeputy,
    /// Leads the school.
    Headteacher,
    /// Chairs the governing body.
    ChairOfGovernors,
    /// Answers for data protection.
    DataLead,
    /// Arranges work experience.
    WorkExperienceLead,
    /// A volunteer from business who helps the school.
    EnterpriseAdviser,
    /// Links the school with employers for the local careers hub.
    EnterpriseCoordinator,
    /// Receives requests of providers, where that is not the careers leader.
    ProviderAccess,
    /// The school office.
    Office,
}

const CAREER: &str = r"(?:careers?|ceiag|cei?ag|cie?ag)(?:\s*(?:and|&|/)\s*(?:employability|enterprise|destinations|progression|aspirations|guidance|work.related learning))?(?:\s+(?:education|guidance|programme|provision))?";

/// Every role with the words used for it; a longer title stands before one that is a part of it.
fn titles() -> Vec<(Role, String)> {
    let career = CAREER;
    vec![
        (Role::CareersGovernor, format!(r"(?:link\s+)?{career}\s+(?:link\s+)?(?:governor|trustee)|(?:link\s+)?(?:governor|trustee)\s+(?:with\s+(?:a\s+)?(?:responsibility|interest|oversight)\s+(?:for|in)|responsible for|for|linked to)\s+{career}")),
        (Role::SltLink, format!(r"(?:slt|sltl|senior leadership(?: team)?|senior leader|smt)\s+(?:{career}\s+)?(?:link|lead|member|line manager|sponsor)(?:\s+(?:for|responsible for|with responsibility for)\s+{career})?|{career}\s+(?:slt|senior)\s+(?:link|lead(?:er)?)|senior (?:leader|member of staff)\s+(?:responsible|with responsibility)\s+for\s+{career}|(?:assistant|deputy|vice)[\s-]+(?:head(?:teacher)?|principal)\s+(?:responsible|with responsibility)?\s*for\s+{career}|line manager (?:of|for) (?:the )?{career}(?: leader)?")),
        (Role::CareersAdviser, format!(r"(?:independent\s+|qualified\s+|external\s+|level 6\s+|trust\s+|lead\s+)?{career}\s+(?:guidance\s+)?(?:advis[eo]rs?|counsellor|guidance\s+(?:practitioner|professional|officer|specialist)|consultant|coach|practitioner)|personal guidance\s+(?:advis[eo]r|practitioner|professional)|(?:impartial|independent)\s+(?:careers\s+)?advis[eo]r|personal advis[eo]r")),
        (Role::CareersLeader, format!(r"(?:designated\s+|strategic\s+|operational\s+|named\s+|head of\s+(?:department\s+)?)?{career}\s+(?:programme\s+)?(?:leaders?|leads?|co-?ordinators?|managers?|director|champion)|(?:head|director|leader|lead|co-?ordinator|manager)\s+(?:of|for|on)\s+{career}|(?:head|director|leader|lead|manager)\s+of\s+(?:student\s+|pupil\s+)?(?:futures|destinations|aspirations|next steps|progression)|(?:member of staff|person|teacher)\s+(?:responsible|with responsibility)\s+for\s+{career}")),
        (Role::WorkExperienceLead, r"(?:work experience|wex|work.related learning)\s+(?:lead(?:er)?|co-?ordinator|manager|officer)".to_owned()),
        (Role::SafeguardingDeputy, r"deputy\s+(?:dsl|designated safeguarding (?:lead|officer)|safeguarding lead)s?|ddsl".to_owned()),
        (Role::SafeguardingLead, r"designated\s+safeguarding\s+(?:lead|officer|person)|safeguarding lead|child protection officer|dsl".to_owned()),
        (Role::Senco, r"sen(?:d)?co(?:rdinator)?|special educational needs(?: and disabilit(?:y|ies))? co-?ordinator|send? lead|head of (?:send?|inclusion|learning support)|inclusion (?:lead|manager)".to_owned()),
        (Role::DesignatedTeacher, r"designated teacher(?: for (?:looked[ -]after(?: (?:and previously looked[ -]after)?\s*(?:children|pupils|students))?|lac|cla|children in care))?".to_owned()),
        (Role::ChairOfGovernors, r"chair (?:of|to) (?:the )?(?:governors?|governing (?:body|board)|local (?:governing|academy) (?:body|board|committee|council)|trustees|interim executive board)".to_owned()),
        (Role::DataLead, r"data protection (?:officer|lead)|dpo|data (?:lead|manager)".to_owned()),
        (Role::EnterpriseCoordinator, r"enterprise co-?ordinator|careers hub lead".to_owned()),
        (Role::EnterpriseAdviser, r"enterprise advis[eo]r".to_owned()),
        (Role::ProviderAccess, r"provider access (?:lead|contact|co-?ordinator)|contact for (?:provider access|providers)".to_owned()),
        (Role::Headteacher, r"(?:executive\s+|acting\s+|interim\s+)?head[\s-]?teacher|(?:executive\s+)?principal|head of school|headmaster|headmistress".to_owned()),
        (Role::Office, r"school office|main office|(?:main\s+)?reception|office manager".to_owned()),
    ]
}

static TITLES: LazyLock<Vec<(Role, Regex)>> = LazyLock::new(|| {
    let regex = |words: &str| Regex::new(&format!(r"(?i)\b(?:{words})\b")).expect("a fixed pattern is valid");
    titles().into_iter().map(|(role, words)| (role, regex(&words))).collect()
});

/// Words before a title that make it somebody else's: "Deputy Headteacher" is no headteacher, a line manager for careers no manager of them.
static BELOW: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:deputy|assistant|vice|associate|former|line)[\s-]+$").expect("a fixed pattern is valid")
});

impl Role {
    /// All roles.
    pub fn all() -> impl Iterator<Item = Self> {
        TITLES.iter().map(|(role, _)| *role)
    }

    /// The titles used for this role, as a pattern.
    pub fn titles(self) -> &'static Regex {
        &TITLES.iter().find(|(role, _)| *role == self).expect("every role is listed").1
    }

    /// Where a title of this role stands in these words, and not that of somebody who stands in for it.
    pub fn find_in(self, words: &str) -> Option<Range<usize>> {
        let own = |found: &regex::Match<'_>| !is_below(&words[..found.start()]);
        self.titles().find_iter(words).find(own).map(|found| found.range())
    }

    /// The first role named in these words.
    pub fn in_words(words: &str) -> Option<Self> {
        TITLES
            .iter()
            .filter_map(|(role, _)| Some((role.find_in(words)?.start, *role)))
            .min_by_key(|(at, _)| *at)
            .map(|(_, role)| role)
    }

    /// The role whose title these words are, with little else around it.
    pub fn of_label(words: &str) -> Option<Self> {
        let bare = words.trim().trim_end_matches([':', '.', '-', ' ']);
        let (role, found) = Self::all().find_map(|role| Some((role, role.find_in(bare)?)))?;
        (bare.chars().count() <= bare[found].chars().count() + 28).then_some(role)
    }

    /// Its key in a school file.
    pub fn key(self) -> &'static str {
        match self {
            Self::CareersLeader => "careers_leader",
            Self::CareersAdviser => "careers_adviser",
            Self::SltLink => "slt_link",
            Self::CareersGovernor => "careers_governor",
            Self::Senco => "senco",
            Self::DesignatedTeacher => "designated_teacher",
            Self::SafeguardingLead => "safeguarding_lead",
            Self::SafeguardingDeputy => "safeguarding_deputy",
            Self::Headteacher => "headteacher",
            Self::ChairOfGovernors => "chair_of_governors",
            Self::DataLead => "data_lead",
            Self::WorkExperienceLead => "work_experience_lead",
            Self::EnterpriseAdviser => "enterprise_adviser",
            Self::EnterpriseCoordinator => "enterprise_coordinator",
            Self::ProviderAccess => "provider_access",
            Self::Office => "office",
        }
    }

    /// What people call it.
    pub fn title(self) -> String {
        match self {
            Self::SltLink => "senior leader for careers".to_owned(),
            Self::Senco => "SENCO".to_owned(),
            Self::ProviderAccess => "contact for providers".to_owned(),
            Self::Office => "school office".to_owned(),
            other => other.key().replace('_', " "),
        }
    }
}

/// Whether these words end in what makes the title behind them somebody else's.
pub fn is_below(words: &str) -> bool {
    // Only the last word matters, however long the line is.
    let last = words.char_indices().rev().nth(20).map_or(0, |(at, _)| at);
    BELOW.is_match(&words[last..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_stands_in_for_a_role_does_not_hold_it() {
        for words in ["Deputy Headteacher", "Assistant Principal", "Vice-Principal", "Deputy Careers Leader"] {
            assert_eq!((Role::in_words(words), Role::of_label(words)), (None, None), "{words}");
        }
        assert_eq!(Role::in_words("Assistant Principal for Careers"), Some(Role::SltLink));
        assert_eq!(Role::in_words("SLT line manager for careers: Mr Ivan Bostock"), Some(Role::SltLink));
        assert_eq!(Role::CareersLeader.find_in("SLT line manager for careers: Mr Ivan Bostock"), None);
        assert_eq!(Role::in_words("the Deputy Headteacher and the Headteacher"), Some(Role::Headteacher));
    }

    #[test]
    fn many_titles_are_one_role() {
        for words in [
            "Careers Lead",
            "Head of Careers",
            "CEIAG Co-ordinator",
            "careers and employability leader",
            "Lead for Careers",
        ] {
            assert_eq!(Role::in_words(words), Some(Role::CareersLeader), "{words}");
        }
        for words in ["Careers Advisor", "independent careers adviser", "Personal Guidance Adviser"] {
            assert_eq!(Role::in_words(words), Some(Role::CareersAdviser), "{words}");
        }
        for words in ["Link Governor for Careers", "careers governor", "Careers Link Governor"] {
            assert_eq!(Role::in_words(words), Some(Role::CareersGovernor), "{words}");
        }
        assert_eq!(Role::in_words("SLT link"), Some(Role::SltLink));
        assert_eq!(Role::in_words("Deputy DSL"), Some(Role::SafeguardingDeputy));
        assert_eq!(Role::in_words("the weather"), None);
    }

    #[test]
    fn every_role_has_titles_and_a_key() {
        assert_eq!(Role::all().count(), 16);
        assert!(Role::all().all(|role| role.titles().as_str().len() > 3 && !role.key().is_empty()));
    }
}
