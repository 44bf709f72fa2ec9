//! What the house does, shown from outside: one binary, one module for each seam.
//!
//! Most tests run on `tests/library`, which never changes; `shipped` alone looks at the real knowledge and settings.

mod check_gates;
mod command_line;
mod conversations;
mod diary_run;
mod floor_plan;
mod house;
mod policies;
mod program;
mod shipped;
mod store;
mod web_door;
