//! The year, day by day.

use super::chance::river_points;
use super::people::{Cast, Miner, cast};
use super::trade::{Market, Packet};
use super::{
    DemoError, Made, Plan, Stage, abroad, blanks, footprints, inspections, leaving, removals, reviews, seizures, statistics, valuation,
    waiting, zones,
};
use crate::domain::blank::BlankFate;
use crate::domain::event::{HsCode, InspectionKind, SizeLine};
use crate::domain::geo::Position;
use crate::domain::ids::CertificateId;
use crate::domain::jurisdiction::{Basis, SizeTable};
use crate::domain::money::RateE6;
use crate::domain::parcel::parcel_code;
use crate::domain::quantity::Mass;
use crate::domain::time::{Day, Instant};
use crate::service::Batch;
use crate::service::certificate::{IssueCertificate, ProposeCertificate};
use crate::service::correction::{DecideCorrection, ProposeProductionCorrection};
use crate::service::production::RecordProduction;
use crate::service::stock::{DeclareStock, StockLine};
use crate::store::blank::blank_reserved_for;
use chrono::{Datelike, NaiveTime, TimeDelta, Utc};

/// Days that are made.
const DAYS: u32 = 365;

/// What goes on through the year.
struct Year {
    begin: Day,
    cast: Cast,
    market: Market,
    next_no: i64,
    shipments: usize,
    last_entry: Option<(String, i64)>,
    /// Whether any parcel was split: the smallest year has one too.
    split: bool,
    /// Certificates of which nothing came back yet, and how many did.
    issued: Vec<(Day, CertificateId)>,
    returned: usize,
    /// What inspections go on with.
    inspected: inspections::Inspected,
}

/// A working day's evening, in UTC.
fn evening(day: Day) -> Instant {
    let time = NaiveTime::from_hms_opt(17, 0, 0).unwrap_or_default();
    Instant::new(day.and_time(time).and_local_timezone(Utc).single().unwrap_or_default())
}

fn first_day(until: Day) -> Result<Day, DemoError> {
    until.checked_sub_signed(TimeDelta::days(i64::from(DAYS))).ok_or(DemoError::Missing("a year to make"))
}

/// When the year begins that ends with a day.
pub(super) fn begins(until: Day) -> Result<Instant, DemoError> {
    Ok(evening(first_day(until)?))
}

pub(super) fn run(
    mut stage: Stage<'_>,
    plan: Plan,
    rivers: &str,
    password_hash: &str,
    mut progress: impl FnMut(u32, u32),
) -> Result<Made, DemoError> {
    let begin = first_day(plan.until)?;
    let points = river_points(rivers);
    let currency = stage.app.env.profile.country.currency.value;
    let rate = match currency.as_str() {
        "XAF" => RateE6(605_000_000),
        "CDF" => RateE6(2_800_000_000),
        _ => RateE6(22_600_000),
    };
    let app = stage.app.clone();
    let cast = app
        .batch(evening(begin), true, |b| Ok(cast(&mut stage, b, plan, begin, &points, password_hash)?))
        .map_err(|e| DemoError::Act("setting up", e))?;
    let mut year = Year {
        begin,
        cast,
        market: Market { currency, rate },
        next_no: 1,
        shipments: 0,
        last_entry: None,
        split: false,
        issued: Vec::new(),
        returned: 0,
        inspected: inspections::Inspected::default(),
    };
    for done in 1..=DAYS {
        let day = begin.checked_add_signed(TimeDelta::days(i64::from(done))).ok_or(DemoError::Missing("a day"))?;
        app.batch(evening(day), true, |b| Ok(year.day(&mut stage, b, plan, day, done)?)).map_err(|e| DemoError::Act("a day", e))?;
        progress(done, DAYS);
    }
    Ok(stage.made)
}

