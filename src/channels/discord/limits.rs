//! What Discord takes at most, in its own counting (UTF-16 units are never fewer than what it counts).

use serde_json::Value;

/// Characters of a message.
pub(super) const CONTENT: usize = 2000;
/// Cards of a message.
pub(super) const CARDS: usize = 10;
/// Characters of a card's title.
pub(super) const CARD_TITLE: usize = 256;
/// Characters of a card's text.
pub(super) const CARD_TEXT: usize = 4096;
/// Characters of all cards of a message together.
pub(super) const ALL_CARDS: usize = 6000;
/// Rows of buttons and menus.
pub(super) const ROWS: usize = 5;
/// Buttons in a row.
pub(super) const IN_ROW: usize = 5;
/// Characters on a button.
pub(super) const BUTTON: usize = 80;
/// Lines of a menu.
pub(super) const IN_MENU: usize = 25;
/// Characters of a menu's line, of what it stands for, and of the id of a button or menu.
pub(super) const LINE: usize = 100;
/// Suggestions below a field.
pub(super) const SUGGESTIONS: usize = 25;
/// Characters of a form's title and of its field's label.
pub(super) const FORM: usize = 45;

/// The length of a text as Discord counts it at most.
pub(super) fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// What of a drawn message Discord would refuse; nothing where it fits. For tests.
pub fn fits(message: &Value) -> Vec<String> {
    let mut over = Vec::new();
    let mut hold = |what: &str, is: usize, most: usize| {
        if is > most {
            over.push(format!("{what}: {is} of at most {most}"));
        }
    };
    let text = |value: &Value| value.as_str().map_or(0, length);
    hold("content", text(&message["content"]), CONTENT);
    let cards = list(&message["embeds"]);
    hold("cards", cards.len(), CARDS);
    for card in cards {
        hold("card title", text(&card["title"]), CARD_TITLE);
        hold("card text", text(&card["description"]), CARD_TEXT);
    }
    hold("all cards", cards.iter().map(|card| text(&card["title"]) + text(&card["description"])).sum(), ALL_CARDS);
    let rows = list(&message["components"]);
    hold("rows", rows.len(), ROWS);
    for part in rows.iter().flat_map(|row| list(&row["components"])) {
        hold("id", text(&part["custom_id"]), LINE);
        hold("button", text(&part["label"]), BUTTON);
        hold("lines of a menu", list(&part["options"]).len(), IN_MENU);
        for option in list(&part["options"]) {
            hold("menu line", text(&option["label"]), LINE);
            hold("menu value", text(&option["value"]), LINE);
        }
    }
    for row in rows {
        hold("buttons in a row", list(&row["components"]).len(), IN_ROW);
    }
    let nothing = length(message["content"].as_str().unwrap_or_default()) == 0 && cards.is_empty();
    hold("empty messages", usize::from(nothing), 0);
    over
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
