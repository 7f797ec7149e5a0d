//! What is to be looked at after an entry, and from which month on.

use crate::domain::event::{CorrectionChange, EstimateOf, Event, InspectionKind, ProductionFacts, Slip};
use crate::domain::ids::{AccountId, CertificateId, LicenceId, OfficeId, PartyId, ShipmentId, SiteId};
use crate::domain::jurisdiction::Profile;
use crate::domain::month::Month;
use crate::domain::time::Day;
use crate::service::inspection::within_since;
use crate::store::certificate::certificate_fetch;
use crate::store::control::{
    self, BEGINNING, Due, accounts_writing, certificates_issued, licences_dug, months_of_sales, offices_all, pairs_reselling,
    parties_trading, shipments_valued, sites_dug,
};
use crate::store::correction::correction_fetch;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::estimate::estimate_fetch;
use crate::store::footprint::{exporters_holding, exporters_sending, parcels_with_sheets, parcels_with_sizes};
use crate::store::inspection::sites_not_inspected;
use crate::store::lineage::origin_pool;
use crate::store::operation::descendants;
use crate::store::parcel::parcel_fetch;
use crate::store::production::source_fetch;
use crate::store::purchase::purchase_fetch;
use crate::store::shipment::shipment_fetch;
use crate::store::statistics::{Among, moved_lines};
use crate::store::stock_count::{last_count_day, stock_count_next_no};
use std::collections::{BTreeMap, BTreeSet};

/// Something that controls look at as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Scope {
    /// A site and all that was dug there.
    Site(SiteId),
    /// A licence and what was done under it.
    Licence(LicenceId),
    /// What one party dug and sold.
    Holder(PartyId),
    /// Sales from one party to another.
    Pair(PartyId, PartyId),
    /// The valuation of a shipment.
    Shipment(ShipmentId),
    /// What one party bought.
    Buyer(PartyId),
    /// What one account wrote down.
    Account(AccountId),
    /// What one office wrote down.
    Office(OfficeId),
    /// What was paid in a month.
    Prices(Month),
    /// A certificate and what is said of it abroad.
    Certificate(CertificateId),
    /// How long ago a site was inspected.
    Visit(SiteId),
    /// The sizes of the stones of a parcel, by its number.
    Sizes(i64),
    /// What one exporter sent, by half-years.
    Exporter(PartyId),
    /// The country.
    Country,
}

/// Looked at as soon as something new is there; the others read more than what is new and are looked at once a day.
pub(super) const AT_ONCE: [&str; 6] = ["site", "licence", "holder", "pair", "shipment", "sizes"];

/// The controls that look at each kind of thing.
const LOOKING: [(&str, &[&str]); 14] = [
    ("site", &["C9", "C10", "F8", "F6", "X4"]),
    ("licence", &["C17"]),
    ("holder", &["C14", "X10"]),
    ("pair", &["C18"]),
    ("shipment", &["F9"]),
    ("buyer", &["C19"]),
    ("account", &["C15", "X5"]),
    ("office", &["F2", "F17", "C13"]),
    ("prices", &["C16"]),
    ("certificate", &["F13"]),
    ("visit", &["C20"]),
    ("sizes", &["X8"]),
    ("exporter", &["X9"]),
    ("country", &["F1", "F3", "F7"]),
];

