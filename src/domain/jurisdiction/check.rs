//! What a profile must mean, beyond what its types hold.

use super::load::Problems;
use super::rules::CERTIFICATE_DAYS_MAX;
use super::sections::{LicenceType, Numbering, PaymentMethod, SizeTable};
use super::sourced::{Sourced, Stated, Text};
use super::{Permission, Profile};
use crate::domain::money::{Currency, Money};
use crate::domain::role::Role;
use std::collections::BTreeSet;

/// The longest term of a licence: 25 years.
const TERM_MAX_MONTHS: u32 = 300;
/// The largest tolerance: a tenth. More is a slip of the pen (percent for millionths).
const PPM_MAX: u32 = 100_000;
/// Behind two holders each knows the other.
const PUBLIC_LEAST: u32 = 3;
/// The whole, in millionths.
const WHOLE_PPM: u32 = 1_000_000;

/// All checks.
pub(super) fn profile(p: &Profile, problems: &mut Problems) {
    country(p, problems);
    authority(p, problems);
    licence_types(p, problems);
    trade(p, problems);
    tolerances(p, problems);
    times(p, problems);
    numbers(p, problems);
    certificate(p, problems);
    valuation(p, problems);
    statistics(p, problems);
    capacity(p, problems);
    stock_count(p, problems);
    controls(p, problems);
    footprint(p, problems);
    purchase(p, problems);
    sizes(p, problems);
    lists(p, problems);
    opening_stock(p, problems);
    inspections(p, problems);
}

fn capitals(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|b| b.is_ascii_uppercase())
}

fn country(p: &Profile, problems: &mut Problems) {
    let c = &p.country;
    for (code, length) in [(&c.alpha2, 2), (&c.alpha3, 3)] {
        if !capitals(&code.value, length) {
            problems.at(
                code.at(),
                "profile.country",
                format!("`{}` is not a country code of {length} capital letters (ISO 3166-1)", code.value),
            );
        }
    }
    languages(&c.languages, problems);
    text(p, &c.name.value, "country.name", 1, problems);
    if !(-12..=14).contains(&c.utc_offset_hours.value) {
        problems.at(c.utc_offset_hours.at(), "profile.utc_offset", "the offset from UTC is a whole number of hours from -12 to 14");
    }
}

fn languages(list: &Sourced<Vec<String>>, problems: &mut Problems) {
    if list.value.is_empty() {
        problems.at(list.at(), "profile.empty", "name at least one language");
    }
    for wrong in list.value.iter().filter(|l| !(l.len() == 2 || l.len() == 3) || !l.bytes().all(|b| b.is_ascii_lowercase())) {
        problems.at(list.at(), "profile.language", format!("`{wrong}` is not a language code of two or three small letters (ISO 639)"));
    }
    if let Some(twice) = duplicate(list.value.iter()) {
        problems.at(list.at(), "profile.duplicate", format!("`{twice}` stands twice"));
    }
}

/// The line of the value with a key, or of the first within it, or else the line given.
fn line_of(p: &Profile, key: &str, or: usize) -> usize {
    let within = |stated: &&Stated| stated.key.strip_prefix(key).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    p.stated.iter().find(within).map_or(or, |stated| stated.line)
}

/// A text stands in every language of the country. `row` is the line to tell when nothing stands at all.
fn text(p: &Profile, text: &Text, key: &str, row: usize, problems: &mut Problems) {
    for language in p.country.languages.value.iter().filter(|l| !text.has(l)) {
        problems.on(line_of(p, key, row), "profile.text", format!("`{key}` has no text for the language `{language}`"));
    }
}

/// A code can be kept, sent and typed.
fn code(code: &str, line: usize, problems: &mut Problems) {
    let fits = (1..=32).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_+.".contains(&b));
    if !fits {
        problems.on(line, "profile.code", format!("`{code}` is not a code: 1 to 32 ASCII letters, digits and the signs - _ + ."));
    }
}

/// The first value that stands twice.
fn duplicate<T: Ord + Copy>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut seen = BTreeSet::new();
    let mut values = values;
    values.find(|v| !seen.insert(*v))
}

