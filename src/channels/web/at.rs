use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::render::{Frame, SchoolsPage, html};
use super::routes::Web;
use super::words;
use crate::conversation::Guide;
use crate::school::{School, launch};

/// A school's own pages.
pub(super) struct At<'a> {
    pub(super) school: &'a School,
    /// What its addresses begin with.
    pub(super) base: String,
    /// Whether whoever came to the bare address may belong to another school.
    others: bool,
}

impl<'a> At<'a> {
    /// The school whose address it is, or the one that is meant where none is named; a question which it is, or why its doors are closed, otherwise.
    pub(super) fn of(web: &'a Web, path: Option<&str>) -> Result<Self, Box<Response>> {
        let guide = web.app.guide();
        let at = match path {
            Some(id) => match web.app.school(Some(id)) {
                Ok(school) => Self { school, base: format!("/s/{id}"), others: false },
                Err(_) => return Err(Box::new(words::refusal(web, StatusCode::NOT_FOUND))),
            },
            None => match web.app.unnamed_school() {
                Some(school) => Self { school, base: String::new(), others: web.app.only_school().is_none() },
                None => return Err(Box::new(which_school(web, &guide, false))),
            },
        };
        if launch::missing(at.school).is_empty() { Ok(at) } else { Err(Box::new(closed(web, &guide, at.school))) }
    }

    /// What stands around a page of this school.
    pub(super) fn frame<'b>(&'b self, guide: &'b Guide) -> Frame<'b> {
        let (base, phrases) = (self.base.as_str(), guide.phrases());
        Frame { base, school: self.school, phrases, embedded: false, others: self.others }
    }
}

fn closed(web: &Web, guide: &Guide, school: &School) -> Response {
    let line = std::slice::from_ref(&guide.phrases().pages.not_open);
    words::page(web, Some(Path(school.id.clone())), guide, &school.name, line, StatusCode::SERVICE_UNAVAILABLE)
}

/// The page that asks which school it is: for whoever came to the bare address and is not at the school that answers there.
pub(super) async fn schools(State(web): State<Web>) -> Response {
    which_school(&web, &web.app.guide(), false)
}

/// The question which school it is; inside another site the answers lead to pages that can stand there.
pub(super) fn which_school(web: &Web, guide: &Guide, embedded: bool) -> Response {
    let house = web.app.house();
    let frame = Frame { base: "", school: &house, phrases: guide.phrases(), embedded, others: false };
    let title = &guide.phrases().pages.which_school;
    html(&SchoolsPage { frame, title, schools: web.app.schools().collect() })
}
