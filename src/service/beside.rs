//! What stands beside the journal and is written with an entry.

use crate::domain::control::AlertState;
use crate::domain::ids::{AccountId, CertificateId, PartyId, ReportId};
use crate::domain::notice::{Notice, NoticeState};
use crate::domain::party::PartyDetails;
use crate::domain::time::Instant;
use crate::store::certificate_print::certificate_copy_write;
use crate::store::control::alert_answered;
use crate::store::db::Tx;
use crate::store::error::StoreError;
use crate::store::factor::factor_remove;
use crate::store::notice::{code_use, notice_fetch, notice_moved};
use crate::store::party::{party_details_erase, party_details_write};
use crate::store::report_job::{JobEnd, job_end};
use crate::store::secret::{Secret, secret_write};
use crate::store::session::{sessions_end, tokens_revoke};

/// What stands beside the journal and is written with an entry: never in the entry in the clear.
#[derive(Debug, Clone)]
pub enum Beside {
    /// Personal details of a party.
    Details {
        /// Whose.
        party: PartyId,
        /// 16 random bytes in hex.
        salt: String,
        /// What the event carries.
        digest: String,
        /// What is kept.
        details: Box<PartyDetails>,
    },
    /// The personal details of a party are taken away.
    Erased {
        /// Whose.
        party: PartyId,
    },
    /// The file of a certificate as it was printed.
    Copy {
        /// The certificate.
        certificate: CertificateId,
        /// Which copy of it.
        copy: i64,
        /// The file.
        file: Vec<u8>,
    },
    /// A notice of a certificate went out, or was sent by hand.
    Told {
        /// The certificate.
        certificate: CertificateId,
        /// How.
        state: NoticeState,
    },
    /// A long report is there.
    Reported {
        /// Which.
        report: ReportId,
        /// Bytes of its file.
        size: i64,
        /// Until when the file is kept.
        until: Instant,
    },
    /// An alert was answered for.
    Alert {
        /// Its number.
        no: i64,
        /// Where it stands.
        state: AlertState,
        /// Who looks after it.
        owner: Option<AccountId>,
    },
    /// A one-time code was used.
    Code {
        /// The certificate.
        certificate: CertificateId,
        /// Hash of the code.
        hash: String,
    },
    /// What an account signs in with.
    Secret {
        /// Whose.
        account: AccountId,
        /// Sign-in name, folded.
        login: String,
        /// Name shown on pages.
        display_name: String,
        /// PHC string.
        password_hash: String,
        /// Whether the next sign-in asks for a new password.
        must_change: bool,
    },
    /// An account that may no longer do anything: its sessions and machine tokens end.
    Disabled {
        /// Whose.
        account: AccountId,
    },
    /// An account whose second factor is taken away: its sessions end.
    FactorReset {
        /// Whose.
        account: AccountId,
    },
}

impl Beside {
    pub(super) fn write(self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        match self {
            Beside::Details { party, salt, digest, details } => party_details_write(tx, party, &salt, &digest, &details),
            Beside::Erased { party } => party_details_erase(tx, party),
            Beside::Copy { certificate, copy, file } => certificate_copy_write(tx, certificate, copy, &file),
            Beside::Told { certificate, state } => {
                let Some(notice) = notice_fetch(tx, certificate)? else { return Ok(()) };
                notice_moved(tx, &Notice { state, last_error: None, ..notice })
            }
            Beside::Reported { report, size, until } => {
                let now = tx.recorded_at();
                job_end(tx, report, JobEnd::Ready(size, until), now)
            }
            Beside::Alert { no, state, owner } => alert_answered(tx, no, state, owner),
            Beside::Code { certificate, hash } => code_use(tx, certificate, &hash),
            Beside::Secret { account, login, display_name, password_hash, must_change } => {
                let secret = Secret { account, login, display_name, password_hash, must_change };
                secret_write(tx, &secret)?;
                sessions_end(tx, account, None)?;
                tokens_revoke(tx, account, None).map(|_| ())
            }
            Beside::FactorReset { account } => {
                factor_remove(tx, account)?;
                sessions_end(tx, account, None)?;
                tokens_revoke(tx, account, None).map(|_| ())
            }
            Beside::Disabled { account } => {
                sessions_end(tx, account, None)?;
                tokens_revoke(tx, account, None).map(|_| ())
            }
        }
    }
}
