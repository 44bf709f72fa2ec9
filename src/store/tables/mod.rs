//! The rows, as the database has them.

pub(super) mod account;
pub(super) mod adviser;
pub(super) mod alert;
pub(super) mod alert_step;
pub(super) mod answer;
pub(super) mod audit_run;
pub(super) mod desk_link;
pub(super) mod diary;
pub(super) mod enquiry;
pub(super) mod knowledge_change;
pub(super) mod link;
pub(super) mod opinion;
pub(super) mod outbox;
pub(super) mod past_entry;
pub(super) mod record;
pub(super) mod request;
pub(super) mod session;
pub(super) mod staff_card;
pub(super) mod step;
pub(super) mod switched_off;
pub(super) mod teams_reference;
pub(super) mod topic;
pub(super) mod unanswered;