/// The codes of a list of rows: at least one, each good and its own.
fn codes<'a>(rows: impl Iterator<Item = (&'a str, usize)>, list: &str, problems: &mut Problems) {
    let mut seen = BTreeSet::new();
    for (row_code, line) in rows {
        code(row_code, line, problems);
        if !seen.insert(row_code) {
            problems.on(line, "profile.duplicate", format!("the code `{row_code}` of `{list}` stands twice"));
        }
    }
    if seen.is_empty() {
        problems.on(1, "profile.empty", format!("`{list}` has no rows; give at least one"));
    }
}

fn authority(p: &Profile, problems: &mut Problems) {
    let a = &p.authority;
    text(p, &a.issuing.value, "authority.issuing", 1, problems);
    text(p, &a.licensing.value, "authority.licensing", 1, problems);
    if a.address.value.is_empty() || a.address.value.iter().any(|line| line.trim().is_empty()) {
        problems.at(a.address.at(), "profile.empty", "give the address as one or more lines that are not empty");
    }
}

fn licence_types(p: &Profile, problems: &mut Problems) {
    codes(p.licence_types.iter().map(|t| (t.code.as_str(), t.line)), "licence_type", problems);
    let mut patterns = BTreeSet::new();
    for t in &p.licence_types {
        text(p, &t.name, &format!("licence_type.{}.name", t.code), t.line, problems);
        licence_type(t, problems);
        if let Some(fee) = &t.fee {
            amount(p, fee, problems);
        }
        numbering(&t.number, problems);
        if !patterns.insert(t.number.value.pattern.to_string()) {
            problems.at(t.number.at(), "profile.number", "another licence type has the same number pattern; their numbers would meet");
        }
        if !p.trade.iter().any(|rule| rule.seller == t.role.value || rule.buyer == t.role.value) {
            let detail =
                format!("`{}` grants the role `{}`, which no rule of `trade` names; say what it may and may not", t.code, t.role.value);
            problems.at(t.role.at(), "profile.trade_unstated", detail);
        }
        for document in &t.documents {
            let key = format!("licence_type.{}.documents.{}", t.code, document.code);
            code(&document.code, line_of(p, &key, t.line), problems);
            text(p, &document.name, &format!("{key}.name"), t.line, problems);
        }
        if let Some(twice) = duplicate(t.documents.iter().map(|d| d.code.as_str())) {
            problems.on(t.line, "profile.duplicate", format!("the document `{twice}` of `{}` stands twice", t.code));
        }
    }
}

fn licence_type(t: &LicenceType, problems: &mut Problems) {
    if t.holders.value.is_empty() {
        problems.at(t.holders.at(), "profile.empty", "name who may hold the licence: `person`, `organisation` or both");
    }
    if t.terms_months.value.is_empty() || t.terms_months.value.iter().any(|m| !(1..=TERM_MAX_MONTHS).contains(m)) {
        problems.at(t.terms_months.at(), "profile.term", "give the terms in months, each from 1 to 300");
    }
    for limit in [&t.area_max_m2, &t.depth_max_dm, &t.workers_max].into_iter().flatten() {
        if limit.value == 0 {
            problems.at(limit.at(), "profile.licence", "a limit of 0 forbids everything; leave the key out when there is no limit");
        }
        if !t.needs_site.value {
            problems.at(limit.at(), "profile.licence", "limits of area, depth and workers belong to licences with `needs_site`");
        }
    }
}

fn numbering(number: &Sourced<Numbering>, problems: &mut Problems) {
    if number.value.restarts_yearly && !number.value.pattern.has_year() {
        problems.at(number.at(), "profile.number", "a sequence that restarts yearly needs `{year}` in its pattern, or its numbers repeat");
    }
}

fn amount(p: &Profile, money: &Sourced<Money>, problems: &mut Problems) {
    let local = p.country.currency.value;
    if money.value.currency != local && money.value.currency != Currency::USD {
        problems.at(money.at(), "profile.currency", format!("amounts are in {local} or USD, not in {}", money.value.currency));
    }
    if money.value.minor <= 0 {
        problems.at(money.at(), "profile.currency", "an amount is a positive number of minor units (cents)");
    }
}

