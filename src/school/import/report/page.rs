use askama::Template;

use crate::school::import::{Import, Part};

/// The page; askama escapes every word of the policy.
#[derive(Template)]
#[template(path = "school-import.html")]
struct Page<'a> {
    import: &'a Import,
    parts: Vec<(&'static str, String)>,
}

/// A part of the provider access statement as it is shown.
fn part(import: &Import, part: Part) -> (&'static str, String) {
    let access = &import.provider_access;
    let promise = || access.promise(part).map(|promise| format!("only promised: {}", promise.words));
    let said = access.part(part).map(|found| found.value.clone()).or_else(promise);
    (part.title(), said.unwrap_or_else(|| "not given".to_owned()))
}

/// The import as a page, for people.
///
/// # Errors
/// If the page cannot be written, which only a broken template does.
pub fn html(import: &Import) -> Result<String, askama::Error> {
    Page { import, parts: Part::ALL.into_iter().map(|wanted| part(import, wanted)).collect() }.render()
}
