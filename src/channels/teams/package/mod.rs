//! The app package: what a Teams administrator uploads. A manifest made from the settings, and two icons.
//!
//! Manifest version 1.19: the newest whose published schema we have read whole. It knows all that we use (a bot in personal, team and
//! group chat scope), and Teams goes on taking older versions, so there is no reason to follow each new one.

mod manifest;

use std::io::{Cursor, Write};

use thiserror::Error;
use zip::ZipWriter;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;

pub use manifest::manifest;

use super::Settings;
use crate::phrases::Phrases;

/// 192 × 192, the fingerpost in its colours.
const COLOUR: &[u8] = include_bytes!("colour.png");

/// 32 × 32, white on nothing.
const OUTLINE: &[u8] = include_bytes!("outline.png");

/// The package cannot be made.
#[derive(Debug, Error)]
pub enum PackageError {
    /// A setting is missing or too long.
    #[error("cannot make the Teams package: {0}")]
    Settings(String),
    /// The archive cannot be written.
    #[error("cannot make the Teams package: {0}")]
    Archive(#[from] ZipError),
    /// The archive cannot be written.
    #[error("cannot make the Teams package: {0}")]
    Write(#[from] std::io::Error),
}

/// The package as the bytes of a zip file; `house` is the name of the school or trust.
///
/// # Errors
/// If a setting that the manifest needs is missing or too long.
pub fn package(settings: &Settings, house: &str, phrases: &Phrases) -> Result<Vec<u8>, PackageError> {
    let manifest = manifest(settings, house, phrases)?;
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let files = [
        ("manifest.json", format!("{manifest:#}\n").into_bytes()),
        ("colour.png", COLOUR.to_vec()),
        ("outline.png", OUTLINE.to_vec()),
    ];
    for (name, bytes) in files {
        archive.start_file(name, SimpleFileOptions::default())?;
        archive.write_all(&bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}
