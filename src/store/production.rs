//! Where carats come into the register: production entries and declared stock.

mod list;

pub use list::{
    Declaration, ProductionFilter, ProductionTotals, SiteLabel, Stamp, declarations, production_totals, production_twin, productions,
    site_labels, sites_lately, sites_to_dig, stamps, taken_back,
};

use crate::domain::event::{
    ArrivalRecorded, NewParcel, ParcelSealed, ProductionFacts, ProductionFlag, ProductionRecorded, SeizureRecorded, StockDeclared,
    StockFacts,
};
use crate::domain::ids::{PartyId, ZoneId};
use crate::domain::parcel::{Import, ParcelState, Source, SourceKind};
use crate::domain::time::{Day, Instant};
use crate::domain::zone::{ZoneEffect, ZoneJudgement, ZoneMark};
use crate::store::db::{Rx, Tx};
use crate::store::direct::direct;
use crate::store::error::StoreError;
use crate::store::journal::At;
use crate::store::parcel::{self as parcels, Birth, Reading};
use crate::store::schema::{custody, parcel, purchase, purchase_item, source, stock_declaration, weighing};
use crate::store::text::{IN_LIST, from_json, known, mass, parsed, parsed_opt, to_json};
use crate::store::{certificate, operation, statistics, zone};
use diesel::dsl::min;
use diesel::prelude::*;

#[derive(Queryable, Insertable)]
#[diesel(table_name = source, treat_none_as_default_value = false)]
pub(super) struct Row {
    parcel_no: i64,
    kind: String,
    holder_id: String,
    site_id: Option<String>,
    licence_id: Option<String>,
    on_day: String,
    stones: i64,
    weight_mct: i64,
    flags: String,
    facts: String,
    office_id: Option<String>,
    account_id: String,
    test: i64,
    seq: i64,
    corrected_seq: Option<i64>,
    zone_effect: Option<String>,
}

impl Row {
    /// What statistics add up of it.
    fn dug(&self) -> statistics::Dug<'_> {
        let (site, office) = (self.site_id.as_deref(), self.office_id.as_deref());
        let (stones, weight_mct) = (self.stones, self.weight_mct);
        statistics::Dug { on: &self.on_day, site, office, holder: &self.holder_id, stones, weight_mct }
    }
    /// Whether statistics count it: the book at the pit, no test, not taken back.
    fn counts(&self) -> bool {
        self.kind == SourceKind::Production.as_str() && self.test == 0 && !(self.weight_mct == 0 && self.corrected_seq.is_some())
    }
    pub(super) fn into_domain(self) -> Result<Source, StoreError> {
        let kind = known(SourceKind::parse(&self.kind), &self.kind)?;
        Ok(Source {
            parcel_no: self.parcel_no,
            kind,
            holder: parsed(&self.holder_id)?,
            site: parsed_opt(self.site_id.as_deref())?,
            licence: parsed_opt(self.licence_id.as_deref())?,
            on: parsed(&self.on_day)?,
            stones: self.stones,
            weight: mass(self.weight_mct)?,
            flags: from_json(&self.flags)?,
            facts: if kind == SourceKind::Production { Some(from_json(&self.facts)?) } else { None },
            note: if kind == SourceKind::Stock { from_json(&self.facts)? } else { None },
            import: if kind == SourceKind::Import { Some(from_json(&self.facts)?) } else { None },
            office: parsed_opt(self.office_id.as_deref())?,
            account: parsed(&self.account_id)?,
            test: self.test != 0,
            seq: self.seq,
            corrected_seq: self.corrected_seq,
            zone: parsed_opt(self.zone_effect.as_deref())?.unwrap_or(ZoneEffect::None),
        })
    }
}

