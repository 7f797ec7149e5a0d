//! The valuation of a shipment: the sheet as it is filled in, and as pages show it.

use super::seen::Seen;
use super::{again, id_of};
use crate::domain::access::{Permission as P, Reach};
use crate::domain::certificate::hs_lines;
use crate::domain::event::{Event, HsCode, HsLine, ShipmentValued};
use crate::domain::ids::{PartyId, ShipmentId};
use crate::domain::jurisdiction::Profile;
use crate::domain::money::Currency;
use crate::domain::role::Role;
use crate::domain::valuation::{Charge, ValuedLine, Valuer, total};
use crate::domain::violation::{Arg, OF_LINE, Violation, Violations};
use crate::service::Env;
use crate::service::error::ServiceError;
use crate::service::valuation::{Oddity, Usual, ValueShipment, codes_of, oddities, usual};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::party::{PartyFilter, parties};
use crate::store::valuation::shipment_region;
use crate::web::check::{CheckPage, Stage, changed};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted};
use crate::web::locale::{Locale, format, label, text};
use crate::web::statistics::region_name;
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

/// Lines a fresh sheet has.
const LINES: usize = 6;
/// Lines that are added at a time.
const MORE: usize = 6;

/// A line of the sheet as pages show it.
pub struct SheetLine {
    /// The subheading.
    pub hs: HsCode,
    /// The class.
    pub class: String,
    /// Stones.
    pub stones: i64,
    /// Carats with their unit.
    pub carats: String,
    /// Each valuer with his value.
    pub values: Vec<(String, String)>,
    /// US dollars a carat by the government's valuer.
    pub per_carat: String,
    /// What its like were worth a carat in the year before, and where; for those who see all shipments.
    pub usual: String,
}

/// What is to be paid.
pub struct Due {
    /// Name of the duty, fund or fee.
    pub name: String,
    /// Rate, sum it is taken from, and what comes out.
    pub told: String,
}

/// A valuation as pages show it.
pub struct Sheet {
    /// The day of the sitting.
    pub facts: ShipmentValued,
    /// Its lines.
    pub lines: Vec<SheetLine>,
    /// Each valuer with what his lines come to, in the order of the columns.
    pub totals: Vec<(String, String)>,
    /// Whose value is taken.
    pub taken: String,
    /// What is to be paid.
    pub due: Vec<Due>,
    /// Codes of the officials who were present.
    pub present: Vec<String>,
    /// Code of the independent valuer.
    pub valuer: Option<String>,
    /// What is odd about it.
    pub odd: Vec<String>,
}

/// Officials, and independent valuers, whom the form lists.
const PEOPLE: i64 = 50;

impl Sheet {
    /// Reads what else is told of a valuation of carats of a region. What others' goods are worth is told to those who see
    /// all shipments alone.
    ///
    /// # Errors
    /// When the database fails.
    pub fn read(
        rx: &mut Rx<'_>,
        env: &Env,
        facts: ShipmentValued,
        region: Option<&str>,
        (locale, sees_all): (Locale, bool),
    ) -> Result<Self, StoreError> {
        let profile = &env.profile;
        let usual = if sees_all { usual(rx, &facts, region)? } else { Vec::new() };
        let odd = oddities(profile, &facts, &usual).iter().map(|o| oddity(locale, env, &facts, o)).collect();
        let present = codes_of(rx, &facts.present)?;
        let valuer = codes_of(rx, facts.independent.as_slice())?.pop();
        let columns: Vec<Valuer> = Valuer::ALL.iter().copied().filter(|v| total(&facts.lines, *v).is_some()).collect();
        let name = |v: &Valuer| label(locale, "valuer", v.as_str());
        let line = |(l, usual): (&ValuedLine, Option<&Usual>)| SheetLine {
            hs: l.hs,
            class: l.class.clone(),
            stones: l.stones,
            carats: format::carats_unit(locale, l.weight_mct),
            values: columns.iter().filter_map(|v| Some((name(v), format::usd(locale, l.of(*v)?)))).collect(),
            per_carat: l.cents_per_carat(Valuer::Government).map(|c| format::usd(locale, c)).unwrap_or_default(),
            usual: usual.map(|u| text(locale, "valuation-usual", &band(locale, env, u))).unwrap_or_default(),
        };
        let due = facts.charges.iter().map(|c| due(locale, profile, c));
        Ok(Self {
            lines: facts.lines.iter().enumerate().map(|(n, l)| line((l, usual.get(n).and_then(Option::as_ref)))).collect(),
            totals: columns.iter().filter_map(|v| Some((name(v), format::usd(locale, total(&facts.lines, *v)?)))).collect(),
            taken: label(locale, "valuer", facts.taken.as_str()),
            due: due.collect(),
            present,
            valuer,
            odd,
            facts,
        })
    }
}

