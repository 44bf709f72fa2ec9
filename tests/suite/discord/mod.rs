//! The door on Discord, spoken to by a Discord of our own on this machine: the real client of the door over its real protocols.

mod booking;
mod delivery;
mod doors;
mod events;
mod gallery;
mod here;
mod loopback;
mod private;
mod served;
mod settings;
mod staff;
