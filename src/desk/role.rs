/// What an account is for; it decides what its holder may see and do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Looks after accounts and the house; sees no pupil's name and no alert's words.
    Administrator,
    /// Leads careers at a school.
    CareersLeader,
    /// Holds interviews.
    Adviser,
    /// Looks after a year group or a form.
    Tutor,
    /// Receives alerts.
    SafeguardingLead,
    /// Watches over it all and changes nothing.
    Governor,
    /// Chairs the governing body: a governor who also answers alerts about the headteacher.
    ChairOfGovernors,
}

/// Something that may be seen or done at the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// See requests for interviews, with names.
    SeeRequests,
    /// Change when any adviser can be met.
    SetHours,
    /// Change when one can be met oneself.
    SetOwnHours,
    /// Hand over what is kept of a pupil, and erase it.
    KeepRecords,
    /// See the words of alerts, and say what became of them.
    ReadAlerts,
    /// See how many alerts there were, and when they were seen.
    CountAlerts,
    /// Begin a drill.
    BeginDrill,
    /// Read what is left of questions without an answer.
    ReadQuestions,
    /// Write, read over and publish answers.
    WriteAnswers,
    /// Switch an answer off or on.
    SwitchOff,
    /// See how the knowledge and the school's file stand.
    SeeHealth,
    /// Measure impartiality, or check links, now.
    Measure,
    /// See the termly report and the evidence.
    SeeReport,
    /// Invite people and end accounts.
    ManagePeople,
    /// Read the trail.
    ReadTrail,
}

impl Role {
    /// All roles, in the order in which they are offered.
    pub const ALL: [Role; 7] = [
        Role::CareersLeader,
        Role::Adviser,
        Role::SafeguardingLead,
        Role::Tutor,
        Role::Governor,
        Role::ChairOfGovernors,
        Role::Administrator,
    ];

    /// The word it is kept and sent under.
    pub fn word(self) -> &'static str {
        match self {
            Role::Administrator => "administrator",
            Role::CareersLeader => "careers-leader",
            Role::Adviser => "adviser",
            Role::Tutor => "tutor",
            Role::SafeguardingLead => "safeguarding-lead",
            Role::Governor => "governor",
            Role::ChairOfGovernors => "chair-of-governors",
        }
    }

    /// The role as a person reads it.
    pub fn title(self) -> &'static str {
        match self {
            Role::Administrator => "Administrator",
            Role::CareersLeader => "Careers leader",
            Role::Adviser => "Careers adviser",
            Role::Tutor => "Tutor",
            Role::SafeguardingLead => "Safeguarding lead",
            Role::Governor => "Governor (reads only)",
            Role::ChairOfGovernors => "Chair of governors",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }

    /// Whether the role has a right. What stands in no row here, nobody may.
    pub fn may(self, right: Right) -> bool {
        use Right::{
            BeginDrill, CountAlerts, KeepRecords, ManagePeople, Measure, ReadAlerts, ReadQuestions, ReadTrail,
            SeeHealth, SeeReport, SeeRequests, SetHours, SetOwnHours, SwitchOff, WriteAnswers,
        };
        let rights: &[Right] = match self {
            Role::Administrator => &[CountAlerts, SwitchOff, SeeHealth, Measure, SeeReport, ManagePeople, ReadTrail],
            Role::CareersLeader => &[
                SeeRequests,
                SetHours,
                KeepRecords,
                ReadQuestions,
                WriteAnswers,
                SwitchOff,
                SeeHealth,
                Measure,
                SeeReport,
            ],
            Role::Adviser => &[SeeRequests, SetOwnHours, WriteAnswers, SwitchOff, SeeHealth, Measure, SeeReport],
            Role::SafeguardingLead => &[ReadAlerts, CountAlerts, BeginDrill, SwitchOff],
            Role::Tutor => &[],
            Role::Governor => &[SeeHealth, SeeReport],
            // Of alerts only those that are the chair's (`alerts::is_for`).
            Role::ChairOfGovernors => &[ReadAlerts, CountAlerts, SeeHealth, SeeReport],
        };
        rights.contains(&right)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_governor_and_a_tutor_change_nothing() {
        for role in [Role::Governor, Role::ChairOfGovernors, Role::Tutor] {
            for right in [Right::WriteAnswers, Right::SwitchOff, Right::Measure, Right::ManagePeople] {
                assert!(!role.may(right), "{role:?} {right:?}");
            }
        }
    }

    #[test]
    fn words_of_alerts_are_for_the_safeguarding_lead_and_the_chair_alone() {
        let readers: Vec<Role> = Role::ALL.into_iter().filter(|role| role.may(Right::ReadAlerts)).collect();
        assert_eq!(readers, [Role::SafeguardingLead, Role::ChairOfGovernors]);
    }
}