/// A payment in words: a part of a value, or so many fixed fees.
fn due(locale: Locale, profile: &Profile, c: &Charge) -> Due {
    let rules = &profile.valuation;
    let fund = rules.funds.iter().find(|f| f.code == c.code).map(|f| &f.name);
    let named = fund.or_else(|| rules.fees.iter().find(|f| f.code == c.code).map(|f| &f.name));
    let name = named.map_or_else(|| label(locale, "valuation-charge", &c.code), |name| name.get(locale.tag()).to_owned());
    let sums = [("base", format::usd(locale, c.base_cents).into()), ("sum", format::usd(locale, c.cents).into())];
    let told = match (c.ppm, c.count) {
        (Some(ppm), _) => {
            let [base, sum] = sums;
            text(locale, "valuation-due", &[("rate", format::percent(locale, ppm).into()), base, sum])
        }
        (None, count) => {
            let [each, sum] = sums;
            text(locale, "valuation-due-fees", &[("count", count.unwrap_or(1).into()), each, sum])
        }
    };
    Due { name, told }
}

/// What a message says of a band.
fn band(locale: Locale, env: &Env, usual: &Usual) -> [(&'static str, Arg); 5] {
    let region = usual.region.as_ref().map(|code| region_name(locale, env, code));
    [
        ("low", format::usd(locale, usual.band.low).into()),
        ("high", format::usd(locale, usual.band.high).into()),
        ("count", i64::try_from(usual.band.from).unwrap_or(i64::MAX).into()),
        ("where", if region.is_some() { "region" } else { "country" }.into()),
        ("region", region.unwrap_or_default().into()),
    ]
}

impl Sheet {
    /// Whether it says what the like of a line was worth.
    #[must_use]
    pub fn tells_usual(&self) -> bool {
        self.lines.iter().any(|l| !l.usual.is_empty())
    }
}

fn oddity(locale: Locale, env: &Env, facts: &ShipmentValued, odd: &Oddity) -> String {
    match odd {
        Oddity::LowRatio { ratio_ppm, least_ppm } => text(
            locale,
            "valuation-odd-ratio",
            &[("ratio", format::percent(locale, *ratio_ppm).into()), ("least", format::percent(locale, *least_ppm).into())],
        ),
        Oddity::OffBand { line, cents_per_carat, usual } => {
            let class = facts.lines.get(*line).map(|l| format!("{} {}", l.hs.as_str(), l.class)).unwrap_or_default();
            let own = [("class", class.into()), ("value", format::usd(locale, *cents_per_carat).into())];
            let args: Vec<_> = own.into_iter().chain(band(locale, env, usual)).collect();
            text(locale, "valuation-odd-band", &args)
        }
    }
}

/// The names of the fields of a row.
struct Row {
    number: i64,
    hs: String,
    class: String,
    stones: String,
    weight: String,
    exporter: String,
    government: String,
    independent: String,
}

impl Row {
    fn new(n: usize) -> Self {
        let field = |what: &str| format!("{what}-{n}");
        Self {
            number: i64::try_from(n).unwrap_or(i64::MAX),
            hs: field("hs"),
            class: field("class"),
            stones: field("stones"),
            weight: field("weight"),
            exporter: field("exporter"),
            government: field("government"),
            independent: field("independent"),
        }
    }
}

#[derive(Template)]
#[template(path = "shipments/value.html")]
struct ValuePage {
    seen: Seen,
    form: Form,
    subheadings: Vec<Choice>,
    classes: Vec<Choice>,
    rows: Vec<Row>,
    /// How many rows, to be sent with the form.
    count: usize,
    independent: bool,
    least: u32,
    /// What is packed, by subheading.
    packed: Vec<String>,
    /// The officials and the independent valuers of the register, each with his code.
    people: [Vec<String>; 2],
}

/// Rows that a form has: as many as were shown, more where that was asked for.
fn rows(posted: &Posted) -> usize {
    let shown = posted.get("rows").and_then(|n| n.parse::<usize>().ok()).unwrap_or(LINES).clamp(1, crate::service::valuation::LINES_MAX);
    if posted.has("more") { shown.saturating_add(MORE).min(crate::service::valuation::LINES_MAX) } else { shown }
}

/// Those of the register who may sit at a valuation: officials, and independent valuers.
async fn people(ctx: &Ctx) -> Result<[Vec<String>; 2], WebError> {
    let reach = ctx.reach(P::PartyRead);
    let of = move |rx: &mut Rx<'_>, role| -> Result<Vec<PartyId>, StoreError> {
        let filter = PartyFilter { role: Some(role), ..PartyFilter::default() };
        let found = parties(rx, reach, reach, &filter, None, PEOPLE)?;
        Ok(found.into_iter().map(|p| p.id).collect())
    };
    let found = ctx.read(move |rx| -> Result<_, StoreError> { Ok([of(rx, Role::Official)?, of(rx, Role::Valuer)?]) }).await?;
    let names = ctx.names(found.iter().flatten().copied().collect::<Vec<_>>()).await?;
    Ok(found.map(|ids| ids.iter().map(|id| names.full(id)).collect()))
}

