//! Printing. Who reads may stop reading (`fingerpost check | head -1`): then a command ends as other programs do, without a word more. Any
//! other reason why something cannot be printed is an error like any other.
//!
//! The macros take the place of the standard ones in all commands: those end in a panic where nobody reads.

use std::fmt::Arguments;
use std::io::{Error, ErrorKind, Write, stderr, stdout};
use std::process::exit;

/// What a shell says of a program that ended because nobody read on: 128 and the number of the signal.
const NOBODY_READS: i32 = 141;

/// Prints a line, or ends the command where that cannot be done.
macro_rules! println {
    () => { $crate::cli::out::print(format_args!("\n")) };
    ($($part:tt)*) => { $crate::cli::out::print(format_args!("{}\n", format_args!($($part)*))) };
}

/// The same without an end of line.
macro_rules! print {
    ($($part:tt)*) => { $crate::cli::out::print(format_args!($($part)*)) };
}

/// Prints a line for whoever looks after the program. Where nobody reads there is nobody to tell.
macro_rules! eprintln {
    ($($part:tt)*) => { $crate::cli::out::remark(format_args!($($part)*)) };
}

/// Prints a line, and goes on where nobody reads: the doors stay open.
macro_rules! tell {
    ($($part:tt)*) => { $crate::cli::out::tell(format_args!($($part)*)) };
}

pub(super) fn print(text: Arguments<'_>) {
    let mut out = stdout().lock();
    if let Err(error) = while_read(out.write_fmt(text).and_then(|()| out.flush())) {
        remark(format_args!("fingerpost: cannot write the output: {error}; send it somewhere else"));
        exit(1);
    }
}

pub(super) fn remark(line: Arguments<'_>) {
    writeln!(stderr(), "{line}").ok();
}

pub(super) fn tell(line: Arguments<'_>) {
    writeln!(stdout(), "{line}").ok();
}

/// What came of writing to the standard output. Ends the command where nobody reads.
pub(super) fn while_read(written: Result<(), Error>) -> Result<(), Error> {
    if written.as_ref().is_err_and(|error| error.kind() == ErrorKind::BrokenPipe) {
        exit(NOBODY_READS);
    }
    written
}
