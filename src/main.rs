//! Temporary entry: check.
use fingerpost::knowledge::{Library, check::check};
use std::path::PathBuf;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let get = |n: &str| args.iter().position(|a| a == n).and_then(|i| args.get(i + 1)).cloned();
    let folder = PathBuf::from(get("--knowledge").unwrap_or("knowledge".into()));
    let now = get("--now").unwrap_or("2026-11-21".into()).parse().expect("date");
    let loaded = Library::load(&folder, now).expect("load");
    let problems = check(&loaded, now);
    for p in &problems {
        println!("{p}");
    }
    println!(
        "{} problems; {} pages, {} passages, {} facts, {} occupations",
        problems.len(),
        loaded.library.pages.len(),
        loaded.library.passages().count(),
        loaded.library.facts.len(),
        loaded.library.occupations.len()
    );
}
