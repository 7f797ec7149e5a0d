//! The mail server by which authorities abroad are told.

use super::speak::say;
use crate::web::notice::mail::{Security, Smtp, Stated};
use clap::Args;
use std::path::PathBuf;
use std::sync::Arc;

/// How the mail server is reached; without one, notices are sent by hand.
#[derive(Args, Clone)]
pub struct Mail {
    /// Host of the mail server by which notices of certificates go to authorities abroad; none are sent when not given.
    #[arg(long, env = "PLACER_SMTP_HOST", value_name = "HOST")]
    smtp_host: Option<String>,
    /// Its port; 587 with starttls, 465 with tls, 25 with none when not given.
    #[arg(long, env = "PLACER_SMTP_PORT", value_name = "PORT")]
    smtp_port: Option<u16>,
    /// Encryption on the way to it: starttls, tls, or none, which is taken only for a mail server on the same machine.
    #[arg(long, env = "PLACER_SMTP_SECURITY", default_value = "starttls", value_name = "HOW")]
    smtp_security: Security,
    /// The address that mails come from, such as `National Minerals Agency <certificates@authority.example>`.
    #[arg(long, env = "PLACER_SMTP_FROM", value_name = "ADDRESS", requires = "smtp_host")]
    smtp_from: Option<String>,
    /// User name, where the mail server asks for one.
    #[arg(long, env = "PLACER_SMTP_USER", value_name = "NAME", requires = "smtp_password_file")]
    smtp_user: Option<String>,
    /// File with the password of that user on its first line.
    #[arg(long, env = "PLACER_SMTP_PASSWORD_FILE", value_name = "FILE", requires = "smtp_user")]
    smtp_password_file: Option<PathBuf>,
    /// Seconds until a notice that was not taken is tried again; each further wait is twice as long, up to a day.
    #[arg(long, env = "PLACER_SMTP_RETRY_S", default_value_t = 60, value_name = "SECONDS")]
    smtp_retry_s: u32,
    /// Tries after which a notice is given up, until an officer has it tried again.
    #[arg(long, env = "PLACER_SMTP_TRIES", default_value_t = 14, value_name = "NUMBER")]
    smtp_tries: u32,
}

impl Mail {
    /// The mail server, where one is named.
    ///
    /// # Errors
    /// In words for the operator.
    pub fn server(&self) -> Result<Option<Arc<Smtp>>, Box<dyn std::error::Error>> {
        let Some(host) = self.smtp_host.clone() else { return Ok(None) };
        let fault = |error: String| say("cli-smtp-fault", &[("error", error.into())]);
        let from = self.smtp_from.clone().ok_or_else(|| say("cli-smtp-from", &[]))?;
        let login = match (&self.smtp_user, &self.smtp_password_file) {
            (Some(user), Some(path)) => {
                let text = std::fs::read_to_string(path).map_err(|e| fault(format!("{}: {e}", path.display())))?;
                Some((user.clone(), text.lines().next().unwrap_or_default().to_owned()))
            }
            _ => None,
        };
        let (security, retry_s, tries) = (self.smtp_security, self.smtp_retry_s, self.smtp_tries);
        let stated = Stated { host, port: self.smtp_port, security, from, login, retry_s, tries };
        Ok(Some(Arc::new(Smtp::new(stated).map_err(fault)?)))
    }
}
