//! The order in which equal things stand: rotated, so that over many conversations each comes first equally often.

use std::hash::{DefaultHasher, Hash, Hasher};

/// The order of `n` equal things for a rotation key: a row of a balanced Latin square, in which every thing stands in every
/// place, and behind every other thing, equally often.
pub fn order(n: usize, key: u64) -> Vec<usize> {
    if n == 0 {
        return Vec::new();
    }
    // An odd square is balanced only together with its mirror image.
    let rows = if n.is_multiple_of(2) { n } else { 2 * n };
    let row = (key % rows as u64) as usize;
    let mut line: Vec<usize> = (0..n).map(|place| (zigzag(place, n) + row % n) % n).collect();
    if row >= n {
        line.reverse();
    }
    line
}

/// 0, 1, n-1, 2, n-2, …
fn zigzag(place: usize, n: usize) -> usize {
    if place.is_multiple_of(2) { (n - place / 2) % n } else { place.div_ceil(2) }
}

/// The rotation key of a conversation on a day: stable within it, different between conversations.
pub fn rotation_key(conversation: &str, day: chrono::NaiveDate) -> u64 {
    let mut hasher = DefaultHasher::new();
    (conversation, day).hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_stands_in_every_place_equally_often() {
        for n in [2, 3, 6, 7] {
            let rows = if n % 2 == 0 { n } else { 2 * n };
            let mut places = vec![vec![0; n]; n];
            let mut pairs = vec![vec![0; n]; n];
            for key in 0..rows {
                let line = order(n, key as u64);
                for (place, &thing) in line.iter().enumerate() {
                    places[thing][place] += 1;
                }
                for pair in line.windows(2) {
                    pairs[pair[0]][pair[1]] += 1;
                }
            }
            assert!(places.iter().flatten().all(|&times| times == rows / n), "{n}: {places:?}");
            let behind: Vec<i32> = (0..n)
                .flat_map(|a| (0..n).filter(move |&b| a != b).map(move |b| (a, b)))
                .map(|(a, b)| pairs[a][b])
                .collect();
            assert!(behind.iter().all(|&times| times == behind[0]), "{n}: {pairs:?}");
        }
    }
}
