//! How much attention each route gets in one answer, and how even that is.

use std::collections::BTreeMap;

use crate::chat::{Block, Reply};

/// The share of attention of each route in a reply, 0 to 1, in all 1: blocks further down get less (1/log2(j+1) for block j), and a block
/// counts for a route as far as its words are about it. Empty where no block is about a route.
pub(super) fn exposure(reply: &Reply, routes: &[String]) -> BTreeMap<String, f64> {
    let mut shares: BTreeMap<String, f64> = routes.iter().map(|route| (route.clone(), 0.0)).collect();
    for (place, about) in blocks(reply).into_iter().enumerate() {
        let attention = 1.0 / (place as f64 + 2.0).log2();
        if let Some(share) = about.and_then(|route| shares.get_mut(route)) {
            *share += attention;
        }
    }
    let all: f64 = shares.values().sum();
    if all == 0.0 {
        return BTreeMap::new();
    }
    shares.values_mut().for_each(|share| *share /= all);
    shares
}

/// Each block a person reads, with the route it is about, if it is about one: a card is a block of its own.
fn blocks(reply: &Reply) -> Vec<Option<&str>> {
    let mut all = Vec::new();
    for block in &reply.blocks {
        match block {
            Block::Routes(cards) => all.extend(cards.iter().map(|card| Some(card.id.as_str()))),
            Block::Choices(_) | Block::Sources(_) => {}
            _ => all.push(None),
        }
    }
    all
}

/// Attention-weighted rank fairness: 1 less the Jensen–Shannon divergence (base 2) between the shares and equal shares; 1 is wholly even.
/// Nought where nothing was shown.
pub(super) fn evenness(shares: &BTreeMap<String, f64>) -> f64 {
    if shares.is_empty() {
        return 0.0;
    }
    let equal = 1.0 / shares.len() as f64;
    let part = |of: f64, against: f64| if of == 0.0 { 0.0 } else { of * (of / against).log2() };
    let divergence: f64 = shares
        .values()
        .map(|&share| {
            let middle = (share + equal) / 2.0;
            (part(share, middle) + part(equal, middle)) / 2.0
        })
        .sum();
    1.0 - divergence
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chat::{Kind, RouteCard};

    fn shown(ids: &[&str]) -> Reply {
        let card = |id: &&str| RouteCard { id: (*id).to_owned(), title: String::new(), summary: String::new() };
        Reply { kind: Kind::Answer, blocks: vec![Block::Routes(ids.iter().map(card).collect())] }
    }

    fn even(ids: &[&str], of: &[&str]) -> f64 {
        let routes: Vec<String> = of.iter().map(|id| (*id).to_owned()).collect();
        evenness(&exposure(&shown(ids), &routes))
    }

    #[test]
    fn two_routes_side_by_side_are_nearly_even_and_one_alone_is_not() {
        assert!(even(&["a", "b"], &["a", "b"]) > 0.95);
        assert!(even(&["a"], &["a", "b"]) < 0.75);
        assert_eq!(even(&[], &["a", "b"]), 0.0);
    }

    #[test]
    fn shares_add_up_to_one_and_fall_with_the_place() {
        let shares = exposure(&shown(&["b", "a"]), &["a".to_owned(), "b".to_owned()]);
        assert!((shares.values().sum::<f64>() - 1.0).abs() < 1e-9);
        assert!(shares["b"] > shares["a"]);
    }
}
