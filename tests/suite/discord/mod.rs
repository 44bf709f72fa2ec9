//! The door on Discord, spoken to by a Discord of our own on this machine: the real client of the door over its real protocols.

mod booking;
mod delivery;
mod doors;
pub mod events;
pub mod here;
pub mod loopback;
mod private;
mod served;
mod settings;
mod sizes;
mod staff;