impl Scope {
    pub(super) const fn kind(self) -> &'static str {
        match self {
            Self::Site(_) => "site",
            Self::Licence(_) => "licence",
            Self::Holder(_) => "holder",
            Self::Pair(..) => "pair",
            Self::Shipment(_) => "shipment",
            Self::Buyer(_) => "buyer",
            Self::Account(_) => "account",
            Self::Office(_) => "office",
            Self::Prices(_) => "prices",
            Self::Certificate(_) => "certificate",
            Self::Visit(_) => "visit",
            Self::Sizes(_) => "sizes",
            Self::Exporter(_) => "exporter",
            Self::Country => "country",
        }
    }

    /// The controls that look at it.
    pub(super) fn controls(self) -> &'static [&'static str] {
        LOOKING.iter().find(|(kind, _)| *kind == self.kind()).map_or(&[], |(_, controls)| *controls)
    }

    fn id(self) -> String {
        match self {
            Self::Site(id) | Self::Visit(id) => id.to_string(),
            Self::Licence(id) => id.to_string(),
            Self::Holder(id) | Self::Buyer(id) | Self::Exporter(id) => id.to_string(),
            Self::Sizes(no) => no.to_string(),
            Self::Pair(seller, buyer) => format!("{seller}/{buyer}"),
            Self::Shipment(id) => id.to_string(),
            Self::Account(id) => id.to_string(),
            Self::Office(id) => id.to_string(),
            Self::Prices(month) => month.to_string(),
            Self::Certificate(id) => id.to_string(),
            Self::Country => String::new(),
        }
    }

    /// As it stands on the list.
    pub(super) fn due(self, from: Month) -> Due {
        Due { kind: self.kind().to_owned(), subject_id: self.id(), from_month: from.to_string() }
    }

    /// What stands on the list.
    pub(super) fn read(due: &Due) -> Result<(Self, Month), StoreError> {
        fn id<T: std::str::FromStr>(text: &str) -> Result<T, StoreError>
        where
            T::Err: std::fmt::Display,
        {
            text.parse().map_err(StoreError::damaged)
        }
        let text = due.subject_id.as_str();
        let scope = match due.kind.as_str() {
            "site" => Self::Site(id(text)?),
            "licence" => Self::Licence(id(text)?),
            "holder" => Self::Holder(id(text)?),
            "pair" => {
                let (seller, buyer) = text.split_once('/').ok_or_else(|| StoreError::damaged("a pair without two"))?;
                Self::Pair(id(seller)?, id(buyer)?)
            }
            "shipment" => Self::Shipment(id(text)?),
            "buyer" => Self::Buyer(id(text)?),
            "account" => Self::Account(id(text)?),
            "office" => Self::Office(id(text)?),
            "prices" => Self::Prices(id(text)?),
            "certificate" => Self::Certificate(id(text)?),
            "visit" => Self::Visit(id(text)?),
            "sizes" => Self::Sizes(id(text)?),
            "exporter" => Self::Exporter(id(text)?),
            "country" => Self::Country,
            other => return Err(StoreError::damaged(other)),
        };
        Ok((scope, id(&due.from_month)?))
    }
}

/// What is to be looked at, each from the earliest month on that something touched; and the parcels whose earlier movements a
/// correction changed.
#[derive(Debug, Default)]
pub(super) struct Touched(pub(super) BTreeMap<Scope, Month>, BTreeSet<i64>);

impl Touched {
    pub(super) fn add(&mut self, scope: Scope, from: Month) {
        let month = self.0.entry(scope).or_insert(from);
        *month = (*month).min(from);
    }

    fn dug(&mut self, f: &ProductionFacts, holder: PartyId, account: AccountId, office: Option<OfficeId>) {
        let month = Month::of(f.on);
        self.add(Scope::Site(f.site), month);
        self.add(Scope::Licence(f.licence), month);
        self.add(Scope::Holder(holder), month);
        self.add(Scope::Account(account), month);
        if let Some(office) = office {
            self.add(Scope::Office(office), month);
        }
        self.add(Scope::Country, month);
    }

    fn sold(&mut self, (seller, licence): (PartyId, LicenceId), buyer: PartyId, month: Month) {
        self.add(Scope::Holder(seller), month);
        self.add(Scope::Licence(licence), month);
        self.add(Scope::Buyer(buyer), month);
        self.add(Scope::Pair(seller, buyer), month);
        self.add(Scope::Prices(month), month);
    }

    /// What moved in the stock of a holder before a count of it changes what the count is compared with.
    fn counted(&mut self, rx: &mut Rx<'_>, holder: PartyId, on: Day) -> Result<(), StoreError> {
        if last_count_day(rx, holder)?.is_some_and(|last| last >= on) {
            self.add(Scope::Holder(holder), Month::of(on));
        }
        Ok(())
    }

    /// Notes the holders whose counts some entries touch: by what they moved, and by what they corrected of what moved before.
    pub(super) fn moved(&mut self, rx: &mut Rx<'_>, profile: &Profile, (after, upto): (i64, i64)) -> Result<(), StoreError> {
        let corrected = std::mem::take(&mut self.1);
        // Where nobody ever counted the next count is the first.
        if after >= upto || stock_count_next_no(rx)? <= 1 {
            return Ok(());
        }
        self.lines(rx, profile, &Among::Entries(after, upto))?;
        for no in corrected {
            let (made, _) = descendants(rx, no, usize::MAX)?;
            let nos: Vec<i64> = made.iter().map(|p| p.no).chain([no]).collect();
            for some in nos.chunks(500) {
                self.lines(rx, profile, &Among::Parcels(some.to_vec()))?;
            }
        }
        Ok(())
    }

