use serde::{Deserialize, Serialize};

/// The kind of school, which decides which years, duties and doors it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phase {
    /// Pupils below 11.
    #[serde(rename = "primary")]
    Primary,
    /// 11 to 16.
    #[serde(rename = "11-16")]
    ElevenToSixteen,
    /// 11 to 18, with a sixth form.
    #[serde(rename = "11-18")]
    ElevenToEighteen,
    /// Secondary, with ages not yet filled in.
    #[serde(rename = "secondary")]
    Secondary,
    /// Primary and secondary in one.
    #[serde(rename = "all-through")]
    AllThrough,
    /// From 16.
    #[serde(rename = "college")]
    College,
    /// Alternative provision or a pupil referral unit.
    #[serde(rename = "ap")]
    Ap,
    /// A special school.
    #[serde(rename = "special")]
    Special,
}

impl Phase {
    /// The phase of a school that teaches these ages, if they are ages of a school.
    pub fn of_ages(from: u8, to: u8) -> Option<Self> {
        match (from, to) {
            (11, 15 | 16) => Some(Self::ElevenToSixteen),
            (11, 18 | 19) => Some(Self::ElevenToEighteen),
            (2..=5, 16..=19) => Some(Self::AllThrough),
            (2..=7, 7 | 11) => Some(Self::Primary),
            (16, 18 | 19) => Some(Self::College),
            _ => None,
        }
    }

    /// First and last school year, where the phase tells them.
    pub fn years(self) -> Option<(u8, u8)> {
        match self {
            Self::Primary => Some((0, 6)),
            Self::ElevenToSixteen => Some((7, 11)),
            Self::ElevenToEighteen => Some((7, 13)),
            Self::AllThrough => Some((0, 13)),
            Self::College => Some((12, 13)),
            Self::Secondary | Self::Ap | Self::Special => None,
        }
    }

    /// As it stands in a school file.
    pub fn key(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::ElevenToSixteen => "11-16",
            Self::ElevenToEighteen => "11-18",
            Self::Secondary => "secondary",
            Self::AllThrough => "all-through",
            Self::College => "college",
            Self::Ap => "ap",
            Self::Special => "special",
        }
    }
}
