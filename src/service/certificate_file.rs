//! A certificate as a file for programs, put together from what the register has.

use crate::domain::event::Event;
use crate::domain::ids::ShipmentId;
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
use crate::store::shipment::shipment_fetch;

impl App {
    /// All fields of a certificate, its token, the proof of its entry and the signature, or why there is no token. The
    /// exporter's address is from whoever may read it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn certificate_file(
        &self,
        certificate: Certificate,
        address: Vec<String>,
        now: Instant,
    ) -> Result<Result<CertificateFile, NoToken>, ServiceError> {
        let of = certificate.clone();
        let mut file = match self.db.read(|rx| self.certificate_file_in(rx, of, address))? {
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
    pub fn certificate_file_in(
        &self,
        rx: &mut Rx<'_>,
        certificate: Certificate,
        address: Vec<String>,
    ) -> Result<Result<CertificateFile, NoToken>, ServiceError> {
        let seq = certificate.issued_seq;
        let Some(seals) = self.seals(rx, certificate.facts.shipment)? else { return Ok(Err(NoToken::Altered)) };
        let Some(key) = self.certificate_key_of(rx, seq)? else { return Ok(Err(NoToken::NoKey)) };
        let token = match self.certificate_token(rx, &certificate)? {
            Ok(token) => token,
            Err(why) => return Ok(Err(why)),
        };
        let keys = self.certificate_key_list(rx)?;
        let claims = verify(&token, &keys).map_err(|e| StoreError::Damaged(e.to_string()))?.claims;
        let proof = self.proof_text(rx, seq)?;
        let f = certificate.facts;
        let mut file = CertificateFile {
            format: FORMAT.to_owned(),
            country: claims.country().to_owned(),
            authority: self.env.profile.authority.issuing.value.get("en").to_owned(),
            number: f.number,
            issued_on: f.issued_on,
            expires_on: f.expires_on,
            exporter: Exporter { name: claims.exporter, address },
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
            signature: String::new(),
        };
        file.signature = key.sign_text(&file.signed_text().map_err(StoreError::damaged)?);
        Ok(Ok(file))
    }

    /// The seals of a shipment as its entry says them; none where that was altered.
    fn seals(&self, rx: &mut Rx<'_>, shipment: ShipmentId) -> Result<Option<Vec<String>>, StoreError> {
        let prepared = shipment_fetch(rx, shipment)?.ok_or_else(|| StoreError::damaged("a certificate without its shipment"))?;
        Ok(match self.held_entry(rx, prepared.prepared_seq)?.map(|(entry, _)| entry.event) {
            Some(Event::ShipmentPrepared(e)) if e.shipment == shipment => Some(e.parcels.into_iter().map(|p| p.seal).collect()),
            _ => None,
        })
    }

    /// The proof file of an entry under the smallest signed head that holds it; none where there is no such head.
    fn proof_text(&self, rx: &mut Rx<'_>, seq: i64) -> Result<Option<String>, StoreError> {
        let (Some(origin), Some(stored)) = (self.notary.origin(), entry_fetch(rx, seq)?) else { return Ok(None) };
        Ok(proof_of(rx, &origin, &stored, false)?.map(|proof| proof.to_string()))
    }
}
