use crate::evaluate::Asker;

use super::cards::{cards, rows};
use super::comparisons::comparisons;
use super::figure::Audit;
use super::open::open_answers;
use super::prompts::Prompts;
use super::rotation::over_time;
use super::whoever::{own_sixth_form, pairs};

/// Measures everything, once.
pub fn audit(asker: &Asker<'_>, prompts: &Prompts) -> Audit {
    let (mut figures, worst) = open_answers(asker, prompts);
    let (equal, shares) = over_time(asker, prompts);
    let (same, apart) = pairs(asker, prompts);
    figures.extend(equal);
    figures.extend(cards(asker.guide.library()));
    figures.extend(comparisons(asker, prompts));
    figures.push(own_sixth_form(asker, prompts));
    figures.push(same);
    let (day, school) = (asker.now.date().to_string(), asker.school.name.clone());
    Audit { day, school, figures, shares, cards: rows(asker.guide.library()), worst, apart }
}
