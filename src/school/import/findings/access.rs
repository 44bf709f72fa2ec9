//! Parts of the provider access statement that are missing or only promised (R139–R142).

use super::Finding;
use crate::school::import::{Import, Part};

/// Missing and promised parts.
pub(super) fn access(import: &Import) -> Vec<Finding> {
    Part::STATUTORY.into_iter().filter_map(|part| missing(import, part)).collect()
}

fn missing(import: &Import, part: Part) -> Option<Finding> {
    let access = &import.provider_access;
    if access.part(part).is_some() {
        return None;
    }
    if let Some(promise) = access.promise(part) {
        let says = format!(
            "{} {} only promised here; import the provider access statement too, or write it",
            part.title(),
            verb(part)
        );
        return Some(Finding::of(promise, "provider-access-promised", "R140-R142", says));
    }
    let says = format!("{} {} missing; the provider access statement has to say it", part.title(), verb(part));
    Some(Finding::whole("missing-provider-access", "R139-R142", says))
}

fn verb(part: Part) -> &'static str {
    match part {
        Part::GroundsGrant | Part::GroundsRefuse | Part::Premises | Part::Opportunities => "are",
        Part::Entitled | Part::HowToRequest => "is",
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines_with;

    #[test]
    fn a_promised_part_is_told_apart_from_a_missing_one() {
        let words = "The statement will set out:\n- any procedural requirements in relation to requests for access";
        assert_eq!(lines_with("provider-access-promised", words), [2]);
        assert_eq!(lines_with("missing-provider-access", words).len(), 4);
    }
}
