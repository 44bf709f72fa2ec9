//! What the house does, shown from outside: one binary, one module for each seam.
//!
//! Most tests run on `tests/library`, which never changes; `shipped` looks at the real knowledge and settings, and so does `fuzz` where
//! it is told to.

mod audit;
mod backup;
mod beyond;
mod booked_at_once;
mod booking_commands;
mod check_gates;
mod command_line;
mod conversations;
mod desk;
mod diary_killed;
mod diary_run;
mod discord;
mod doctor;
mod enquiries;
mod every_door;
mod floor_plan;
mod fuzz;
mod house;
mod leak;
mod policies;
mod post;
mod program;
mod shipped;
mod store;
mod teams;
mod web_door;
mod web_page;
