use askama::Template;

use super::figure::{Audit, Figure, Limit};

/// The audit as one HTML page with its plots: no script, nothing loaded from anywhere.
#[derive(Template)]
#[template(path = "audit.html")]
pub struct AuditPage<'a> {
    /// What was measured.
    pub audit: &'a Audit,
}

impl AuditPage<'_> {
    /// A figure as a person reads it.
    fn said(&self, figure: &Figure) -> String {
        let text = format!("{:.4}", figure.value);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }

    /// Where a figure stands on a scale of 100, its limit at 50: right of the middle is kept.
    fn place(&self, figure: &Figure) -> f64 {
        let room = |least: f64| if least == 0.0 { 1.0 } else { least };
        let lead = match figure.limit {
            Limit::AtLeast(least) => (figure.value - least) / room((1.0 - least).abs()),
            Limit::AtMost(most) => (most - figure.value) / room(most),
        };
        50.0 + 45.0 * lead.clamp(-1.0, 1.0)
    }

    /// A share in tenths of a percent of the longest bar.
    fn bar(&self, share: &f64, routes: &[(String, f64, f64)]) -> f64 {
        let most = routes.iter().map(|(_, share, _)| *share).fold(0.0, f64::max);
        if most == 0.0 { 0.0 } else { 100.0 * share / most }
    }

    fn percent(&self, share: &f64) -> String {
        format!("{:.1} %", share * 100.0)
    }
}
