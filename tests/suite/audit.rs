//! The audit from outside: its figures as JSON, its page, and its exit code.

use crate::program::run;

#[test]
fn figures_outside_their_limits_end_with_1_and_stand_in_the_page() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let page = folder.path().join("audit.html");
    let ended = run(["audit", "--json", "--html", page.to_str().expect("plain")]);
    assert_eq!(ended.code, 1, "the small library has too few routes for these questions: {}", ended.err);
    let audit: serde_json::Value = serde_json::from_str(&ended.out).expect("one JSON object");
    let figures = audit["figures"].as_array().expect("figures");
    assert!(figures.iter().any(|figure| figure["name"] == "Completeness of open answers"), "{}", ended.out);
    assert!(audit["worst"].as_array().is_some_and(|worst| worst.len() == 10), "{}", ended.out);
    let html = std::fs::read_to_string(&page).expect("the page was written");
    for words in ["Impartiality, measured", "(outside)", "<svg class=\"bars\"", "The ten least even open answers"] {
        assert!(html.contains(words), "“{words}” is not in the page");
    }
    assert!(!html.contains("http://") && !html.contains("<script"), "the page loads nothing and runs nothing");
}

#[test]
fn questions_that_cannot_be_read_are_refused_with_what_to_do() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    run(["audit", "--prompts", "nowhere.toml"]).refused_with("restore it, or name another with --prompts");
    let broken = folder.path().join("audit.toml");
    std::fs::write(&broken, "[open]\n15 = [\"what next\"]\n").expect("written");
    run(["audit", "--prompts", broken.to_str().expect("plain")]).refused_with("missing field");
}
