//! The rows as the database has them.

pub(super) mod alert;
pub(super) mod outbox;
pub(super) mod request;
