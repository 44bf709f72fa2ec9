//! Parses, calls, and ends with the exit code.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    fingerpost::cli::run().await
}
