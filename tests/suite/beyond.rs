//! The weights of the beyond, as shipped, on the messages they were set by: a weights file that was not set anew, or was set on something
//! else, shows here.

use fingerpost::knowledge::Library;
use fingerpost::language::{Evidence, clean, plain_words};
use serde::Deserialize;

use crate::house::{project, today};

#[derive(Deserialize)]
struct Told {
    text: String,
    label: String,
}

fn messages() -> Vec<Told> {
    let files = std::fs::read_dir(project("tests/beyond")).expect("the folder is there");
    let paths = files.map(|file| file.expect("a file").path());
    let read = |path| std::fs::read_to_string(path).expect("a file of messages");
    let texts: Vec<String> =
        paths.filter(|path| path.extension().is_some_and(|ending| ending == "jsonl")).map(read).collect();
    let lines = texts.iter().flat_map(|text| text.lines());
    lines.map(|line| serde_json::from_str(line).expect("a message with its label")).collect()
}

#[test]
fn the_shipped_weights_tell_what_is_ours_from_what_is_not() {
    let library = Library::load(&project("knowledge"), today()).expect("the folder is there").library;
    let weights = library.beyond.weights.as_ref().expect("the weights are shipped");
    let evidence = Evidence::new(weights.start, &weights.words, library.vocabulary.written_out());
    for (label, beyond) in [("beyond", true), ("within", false)] {
        let of: Vec<Told> = messages().into_iter().filter(|told| told.label == label).collect();
        let told = |told: &&Told| (evidence.weigh(&plain_words(&clean(&told.text))) > 0.0) == beyond;
        let share = of.iter().filter(told).count() as f64 / of.len() as f64;
        assert!(of.len() > 1_500, "{} messages are {label}", of.len());
        assert!(share > 0.85, "{share:.3} of what is {label} is told by its words");
    }
}