async fn page(ctx: &Ctx, status: StatusCode, seen: Seen, form: Form, rows: usize) -> Answer {
    let people = people(ctx).await?;
    let (l, profile) = (ctx.locale(), &ctx.state.app.env.profile);
    let table = profile.size_table(&profile.valuation.size_table.value);
    let classes = table.map(|t| t.classes.iter().map(|c| Choice::new(&c.code, c.code.clone())).collect()).unwrap_or_default();
    let packed = hs_lines(&seen.parcels);
    let choice = |line: &HsLine| Choice::new(line.hs.as_str(), line.hs.as_str());
    let told = |line: &HsLine| {
        let stones = seen.parcels.iter().filter(|p| p.hs == line.hs).map(|p| p.stones).fold(0, i64::saturating_add);
        let args = [
            ("hs", line.hs.as_str().into()),
            ("carats", line.weight_mct.into()),
            ("stones", text(l, "unit-stones", &[("count", stones.into())]).into()),
            ("declared", format::usd(l, line.value_usd_cents).into()),
        ];
        text(l, "valuation-packed", &args)
    };
    let page = ValuePage {
        form,
        subheadings: packed.iter().map(choice).collect(),
        classes,
        rows: (1..=rows).map(Row::new).collect(),
        count: rows,
        independent: profile.valuation.independent.value,
        least: profile.valuation.present.value,
        packed: packed.iter().map(told).collect(),
        people,
        seen,
    };
    ctx.render_as(status, &page)
}

/// `GET /shipments/{id}/value`: the sheet as it was last filled in.
pub(super) async fn form(ctx: Ctx, path: web::Path<String>) -> Answer {
    let seen = Seen::read(&ctx, id_of(&path)?).await?;
    if !seen.to_check() {
        return Ok(ctx.see_other(&format!("/shipments/{}", seen.shipment.id)));
    }
    let (mut values, mut rows) = (vec![("on".to_owned(), ctx.today().to_string())], LINES);
    let money = |cents: i64| crate::domain::quantity::decimal(cents, 2, 2);
    if seen.sheet.is_none() {
        // What the exporter declared is known: one line of each subheading begins with it.
        for (n, line) in (1..).zip(hs_lines(&seen.parcels)) {
            values.push((format!("hs-{n}"), line.hs.as_str().to_owned()));
            values.push((format!("exporter-{n}"), money(line.value_usd_cents)));
        }
    }
    if let Some(sheet) = &seen.sheet {
        rows = rows.max(sheet.lines.len());
        values.push(("present".to_owned(), sheet.present.join(", ")));
        values.extend(sheet.valuer.iter().map(|code| ("independent".to_owned(), code.clone())));
        for (n, l) in (1..).zip(&sheet.facts.lines) {
            values.extend([
                (format!("hs-{n}"), l.hs.as_str().to_owned()),
                (format!("class-{n}"), l.class.clone()),
                (format!("stones-{n}"), l.stones.to_string()),
                (format!("weight-{n}"), crate::domain::quantity::decimal(l.weight_mct.mct(), 3, 2)),
                (format!("exporter-{n}"), money(l.exporter_cents)),
                (format!("government-{n}"), money(l.government_cents)),
            ]);
            values.extend(l.independent_cents.map(|c| (format!("independent-{n}"), money(c))));
        }
    }
    let form = Form::new(Posted::of(values.iter().map(|(name, value)| (name.as_str(), value.clone()))));
    page(&ctx, StatusCode::OK, seen, form, rows).await
}