impl Year {
    fn day(&mut self, stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, plan: Plan, day: Day, done: u32) -> Result<(), DemoError> {
        if done == 1 {
            abroad::participants(stage, b, &self.cast, day)?;
            self.opening_stock(stage, b, day)?;
        }
        // Of a year's last days only where a certificate is due in them.
        let left = u32::from(day.leap_year()).saturating_add(365).saturating_sub(day.ordinal()).saturating_add(1);
        let due_in_year = plan.certificates * usize::try_from(left.min(DAYS)).unwrap_or(0) / usize::try_from(DAYS).unwrap_or(1);
        if (done == 1 && due_in_year > 0) || day.ordinal() == 1 {
            blanks::delivery(stage, b, &self.cast, plan, day)?;
        }
        if done == 120 {
            blanks::mishap(stage, b, &self.cast, BlankFate::Spoiled, true)?;
            removals::in_the_year(stage, b, &mut self.cast)?;
        }
        if done == 150 {
            seizures::in_the_year(stage, b, &mut self.cast, day)?;
        }
        if done == 1 {
            zones::strip(stage, b, &self.cast, day)?;
        }
        self.inspect(stage, b, day, done)?;
        if done == 200 {
            zones::embargo(stage, b, &self.cast, &mut self.next_no, day)?;
        }
        self.cast.newcomers(stage, b, plan, day, done)?;
        for papers in self.cast.papers() {
            papers.renew(stage, b, day)?;
        }
        footprints::in_the_year(stage, b, &self.cast, &mut self.next_no, (self.begin, day, done))?;
        self.dig(stage, b, plan, day, done)?;
        if done > 6 {
            self.sell(stage, b, day, done)?;
        }
        if day.weekday().num_days_from_monday() == 4 {
            self.pass_on(stage, b, day)?;
        }
        while let Some((_, id)) = self.issued.first().copied().filter(|(on, _)| day.signed_duration_since(*on).num_days() >= 9) {
            self.issued.remove(0);
            abroad::receipt(stage, b, &self.cast, (self.returned, id), day)?;
            self.returned += 1;
        }
        if done % 45 == 30 {
            self.correct(stage, b)?;
        }
        let due = usize::try_from(done).unwrap_or(0) * plan.certificates / usize::try_from(DAYS).unwrap_or(1);
        while done > 20 && self.shipments < due && self.export(stage, b, day, plan)? {}
        statistics::due(stage, b, &self.cast, day, self.begin)?;
        if done == 250 {
            leaving::arrivals(stage, b, &mut self.cast, &mut self.next_no, day)?;
        }
        reviews::visited(stage, b, &self.cast, day, done)?;
        if done == 340 {
            statistics::revise(stage, b, &self.cast)?;
        }
        if done == DAYS {
            statistics::partners(stage, b, &self.cast, day)?;
            abroad::waits(stage, b, &self.cast, day)?;
            if let Some(miner) = self.cast.miners.first() {
                let test = entry(stage, miner, day, false);
                waiting::test_entry(stage, b, &self.cast, test, &mut self.next_no)?;
            }
            waiting::leave(stage, b, &mut self.cast, &self.market, &mut self.next_no, day, self.last_entry.clone())?;
        }
        Ok(())
    }

    /// Draws, visits and a dry run in the last months, and a draw that waits at the end.
    fn inspect(&mut self, stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, day: Day, done: u32) -> Result<(), DemoError> {
        let drawn = match DAYS.saturating_sub(done) {
            100 | 25 | 0 => Some((InspectionKind::Site, 4)),
            60 => Some((InspectionKind::Buyer, 2)),
            40 => Some((InspectionKind::Office, 2)),
            _ => None,
        };
        if let Some(what) = drawn {
            inspections::announce(stage, b, (&self.cast, &mut self.inspected), what, day)?;
        }
        if DAYS.saturating_sub(done) == 80
            && let Some(miner) = self.cast.miners.first()
        {
            let (test, no) = (entry(stage, miner, day, false), self.next_no);
            waiting::test_entry(stage, b, &self.cast, test, &mut self.next_no)?;
            if self.next_no > no {
                inspections::dry_run(stage, b, (&self.cast, &mut self.inspected), no)?;
            }
        }
        if DAYS.saturating_sub(done) == 70 {
            inspections::conclude(stage, b, (&self.cast, &mut self.inspected))?;
        }
        inspections::go_on(stage, b, (&self.cast, &mut self.inspected), day)
    }

