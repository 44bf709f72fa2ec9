//! Counts that could point at somebody are not shown: below five it says so, and a total never gives a hidden count away.

use std::fmt;

/// The least count that is shown.
pub(super) const LEAST: i32 = 5;

/// A count as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Count {
    /// It is large enough.
    Shown(i32),
    /// It is below five.
    Few,
    /// It would give another one away.
    Hidden,
}

impl fmt::Display for Count {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shown(count) => write!(out, "{count}"),
            Self::Few => out.write_str("fewer than 5"),
            Self::Hidden => out.write_str("not shown"),
        }
    }
}

/// A count by itself; nothing is nothing, and tells nobody anything.
pub(super) fn count(count: i32) -> Count {
    if count == 0 || count >= LEAST { Count::Shown(count) } else { Count::Few }
}

/// Counts with their total. Where exactly one of them is hidden, the total would tell it, so the total is hidden too.
pub(super) fn with_total(counts: &[i32]) -> (Vec<Count>, Count) {
    let shown: Vec<Count> = counts.iter().map(|&one| count(one)).collect();
    let few = shown.iter().filter(|one| **one == Count::Few).count();
    let total = counts.iter().sum();
    let total = if few == 1 { Count::Hidden } else { count(total) };
    (shown, total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_total_never_tells_what_is_hidden() {
        assert_eq!(with_total(&[12, 3, 0]), (vec![Count::Shown(12), Count::Few, Count::Shown(0)], Count::Hidden));
        assert_eq!(with_total(&[12, 3, 2]).1, Count::Shown(17));
        assert_eq!(with_total(&[12, 30]).1, Count::Shown(42));
        assert_eq!(count(4).to_string(), "fewer than 5");
    }
}
