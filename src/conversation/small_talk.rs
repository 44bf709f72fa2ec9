use crate::knowledge::Wish;
use crate::phrases::SmallTalk;

/// The one friendly line for a wish that asks nothing.
pub(super) fn line(phrases: &SmallTalk, wish: Wish) -> Option<&str> {
    Some(match wish {
        Wish::Greeting => &phrases.greeting,
        Wish::Thanks => &phrases.thanks,
        Wish::Bye | Wish::Stop => &phrases.bye,
        Wish::Insult => &phrases.insult,
        Wish::Praise => &phrases.praise,
        Wish::Robot => &phrases.robot,
        Wish::Joke => &phrases.joke,
        Wish::HowAreYou => &phrases.how_are_you,
        Wish::Yes => &phrases.yes_alone,
        Wish::No => &phrases.no_alone,
        Wish::Help => &phrases.help,
        _ => return None,
    })
}
