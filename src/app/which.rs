//! Which school somebody is at, where no door can know it: asked once and remembered for as long as a conversation.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use super::{App, AppError, Caller, MOST_REMEMBERED, REMEMBERED};
use crate::chat::{Block, Choice, Kind, Message, Person, Reply};
use crate::conversation::{State, Turn};
use crate::language::{clean, plain_words};
use crate::phrases::fill;
use crate::school::School;

/// The schools that people named, by person.
#[derive(Debug, Default)]
pub(super) struct Named {
    known: Mutex<HashMap<Person, (String, Instant)>>,
}

impl Named {
    fn of(&self, person: &Person) -> Option<String> {
        let mut known = self.lock();
        let (school, last) = known.get_mut(person).filter(|(_, last)| last.elapsed() < REMEMBERED)?;
        *last = Instant::now();
        Some(school.clone())
    }

    fn keep(&self, person: &Person, school: &str) {
        let mut known = self.lock();
        if known.len() >= MOST_REMEMBERED {
            known.retain(|_, (_, last)| last.elapsed() < REMEMBERED);
        }
        if known.len() < MOST_REMEMBERED {
            known.insert(person.clone(), (school.to_owned(), Instant::now()));
        }
    }

    pub(super) fn forget(&self, person: &Person) {
        self.lock().remove(person);
    }

    /// A poisoned lock only means that a look panicked; what is remembered is whole all the same.
    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Person, (String, Instant)>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl App {
    /// One message through the house from a door that may not know the school: with several, it is asked once which it is. Danger is met
    /// before that, and then at the first school, because one school too many is better than none.
    ///
    /// # Errors
    /// If the school is unknown or the store fails; then nothing was promised.
    pub async fn receive_from_anywhere(&self, caller: &Caller, message: &Message) -> Result<Turn, AppError> {
        if let Some(id) = &caller.school {
            self.named.keep(&caller.person, id);
        }
        if caller.school.is_some() || self.unnamed_school().is_some() {
            return self.receive(caller, message).await;
        }
        let known = self.named.of(&caller.person);
        if known.is_some() || self.guide().comes_first(message) {
            return self.receive(&Caller { school: known, ..caller.clone() }, message).await;
        }
        Ok(match named(&message.text, self.schools()) {
            Some(school) => {
                self.named.keep(&caller.person, &school.id);
                let noted = fill(&self.guide().phrases().pages.school_noted, &[("school", &school.name)]);
                Turn::saying(Reply::of(Kind::SmallTalk, noted), State::default())
            }
            None => Turn::saying(self.which_school(), State::default()),
        })
    }

    fn which_school(&self) -> Reply {
        let question = self.guide().phrases().pages.which_school.clone();
        let choices = self.schools().map(|school| Choice::new(&school.name)).collect();
        Reply { kind: Kind::Clarify, blocks: vec![Block::Paragraph(question), Block::Choices(choices)] }
    }
}

/// The one school whose number in the list, id or name stands in the words, or some words of whose name they are.
fn named<'a>(text: &str, schools: impl Iterator<Item = &'a School>) -> Option<&'a School> {
    let (schools, cleaned): (Vec<&School>, String) = (schools.collect(), clean(text.trim()));
    if let Ok(number) = cleaned.trim_end_matches(['.', ')']).parse::<usize>() {
        return schools.get(number.checked_sub(1)?).copied();
    }
    let is = |school: &&&School| clean(&school.name) == cleaned || school.id.eq_ignore_ascii_case(&cleaned);
    if let Some(exact) = schools.iter().find(is) {
        return Some(exact);
    }
    let said = plain_words(&cleaned);
    let within = |school: &&&School| {
        let name = plain_words(&clean(&school.name));
        !said.is_empty() && said.iter().all(|word| name.contains(word))
    };
    let mut fitting = schools.iter().filter(within);
    let first = fitting.next()?;
    fitting.next().is_none().then_some(*first)
}
