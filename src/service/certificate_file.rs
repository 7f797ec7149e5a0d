//! A certificate as a file for programs, put together from what the register has.

use crate::domain::shipment::Certificate;
use crate::domain::time::Instant;
use crate::domain::token::verify;
use crate::interop::certificate_file::{CertificateFile, Exporter, FORMAT};
use crate::service::App;
use crate::service::error::ServiceError;
use crate::service::notary::proof_of;
use crate::service::token::NoToken;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::journal::entry_fetch;
use crate::store::shipment::shipment_parcels;

impl App {
    /// All fields of a certificate, its token and the proof of its entry, or why there is no token. The exporter's address is
    /// for whoever may read it to add.
    ///
    /// # Errors
    /// When the database fails.
    pub fn certificate_file(&self, certificate: Certificate, now: Instant) -> Result<Result<CertificateFile, NoToken>, ServiceError> {
        let of = certificate.clone();
        let mut file = match self.db.read(|rx| self.certificate_file_in(rx, of))? {
            Ok(file) => file,
            Err(why) => return Ok(Err(why)),
        };
        if file.proof.is_none() && self.notary.origin().is_some() {
            // Nobody need wait for the minute. A register that is closed signs none.
            file.proof = match self.sign_head(now) {
                Ok(_) => self.db.read(|rx| self.proof_text(rx, certificate.issued_seq))?,
                Err(ServiceError::Closed) => None,
                Err(other) => return Err(other),
            };
        }
        Ok(Ok(file))
    }

    /// The same of one moment: without a proof where no head of that moment holds the entry.
    ///
    /// # Errors
    /// When the database fails.
    pub fn certificate_file_in(&self, rx: &mut Rx<'_>, certificate: Certificate) -> Result<Result<CertificateFile, NoToken>, ServiceError> {
        let (shipment, seq) = (certificate.facts.shipment, certificate.issued_seq);
        let seals: Vec<String> = shipment_parcels(rx, shipment)?.into_iter().map(|p| p.seal).collect();
        let token = match self.certificate_token(rx, &certificate)? {
            Ok(token) => token,
            Err(why) => return Ok(Err(why)),
        };
        let keys = self.certificate_key_list(rx)?;
        let claims = verify(&token, &keys).map_err(|e| StoreError::Damaged(e.to_string()))?.claims;
        let proof = self.proof_text(rx, seq)?;
        let f = certificate.facts;
        Ok(Ok(CertificateFile {
            format: FORMAT.to_owned(),
            country: claims.country().to_owned(),
            authority: self.env.profile.authority.issuing.value.get("en").to_owned(),
            number: f.number,
            issued_on: f.issued_on,
            expires_on: f.expires_on,
            exporter: Exporter { name: claims.exporter, address: Vec::new() },
            importer: f.importer,
            origins: f.origins,
            mixed: f.mixed,
            weight_mct: f.weight_mct,
            stones: f.stones,
            value_usd_cents: f.value_usd_cents,
            parcels: f.parcels,
            lines: f.lines,
            seals,
            unestablished_mct: f.unestablished_mct,
            unestablished_reason: f.unestablished_reason,
            composition_digest: f.composition_digest,
            token,
            proof,
        }))
    }

    /// The proof file of an entry under the smallest signed head that holds it; none where there is no such head.
    fn proof_text(&self, rx: &mut Rx<'_>, seq: i64) -> Result<Option<String>, StoreError> {
        let (Some(origin), Some(stored)) = (self.notary.origin(), entry_fetch(rx, seq)?) else { return Ok(None) };
        Ok(proof_of(rx, &origin, &stored, false)?.map(|proof| proof.to_string()))
    }
}