pub(super) fn recorded(tx: &mut Tx<'_>, at: At, e: &ProductionRecorded) -> Result<(), StoreError> {
    let f = &e.facts;
    let effect = ZoneJudgement::effect_of(f.zone.as_ref());
    let held = f.flags.contains(&ProductionFlag::OverCapacity);
    let birth =
        Birth { holder: e.holder, origin: e.parcel.no, gain_mct: 0, office: e.office, test: e.test, zone: ZoneMark::of(effect), held };
    parcels::create(tx, at, &e.parcel, &birth)?;
    let row = Row {
        parcel_no: e.parcel.no,
        kind: SourceKind::Production.as_str().to_owned(),
        holder_id: e.holder.to_string(),
        site_id: Some(f.site.to_string()),
        licence_id: Some(f.licence.to_string()),
        on_day: f.on.to_string(),
        stones: f.stones,
        weight_mct: f.weight_mct.mct(),
        flags: to_json(&f.flags)?,
        facts: to_json(f)?,
        office_id: e.office.map(|o| o.to_string()),
        account_id: at.account.to_string(),
        test: i64::from(e.test),
        seq: at.seq,
        corrected_seq: None,
        zone_effect: zone::effect_kept(effect).map(str::to_owned),
    };
    direct!(tx.conn, c => diesel::insert_into(source::table).values(&row).execute(c))?;
    if e.test { Ok(()) } else { statistics::counted(tx, row.dug()) }
}

pub(super) fn stock_declared(tx: &mut Tx<'_>, at: At, e: &StockDeclared) -> Result<(), StoreError> {
    diesel::insert_into(stock_declaration::table)
        .values((
            stock_declaration::holder_id.eq(e.holder.to_string()),
            stock_declaration::test.eq(i64::from(e.test)),
            stock_declaration::zone_id.eq(zone_key(e.zone)),
            stock_declaration::on_day.eq(e.on.to_string()),
            stock_declaration::office_id.eq(e.office.map(|o| o.to_string())),
            stock_declaration::seq.eq(at.seq),
        ))
        .execute(tx.conn)?;
    for stock in &e.parcels {
        let NewParcel { no, weight_mct, stones, .. } = stock.parcel;
        let effect = if e.zone.is_some() { ZoneEffect::Freeze } else { ZoneEffect::None };
        let birth =
            Birth { holder: e.holder, origin: no, gain_mct: 0, office: e.office, test: e.test, zone: ZoneMark::of(effect), held: false };
        parcels::create(tx, at, &stock.parcel, &birth)?;
        if let Some(seal) = &stock.seal {
            let sealed = ParcelSealed { parcel: stock.parcel.parcel, parcel_no: no, seal: seal.clone() };
            parcels::sealed(tx, at, &sealed)?;
        }
        let row = Row {
            parcel_no: no,
            kind: SourceKind::Stock.as_str().to_owned(),
            holder_id: e.holder.to_string(),
            site_id: stock.site.map(|s| s.to_string()),
            licence_id: None,
            on_day: e.on.to_string(),
            stones,
            weight_mct: weight_mct.mct(),
            flags: "[]".to_owned(),
            facts: to_json(&stock.note)?,
            office_id: e.office.map(|o| o.to_string()),
            account_id: at.account.to_string(),
            test: i64::from(e.test),
            seq: at.seq,
            corrected_seq: None,
            zone_effect: zone::effect_kept(effect).map(str::to_owned),
        };
        diesel::insert_into(source::table).values(&row).execute(tx.conn)?;
    }
    Ok(())
}

