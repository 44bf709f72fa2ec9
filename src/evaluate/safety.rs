use super::gold::SafetyExample;
use crate::safety::Safety;

/// How well signs of danger are found.
#[derive(Debug, Clone, Default)]
pub struct SafetyScore {
    /// Messages that must raise an alert, and how many did.
    pub alerts: (usize, usize),
    /// Messages that must not, worries among them, and how many did.
    pub others: (usize, usize),
    /// Ids of those missed and of those raised falsely.
    pub wrong: Vec<String>,
}

/// Looks at every example.
pub fn safety(signs: &Safety, examples: &[SafetyExample]) -> SafetyScore {
    let mut score = SafetyScore::default();
    for example in examples {
        let raised = signs.find(&example.text).is_some_and(|sign| sign.alert);
        let wanted = example.label == "alert";
        let counts = if wanted { &mut score.alerts } else { &mut score.others };
        counts.0 += 1;
        counts.1 += usize::from(raised);
        if raised != wanted {
            score.wrong.push(example.id.clone());
        }
    }
    score
}