    fn lines(&mut self, rx: &mut Rx<'_>, profile: &Profile, among: &Among) -> Result<(), StoreError> {
        let mut first: BTreeMap<PartyId, Day> = BTreeMap::new();
        for line in moved_lines(rx, among, |at| profile.local_day(at))? {
            let on = first.entry(line.holder).or_insert(line.on);
            *on = (*on).min(line.on);
        }
        for (holder, on) in first {
            self.counted(rx, holder, on)?;
        }
        Ok(())
    }

    fn slip(&mut self, slip: &Slip) {
        if !slip.test {
            self.sold((slip.seller, slip.seller_licence), slip.buyer, Month::of(slip.on));
        }
    }

    /// Notes what an entry touches.
    pub(super) fn read(&mut self, rx: &mut Rx<'_>, author: AccountId, event: &Event) -> Result<(), StoreError> {
        match event {
            Event::ProductionRecorded(e) if !e.test => {
                self.dug(&e.facts, e.holder, author, e.office);
                if !e.facts.classes.is_empty() {
                    self.add(Scope::Sizes(e.parcel.no), beginning());
                }
            }
            Event::ParcelSized(e) => self.add(Scope::Sizes(e.parcel_no), beginning()),
            Event::SiteChanged(e) => {
                self.add(Scope::Site(e.site), beginning());
                self.add(Scope::Visit(e.site), beginning());
            }
            Event::InspectionRecorded(e) if e.kind == InspectionKind::Site => {
                self.add(Scope::Visit(SiteId::new(e.target.uuid())), beginning());
            }
            Event::StockCounted(e) => self.add(Scope::Holder(e.holder), Month::of(e.on)),
            Event::EstimateDecided(e) if e.confirmed => {
                if let Some(EstimateOf::Site(site)) = estimate_fetch(rx, e.estimate)?.map(|e| e.facts.about) {
                    self.add(Scope::Site(site), beginning());
                }
            }
            Event::PurchaseRecorded(e) => self.slip(&e.slip),
            Event::PurchaseAccepted(e) => {
                if let Some(p) = purchase_fetch(rx, e.purchase)?.filter(|p| !p.test) {
                    self.sold((p.seller, p.seller_licence), p.buyer, Month::of(p.on));
                }
            }
            Event::CorrectionDecided(e) if e.approved => {
                if let Some(c) = correction_fetch(rx, e.correction)? {
                    self.corrected(rx, &c.change)?;
                }
            }
            Event::ShipmentValued(e) => self.add(Scope::Shipment(e.shipment), Month::of(e.on)),
            Event::CertificateIssued(e) => {
                self.add(Scope::Certificate(e.certificate), Month::of(e.issued_on));
                self.add(Scope::Country, Month::of(e.issued_on));
                self.sent(rx, e.shipment)?;
            }
            Event::CertificateVoided(e) => {
                self.add(Scope::Certificate(e.certificate), beginning());
                self.add(Scope::Country, beginning());
                if let Some(c) = certificate_fetch(rx, e.certificate)? {
                    self.sent(rx, c.facts.shipment)?;
                }
            }
            Event::CertificateConfirmed(e) => self.add(Scope::Certificate(e.certificate), beginning()),
            Event::StockDeclared(e) if !e.test => self.add(Scope::Country, Month::of(e.on)),
            _ => {}
        }
        Ok(())
    }

    fn corrected(&mut self, rx: &mut Rx<'_>, change: &CorrectionChange) -> Result<(), StoreError> {
        match change {
            CorrectionChange::Production { parcel_no, was, now } => {
                for facts in [was, now] {
                    self.entry(rx, *parcel_no, facts)?;
                }
            }
            CorrectionChange::Withdrawal { parcel_no, was } => self.entry(rx, *parcel_no, was)?,
            CorrectionChange::Purchase { purchase, .. } => {
                if let Some(p) = purchase_fetch(rx, *purchase)? {
                    self.sold((p.seller, p.seller_licence), p.buyer, Month::of(p.on));
                }
            }
            CorrectionChange::Stock { parcel_no, .. } => {
                self.add(Scope::Country, beginning());
                self.1.insert(*parcel_no);
                self.resized(rx, *parcel_no)?;
            }
        }
        Ok(())
    }

