//! Letters by mail (SMTP). A letter counts as taken when the server has said 250 to the whole of it.

use std::time::Duration;

use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls as Closed, TlsParameters};
use lettre::transport::smtp::{AsyncSmtpTransport, Error};
use lettre::{AsyncTransport, Tokio1Executor};
use thiserror::Error as ThisError;

use super::settings::{MailSettings, Tls};
use super::{Carrier, Refusal, message};
use crate::letters::{Letter, Mailbox as Plain, Route};

/// The way to a mail server.
pub struct Mail {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    reply_to: Option<Mailbox>,
}

/// The mail settings cannot be used.
#[derive(Debug, ThisError)]
pub enum MailError {
    /// An address is none.
    #[error("cannot send mail: `{0}` under [mail] is no e-mail address; write one like careers@school.example")]
    Address(&'static str),
    /// An open way to another machine.
    #[error("cannot send mail: tls = \"none\" is for a server on this machine; set tls to \"starttls\" or \"wrapper\"")]
    Open,
    /// The certificates cannot be used.
    #[error("cannot send mail: the certificates at `{path}` cannot be used: {says}")]
    Authorities {
        /// The file.
        path: String,
        /// What is wrong.
        says: String,
    },
    /// The server's name is none.
    #[error("cannot send mail: `{server}` under [mail] is no server's name: {says}")]
    Server {
        /// The name.
        server: String,
        /// What is wrong.
        says: String,
    },
    /// Only one of user and password.
    #[error("cannot send mail: set both FINGERPOST_MAIL_USER and FINGERPOST_MAIL_PASSWORD, or neither")]
    Half,
}

impl Mail {
    /// Opens the way to the mail server, or none where no server is named. Nothing is sent yet.
    ///
    /// # Errors
    /// If the settings cannot be used.
    pub fn open(
        settings: &MailSettings,
        user: Option<&str>,
        password: Option<&str>,
        patience: Duration,
    ) -> Result<Option<Self>, MailError> {
        if settings.server.trim().is_empty() {
            return Ok(None);
        }
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(settings.server.trim())
            .port(settings.port)
            .timeout(Some(patience))
            .tls(closed(settings)?);
        match (user, password) {
            (Some(user), Some(password)) => {
                builder = builder.credentials(Credentials::new(user.to_owned(), password.to_owned()));
            }
            (None, None) => {}
            _ => return Err(MailError::Half),
        }
        let from = mailbox(&settings.from_name, &settings.from).ok_or(MailError::Address("from"))?;
        let reply_to = match settings.reply_to.trim() {
            "" => None,
            address => Some(mailbox("", address).ok_or(MailError::Address("reply_to"))?),
        };
        Ok(Some(Self { transport: builder.build(), from, reply_to }))
    }
}

#[async_trait::async_trait]
impl Carrier for Mail {
    fn route(&self) -> Route {
        Route::Mail
    }

    async fn carry(&self, letter: &Letter) -> Result<(), Refusal> {
        let message = message(letter, &self.from, self.reply_to.as_ref())?;
        self.transport.send(message).await.map(|_| ()).map_err(|error| refusal(&error))
    }
}

fn mailbox(name: &str, address: &str) -> Option<Mailbox> {
    let plain = Plain::new(name, address)?;
    let name = Some(plain.name().to_owned()).filter(|name| !name.is_empty());
    Some(Mailbox::new(name, plain.address().parse().ok()?))
}

fn closed(settings: &MailSettings) -> Result<Closed, MailError> {
    let server = settings.server.trim();
    if settings.tls == Tls::None {
        let here = server == "localhost" || server.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback());
        return if here { Ok(Closed::None) } else { Err(MailError::Open) };
    }
    let mut parameters = TlsParameters::builder(server.to_owned());
    for certificate in authorities(&settings.authorities)? {
        parameters = parameters.add_root_certificate(certificate);
    }
    let parameters =
        parameters.build().map_err(|cause| MailError::Server { server: server.to_owned(), says: cause.to_string() })?;
    Ok(if settings.tls == Tls::Wrapper { Closed::Wrapper(parameters) } else { Closed::Required(parameters) })
}

fn authorities(path: &str) -> Result<Vec<Certificate>, MailError> {
    if path.trim().is_empty() {
        return Ok(Vec::new());
    }
    let wrong = |says: String| MailError::Authorities { path: path.to_owned(), says };
    let pem = std::fs::read(path).map_err(|cause| wrong(cause.to_string()))?;
    let certificate = Certificate::from_pem(&pem).map_err(|cause| wrong(cause.to_string()))?;
    Ok(vec![certificate])
}

/// What a failure means. Only the server's number is kept: its words often repeat the address.
fn refusal(error: &Error) -> Refusal {
    if let Some(code) = error.status() {
        let code = code.to_string();
        // 53x is about our own sign-in, which whoever runs the house can mend.
        let for_good = code.starts_with('5') && !code.starts_with("53");
        let says = format!("the mail server said {code}");
        return if for_good { Refusal::for_good(says) } else { Refusal::for_now(says) };
    }
    Refusal::for_now(match error {
        _ if error.is_timeout() => "the mail server did not answer in time",
        _ if error.is_tls() => "the way to the mail server could not be closed (TLS)",
        _ if error.is_client() => "the mail server cannot do what is needed",
        _ => "the mail server cannot be reached",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(settings: &MailSettings) -> Result<bool, MailError> {
        Mail::open(settings, None, None, Duration::from_secs(1)).map(|mail| mail.is_some())
    }

    fn to(server: &str, tls: Tls) -> MailSettings {
        MailSettings { server: server.into(), tls, from: "careers@school.example".into(), ..MailSettings::default() }
    }

    #[test]
    fn mail_is_off_until_a_server_is_named() {
        assert!(!open(&MailSettings::default()).expect("off"));
        assert!(open(&to("mail.school.example", Tls::Starttls)).expect("on"));
    }

    #[test]
    fn an_open_way_leads_to_this_machine_alone() {
        assert!(open(&to("127.0.0.1", Tls::None)).expect("on"));
        assert!(open(&to("localhost", Tls::None)).expect("on"));
        assert!(matches!(open(&to("mail.school.example", Tls::None)), Err(MailError::Open)));
        assert!(matches!(open(&to("192.0.2.1", Tls::None)), Err(MailError::Open)));
    }

    #[test]
    fn a_mistake_is_named_at_the_start() {
        let nobody = MailSettings { from: "careers".into(), ..to("localhost", Tls::None) };
        assert!(open(&nobody).expect_err("no address").to_string().contains("`from`"));
        let half = Mail::open(&to("localhost", Tls::None), Some("kim"), None, Duration::from_secs(1));
        assert!(matches!(half, Err(MailError::Half)));
        let lost = MailSettings { authorities: "nowhere.pem".into(), ..to("mail.school.example", Tls::Wrapper) };
        assert!(open(&lost).expect_err("no file").to_string().contains("nowhere.pem"));
    }
}