/// What a shipment from abroad became, in the hands of its importer. No office wrote its carats down.
pub(super) fn received(
    tx: &mut Tx<'_>,
    at: At,
    holder: PartyId,
    arrival: &ArrivalRecorded,
    received: &[NewParcel],
) -> Result<(), StoreError> {
    let facts = to_json(&Import::of(arrival))?;
    for new in received {
        let birth = Birth { holder, origin: new.no, gain_mct: 0, office: None, test: false, zone: None, held: false };
        parcels::create(tx, at, new, &birth)?;
        let row = Row {
            parcel_no: new.no,
            kind: SourceKind::Import.as_str().to_owned(),
            holder_id: holder.to_string(),
            site_id: None,
            licence_id: None,
            on_day: arrival.arrived_on.to_string(),
            stones: new.stones,
            weight_mct: new.weight_mct.mct(),
            flags: "[]".to_owned(),
            facts: facts.clone(),
            office_id: None,
            account_id: at.account.to_string(),
            test: 0,
            seq: at.seq,
            corrected_seq: None,
            zone_effect: None,
        };
        diesel::insert_into(source::table).values(&row).execute(tx.conn)?;
    }
    Ok(())
}

/// Stones in no register that the state took: their origin is not established, and nobody the register knows held them.
pub(super) fn seized(tx: &mut Tx<'_>, at: At, e: &SeizureRecorded) -> Result<(), StoreError> {
    for new in &e.found {
        let birth =
            Birth { holder: PartyId::nobody(), origin: new.no, gain_mct: 0, office: e.office, test: e.test, zone: None, held: false };
        parcels::create(tx, at, new, &birth)?;
        let row = Row {
            parcel_no: new.no,
            kind: SourceKind::Seizure.as_str().to_owned(),
            holder_id: PartyId::nobody().to_string(),
            site_id: None,
            licence_id: None,
            on_day: e.on.to_string(),
            stones: new.stones,
            weight_mct: new.weight_mct.mct(),
            flags: "[]".to_owned(),
            facts: to_json(&e.code)?,
            office_id: e.office.map(|o| o.to_string()),
            account_id: at.account.to_string(),
            test: i64::from(e.test),
            seq: at.seq,
            corrected_seq: None,
            zone_effect: None,
        };
        diesel::insert_into(source::table).values(&row).execute(tx.conn)?;
    }
    Ok(())
}

/// An approved correction of a production entry: the source takes the new facts; a mass that somebody
/// weighed later stays, everything else downstream follows.
pub(super) fn corrected(tx: &mut Tx<'_>, at: At, no: i64, now: &ProductionFacts) -> Result<(), StoreError> {
    let before: Row = source::table.find(no).get_result(tx.conn)?;
    uncount(tx, &before)?;
    diesel::update(source::table.find(no))
        .set((
            source::site_id.eq(Some(now.site.to_string())),
            source::licence_id.eq(Some(now.licence.to_string())),
            source::on_day.eq(now.on.to_string()),
            source::stones.eq(now.stones),
            source::weight_mct.eq(now.weight_mct.mct()),
            source::flags.eq(to_json(&now.flags)?),
            source::facts.eq(to_json(now)?),
            source::corrected_seq.eq(Some(at.seq)),
        ))
        .execute(tx.conn)?;
    let after: Row = source::table.find(no).get_result(tx.conn)?;
    if after.counts() {
        statistics::counted(tx, after.dug())?;
    }
    follow(tx, no, &before, (now.weight_mct.mct(), now.stones))?;
    // Another day or site is judged anew; what was found of the one before counts no more.
    let same = before.site_id.as_deref() == Some(now.site.to_string().as_str()) && before.on_day == now.on.to_string();
    if same { Ok(()) } else { zone::judged(tx, no, ZoneJudgement::effect_of(now.zone.as_ref())) }
}

/// An approved correction of a parcel of declared stock, as of a production entry.
pub(super) fn stock_corrected(tx: &mut Tx<'_>, at: At, no: i64, now: &StockFacts) -> Result<(), StoreError> {
    let before: Row = source::table.find(no).get_result(tx.conn)?;
    diesel::update(source::table.find(no))
        .set((
            source::site_id.eq(now.site.map(|s| s.to_string())),
            source::stones.eq(now.stones),
            source::weight_mct.eq(now.weight_mct.mct()),
            source::facts.eq(to_json(&now.note)?),
            source::corrected_seq.eq(Some(at.seq)),
        ))
        .execute(tx.conn)?;
    follow(tx, no, &before, (now.weight_mct.mct(), now.stones))
}

