//! The mail server: how it is reached, a mail as it goes out, and handing it over.

use crate::domain::time::Instant;
use lettre::address::Envelope;
use lettre::message::header::ContentType;
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::{Address, Message, SmtpTransport, Transport};
use std::time::{Duration, SystemTime};

/// Seconds within which the mail server must answer.
const TIMEOUT: Duration = Duration::from_secs(30);
/// The most characters of what a mail server said that are kept.
const SAID: usize = 300;

/// How the way to the mail server is kept from being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Security {
    /// Encrypted after the first words (port 587).
    Starttls,
    /// Encrypted from the beginning (port 465).
    Tls,
    /// Not at all: only to a mail server on the same machine.
    None,
}

/// The mail server.
pub struct Smtp {
    transport: SmtpTransport,
    from: Mailbox,
    /// Seconds until a failed notice is tried again; each further wait is twice as long.
    pub retry_s: u32,
    /// Tries after which it is given up.
    pub tries: i64,
}

/// What an operator says of the mail server.
#[derive(Debug, Clone)]
pub struct Stated {
    /// Host.
    pub host: String,
    /// Port; the usual one when not given.
    pub port: Option<u16>,
    /// Encryption.
    pub security: Security,
    /// From which address mails come.
    pub from: String,
    /// User and password, where it asks for them.
    pub login: Option<(String, String)>,
    /// Seconds until the second try.
    pub retry_s: u32,
    /// The most tries.
    pub tries: u32,
}

impl Smtp {
    /// A mail server as an operator describes it.
    ///
    /// # Errors
    /// What is wrong, in English, for the console.
    pub fn new(stated: Stated) -> Result<Self, String> {
        let from: Mailbox = stated.from.parse().map_err(|e| format!("{}: {e}", stated.from))?;
        let host = stated.host.as_str();
        let builder = match stated.security {
            Security::Starttls => SmtpTransport::starttls_relay(host).map_err(|e| format!("{host}: {e}"))?,
            Security::Tls => SmtpTransport::relay(host).map_err(|e| format!("{host}: {e}"))?,
            Security::None if ["localhost", "127.0.0.1", "::1"].contains(&host) => SmtpTransport::builder_dangerous(host),
            Security::None => return Err(format!("{host} is another machine, and mail to it would not be encrypted")),
        };
        let builder = match stated.port {
            Some(port) => builder.port(port),
            None => builder,
        };
        let builder = match stated.login {
            Some((user, password)) => builder.credentials(Credentials::new(user, password)),
            None => builder,
        };
        let transport = builder.timeout(Some(TIMEOUT)).build();
        Ok(Self { transport, from, retry_s: stated.retry_s.max(1), tries: i64::from(stated.tries.max(1)) })
    }

    /// A whole mail: its text, and a file with it. `id` tells it from all others, also when it is sent twice.
    ///
    /// # Errors
    /// What does not fit a mail.
    pub fn written(&self, to: &str, subject: &str, text: &str, file: (&str, &str), id: &str, now: Instant) -> Result<String, String> {
        let kind = ContentType::parse("application/json; charset=utf-8").map_err(|e| e.to_string())?;
        let attached = Attachment::new(file.0.to_owned()).body(file.1.to_owned(), kind);
        let parts = MultiPart::mixed().singlepart(SinglePart::plain(text.to_owned())).singlepart(attached);
        let to: Address = to.parse().map_err(|e| format!("{to}: {e}"))?;
        let mail = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(subject)
            .date(SystemTime::from(now.utc()))
            .message_id(Some(format!("<{id}@{}>", self.from.email.domain())))
            .multipart(parts)
            .map_err(|e| e.to_string())?;
        String::from_utf8(mail.formatted()).map_err(|e| e.to_string())
    }

    /// Hands a mail to the mail server; it blocks until that has answered.
    ///
    /// # Errors
    /// What the mail server said, or why it was not reached.
    pub fn hand_over(&self, to: &str, mail: &str) -> Result<(), String> {
        let told =
            |e: &dyn std::fmt::Display| e.to_string().chars().map(|c| if c.is_control() { ' ' } else { c }).take(SAID).collect::<String>();
        let to: Address = to.parse().map_err(|e| told(&e))?;
        let envelope = Envelope::new(Some(self.from.email.clone()), vec![to]).map_err(|e| told(&e))?;
        self.transport.send_raw(&envelope, mail.as_bytes()).map(|_| ()).map_err(|e| {
            let cause = std::error::Error::source(&e).map(|s| format!(": {s}")).unwrap_or_default();
            told(&format!("{e}{cause}"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stated(host: &str, security: Security) -> Stated {
        let from = "Register <register@authority.example>".to_owned();
        Stated { host: host.into(), port: None, security, from, login: None, retry_s: 60, tries: 12 }
    }

    #[test]
    fn nothing_goes_to_another_machine_in_the_clear() {
        assert!(Smtp::new(stated("mail.authority.example", Security::None)).is_err());
        assert!(Smtp::new(stated("127.0.0.1", Security::None)).is_ok());
        assert!(Smtp::new(stated("mail.authority.example", Security::Starttls)).is_ok());
        assert!(Smtp::new(Stated { from: "nobody".into(), ..stated("localhost", Security::None) }).is_err());
    }

    #[test]
    fn a_mail_has_its_text_its_file_and_its_id() {
        let smtp = Smtp::new(stated("localhost", Security::None)).unwrap();
        let now = "2026-06-01T08:00:00Z".parse().unwrap();
        let mail = smtp.written("imports@office.example", "Préavis", "Texte", ("certificate.json", "{}"), "abc", now).unwrap();
        for part in ["Message-ID: <abc@authority.example>", "To: imports@office.example", "certificate.json", "Mon, 01 Jun 2026 08:00:00"] {
            assert!(mail.contains(part), "{part}: {mail}");
        }
        assert!(mail.is_ascii());
    }
}