fn trade(p: &Profile, problems: &mut Problems) {
    if p.trade.is_empty() {
        problems.on(1, "profile.empty", "`trade.rules` has no rules; nobody could sell to anybody");
    }
    let mut pairs = BTreeSet::new();
    for rule in &p.trade {
        let (seller, buyer) = (rule.seller, rule.buyer);
        if !pairs.insert((seller, buyer)) {
            problems.on(rule.line, "profile.duplicate", format!("there are two rules for {seller} selling to {buyer}"));
        }
        if rule.own_licence_holder_only && !rule.allowed {
            problems.on(rule.line, "profile.trade", "`own_licence_holder_only` narrows what is allowed; this rule allows nothing");
        }
        for role in [seller, buyer].into_iter().filter(|role| rule.allowed && !role.holds_stones()) {
            problems.on(
                rule.line,
                "profile.trade",
                format!("the role `{role}` holds nothing in its own name and can neither sell nor buy"),
            );
        }
    }
    for t in p.licence_types.iter().filter(|t| t.needs_site.value && !reaches_export(p, t.role.value)) {
        let detail = format!("what `{}` digs can reach no exporter or state buyer by the rules of `trade`", t.code);
        problems.on(t.line, "profile.trade_dead_end", detail);
    }
}

/// Whether stones of a role can come to one that exports, by allowed sales.
fn reaches_export(p: &Profile, from: Role) -> bool {
    let mut reached = BTreeSet::from([from]);
    loop {
        if reached.contains(&Role::Exporter) || reached.contains(&Role::StateBuyer) {
            return true;
        }
        let onward =
            |seller: &Role| Role::ALL.iter().copied().filter(|b| p.may_sell(*seller, *b) != Permission::Refused).collect::<Vec<_>>();
        let next: BTreeSet<Role> = reached.iter().flat_map(onward).chain(reached.iter().copied()).collect();
        if next.len() == reached.len() {
            return false;
        }
        reached = next;
    }
}

fn tolerances(p: &Profile, problems: &mut Problems) {
    let t = &p.tolerances;
    for ppm in [&t.reweigh_ppm, &t.path_gain_ppm, &t.loss_ppm, &t.path_loss_ppm, &t.count_ppm].into_iter().filter(|ppm| ppm.value > PPM_MAX)
    {
        problems.at(ppm.at(), "profile.tolerance", format!("{} millionths is more than a tenth; 1000 is a thousandth", ppm.value));
    }
    if t.site_accuracy_max_m.value == 0 {
        problems.at(t.site_accuracy_max_m.at(), "profile.tolerance", "no position is exact; give the accuracy in whole metres, 1 or more");
    }
}

fn times(p: &Profile, problems: &mut Problems) {
    let t = &p.times;
    for (value, most) in [(&t.production_late_working_days, 260), (&t.sale_late_working_days, 260), (&t.offer_expires_hours, 2160)] {
        if !(1..=most).contains(&value.value) {
            problems.at(value.at(), "profile.time", format!("give a number from 1 to {most}"));
        }
    }
}

fn numbers(p: &Profile, problems: &mut Problems) {
    let n = &p.numbers;
    for number in [&n.certificate, &n.purchase_slip] {
        numbering(number, problems);
    }
    let code = p.code();
    if !n.certificate.value.pattern.leading_text().starts_with(code) {
        let detail =
            format!("a certificate's number begins with the country code `{code}` (Kimberley Process certificate, minimum contents)");
        problems.at(n.certificate.at(), "profile.number", detail);
    }
}

fn certificate(p: &Profile, problems: &mut Problems) {
    let c = &p.certificate;
    if !(1..=CERTIFICATE_DAYS_MAX).contains(&c.valid_days.value) {
        let detail = "a certificate is valid from 1 to 60 calendar days (Kimberley Process plenary, Gatineau, 29 October 2004)";
        problems.at(c.valid_days.at(), "profile.validity", detail);
    }
    languages(&c.languages, problems);
    if !c.languages.value.iter().any(|l| l == "en") {
        let detail = "a certificate in any language also has the English text; add `en` (Kimberley Process certificate, minimum contents)";
        problems.at(c.languages.at(), "profile.language", detail);
    }
}

