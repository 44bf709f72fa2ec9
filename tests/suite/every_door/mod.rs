//! Every door at once: one gallery of every kind of reply as each door draws it, and the same conversations with the same facts through
//! each.

mod gallery;
mod replies;
mod said;
mod same_facts;
mod through;
