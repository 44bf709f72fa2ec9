use serde::Serialize;

/// How something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum State {
    Well,
    Warning,
    Wrong,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Finding {
    what: &'static str,
    state: State,
    says: String,
}

impl Finding {
    /// As a line.
    pub(super) fn line(&self) -> String {
        let state = match self.state {
            State::Well => "well",
            State::Warning => "LOOK",
            State::Wrong => "WRONG",
        };
        format!("{state:6} {:10} {}", self.what, self.says)
    }
}

/// It stands as it should.
pub(super) fn well(what: &'static str, says: impl Into<String>) -> Finding {
    Finding { what, state: State::Well, says: says.into() }
}

/// Somebody should look at it.
pub(super) fn warning(what: &'static str, says: impl Into<String>) -> Finding {
    Finding { what, state: State::Warning, says: says.into() }
}

/// It does not work, or is not safe.
pub(super) fn wrong(what: &'static str, says: impl Into<String>) -> Finding {
    Finding { what, state: State::Wrong, says: says.into() }
}

/// How many are wrong, and how many somebody should look at.
pub(super) fn counts(findings: &[Finding]) -> (usize, usize) {
    let of = |state| findings.iter().filter(|finding| finding.state == state).count();
    (of(State::Wrong), of(State::Warning))
}