/// An approved withdrawal: nothing came in by the entry, and its parcel, with which nothing was done, is gone.
/// What the book said stays beside it.
pub(super) fn withdrawn(tx: &mut Tx<'_>, at: At, no: i64) -> Result<(), StoreError> {
    let before: Row = source::table.find(no).get_result(tx.conn)?;
    uncount(tx, &before)?;
    diesel::update(source::table.find(no))
        .set((source::stones.eq(0), source::weight_mct.eq(0), source::flags.eq("[]"), source::corrected_seq.eq(Some(at.seq))))
        .execute(tx.conn)?;
    parcels::end(tx, at, no, ParcelState::Consumed)
}

fn uncount(tx: &mut Tx<'_>, entry: &Row) -> Result<(), StoreError> {
    if entry.counts() { statistics::uncounted(tx, entry.dug()) } else { Ok(()) }
}

/// What hangs on a corrected entry: its parcel, what was made of it, and certificates.
fn follow(tx: &mut Tx<'_>, no: i64, before: &Row, (new_mct, stones): (i64, i64)) -> Result<(), StoreError> {
    let delta = new_mct.saturating_sub(before.weight_mct);
    let mut in_delta = 0;
    if delta != 0 || stones != before.stones {
        in_delta = pin_or_move(tx, no, before, (new_mct, stones))?;
    }
    let remixed = if delta == 0 { Vec::new() } else { operation::rederive(tx, &[no], in_delta)? };
    certificate::rederive(tx, no, &remixed)
}

/// Moves the parcel's mass where nobody weighed it since, and else keeps the later reading and notes the
/// difference as a weighing. Gives what the next operation's input changed by.
fn pin_or_move(tx: &mut Tx<'_>, no: i64, before: &Row, (new_mct, stones): (i64, i64)) -> Result<i64, StoreError> {
    let delta = new_mct.saturating_sub(before.weight_mct);
    let gain: i64 = parcel::table.find(no).select(parcel::gain_mct).get_result(tx.conn)?;
    let lowered = gain.saturating_sub(delta);
    if let Some((_, seq)) = first_weighing(tx, no)? {
        diesel::update(weighing::table.find((no, seq)))
            .set((weighing::before_mct.eq(new_mct), weighing::stones_before.eq(stones)))
            .execute(tx.conn)?;
        diesel::update(parcel::table.find(no)).set(parcel::gain_mct.eq(lowered)).execute(tx.conn)?;
        return Ok(0);
    }
    if let Some(seq) = first_sale(tx, no)? {
        let reading = Reading { before_mct: new_mct, after_mct: before.weight_mct, stones_before: stones, stones_after: before.stones };
        parcels::weighing_write(tx, seq, no, &reading, None)?;
        diesel::update(parcel::table.find(no)).set(parcel::gain_mct.eq(lowered)).execute(tx.conn)?;
        return Ok(0);
    }
    diesel::update(parcel::table.find(no)).set((parcel::weight_mct.eq(new_mct), parcel::stones.eq(stones))).execute(tx.conn)?;
    Ok(delta)
}

/// Mass before the first weighing that changed a parcel, and its entry.
///
/// # Errors
/// When the database fails.
pub fn first_weighing(rx: &mut Rx<'_>, no: i64) -> Result<Option<(i64, i64)>, StoreError> {
    Ok(weighing::table
        .filter(weighing::parcel_no.eq(no))
        .order(weighing::seq)
        .limit(1)
        .select((weighing::before_mct, weighing::seq))
        .get_result(rx.conn)
        .optional()?)
}

