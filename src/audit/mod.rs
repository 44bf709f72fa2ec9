//! Impartiality, measured: what the guide shows, counted. Limits and formulas are those of the house's design: completeness and evenness of
//! open answers, equal chances over time, equal depth and tone of the route cards, the same answer whoever asks.
//!
//! The questions and cues come from `config/audit.toml`, which no other room reads. Figures leave as an [`Audit`]; [`AuditPage`] draws them for a
//! governor.

mod cards;
mod comparisons;
mod exposure;
mod figure;
mod open;
mod page;
mod prompts;
mod rotation;
mod run;
mod whoever;

pub use figure::{Audit, Figure, Limit, Named};
pub use page::AuditPage;
pub use prompts::{Prompts, PromptsError};
pub use run::audit;
