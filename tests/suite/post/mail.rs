//! The way over TLS, against a mail server that we did not write (aiosmtpd), where it is on the machine.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use fingerpost::letters::Letter;
use fingerpost::notify::{Carrier, Mail, MailSettings, Tls};

use super::letter;
use crate::house::project;

/// The server of `tests/clients/mail`; it ends with its test.
struct Aiosmtpd {
    child: Child,
    said: BufReader<ChildStdout>,
    folder: tempfile::TempDir,
    port: u16,
}

impl Aiosmtpd {
    /// None where there is no aiosmtpd or no openssl on this machine.
    fn start(manner: &str) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let mut child = Command::new("python3")
            .arg(project("tests/clients/mail/server.py"))
            .arg(manner)
            .arg(folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let mut said = BufReader::new(child.stdout.take().expect("piped"));
        let mut line = String::new();
        said.read_line(&mut line).ok()?;
        let Ok(port) = line.trim().parse() else {
            writeln!(
                std::io::stderr(),
                "aiosmtpd is not on this machine; mail over TLS was not tried ({})",
                line.trim()
            )
            .ok();
            child.wait().ok();
            return None;
        };
        Some(Self { child, said, folder, port })
    }

    fn settings(&self, tls: Tls) -> MailSettings {
        MailSettings {
            server: "localhost".to_owned(),
            port: self.port,
            tls,
            authorities: self.folder.path().join("authority.pem").display().to_string(),
            from: "careers@ash.example".to_owned(),
            ..MailSettings::default()
        }
    }

    fn next(&mut self) -> String {
        let mut line = String::new();
        self.said.read_line(&mut line).expect("the server speaks");
        line.trim().to_owned()
    }
}

impl Drop for Aiosmtpd {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

async fn carry(settings: &MailSettings, password: &str, letter: &Letter) -> Result<(), String> {
    let patience = Duration::from_secs(10);
    let mail = Mail::open(settings, Some("careers"), Some(password), patience).expect("settings").expect("on");
    mail.carry(letter).await.map_err(|refusal| refusal.says)
}

#[tokio::test]
async fn letters_go_over_tls_to_a_server_that_asks_for_a_password() {
    for (manner, tls) in [("starttls", Tls::Starttls), ("wrapper", Tls::Wrapper)] {
        let Some(mut server) = Aiosmtpd::start(manner) else { return };
        let settings = server.settings(tls);
        let written = letter("key/1", "kim@school.example");
        carry(&settings, "an invented password", &written).await.unwrap_or_else(|says| panic!("{manner}: {says}"));
        assert_eq!(server.next(), format!("kim@school.example {}", written.message_id("ash.example")));
        let wrong = carry(&settings, "another password", &written).await.expect_err("it is refused");
        assert!(wrong.contains("535"), "{manner}: {wrong}");
        let strangers = MailSettings { authorities: String::new(), ..settings };
        carry(&strangers, "an invented password", &written).await.expect_err("its certificate is nobody's");
    }
}
