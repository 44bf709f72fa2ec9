//! From what Teams delivers to what the person said: mentions taken off, taps and typed fields read.

use serde_json::Value;

use super::activity::Activity;

/// What a person did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// Typed words.
    Words(String),
    /// Tapped a button on a card, or sent a card's field.
    Tap(Tap),
}

/// A tap on one of our cards.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tap {
    /// The words on the button, or those in the field.
    pub(super) words: String,
    /// Whether the words were chosen rather than typed.
    pub(super) chosen: bool,
    /// Which card it was.
    pub(super) card: String,
    /// Whether the card was a step of something that is asked for in steps.
    pub(super) step: bool,
    /// Whether the card bore urgent words.
    pub(super) urgent: bool,
    /// The school that the button stands for.
    pub(super) school: Option<String>,
}

/// What a message says.
pub(super) fn read(activity: &Activity) -> Said {
    if activity.text.trim().is_empty() && activity.value.is_object() {
        return Said::Tap(tap(&activity.value));
    }
    Said::Words(words(activity))
}

/// The words of a message as they were typed, without the bot's own name before them.
pub(super) fn words(activity: &Activity) -> String {
    let bot = &activity.recipient.id;
    let mentions = activity.entities.iter().filter(|entity| entity.kind == "mention" && entity.mentioned.id == *bot);
    let stripped = mentions
        .filter(|mention| !mention.text.is_empty())
        .fold(activity.text.clone(), |text, mention| text.replace(&mention.text, ""));
    if stripped == activity.text { stripped } else { stripped.replace("&nbsp;", " ").trim().to_owned() }
}

/// What a card's data and fields say; `None` of it is trusted to be there.
pub(super) fn tap(data: &Value) -> Tap {
    let text = |key: &str| data.get(key).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
    let is = |key: &str| data.get(key).and_then(Value::as_bool).unwrap_or_default();
    let chosen = text("say").or_else(|| text("pick").filter(|_| text("answer").is_none()));
    Tap {
        words: chosen.or_else(|| text("answer")).unwrap_or_default().to_owned(),
        chosen: chosen.is_some(),
        card: text("card").unwrap_or_default().to_owned(),
        step: is("step"),
        urgent: is("urgent"),
        school: text("school").map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn activity(value: Value) -> Activity {
        serde_json::from_value(value).expect("an object is an activity")
    }

    #[test]
    fn the_bots_own_mention_is_stripped_and_nobody_elses() {
        let said = activity(json!({
            "text": "<at>Fingerpost</at>&nbsp;what can <at>Sam</at> do?\n",
            "recipient": {"id": "28:bot"},
            "entities": [
                {"type": "clientInfo", "locale": "en-GB"},
                {"type": "mention", "mentioned": {"id": "28:bot"}, "text": "<at>Fingerpost</at>"},
                {"type": "mention", "mentioned": {"id": "29:sam"}, "text": "<at>Sam</at>"},
            ],
        }));
        assert_eq!(words(&said), "what can <at>Sam</at> do?");
    }

    #[test]
    fn typed_words_stay_as_they_are() {
        assert_eq!(read(&activity(json!({"text": " i cant  go on "}))), Said::Words(" i cant  go on ".to_owned()));
    }

    #[test]
    fn a_tap_says_what_stands_on_the_button_and_a_field_what_was_typed() {
        let said = |value: Value| {
            let tap = tap(&value);
            (tap.words, tap.chosen, tap.step)
        };
        assert_eq!(said(json!({"say": "Year 11", "answer": "x", "step": true})), ("Year 11".to_owned(), true, true));
        assert_eq!(said(json!({"answer": " Sam ", "pick": "Year 9"})), (" Sam ".to_owned(), false, false));
        assert_eq!(said(json!({"answer": "", "pick": "Year 9"})), ("Year 9".to_owned(), true, false));
        assert_eq!(said(json!({"say": 3, "step": "yes"})), (String::new(), false, false));
        assert_eq!(said(json!("nothing")), (String::new(), false, false));
    }
}