fn valuation(p: &Profile, problems: &mut Problems) {
    let v = &p.valuation;
    if p.size_table(&v.size_table.value).is_none() {
        problems.at(v.size_table.at(), "profile.size_table", format!("no size table has the code `{}`", v.size_table.value));
    }
    let special = v.special.as_ref();
    let rates = [&v.duty_ppm, &v.low_ratio_ppm].map(|r| (r.at(), r.value)).into_iter();
    let funds = v.funds.iter().map(|f| (v.duty_ppm.at(), f.ppm));
    for (at, ppm) in rates.chain(special.map(|s| (s.at(), s.value.ppm))).chain(funds) {
        if ppm > WHOLE_PPM {
            problems.at(at, "profile.share", format!("{ppm} millionths are more than the whole value"));
        }
    }
    if let Some(s) = special.filter(|s| s.value.above_usd_cents <= 0) {
        problems.at(s.at(), "profile.share", "a special stone is worth more than nothing");
    }
    for (name, key) in v.funds.iter().map(|f| (&f.name, "funds")).chain(v.fees.iter().map(|f| (&f.name, "fees"))) {
        text(p, name, &format!("valuation.{key}"), 1, problems);
    }
    for fee in v.fees.iter().filter(|fee| fee.usd_cents <= 0) {
        problems.at(v.duty_ppm.at(), "profile.share", format!("the fee `{}` is nothing", fee.code));
    }
    let rows = || v.funds.iter().map(|f| f.code.as_str()).chain(v.fees.iter().map(|f| f.code.as_str()));
    let codes = || ["duty", "special"].into_iter().chain(rows());
    if let Some(twice) = duplicate(codes()) {
        problems.at(v.duty_ppm.at(), "profile.duplicate", format!("two payments have the code `{twice}`; `duty` and `special` are taken"));
    }
}

fn statistics(p: &Profile, problems: &mut Problems) {
    let s = &p.statistics;
    if s.mirror_ppm.value > PPM_MAX {
        let detail = format!("{} millionths are more than a tenth (percent for millionths?)", s.mirror_ppm.value);
        problems.at(s.mirror_ppm.at(), "profile.tolerance", detail);
    }
    if s.public_least_holders.value < PUBLIC_LEAST {
        let detail = format!("a figure that the public is told stands for {PUBLIC_LEAST} holders at least, or one could be told from it");
        problems.at(s.public_least_holders.at(), "profile.holders", detail);
    }
}

fn capacity(p: &Profile, problems: &mut Problems) {
    let c = &p.capacity;
    if let Some(month) = c.wet_months.value.iter().find(|m| !(1..=12).contains(*m)) {
        problems.at(c.wet_months.at(), "profile.controls", format!("{month} is no month; give 1 to 12"));
    }
    for days in [&c.days_per_month, &c.wet_days_per_month].into_iter().filter(|d| d.value > 31) {
        problems.at(days.at(), "profile.controls", "no month has more than 31 days");
    }
    if c.over.value == 0 {
        problems.at(c.over.at(), "profile.controls", "a limit of 0 tells of everything; give 1 or more");
    }
}

fn stock_count(p: &Profile, problems: &mut Problems) {
    let c = &p.stock_count;
    for part in c.tolerance_ppm.iter().filter(|part| part.value > WHOLE_PPM) {
        problems.at(part.at(), "profile.share", format!("{} millionths are more than the whole", part.value));
    }
    for months in c.every_months.iter().filter(|months| months.value > 12) {
        problems.at(months.at(), "profile.controls", "give at most 12 months, or 0 where nobody must count");
    }
}

fn controls(p: &Profile, problems: &mut Problems) {
    let c = &p.controls;
    for share in [&c.late_share_ppm, &c.round_share_ppm, &c.outside_share_ppm, &c.share_ppm].into_iter().filter(|s| s.value > WHOLE_PPM) {
        problems.at(share.at(), "profile.share", format!("{} millionths are more than the whole", share.value));
    }
    let factors = [&c.spike_factor, &c.border_spike_factor, &c.outlier_factor, &c.price_apart, &c.travel_km_per_hour];
    let days = [&c.silent_days, &c.dormant_days, &c.circle_days, &c.large_stone_mct];
    for limit in factors.into_iter().chain(days).filter(|limit| limit.value == 0) {
        problems.at(limit.at(), "profile.controls", "a limit of 0 tells of everything; give 1 or more");
    }
}

fn footprint(p: &Profile, problems: &mut Problems) {
    let Some(f) = &p.footprint else { return };
    for share in [&f.covered_ppm, &f.chance_ppm, &f.gap_ppm, &f.divergence_ppm].into_iter().filter(|s| s.value > WHOLE_PPM) {
        problems.at(share.at(), "profile.share", format!("{} millionths are more than the whole", share.value));
    }
    for limit in [&f.least_stones, &f.compared_least_stones, &f.gap_ppm, &f.divergence_ppm].into_iter().filter(|l| l.value == 0) {
        problems.at(limit.at(), "profile.controls", "a limit of 0 tells of everything; give 1 or more");
    }
}