    /// More in the dry months (November to April), less in the rains.
    fn dig(&mut self, stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, plan: Plan, day: Day, done: u32) -> Result<(), DemoError> {
        let season = if matches!(day.month(), 11 | 12 | 1..=4) { 125 } else { 75 };
        let left = plan.entries.saturating_sub(stage.made.entries);
        let days_left = u64::from(DAYS.saturating_sub(done).saturating_add(1));
        let mut today = (left / days_left * season / 100).max(u64::from(left > 0));
        if done == DAYS {
            today = left;
        }
        for _ in 0..today {
            let at = stage.chance.index(self.cast.miners.len());
            let Some(miner) = self.cast.miners.get_mut(at) else { continue };
            let late = stage.chance.happens(12);
            let back = if late { stage.chance.between(18, 30) } else { stage.chance.between(0, 4) };
            let on = day.checked_sub_signed(TimeDelta::days(back)).unwrap_or(day).max(self.begin).max(miner.papers.first.starts_on);
            // Whoever let his licence end stays away from the pit; now and then one comes all the same, and is refused.
            if miner.papers.valid_on(on).is_none() && !stage.chance.happens(100) {
                continue;
            }
            let command = entry(stage, miner, on, late);
            let registrar = miner.registrar.clone();
            if stage.may(b, &registrar, &command)?.is_some() {
                let code = parcel_code(self.next_no);
                let free = zones::is_free(b, self.next_no)?;
                self.next_no += 1;
                stage.made.entries += 1;
                // What a zone marked or froze stays where it is.
                if !free {
                    continue;
                }
                // The classes of another mass would have to be counted anew.
                if command.classes.is_empty() {
                    self.last_entry = Some((code.clone(), command.weight_mct.mct()));
                }
                miner.stock.push(Packet { code, mct: command.weight_mct.mct(), stones: command.stones, hs: HsCode::Unsorted });
            }
        }
        Ok(())
    }

    /// Each miner sells about every third week to one of a few dealers he knows, now and then to an exporter.
    fn sell(&mut self, stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, day: Day, done: u32) -> Result<(), DemoError> {
        let dealers = self.cast.dealers.len();
        for at in 0..self.cast.miners.len() {
            let Some(miner) = self.cast.miners.get(at) else { continue };
            if miner.stock.is_empty() || !(usize::try_from(done).unwrap_or(0) + at).is_multiple_of(20) {
                continue;
            }
            let exporter = stage.chance.happens(40);
            let known = (at + stage.chance.index(3)) % dealers.max(1);
            let agent = self.cast.agent(&mut stage.chance, day);
            let Some(miner) = self.cast.miners.get_mut(at) else { continue };
            let buyers = if exporter { &mut self.cast.exporters } else { &mut self.cast.dealers };
            let known = known % buyers.len().max(1);
            if let Some(buyer) = buyers.get_mut(known) {
                stage.sell_at_pit(b, &self.market, miner, buyer, agent, day)?;
            }
        }
        Ok(())
    }

    /// On Fridays dealers mix what they hold and some sell it on.
    fn pass_on(&mut self, stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, day: Day) -> Result<(), DemoError> {
        for at in 0..self.cast.dealers.len() {
            let Some(dealer) = self.cast.dealers.get_mut(at) else { continue };
            if stage.chance.happens(100) {
                stage.reweigh(b, dealer)?;
            }
            if dealer.stock.len() > 3 && stage.chance.happens(600) {
                stage.mix(b, dealer, &mut self.next_no)?;
            } else if stage.chance.happens(80) || !self.split {
                self.split |= stage.split(b, dealer, &mut self.next_no)?;
            }
            if !dealer.stock.is_empty() && stage.chance.happens(400) {
                let to = stage.chance.index(self.cast.exporters.len());
                if let Some(exporter) = self.cast.exporters.get_mut(to) {
                    stage.sell_on(b, &self.market, dealer, exporter, day)?;
                }
            }
        }
        Ok(())
    }

