//! One of each kind of block, drawn. `FINGERPOST_WRITE=1 cargo test --test suite teams::gallery` writes the files anew.

use fingerpost::channels::teams::{Team, Written};
use fingerpost::chat::{Bar, Block, Choice, Kind, Reply, RouteCard, SourceLine};
use serde_json::{Value, json};

use super::visit::Visit;
use crate::house::project;

fn text(words: &str) -> String {
    words.to_owned()
}

fn gallery() -> Vec<(&'static str, Vec<Block>)> {
    let cells = |words: &[&str]| words.iter().map(|word| text(word)).collect::<Vec<_>>();
    let choices = |count: usize| Block::Choices((1..=count).map(|at| Choice::new(format!("Choice {at}"))).collect());
    vec![
        ("heading", vec![Block::Heading(text("First: bursaries")), Block::Heading(text("*Not* bold"))]),
        (
            "paragraph",
            vec![Block::Paragraph(text("Plain *words* with [signs](https://school.example) <at>in</at> them."))],
        ),
        ("notice", vec![Block::Notice(cells(&["If you are in danger now, call 999.", "You are not to blame."]))]),
        ("list", vec![Block::List(cells(&["one", "two"]))]),
        ("facts", vec![Block::Facts(vec![(text("Bursary a year"), text("£900")), (text("Ages"), text("16 to 19"))])]),
        (
            "table",
            vec![Block::Table {
                header: cells(&["Age", "Pay"]),
                rows: vec![cells(&["16", "£8"]), cells(&["21", "£12"])],
            }],
        ),
        (
            "wide-table",
            vec![Block::Table { header: cells(&["a", "b", "c", "d"]), rows: vec![cells(&["1", "2", "3", "4"])] }],
        ),
        (
            "routes",
            vec![Block::Routes(vec![
                RouteCard {
                    id: text("a-levels"),
                    title: text("A levels"),
                    summary: text("Courses in subjects that you choose."),
                },
                RouteCard {
                    id: text("t-levels"),
                    title: text("T Levels"),
                    summary: text("Courses for one line of work."),
                },
            ])],
        ),
        (
            "figure",
            vec![Block::Figure {
                title: text("Pounds a year"),
                bars: vec![
                    Bar { label: text("Paramedic"), value: 40.0, text: text("£40") },
                    Bar { label: text("All jobs"), value: 30.0, text: text("£30") },
                ],
                caveat: text("Not starting pay."),
            }],
        ),
        ("choices", vec![choices(2)]),
        ("many-choices", vec![choices(7)]),
        (
            "many-sources",
            vec![Block::Sources(
                (1..=3)
                    .map(|at| SourceLine {
                        title: format!("Source {at}"),
                        publisher: text("Ministry of Example"),
                        url: format!("https://ministry.example/{at}"),
                        checked: text("2026-11-20"),
                    })
                    .collect(),
            )],
        ),
        (
            "sources",
            vec![Block::Sources(vec![SourceLine {
                title: text("Bursary guide"),
                publisher: text("Ministry of Example"),
                url: text("https://ministry.example/bursary"),
                checked: text("2026-11-20"),
            }])],
        ),
    ]
}

#[tokio::test]
async fn each_kind_of_block_is_drawn_as_it_was_looked_at() {
    let id = "19:careers@thread.tacv2";
    let visit = Visit::with(|settings| {
        settings.teams = vec![Team { id: text(id), school: text("elm"), staff: true }];
    })
    .await;
    let mut added = visit.mention("");
    (added["type"], added["action"], added["channelData"]["team"]["id"]) =
        (json!("installationUpdate"), json!("add"), json!(id));
    visit.deliver(&added).await;
    let writes = std::env::var("FINGERPOST_WRITE").is_ok();
    for (name, blocks) in gallery() {
        visit.microsoft.forget_calls();
        let reply = Reply { kind: Kind::Answer, blocks };
        let written = visit.teams.write_to_team_channel("elm", &reply).await.expect("it is sent");
        assert!(matches!(written, Written::Sent(_)));
        let mut drawn = visit.microsoft.calls()[0].body.clone();
        number_away(&mut drawn);
        let path = project(&format!("tests/wire/teams/{name}.json"));
        if writes {
            std::fs::write(&path, format!("{drawn:#}\n")).expect("it can be written");
        }
        let looked_at: Value =
            serde_json::from_str(&std::fs::read_to_string(&path).unwrap_or_default()).unwrap_or_default();
        assert_eq!(
            drawn, looked_at,
            "{name} is drawn differently; look at it and write it anew with FINGERPOST_WRITE=1"
        );
    }
}

/// The numbers of cards are drawn by lot.
fn number_away(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(number_away),
        Value::Object(fields) => {
            if fields.get("card").is_some_and(Value::is_string) {
                fields.insert(text("card"), json!("…"));
            }
            fields.values_mut().for_each(number_away);
        }
        _ => {}
    }
}
