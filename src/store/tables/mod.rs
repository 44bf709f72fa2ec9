//! The rows as the database has them.

pub(super) mod alert;
pub(super) mod link;
pub(super) mod request;
