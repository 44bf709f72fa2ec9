//! From a `Reply` to Adaptive Cards.
//!
//! `text` makes words that can never become mark-up, `blocks` draws each kind of block, `actions` the buttons and fields, `pieces` keeps
//! every message under Teams' limit, `card` puts them together. Every card says the same in its fallback text.

mod actions;
mod blocks;
mod card;
mod pieces;
mod text;

pub(super) use actions::{ask_one, execute, open_address};
pub use card::draw;
pub(super) use card::{Card, Frame, card, cards, words_card};
pub(super) use text::run;