    /// The exporter with the most stock mixes, sorts, seals and ships; an officer and an approver sign.
    fn export(&mut self, stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, day: Day, plan: Plan) -> Result<bool, DemoError> {
        let exporters = self.cast.exporters.iter_mut();
        let Some(exporter) = exporters.max_by_key(|e| e.stock.iter().map(|p| p.mct).sum::<i64>()) else { return Ok(false) };
        if exporter.stock.is_empty() {
            return Ok(false);
        }
        stage.mix(b, exporter, &mut self.next_no)?;
        stage.sort_and_seal(b, exporter, &mut self.next_no)?;
        let Some(shipment) = stage.ship(b, exporter)? else { return Ok(false) };
        let shipment = shipment.parse().map_err(|_| DemoError::Missing("shipment id"))?;
        self.shipments += 1;
        valuation::value(stage, b, &self.cast, shipment, day)?;
        let reason = Some(stage.words.stock.to_owned());
        let officer = stage.chance.pick(&self.cast.officers).cloned().ok_or(DemoError::Missing("officer"))?;
        let approver = stage.chance.pick(&self.cast.approvers).cloned().ok_or(DemoError::Missing("approver"))?;
        let propose = ProposeCertificate { shipment, expires_on: None, unestablished_reason: reason, blank: None };
        if stage.may(b, &officer, &propose)?.is_none() {
            return Ok(true);
        }
        let form = blank_reserved_for(b.rx(), shipment).map_err(|e| DemoError::Act("reading", e.into()))?;
        let blank = form.map(|f| f.number).ok_or(DemoError::Missing("a form set aside"))?;
        if let Some(receipt) = stage.may(b, &approver, &IssueCertificate { shipment, blank })? {
            stage.made.certificates += 1;
            let id = receipt.subject.parse().map_err(|_| DemoError::Missing("certificate id"))?;
            self.issued.push((day, id));
            let found = crate::store::certificate::certificate_fetch(b.rx(), id).map_err(|e| DemoError::Act("reading", e.into()))?;
            stage.made.numbers.extend(found.map(|c| c.facts.number));
            self.after_issue(stage, b, (id, day), plan)?;
        }
        Ok(true)
    }

    /// The goods leave; those of the last certificate wait in their container.
    fn after_issue(&mut self, stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, of: (CertificateId, Day), plan: Plan) -> Result<(), DemoError> {
        let left = u64::try_from(plan.certificates).unwrap_or(0).saturating_sub(stage.made.certificates);
        if stage.made.certificates == 1 {
            leaving::endorse(stage, b, &self.cast, of.0)?;
            leaving::research(stage, b, &self.cast)?;
        }
        leaving::leave(stage, b, &self.cast, of, left > 0)?;
        Ok(())
    }

    /// A weight misread in the notebook, put right by two people.
    fn correct(&mut self, stage: &mut Stage<'_>, b: &mut Batch<'_, '_>) -> Result<(), DemoError> {
        let Some((parcel, mct)) = self.last_entry.clone() else { return Ok(()) };
        let weight_mct = Mass::new(mct.saturating_sub(mct / 10).max(1));
        let propose = ProposeProductionCorrection {
            weight_mct,
            largest_mct: Some(Mass::ZERO),
            ..ProposeProductionCorrection::of(parcel.clone(), stage.words.notebook.into())
        };
        let (officer, approver) = (self.cast.officers.first().cloned(), self.cast.approvers.first().cloned());
        let (Some(officer), Some(approver)) = (officer, approver) else { return Ok(()) };
        let Some(receipt) = stage.may(b, &officer, &propose)? else { return Ok(()) };
        let correction = receipt.subject.parse().map_err(|_| DemoError::Missing("correction id"))?;
        if stage.may(b, &approver, &DecideCorrection { correction, approved: true, reason: None })?.is_some() {
            let packets = self.cast.miners.iter_mut().flat_map(|m| m.stock.iter_mut());
            for packet in packets.filter(|p| p.code == parcel) {
                packet.mct = weight_mct.map_or(packet.mct, Mass::mct);
            }
        }
        Ok(())
    }

