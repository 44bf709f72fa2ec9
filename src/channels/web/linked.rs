//! One answer by its link: what stands under those ids today, with its sources and the day. The link names passages and nobody.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::at::At;
use super::render::{Blocks, LinkedPage, day_in_words, html};
use super::routes::Web;
use super::visitor::Visitor;
use super::words;
use crate::answer::rotation_key;
use crate::chat::Reply;
use crate::phrases::fill;

/// Most passages behind one link.
const MOST: usize = 3;

/// Between the passages of a link.
const AND: char = '+';

/// The address of these passages, below a school's own.
pub(super) fn address(base: &str, ids: &[String]) -> String {
    let ids: Vec<String> = ids.iter().map(|id| id.replace('#', "/")).collect();
    format!("{base}/a/{}", ids.join(&AND.to_string()))
}

pub(super) async fn here(State(web): State<Web>, Path(ids): Path<String>, headers: HeaderMap) -> Response {
    page(&web, None, &ids, &headers)
}

pub(super) async fn at_school(
    State(web): State<Web>,
    Path((school, ids)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    page(&web, Some(&school), &ids, &headers)
}

fn page(web: &Web, school: Option<&str>, ids: &str, headers: &HeaderMap) -> Response {
    let at = match At::of(web, school) {
        Ok(at) => at,
        Err(refused) => return *refused,
    };
    let (guide, today) = (web.app.guide(), web.app.now().date());
    let rotation = rotation_key(Visitor::of(headers).person(&web.secret).key(), today);
    let answers: Vec<(String, Reply)> =
        ids.split(AND).take(MOST).filter_map(|id| guide.quote(at.school, today, rotation, &passage(id)?)).collect();
    let linked = &guide.phrases().linked;
    let Some((title, _)) = answers.first() else {
        let path = school.map(|school| Path(school.to_owned()));
        let gone = std::slice::from_ref(&linked.gone);
        return words::page(web, path, &guide, &guide.phrases().pages.refusal, gone, StatusCode::NOT_FOUND);
    };
    let drawn = |reply| Blocks { reply, phrases: guide.phrases(), choices: false };
    html(&LinkedPage {
        frame: at.frame(&guide),
        title,
        answers: answers.iter().map(|(title, reply)| (title.as_str(), drawn(reply))).collect(),
        as_of: fill(&linked.as_of, &[("date", &day_in_words(&today.to_string()))]),
    })
}

/// `bursary/apply` as the id it stands for.
fn passage(address: &str) -> Option<String> {
    let (page, section) = address.rsplit_once('/')?;
    Some(format!("{page}#{section}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_back_to_its_passages() {
        let ids = ["bursary#apply".to_owned(), "occupation/electrician#pay".to_owned()];
        let address = address("/s/elm", &ids);
        assert_eq!(address, "/s/elm/a/bursary/apply+occupation/electrician/pay");
        let back: Vec<String> = address["/s/elm/a/".len()..].split(AND).filter_map(passage).collect();
        assert_eq!(back, ids);
    }
}
