//! A PDF as raw lines: letters with their places become words, lines and columns.
//!
//! The reader of PDF is other people's code over other people's files: it runs where a panic of it is caught, and what would
//! unpack to more than a policy can have is refused before.

mod cells;
mod runs;
mod widths;

use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;

use pdf_extract::{Document, output_doc_page};

use self::runs::Runs;
use super::Raw;
use super::read::{MOST_LINES, ReadError};

/// More than this unpacked is no policy but an attack.
const MOST_UNPACKED: u64 = 400 * 1024 * 1024;
/// Pages after this are not read.
const MOST_PAGES: usize = 400;

/// The raw lines of a PDF.
pub(super) fn lines(name: &str, bytes: &[u8]) -> Result<Vec<Raw>, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty(name.to_owned()));
    }
    if unpacked(bytes) > MOST_UNPACKED {
        return Err(ReadError::Huge(name.to_owned()));
    }
    let broken = || ReadError::Broken(name.to_owned(), "it is no whole PDF".to_owned());
    let locked = || find(bytes, b"/Encrypt").map(|_| ReadError::Locked(name.to_owned()));
    let loaded = guarded(|| Document::load_mem(bytes)).and_then(Result::ok);
    let mut document = loaded.ok_or_else(|| locked().unwrap_or_else(broken))?;
    if document.is_encrypted() {
        return Err(ReadError::Locked(name.to_owned()));
    }
    widths::spell_out(&mut document);
    let pages: Vec<u32> = document.get_pages().into_keys().take(MOST_PAGES).collect();
    // Lines are made as they are asked for: pages behind the last line that is read are not looked at.
    let lines = pages.iter().flat_map(|page| page_lines(&document, *page));
    let out: Vec<Raw> = lines.take(MOST_LINES).collect();
    match out.iter().any(|line| !line.is_blank()) {
        true => Ok(numbered(out)),
        false if pages.is_empty() => Err(locked().unwrap_or_else(broken)),
        false => Err(ReadError::Scan(name.to_owned())),
    }
}

/// Runs the reader; none if it panicked. Its message is kept from the terminal.
fn guarded<T>(run: impl FnOnce() -> T) -> Option<T> {
    static QUIET: Mutex<()> = Mutex::new(());
    let _one_at_a_time = QUIET.lock();
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let result = catch_unwind(AssertUnwindSafe(run)).ok();
    std::panic::set_hook(hook);
    result
}

/// How much the packed streams of the file hold, counted without keeping it.
fn unpacked(bytes: &[u8]) -> u64 {
    let mut total = 0;
    let mut from = 0;
    while let Some(at) = find(&bytes[from..], b"stream") {
        from += at + b"stream".len();
        let start = from + bytes[from..].iter().take(2).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        if bytes.get(start).is_some_and(|first| first & 0x0f == 8) {
            total += drained(&bytes[start..], MOST_UNPACKED + 1 - total);
        }
        if total > MOST_UNPACKED {
            break;
        }
    }
    total
}

fn find(within: &[u8], wanted: &[u8]) -> Option<usize> {
    within.windows(wanted.len()).position(|window| window == wanted)
}

fn drained(packed: &[u8], most: u64) -> u64 {
    let mut reader = flate2::read::ZlibDecoder::new(packed).take(most);
    let mut buffer = [0; 64 * 1024];
    let mut total = 0;
    while let Ok(read @ 1..) = reader.read(&mut buffer) {
        total += read as u64;
    }
    total
}

fn page_lines(document: &Document, page: u32) -> Vec<Raw> {
    let mut runs = Runs::default();
    // A page that cannot be read whole still gives what was read so far.
    let _ = guarded(|| output_doc_page(document, &mut runs, page));
    runs.lines(page as usize)
}

fn numbered(lines: Vec<Raw>) -> Vec<Raw> {
    lines.into_iter().enumerate().map(|(at, line)| Raw { number: at + 1, ..line }).collect()
}
