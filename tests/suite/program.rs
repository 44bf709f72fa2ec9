//! The real program, started as a person starts it.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio};

use crate::house::project;

/// The program on the library that never changes, in a place of its own, with nothing of ours in its environment.
pub fn fingerpost() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fingerpost"));
    for name in [
        "FINGERPOST_DATA",
        "FINGERPOST_PORT",
        "FINGERPOST_DATABASE_URL",
        "FINGERPOST_SECRET",
        "FINGERPOST_DISCORD_TOKEN",
        "FINGERPOST_TEAMS_SECRET",
    ] {
        command.env_remove(name);
    }
    command.current_dir(std::env::temp_dir());
    command.env("FINGERPOST_CONFIG", project("config"));
    command.env("FINGERPOST_KNOWLEDGE", project("tests/library"));
    command.env("FINGERPOST_NOW", "2026-11-21");
    command.stdin(Stdio::null());
    command
}

/// What the program said and how it ended.
pub struct Ended {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ended {
    pub fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).expect("answers are UTF-8"),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Checks that the program refused with this message and without a panic.
    pub fn refused_with(&self, words: &str) {
        assert_ne!(self.code, 0, "it ended well: {}{}", self.out, self.err);
        assert!(self.err.contains(words), "“{words}” is not in “{}”", self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
    }
}

/// Runs the program to its end.
pub fn run<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Ended {
    Ended::of(fingerpost().args(arguments).output().expect("the program starts"))
}

/// Runs the program to its end, with this on its standard input.
pub fn run_with<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>, input: &[u8]) -> Ended {
    let mut child = piped(arguments);
    let mut stdin = child.stdin.take().expect("piped");
    let input = input.to_owned();
    // A thread of its own: the program answers while it reads, and both pipes have an end.
    let writer = std::thread::spawn(move || stdin.write_all(&input).ok());
    let output = child.wait_with_output().expect("the program ends");
    writer.join().expect("the writer ends");
    Ended::of(output)
}

fn piped<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Child {
    fingerpost()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts")
}

/// A program under way, spoken to line by line. It is killed when dropped.
pub struct Running {
    child: Child,
    stdin: Option<ChildStdin>,
    stdout: BufReader<ChildStdout>,
}

impl Running {
    pub fn start<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Self {
        let mut child = fingerpost()
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let stdin = child.stdin.take();
        let stdout = BufReader::new(child.stdout.take().expect("piped"));
        Self { child, stdin, stdout }
    }

    /// Serves on a port of the system's choice, and waits until it says which.
    pub fn serve(data: &Path, knowledge: &Path) -> (Self, String) {
        Self::serve_with(data, knowledge, &project("config"))
    }

    /// The same with a configuration folder of its own.
    pub fn serve_with(data: &Path, knowledge: &Path, config: &Path) -> (Self, String) {
        let mut served = Self::start([
            OsStr::new("serve"),
            OsStr::new("--port"),
            OsStr::new("0"),
            OsStr::new("--data"),
            data.as_os_str(),
            OsStr::new("--knowledge"),
            knowledge.as_os_str(),
            OsStr::new("--config"),
            config.as_os_str(),
        ]);
        let mut address = None;
        loop {
            let line = served.line().expect("the program says when it is ready");
            if let Some(at) = line.find("http://") {
                // The chat page stands first, the desk after it.
                address.get_or_insert_with(|| line[at..].trim().to_owned());
            }
            if line.starts_with("Ready after") {
                return (served, address.expect("it said its address before"));
            }
        }
    }

    pub fn say(&mut self, line: &str) {
        let stdin = self.stdin.as_mut().expect("the input is open");
        stdin.write_all(line.as_bytes()).and_then(|()| stdin.write_all(b"\n")).expect("the program reads");
        stdin.flush().expect("the program reads");
    }

    /// The next line it prints; none if it ended.
    pub fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        (self.stdout.read_line(&mut line).expect("the program prints UTF-8") > 0).then(|| line.trim_end().to_owned())
    }

    /// Everything it prints until one of its lines holds these words.
    pub fn until(&mut self, words: &str) -> String {
        let mut all = String::new();
        while let Some(line) = self.line() {
            all.push_str(&line);
            all.push('\n');
            if line.contains(words) {
                return all;
            }
        }
        panic!("it ended without saying “{words}”:\n{all}");
    }

    /// What it prints until it ends.
    pub fn rest(mut self) -> String {
        self.stdin = None;
        let mut all = String::new();
        while let Some(line) = self.line() {
            all.push_str(&line);
            all.push('\n');
        }
        all
    }

    /// Presses Ctrl-C.
    pub fn interrupt(&self) {
        let status = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status().expect("kill is there");
        assert!(status.success());
    }

    /// Kills it at once: it has no chance to finish anything.
    pub fn kill(&mut self) {
        self.child.kill().expect("it was running");
        self.child.wait().expect("it ends");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Starts the program with its output going nowhere: whoever was to read has gone.
#[cfg(unix)]
fn read_by_nobody(arguments: &[&str], says: &[u8]) -> Ended {
    let mut child = fingerpost()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    child.stdin.take().expect("piped").write_all(says).ok();
    Ended::of(child.wait_with_output().expect("it ends"))
}

#[cfg(unix)]
#[test]
fn a_command_whose_reader_has_gone_ends_without_a_word() {
    let question = b"{\"text\": \"what is a bursary\"}\n";
    for arguments in [&["check"][..], &["ask", "what", "is", "a", "bursary"], &["ask", "--json", "-"]] {
        let ended = read_by_nobody(arguments, question);
        assert_eq!((ended.code, ended.err.as_str()), (141, ""), "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_an_error_with_a_reason() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("it is there");
    let ended = Ended::of(fingerpost().arg("check").stdout(full).output().expect("the program starts"));
    ended.refused_with("cannot write the output");
}