/// Mass and stones that the first weighing found which changed a parcel.
///
/// # Errors
/// When the database fails.
pub fn first_weighing_after(rx: &mut Rx<'_>, no: i64) -> Result<Option<(i64, i64)>, StoreError> {
    Ok(weighing::table
        .filter(weighing::parcel_no.eq(no))
        .order(weighing::seq)
        .limit(1)
        .select((weighing::after_mct, weighing::stones_after))
        .get_result(rx.conn)
        .optional()?)
}

/// The entry by which a parcel first left the hands it was written down in: sold, used up or exported.
///
/// # Errors
/// When the database fails.
pub fn first_hand_over(rx: &mut Rx<'_>, no: i64) -> Result<Option<i64>, StoreError> {
    Ok(custody::table.filter(custody::parcel_no.eq(no)).select(min(custody::to_seq)).get_result(rx.conn)?)
}

/// The earliest day of a slip of any of these parcels: of an accepted sale or of an offer that is open now.
///
/// # Errors
/// When the database fails.
pub fn first_sale_day(rx: &mut Rx<'_>, nos: &[i64], now: Instant) -> Result<Option<Day>, StoreError> {
    let mut first: Option<String> = None;
    for chunk in nos.chunks(IN_LIST) {
        let open = purchase::state.eq("offered").and(purchase::expires_at.assume_not_null().ge(now.to_string()));
        let found: Option<String> = purchase_item::table
            .inner_join(purchase::table.on(purchase::id.eq(purchase_item::purchase_id)))
            .filter(purchase_item::parcel_no.eq_any(chunk))
            .filter(purchase::state.eq("accepted").or(open))
            .select(min(purchase::on_day))
            .get_result(rx.conn)?;
        first = first.into_iter().chain(found).min();
    }
    parsed_opt(first.as_deref())
}

/// The entry of the first accepted sale of a parcel.
///
/// # Errors
/// When the database fails.
pub fn first_sale(rx: &mut Rx<'_>, no: i64) -> Result<Option<i64>, StoreError> {
    let found: Option<Option<i64>> = purchase_item::table
        .inner_join(purchase::table.on(purchase::id.eq(purchase_item::purchase_id)))
        .filter(purchase_item::parcel_no.eq(no))
        .filter(purchase::state.eq("accepted"))
        .order(purchase::no)
        .limit(1)
        .select(purchase::closed_seq)
        .get_result(rx.conn)
        .optional()?;
    Ok(found.flatten())
}

/// Net mass that weighings added to a parcel itself.
///
/// # Errors
/// When the database fails.
pub fn gain_since(rx: &mut Rx<'_>, no: i64) -> Result<i64, StoreError> {
    let rows: Vec<(i64, i64)> =
        weighing::table.filter(weighing::parcel_no.eq(no)).select((weighing::before_mct, weighing::after_mct)).load(rx.conn)?;
    Ok(rows.into_iter().fold(0i64, |sum, (before, after)| sum.saturating_add(after).saturating_sub(before)))
}

/// The source row of a pit or stock parcel.
///
/// # Errors
/// When the database fails.
pub fn source_fetch(rx: &mut Rx<'_>, parcel_no: i64) -> Result<Option<Source>, StoreError> {
    let row: Option<Row> = source::table.find(parcel_no).get_result(rx.conn).optional()?;
    row.map(Row::into_domain).transpose()
}

/// As rows keep the zone of a declaration; empty for opening stock.
fn zone_key(zone: Option<ZoneId>) -> String {
    zone.map(|z| z.to_string()).unwrap_or_default()
}

/// Whether a holder declared opening stock before, or what he had when a zone was closed to the trade.
///
/// # Errors
/// When the database fails.
pub fn stock_declared_by(rx: &mut Rx<'_>, holder: PartyId, test: bool, zone: Option<ZoneId>) -> Result<bool, StoreError> {
    let found: Option<i64> = stock_declaration::table
        .find((holder.to_string(), i64::from(test), zone_key(zone)))
        .select(stock_declaration::seq)
        .get_result(rx.conn)
        .optional()?;
    Ok(found.is_some())
}
