//! What is kept of a person, as a page that they can read and keep.

use askama::Template;
use serde_json::Value;

use crate::staff::Export;

#[derive(Template)]
#[template(path = "person.html")]
struct Page<'a> {
    export: &'a Export,
}

impl Page<'_> {
    /// Names and values of a row, as a person reads them.
    fn fields(&self, row: &Value) -> Vec<(String, String)> {
        let fields = row.as_object().into_iter().flatten();
        fields.map(|(name, value)| (name.clone(), said(value))).collect()
    }
}

/// The page, whole and without anything from elsewhere.
///
/// # Errors
/// If it cannot be drawn.
pub fn export_page(export: &Export) -> anyhow::Result<String> {
    Ok(Page { export }.render()?)
}

/// A value as a person reads it.
pub fn said(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Null => "not yet".to_owned(),
        other => other.to_string(),
    }
}