fn purchase(p: &Profile, problems: &mut Problems) {
    let methods = &p.purchase.payment_methods;
    if methods.value.is_empty() {
        problems.at(methods.at(), "profile.empty", "name at least one way to pay");
    }
    if let Some(twice) = duplicate(methods.value.iter()) {
        problems.at(methods.at(), "profile.duplicate", format!("`{twice}` stands twice"));
    }
    if let Some(ceiling) = &p.purchase.cash_ceiling {
        amount(p, ceiling, problems);
        if !methods.value.contains(&PaymentMethod::Cash) {
            problems.at(ceiling.at(), "profile.payment", "there is a ceiling for cash, but cash is not among the payment methods");
        }
    }
}

fn sizes(p: &Profile, problems: &mut Problems) {
    codes(p.size_tables.iter().map(|t| (t.code.as_str(), t.line)), "size_table", problems);
    for table in &p.size_tables {
        text(p, &table.name, &format!("size_table.{}.name", table.code), table.line, problems);
        size_table(table, problems);
    }
    let offered = &p.production.size_table;
    if p.production_sizes().is_none() {
        problems.at(offered.at(), "profile.size_table", format!("there is no size table with the code `{}`", offered.value));
    }
}

fn size_table(table: &SizeTable, problems: &mut Problems) {
    for class in &table.classes {
        code(&class.code, table.line, problems);
    }
    if let Some(twice) = duplicate(table.classes.iter().map(|c| c.code.as_str())) {
        problems.on(table.line, "profile.duplicate", format!("the class `{twice}` of `{}` stands twice", table.code));
    }
    let rising = table.classes.windows(2).all(|pair| matches!(pair, [a, b] if a.from < b.from));
    if table.classes.first().is_none_or(|c| c.from != 0) || !rising {
        let detail = format!("the classes of `{}` begin with `from = 0` and rise, so that every stone has one class", table.code);
        problems.on(table.line, "profile.size_table", detail);
    }
}

fn lists(p: &Profile, problems: &mut Problems) {
    codes(p.deposit_types.iter().map(|d| (d.code.as_str(), d.line)), "deposit_type", problems);
    for deposit in &p.deposit_types {
        text(p, &deposit.name, &format!("deposit_type.{}.name", deposit.code), deposit.line, problems);
    }
    codes(p.offences.iter().map(|o| (o.code.as_str(), o.line)), "offence", problems);
    for offence in &p.offences {
        text(p, &offence.name, &format!("offence.{}.name", offence.code), offence.line, problems);
    }
    codes(p.offices.iter().map(|o| (o.code.as_str(), o.line)), "office", problems);
    for office in &p.offices {
        text(p, &office.name, &format!("office.{}.name", office.code), office.line, problems);
        if office.areas.is_empty() || office.areas.iter().any(|area| area.trim().is_empty()) {
            problems.on(office.line, "profile.empty", "an office has areas, by name or ISO 3166-2 code; `*` is the whole country");
        }
    }
}

fn opening_stock(p: &Profile, problems: &mut Problems) {
    let stock = &p.opening_stock;
    for day in [&stock.from, &stock.until].into_iter().flatten().filter(|_| !stock.allowed.value) {
        problems.at(day.at(), "profile.opening_stock", "days are given, but opening stock is not allowed");
    }
    if let (Some(from), Some(until)) = (&stock.from, &stock.until)
        && until.value < from.value
    {
        problems.at(until.at(), "profile.opening_stock", "the last day lies before the first");
    }
}

fn inspections(p: &Profile, problems: &mut Problems) {
    let Some(i) = &p.inspections else { return };
    for days in [&i.site_days, &i.buyer_days, &i.exporter_days, &i.office_days].into_iter().filter(|d| d.value == 0) {
        problems.at(days.at(), "profile.inspections", "an interval has one day at least");
    }
    for items in [&i.site_items, &i.buyer_items, &i.exporter_items, &i.office_items] {
        if items.value.is_empty() {
            problems.at(items.at(), "profile.inspections", "a checklist asks one thing at least");
        }
        if let Some(twice) = duplicate(items.value.iter().map(|i| i.as_str())) {
            problems.at(items.at(), "profile.duplicate", format!("`{twice}` stands twice"));
        }
    }
}
