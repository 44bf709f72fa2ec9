//! The rows, as the database has them.

pub(super) mod adviser;
pub(super) mod alert;
pub(super) mod diary;
pub(super) mod link;
pub(super) mod outbox;
pub(super) mod past_entry;
pub(super) mod record;
pub(super) mod request;
pub(super) mod teams_reference;