    /// Two holders declare what they already had; part of it without a site.
    fn opening_stock(&mut self, stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, day: Day) -> Result<(), DemoError> {
        let officer = self.cast.officers.first().cloned().ok_or(DemoError::Missing("officer"))?;
        let site = self.cast.miners.first().and_then(|m| m.sites.first()).map(|s| s.0);
        for dealer in self.cast.dealers.iter_mut().take(2) {
            let amounts = [(stage.chance.between(8_000, 20_000), 40, None), (stage.chance.between(3_000, 9_000), 18, site)];
            let line = |(mct, stones, site)| StockLine {
                weight_mct: Mass::new(mct).unwrap_or(Mass::ZERO),
                stones,
                site,
                note: Some(stage.words.declared.to_owned()),
                seal: None,
            };
            let lines = amounts.into_iter().map(line).collect();
            let declare = DeclareStock { holder: dealer.party, on: day, lines, test: false, zone: None };
            if stage.may(b, &officer, &declare)?.is_some() {
                for (mct, stones, _) in amounts {
                    dealer.stock.push(Packet { code: parcel_code(self.next_no), mct, stones, hs: HsCode::Unsorted });
                    self.next_no += 1;
                }
            }
        }
        Ok(())
    }
}

/// Stones by the classes of a table, from the smallest.
pub(super) fn in_classes(table: &SizeTable, stones_mct: &[i64]) -> Vec<SizeLine> {
    let class_of = |mct: i64| u32::try_from(mct).ok().and_then(|mct| table.class_of(mct)).map(|c| &c.code);
    let lines = table.classes.iter().map(|class| {
        let of_it = || stones_mct.iter().filter(|mct| class_of(**mct) == Some(&class.code));
        let weight_mct = Mass::new(of_it().sum()).unwrap_or(Mass::ZERO);
        SizeLine { class: class.code.clone(), stones: i64::try_from(of_it().count()).unwrap_or(0), weight_mct }
    });
    lines.filter(|line| line.stones > 0).collect()
}

/// A day's production of one site: most as it should be, some late, far off or without a position.
fn entry(stage: &mut Stage<'_>, miner: &Miner, on: Day, late: bool) -> RecordProduction {
    let (chance, words) = (&mut stage.chance, stage.words);
    let (site, centre) = chance.pick(&miner.sites).copied().unwrap_or((miner.first_site, miner.first_centre));
    let stones = 1 + chance.between(0, 2) * chance.between(0, 2);
    let each: Vec<i64> = (0..stones).map(|_| chance.stone_mct()).collect();
    let largest = each.iter().copied().max().unwrap_or(1);
    let sizes = stage.app.env.profile.production_sizes().filter(|t| t.basis == Basis::MassMct && chance.happens(220));
    let total = each.iter().sum();
    let away = if chance.happens(8) { 80_000 } else { 200 };
    let place = Position::new(
        centre.lon_e7().saturating_add(i32::try_from(chance.between(-away, away)).unwrap_or(0)),
        centre.lat_e7().saturating_add(i32::try_from(chance.between(-away, away)).unwrap_or(0)),
    );
    let position = place.filter(|_| !chance.happens(60));
    RecordProduction {
        site,
        licence: miner.papers.on(on).id,
        on,
        stones,
        weight_mct: Mass::new(total).unwrap_or(Mass::ZERO),
        largest_mct: Mass::new(largest),
        classes: sizes.map(|table| in_classes(table, &each)).unwrap_or_default(),
        diggers: Some(u32::try_from(chance.between(2, 14)).unwrap_or(4)),
        gravel_dm3: Some(chance.between(300, 4_000)),
        days_worked: None,
        page: Some(chance.between(1, 96).to_string()),
        position,
        accuracy_m: position.map(|_| u32::try_from(chance.between(4, 25)).unwrap_or(10)),
        late_reason: late.then(|| words.late.to_owned()),
        test: false,
    }
}
