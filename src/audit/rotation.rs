//! Equal chances over time: the orders that ten thousand conversations see.

use std::collections::BTreeMap;

use crate::answer::rotation_key;
use crate::evaluate::Asker;

use super::exposure::exposure;
use super::figure::{Figure, Limit, Shares};
use super::open::routes;
use super::prompts::Prompts;

/// How many conversations are counted.
const CONVERSATIONS: usize = 10_000;

/// Attention and first places of each route over many conversations of one day, and how far they are from equal.
pub(super) fn over_time(asker: &Asker<'_>, prompts: &Prompts) -> (Vec<Figure>, Vec<Shares>) {
    let shares: Vec<Shares> = [14, 16, 18].into_iter().filter_map(|age| shares_of(asker, prompts, age)).collect();
    let apart = |equal: f64, values: &[f64]| values.iter().map(|value| (value - equal).abs()).sum::<f64>();
    let mut worst = (0.0_f64, 1.0_f64, 0.0_f64);
    for Shares { routes, .. } in &shares {
        let equal = 1.0 / routes.len() as f64;
        let attention: Vec<f64> = routes.iter().map(|(_, share, _)| *share).collect();
        let (low, high) =
            attention.iter().fold((1.0_f64, 0.0_f64), |(low, high), &share| (low.min(share), high.max(share)));
        let first = routes.iter().map(|(_, _, first)| (first - equal).abs()).fold(0.0, f64::max);
        worst = (worst.0.max(apart(equal, &attention)), worst.1.min(low / high), worst.2.max(first));
    }
    let figure =
        |name: &str, value, limit, means| Figure { name: name.to_owned(), value, limit, over: CONVERSATIONS, means };
    let figures = vec![
        figure(
            "Attention over time, distance from equal",
            worst.0,
            Limit::AtMost(0.01),
            "Over many conversations each route gets the same attention; this is how far all of them together are from that.",
        ),
        figure(
            "Attention over time, least against most",
            worst.1,
            Limit::AtLeast(0.97),
            "The route with the least attention against the route with the most.",
        ),
        figure(
            "First places, furthest from an equal share",
            worst.2,
            Limit::AtMost(0.015),
            "Each route comes first equally often.",
        ),
    ];
    (figures, shares)
}

/// Every order is drawn once, and counted as often as it comes up.
fn shares_of(asker: &Asker<'_>, prompts: &Prompts, age: u8) -> Option<Shares> {
    let (_, text) = prompts.open().find(|(of, _)| *of == age)?;
    let routes = routes(asker, age);
    if routes.is_empty() {
        return None;
    }
    let mut drawn: BTreeMap<Vec<String>, BTreeMap<String, f64>> = BTreeMap::new();
    let mut attention: BTreeMap<String, (f64, f64)> = BTreeMap::new();
    let orders = 2 * routes.len() as u64;
    let by_key: Vec<_> = (0..orders).map(|key| asker.say(text, key).reply).collect();
    for conversation in 0..CONVERSATIONS {
        let key = rotation_key(&format!("conversation {conversation}"), asker.now.date()) % orders;
        let reply = &by_key[key as usize];
        let order = reply.routes();
        let shares = drawn.entry(order.clone()).or_insert_with(|| exposure(reply, &routes));
        for (route, share) in shares.iter() {
            attention.entry(route.clone()).or_default().0 += share / CONVERSATIONS as f64;
        }
        if let Some(first) = order.first() {
            attention.entry(first.clone()).or_default().1 += 1.0 / CONVERSATIONS as f64;
        }
    }
    Some(Shares { age, routes: attention.into_iter().map(|(route, (share, first))| (route, share, first)).collect() })
}
