//! The rows as the database has them.

pub(super) mod alert;
pub(super) mod request;
pub(super) mod teams_reference;
