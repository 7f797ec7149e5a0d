//! The files of printed certificates against the hashes of the journal.

use super::Report;
use super::details::UNCHECKED;
use crate::domain::entry::{Entry, sha256_hex};
use crate::domain::event::Event;
use crate::domain::ids::{CertificateId, PartyId};
use crate::domain::seal::SealError;
use crate::store::certificate_print::{certificate_copies_kept, certificate_copy_fetch};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use std::collections::{BTreeMap, HashMap};

/// The files that the journal speaks of.
#[derive(Default)]
pub(super) struct Prints {
    /// Number and exporter of each certificate.
    certificates: HashMap<CertificateId, (String, PartyId)>,
    /// The hash of each print.
    printed: BTreeMap<(CertificateId, i64), String>,
    /// Exporters whose details were erased, and with them their files, with the entry that did it.
    erased: HashMap<PartyId, i64>,
}

impl Prints {
    /// Reads the next entry.
    pub(super) fn read(&mut self, entry: &Entry) {
        match &entry.event {
            Event::CertificateIssued(e) => {
                self.certificates.insert(e.certificate, (e.number.clone(), e.exporter));
            }
            Event::CertificatePrinted(e) => {
                self.printed.insert((e.certificate, e.copy), e.sha256.clone());
            }
            Event::PartyDetailsErased(e) => {
                self.erased.insert(e.party, entry.seq);
            }
            _ => {}
        }
    }

    fn named(&self, id: CertificateId, copy: i64) -> String {
        let number = self.certificates.get(&id).map_or_else(|| id.to_string(), |(number, _)| number.clone());
        format!("{number}, copy {copy}")
    }

    fn erased_with(&self, id: CertificateId) -> Option<i64> {
        self.certificates.get(&id).and_then(|(_, exporter)| self.erased.get(exporter)).copied()
    }
}

pub(super) fn check(rx: &mut Rx<'_>, prints: &Prints, report: &mut Report) -> Result<(), StoreError> {
    let kept = report.readable("certificate_copy", certificate_copies_kept(rx))?.unwrap_or_default();
    for (id, copy) in &kept {
        let at = prints.named(*id, *copy);
        if let Some(seq) = prints.erased_with(*id) {
            report.find("print.not_erased", at, format!("the file was erased with entry {seq} and is there again"));
        } else if !prints.printed.contains_key(&(*id, *copy)) {
            report.find("print.extra", at, "nothing in the journal speaks of this file");
        }
    }
    for ((id, copy), sha256) in &prints.printed {
        if prints.erased_with(*id).is_some() {
            continue;
        }
        let at = prints.named(*id, *copy);
        if kept.binary_search(&(*id, *copy)).is_err() {
            report.find("print.missing", at, "the file that was printed is gone");
        } else if rx.has_no_keys() {
            if !report.notes.contains(&UNCHECKED) {
                report.notes.push(UNCHECKED);
            }
        } else {
            one(rx, (*id, *copy), sha256, &at, report)?;
        }
    }
    Ok(())
}

fn one(rx: &mut Rx<'_>, (id, copy): (CertificateId, i64), sha256: &str, at: &str, report: &mut Report) -> Result<(), StoreError> {
    match certificate_copy_fetch(rx, id, copy) {
        Err(StoreError::Sealed(SealError::OtherKey)) => {
            report.find("print.no_key", at, "the key that this file is sealed with is not at hand");
        }
        Err(StoreError::Sealed(_)) => report.find("print.differs", at, "the sealed file was changed"),
        other => {
            if let Some(Some(file)) = report.readable(at, other)?
                && sha256_hex(&[&file]) != sha256
            {
                report.find("print.differs", at, "the file is not the one that was printed");
            }
        }
    }
    Ok(())
}
