//! An import as people and scripts read it: text for a terminal, a page for a browser, JSON.

mod json;
mod page;
mod words;

pub use json::json;
pub use page::html;
pub use words::text;