    /// The exporter of a shipment.
    fn sent(&mut self, rx: &mut Rx<'_>, shipment: ShipmentId) -> Result<(), StoreError> {
        if let Some(s) = shipment_fetch(rx, shipment)? {
            self.add(Scope::Exporter(s.exporter), beginning());
        }
        Ok(())
    }

    /// What rests on the sizes or the place of an entry: its own parcel, parcels counted later that have carats of it, and the
    /// half-years of exporters in whose certificates they left.
    fn resized(&mut self, rx: &mut Rx<'_>, no: i64) -> Result<(), StoreError> {
        self.add(Scope::Sizes(no), beginning());
        for counted in parcels_with_sheets(rx)? {
            let Some(parcel) = parcel_fetch(rx, counted)? else { continue };
            if parcel.origin == no || origin_pool(rx, parcel.origin)?.is_some_and(|p| p.entries().iter().any(|(of, _)| *of == no)) {
                self.add(Scope::Sizes(counted), beginning());
            }
        }
        for exporter in exporters_holding(rx, no)? {
            self.add(Scope::Exporter(exporter), beginning());
        }
        Ok(())
    }

    fn entry(&mut self, rx: &mut Rx<'_>, parcel_no: i64, facts: &ProductionFacts) -> Result<(), StoreError> {
        if let Some(source) = source_fetch(rx, parcel_no)?.filter(|s| !s.test) {
            self.dug(facts, source.holder, source.account, source.office);
        }
        self.1.insert(parcel_no);
        self.resized(rx, parcel_no)
    }
}

/// Before every month.
pub(super) fn beginning() -> Month {
    BEGINNING.parse().unwrap_or_else(|_| Month::of(crate::domain::time::Day::MIN))
}

/// Puts everything there is on the list.
pub(super) fn everything(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let parties = parties_trading(tx)?;
    let all = [
        ("site", sites_dug(tx)?),
        ("licence", licences_dug(tx)?),
        ("holder", parties.clone()),
        ("pair", pairs_reselling(tx)?),
        ("shipment", shipments_valued(tx)?),
        ("buyer", parties),
        ("account", accounts_writing(tx)?),
        ("office", offices_all(tx)?),
        ("prices", months_of_sales(tx)?),
        ("certificate", certificates_issued(tx)?),
        ("visit", control::sites_all(tx)?),
        ("sizes", parcels_with_sizes(tx)?.iter().map(ToString::to_string).collect()),
        ("exporter", exporters_sending(tx)?.iter().map(ToString::to_string).collect()),
        ("country", vec![String::new()]),
    ];
    all.iter().try_for_each(|(kind, ids)| control::due_all(tx, kind, ids))
}

/// Notes what changes by the turn of the day alone: offices may have been silent too long, confirmations and inspections may
/// be overdue.
pub(super) fn by_day(rx: &mut Rx<'_>, profile: &Profile, today: Day, touched: &mut Touched) -> Result<(), StoreError> {
    let month = Month::of(today);
    if let Some(since) = within_since(profile, InspectionKind::Site, today) {
        for site in sites_not_inspected(rx, "C20", since)? {
            touched.add(Scope::Visit(site.parse().map_err(StoreError::damaged)?), month);
        }
    }
    for office in offices_all(rx)? {
        touched.add(Scope::Office(office.parse().map_err(StoreError::damaged)?), month);
    }
    for certificate in control::certificates_unconfirmed(rx)? {
        touched.add(Scope::Certificate(certificate.parse().map_err(StoreError::damaged)?), month);
    }
    touched.add(Scope::Country, month);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::control::{ControlKind, Within, catalogue};

    #[test]
    fn each_control_that_alerts_looks_at_one_kind_of_thing_as_soon_as_the_catalogue_says() {
        for c in catalogue().filter(|c| c.kind == ControlKind::Alerts) {
            let at: Vec<&str> = LOOKING.iter().filter(|(_, controls)| controls.contains(&c.code)).map(|(kind, _)| *kind).collect();
            let within = if at.iter().all(|kind| AT_ONCE.contains(kind)) { Within::Minute } else { Within::Day };
            assert_eq!((at.len(), c.within()), (1, within), "{}", c.code);
        }
    }
}
