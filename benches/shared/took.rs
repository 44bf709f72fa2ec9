//! How long something took, many times: median and 99th percentile.

use std::time::Duration;

/// From here on figures are told in milliseconds.
const LONG: Duration = Duration::from_millis(10);

/// Median and 99th percentile of so many times.
pub struct Took {
    pub median: Duration,
    pub most: Duration,
    count: usize,
}

impl Took {
    pub fn of(mut took: Vec<Duration>) -> Self {
        took.sort_unstable();
        let at = |share: f64| took[((took.len() - 1) as f64 * share) as usize];
        Self { median: at(0.5), most: at(0.99), count: took.len() }
    }

    pub fn tell(&self, name: &str) {
        let (unit, many) = if self.most < LONG { ("µs", 1e6) } else { ("ms", 1e3) };
        let [median, most] = [self.median, self.most].map(|took| took.as_secs_f64() * many);
        println!("{median:>10.1} {unit}  median   {most:>10.1} {unit}  99th percentile   {name} ({})", self.count);
    }
}
