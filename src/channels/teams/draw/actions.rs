use serde_json::{Value, json};

use super::card::Frame;
use crate::chat::Choice;
use crate::phrases::Phrases;

/// Most choices that become a button each; more become a list to pick from.
const MOST_BUTTONS: usize = 6;

/// Longest answer that a field takes, in signs: more than the house reads at once, so that it can say so.
const LONGEST_ANSWER: usize = 4000;

/// Buttons and fields for what may be said next.
pub(super) fn draw(choices: &[Choice], frame: &Frame<'_>) -> Vec<Value> {
    let mut out = Vec::new();
    let picks = choices.len() > MOST_BUTTONS;
    if picks {
        out.push(pick(choices, frame));
    } else {
        // A set of its own for each button, so that long words stand under one another and are not cut off.
        out.extend(choices.iter().map(|choice| set(vec![say(&choice.label, frame)])));
    }
    if frame.step && !picks {
        out.push(field(frame));
    }
    if picks || frame.step {
        out.push(set(vec![send(frame)]));
    }
    out
}

fn set(actions: Vec<Value>) -> Value {
    json!({"type": "ActionSet", "spacing": "Small", "actions": actions})
}

fn pick(choices: &[Choice], frame: &Frame<'_>) -> Value {
    let all: Vec<Value> = choices.iter().map(|choice| json!({"title": choice.label, "value": choice.label})).collect();
    let pick = &frame.phrases.teams.pick;
    let label = if frame.step { pick } else { &frame.phrases.doors.choose };
    json!({"type": "Input.ChoiceSet", "id": "pick", "label": label, "style": "compact", "placeholder": pick, "choices": all})
}

fn field(frame: &Frame<'_>) -> Value {
    json!({"type": "Input.Text", "id": "answer", "label": frame.phrases.teams.your_answer, "maxLength": LONGEST_ANSWER})
}

/// A button that says its words; what stands in a field is not sent with it.
fn say(label: &str, frame: &Frame<'_>) -> Value {
    let mut data = frame.data();
    data["say"] = json!(label);
    if let Some((_, school)) = frame.schools.iter().find(|(name, _)| name == label) {
        data["school"] = json!(school);
    }
    button(label, &data, true)
}

fn send(frame: &Frame<'_>) -> Value {
    button(&frame.phrases.doors.send, &frame.data(), false)
}

/// A button that is answered on the spot; a client that is too old for it sends the same as a message.
fn button(title: &str, data: &Value, alone: bool) -> Value {
    let mut fallback = json!({"type": "Action.Submit", "title": title, "data": data});
    if alone {
        fallback["associatedInputs"] = json!("none");
    }
    let mut action = fallback.clone();
    action["type"] = json!("Action.Execute");
    action["verb"] = json!("say");
    action["fallback"] = fallback;
    action
}

/// A button that is answered on the spot, with everything that stands in the fields beside it.
pub(in crate::channels::teams) fn execute(title: &str, data: &Value) -> Value {
    button(title, data, false)
}

/// A button that opens a list to choose one of (each by what it is known by, and its words), and sends the choice with `data` under the
/// list's id.
pub(in crate::channels::teams) fn ask_one(
    title: &str,
    (id, label): (&str, &str),
    lines: &[(&str, &str)],
    data: &Value,
    phrases: &Phrases,
) -> Value {
    let choices: Vec<Value> = lines.iter().map(|(key, words)| json!({"title": words, "value": key})).collect();
    let pick = &phrases.teams.pick;
    let list = json!({"type": "Input.ChoiceSet", "id": id, "label": label, "style": "compact", "placeholder": pick,
        "isRequired": true, "errorMessage": pick, "choices": choices});
    let card = json!({"type": "AdaptiveCard", "version": "1.5", "body": [list], "actions": [execute(title, data)]});
    json!({"type": "Action.ShowCard", "title": title, "card": card})
}

/// What opens in place: the same on every card.
pub(super) fn words(title: &str, lines: &[String]) -> Value {
    let body: Vec<Value> = lines.iter().map(|line| super::text::run(line)).collect();
    json!({"type": "Action.ShowCard", "title": title, "card": {"type": "AdaptiveCard", "version": "1.5", "body": body}})
}

/// A button that leads to an address.
pub(in crate::channels::teams) fn open_address(title: &str, url: &str) -> Value {
    json!({"type": "Action.OpenUrl", "title": title, "url": url})
}