/// Reads the sheet: lines on which nothing stands are left out; the fields of a line are named after its place.
fn read(
    shipment: ShipmentId,
    profile: &Profile,
    posted: &Posted,
    rows: usize,
    only: Option<HsCode>,
    locale: Locale,
) -> Result<ValueShipment, Violations> {
    let mut f = posted.reader(locale);
    let mut lines = Vec::new();
    for n in places(posted, rows) {
        let field = |what: &str| format!("{what}-{n}");
        let hs = only.or_else(|| f.text(&field("hs")).as_deref().and_then(HsCode::parse));
        if hs.is_none() {
            f.require(&field("hs"));
        }
        f.require(&field("class"));
        let cents = |f: &mut crate::web::form::Reader<'_>, what: &str| {
            f.require(&field(what));
            f.money(&field(what), Currency::USD).map_or(1, |m| m.minor)
        };
        let (exporter_cents, government_cents) = (cents(&mut f, "exporter"), cents(&mut f, "government"));
        let independent_cents = profile.valuation.independent.value.then(|| cents(&mut f, "independent"));
        lines.push(ValuedLine {
            hs: hs.unwrap_or(HsCode::Unsorted),
            class: f.text(&field("class")).unwrap_or_default(),
            stones: f.required_count(&field("stones")),
            weight_mct: f.required_mass(&field("weight")),
            exporter_cents,
            government_cents,
            independent_cents,
        });
    }
    let on = f.required_day("on");
    let present = f.text("present").unwrap_or_default();
    let present = present.split([',', ';', '\n']).map(str::trim).filter(|c| !c.is_empty()).map(str::to_owned).collect();
    let independent = f.text("independent");
    f.finish_with(Some(ValueShipment { shipment, on, present, independent, lines }))
}

/// Violations name lines by their order; the form names them by their place.
fn placed(v: Violations, places: &[usize]) -> Violations {
    let place = |mut violation: Violation| {
        if let Some((what, at)) = violation.field.as_deref().and_then(|f| f.rsplit_once('-')).map(|(w, n)| (w.to_owned(), n.to_owned()))
            && let Some(n) = at.parse::<usize>().ok().and_then(|n| places.get(n.checked_sub(1)?))
        {
            violation.field = Some(format!("{what}-{n}"));
        }
        violation
    };
    Violations(v.0.into_iter().map(place).collect())
}

/// The same, each saying of which line of the form it is.
fn of_lines(v: Violations) -> Violations {
    let line = |violation: Violation| {
        let n = violation.field.as_deref().and_then(|f| f.rsplit_once('-')).and_then(|(_, n)| n.parse::<i64>().ok());
        match n {
            Some(n) => violation.with(OF_LINE, n),
            None => violation,
        }
    };
    Violations(v.0.into_iter().map(line).collect())
}

/// The places of the lines on which something stands.
fn places(posted: &Posted, rows: usize) -> Vec<usize> {
    let filled = |n: &usize| {
        let any = |what: &&str| posted.get(&format!("{what}-{n}")).is_some_and(|t| !t.trim().is_empty());
        ["class", "stones", "weight", "exporter", "government", "independent"].iter().any(any)
    };
    (1..=rows).filter(filled).collect()
}

/// `POST /shipments/{id}/value`.
pub(super) async fn value(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    let seen = Seen::read(&ctx, id_of(&path)?).await?;
    let (id, stage, rows) = (seen.shipment.id, Stage::of(&posted), rows(&posted));
    if stage == Stage::Change || posted.has("more") {
        let form = changed(posted, ctx.locale());
        return page(&ctx, StatusCode::OK, seen, form, rows).await;
    }
    let first = seen.parcels.first().map(|p| p.hs);
    let only = first.filter(|hs| seen.parcels.iter().all(|p| p.hs == *hs));
    let done = match read(id, &ctx.state.app.env.profile, &posted, rows, only, ctx.locale()) {
        Err(v) => Err(WebError::Service(v.into())),
        Ok(command) => {
            let done = match stage {
                Stage::Confirmed => ctx.submit(&posted, command).await.map(|_| ctx.see_other(&format!("/shipments/{id}?told=valued"))),
                _ => match ctx.preview(&posted, command).await {
                    Ok(Event::ShipmentValued(e)) => check(&ctx, &posted, &seen, e).await,
                    Ok(_) => Err(WebError::Fault("another event than asked for".into())),
                    Err(e) => Err(e),
                },
            };
            done.map_err(|e| match e {
                WebError::Service(ServiceError::Refused(v)) => WebError::Service(ServiceError::Refused(placed(v, &places(&posted, rows)))),
                other => other,
            })
        }
    };
    match done {
        Ok(answer) => Ok(answer),
        Err(e) => {
            let e = match e {
                WebError::Service(ServiceError::Refused(v)) => WebError::Service(ServiceError::Refused(of_lines(v))),
                other => other,
            };
            let (status, form) = again(&ctx, posted, e)?;
            page(&ctx, status, seen, form, rows).await
        }
    }
}

async fn check(ctx: &Ctx, form: &Posted, seen: &Seen, e: ShipmentValued) -> Answer {
    let (l, env, sees_all) = (ctx.locale(), ctx.state.app.env.clone(), ctx.reach(P::ShipmentRead) == Reach::All);
    let sheet = ctx
        .read(move |rx| {
            let region = shipment_region(rx, e.shipment)?;
            Sheet::read(rx, &env, e, region.as_deref(), (l, sees_all))
        })
        .await?;
    let say = |id: &str| text(l, id, &[]);
    let mut page = CheckPage::new(say("valuation-title"), say("valuation-confirm"), form).lead(say("valuation-check-lead"));
    for odd in &sheet.odd {
        page.notice(odd.clone());
    }
    page.row(label(l, "shipment", "code"), seen.shipment.code.clone());
    page.row(say("valuation-on"), format::day(l, sheet.facts.on));
    let facts = &sheet.facts;
    let names = ctx.names(facts.present.iter().chain(&facts.independent).copied().collect::<Vec<_>>()).await?;
    page.row(say("valuation-present"), facts.present.iter().map(|id| names.full(id)).collect::<Vec<_>>().join("\n"));
    page.row(say("valuation-independent"), facts.independent.iter().map(|id| names.full(id)).collect::<String>());
    for (n, line) in (1_i64..).zip(&sheet.lines) {
        let stones = text(l, "unit-stones", &[("count", line.stones.into())]);
        let what = [line.hs.as_str().to_owned(), line.class.clone(), stones, line.carats.clone()].join(" · ");
        let worth: Vec<String> = line.values.iter().map(|(valuer, value)| format!("{valuer}: {value}")).collect();
        page.row(text(l, "valuation-line", &[("number", n.into())]), format!("{what}\n{}", worth.join("\n")));
    }
    for (valuer, sum) in &sheet.totals {
        page.row(valuer.clone(), sum.clone());
    }
    page.row(say("valuation-taken"), format!("{}: {}", sheet.taken, format::usd(l, sheet.facts.value_usd_cents)));
    for due in &sheet.due {
        page.row(due.name.clone(), due.told.clone());
    }
    page.show(ctx)
}

/// Whether an account may value a shipment as it is.
#[must_use]
pub(super) fn may_value(ctx: &Ctx, seen: &Seen) -> bool {
    seen.to_check() && ctx.reach(P::ValuationWrite).covers(&seen.shipment.belongs())
}
