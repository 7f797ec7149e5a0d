//! The bundled profiles hold, and broken ones are told with their lines.

use super::*;
use crate::domain::money::Money;
use rstest::rstest;

const SL: &str = include_str!("../../../jurisdictions/SL.toml");

/// The profile of Sierra Leone with one text replaced, and the line on which the replacement stands.
fn broken(from: &str, to: &str) -> (String, usize) {
    let at = SL.find(from).unwrap_or_else(|| panic!("the profile has no `{from}`"));
    let line = SL[..at].lines().count().max(1) + usize::from(SL[..at].ends_with('\n'));
    (SL.replacen(from, to, 1), line)
}

/// The problems of a broken profile as (line, code).
fn problems(text: &str) -> Vec<(usize, &'static str)> {
    match Profile::parse(text, "SL.toml") {
        Ok(_) => Vec::new(),
        Err(error) => error.problems.iter().map(|p| (p.line, p.code)).collect(),
    }
}

#[test]
fn every_bundled_profile_is_good() {
    for code in Profile::bundled_codes() {
        let profile = Profile::bundled(code).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(profile.code(), code);
        assert!(Profile::bundled_text(code).is_some());
        assert!(profile.production_sizes().is_some());
        for language in ["en", "fr"] {
            assert!(profile.country.name.value.has(language));
        }
    }
    let error = Profile::bundled("XX").unwrap_err();
    assert_eq!(error.problems[0].code, "profile.unknown");
    assert!(error.to_string().contains("SL, CF, CD"), "{error}");
}

/// Walks the file with nothing but the TOML crate's plain values: a table with a value has its own source, and
/// every other value lies in a row with one.
fn unsourced(value: &toml::Value, key: &str, covered: bool, found: &mut Vec<String>) {
    match value {
        toml::Value::Table(table) => {
            let own = table.get("source").and_then(toml::Value::as_str).is_some_and(|s| !s.trim().is_empty() && s.trim() != "assumption:");
            let covered = if table.contains_key("value") { own } else { own || covered };
            for (name, inner) in table.iter().filter(|(name, _)| *name != "source") {
                unsourced(inner, &format!("{key}.{name}"), covered, found);
            }
        }
        toml::Value::Array(list) => list.iter().for_each(|inner| unsourced(inner, key, covered, found)),
        _ if !covered => found.push(key.to_owned()),
        _ => {}
    }
}

#[test]
fn every_value_has_a_source() {
    for code in Profile::bundled_codes() {
        let text = Profile::bundled_text(code).unwrap();
        let mut found = Vec::new();
        unsourced(&toml::Value::Table(text.parse().unwrap()), code, false, &mut found);
        assert_eq!(found, Vec::<String>::new());
        let profile = Profile::bundled(code).unwrap();
        assert!(profile.stated.len() > 200, "{code}: {}", profile.stated.len());
        for stated in &profile.stated {
            assert!(stated.is_assumption() || stated.source.len() >= 8, "{code}: {stated:?}");
            let line = text.lines().nth(stated.line - 1).unwrap();
            assert!(line.contains(&stated.value), "{code}:{}: {stated:?}", stated.line);
        }
    }
}

#[test]
fn no_source_is_the_private_notes_or_a_recollected_recommendation() {
    for code in Profile::bundled_codes() {
        let text = Profile::bundled_text(code).unwrap().to_lowercase();
        for never in ["domain.md", "recommendation 7", "moscow", "[u]", "[v:", "[d]"] {
            assert!(!text.contains(never), "{code} has `{never}`");
        }
    }
}

#[test]
fn sierra_leone_has_the_facts() {
    let p = Profile::bundled("SL").unwrap();
    let artisanal = p.licence_type("artisanal").unwrap();
    assert_eq!(artisanal.area_max_m2.as_ref().unwrap().value, 10_000);
    assert_eq!(artisanal.depth_max_dm.as_ref().unwrap().value, 100);
    assert!(!artisanal.mechanised.value && artisanal.needs_site.value && artisanal.nationals_only.value);
    assert!(!artisanal.area_max_m2.as_ref().unwrap().is_assumption());
    let exporter = p.licence_type("exporter").unwrap();
    assert_eq!(exporter.terms_months.value, [12, 6]);
    assert_eq!(exporter.fee.as_ref().unwrap().value, Money { minor: 150_000, currency: "USD".parse().unwrap() });
    assert!(!exporter.nationals_only.value);
    assert_eq!(p.licence_types_granting(Role::Agent).count(), 2);
    assert_eq!(p.numbers.certificate.value.pattern.format(2014, 4306), "SL 004306");
    assert_eq!(artisanal.number.value.pattern.format(2026, 17), "SL/ART/2026/00017");
    assert_eq!(p.default_language(), "en");
}

#[test]
fn the_central_african_republic_has_the_facts() {
    let p = Profile::bundled("CF").unwrap();
    assert_eq!(p.default_language(), "fr");
    assert_eq!(p.country.currency.value.to_string(), "XAF");
    assert_eq!(p.licence_type("coxeur").unwrap().role.value, Role::Agent);
    assert_eq!(p.licence_type("buying-house").unwrap().role.value, Role::Exporter);
    assert!(p.purchase.predecessor_slips.value && !p.purchase.predecessor_slips.is_assumption());
    assert!(p.payment_allowed(PaymentMethod::Cash) && !p.payment_allowed(PaymentMethod::MobileMoney));
    assert_eq!(p.may_sell(Role::Dealer, Role::Dealer), Permission::Refused);
    let at: Instant = "2026-11-22T23:30:00Z".parse().unwrap();
    assert_eq!(p.local_day(at).to_string(), "2026-11-23");
    assert_eq!(Profile::bundled("SL").unwrap().local_day(at).to_string(), "2026-11-22");
}

#[test]
fn offices_by_name_or_code() {
    let sl = Profile::bundled("SL").unwrap();
    let codes = |found: Vec<&Office>| found.iter().map(|o| o.code.clone()).collect::<Vec<_>>();
    assert_eq!(codes(sl.offices_of("Eastern", None)), ["KEN", "KOI"]);
    assert_eq!(codes(sl.offices_of("Province de l’Est", Some("SL-E"))), ["KEN", "KOI"]);
    assert_eq!(codes(sl.offices_of("Western", Some("SL-W"))), ["FTN"]);
    assert!(sl.office("FTN").unwrap().covers("anything", None));
    let cd = Profile::bundled("CD").unwrap();
    assert_eq!(codes(cd.offices_of("Orientale", None)), ["KIS"]);
    assert_eq!(codes(cd.offices_of("TSHOPO ", None)), ["KIS"]);
    let cf = Profile::bundled("CF").unwrap();
    assert_eq!(codes(cf.offices_of("MAMBÉRÉ-KADÉÏ", None)), ["BBT", "CRN"]);
}

#[test]
fn sieves_for_rough() {
    let p = Profile::bundled("SL").unwrap();
    let dtc = p.size_table("dtc").unwrap();
    assert_eq!(dtc.basis, Basis::ApertureUm);
    assert_eq!(dtc.class_of(3_449).unwrap().code, "+9");
    assert_eq!(dtc.class_of(3_450).unwrap().code, "+11");
    assert_eq!(dtc.class_of(0).unwrap().code, "-1");
    assert_eq!(dtc.class("+11").map(|(c, above)| (c.from, above)), Some((3_450, Some(4_090))));
    assert_eq!(dtc.class("+23").map(|(_, above)| above), Some(None));
    assert_eq!(p.size_table("weight").unwrap().class_of(10_800).unwrap().code, "w10.8");
}

#[test]
fn texts_fall_back_to_english() {
    let p = Profile::bundled("CF").unwrap();
    assert_eq!(p.country.name.value.get("fr"), "République centrafricaine");
    assert_eq!(p.country.name.value.get("pt"), "Central African Republic");
}

#[test]
fn opening_stock_within_its_days() {
    let (text, _) = broken(
        "[opening_stock]\n",
        "[opening_stock]\nfrom = { value = \"2026-01-01\", source = \"assumption: x\" }\nuntil = { value = \"2026-03-31\", source = \"assumption: x\" }\n",
    );
    let p = Profile::parse(&text, "SL.toml").unwrap();
    let on = |s: &str| p.opening_stock_on(s.parse().unwrap());
    assert!(on("2026-01-01") && on("2026-03-31") && !on("2025-12-31") && !on("2026-04-01"));
}

const DUTY: &str = "duty_ppm = { value = 30000, source = \"Sierra Leone diamond export procedure: 3 percent\" }\n";
const FEE_OF_NOTHING: &str = "duty_ppm = { value = 30000, source = \"Sierra Leone diamond export procedure: 3 percent\" }\nfees = [{ code = \"paper\", name = { en = \"Paper\", fr = \"Papier\" }, usd_cents = 0, per = \"parcel\", source = \"x\" }]\n";
const FEE_TWICE: &str = "duty_ppm = { value = 30000, source = \"Sierra Leone diamond export procedure: 3 percent\" }\nfees = [{ code = \"rehabilitation\", name = { en = \"Paper\", fr = \"Papier\" }, usd_cents = 1, per = \"parcel\", source = \"x\" }]\n";

#[rstest]
#[case::syntax("alpha2 = { value = \"SL\"", "alpha2 = { value = \"SL", "profile.syntax")]
#[case::key_twice("alpha3 = { value = \"SLE\"", "alpha2 = { value = \"SLE\"", "profile.syntax")]
#[case::unknown_key("utc_offset_hours =", "utc_offset_hour =", "profile.key")]
#[case::unknown_inner_key("{ value = 0, source", "{ value = 0, unit = \"h\", source", "profile.key")]
#[case::unknown_section("[times]", "[time]", "profile.key")]
#[case::unknown_money_key("minor = 150000, ", "minor = 150000, cents = 1, ", "profile.key")]
#[case::wrong_type("value = 10000,", "value = \"one hectare\",", "profile.value")]
#[case::negative_mass("reweigh_abs_mct = { value = 20", "reweigh_abs_mct = { value = -20", "profile.value")]
#[case::negative_part("reweigh_ppm = { value = 1000", "reweigh_ppm = { value = -1", "profile.value")]
#[case::float("reweigh_abs_mct = { value = 20", "reweigh_abs_mct = { value = 0.02", "profile.value")]
#[case::no_currency("value = \"SLE\", source = \"ISO 4217", "value = \"Leone\", source = \"ISO 4217", "profile.value")]
#[case::unknown_role("seller = \"digger\"", "seller = \"creuseur\"", "profile.value")]
#[case::bad_pattern("SL/ART/{year}/{seq:05}", "SL/ART/{year}", "profile.value")]
#[case::pattern_token("SL/ART/{year}/{seq:05}", "SL/ART/{month}/{seq:05}", "profile.value")]
#[case::no_source("alpha2 = { value = \"SL\", source = \"ISO 3166-1\" }", "alpha2 = { value = \"SL\" }", "profile.source")]
#[case::blank_source(
    "alpha2 = { value = \"SL\", source = \"ISO 3166-1\" }",
    "alpha2 = { value = \"SL\", source = \" \" }",
    "profile.source"
)]
#[case::empty_assumption("source = \"assumption: 0.1 percent\"", "source = \"assumption:\"", "profile.source")]
#[case::rule_without_source(", source = \"assumption: an exporter may buy at the pit\"", "", "profile.source")]
#[case::country_code("{ value = \"SL\", ", "{ value = \"sl\", ", "profile.country")]
#[case::language("[\"en\", \"fr\"]", "[\"en\", \"fr\", \"French\"]", "profile.language")]
#[case::no_text("fr = \"Licence de négociant\"", "fr = \" \"", "profile.text")]
#[case::offset("utc_offset_hours = { value = 0", "utc_offset_hours = { value = 60", "profile.utc_offset")]
#[case::no_holder("[\"person\"]", "[]", "profile.empty")]
#[case::no_term("[12, 6]", "[12, 0]", "profile.term")]
#[case::foreign_fee("currency = \"USD\"", "currency = \"EUR\"", "profile.currency")]
#[case::number_repeats("SL/ART/{year}/{seq:05}", "SL/ART/{seq:05}", "profile.number")]
#[case::number_shared("SL/COP/{year}/{seq:05}", "SL/ART/{year}/{seq:05}", "profile.number")]
#[case::number_of_another_country("SL {seq:06}", "LR {seq:06}", "profile.number")]
#[case::two_rules("{ seller = \"miner\", buyer = \"miner\"", "{ seller = \"digger\", buyer = \"miner\"", "profile.duplicate")]
#[case::agent_holds(
    "buyer = \"dealer\", allowed = false, source = \"assumption: an agent",
    "buyer = \"dealer\", allowed = true, source = \"assumption: an agent",
    "profile.trade"
)]
#[case::role_in_no_rule("role = { value = \"dealer\"", "role = { value = \"courier\"", "profile.trade_unstated")]
#[case::percent_for_millionths("reweigh_ppm = { value = 1000", "reweigh_ppm = { value = 200000", "profile.tolerance")]
#[case::no_accuracy("site_accuracy_max_m = { value = 50", "site_accuracy_max_m = { value = 0", "profile.tolerance")]
#[case::late("production_late_working_days = { value = 10", "production_late_working_days = { value = 0", "profile.time")]
#[case::validity("valid_days = { value = 60", "valid_days = { value = 61", "profile.validity")]
#[case::no_validity("valid_days = { value = 60", "valid_days = { value = 0", "profile.validity")]
#[case::no_english("languages = { value = [\"en\"],", "languages = { value = [\"fr\"],", "profile.language")]
#[case::no_such_table("size_table = { value = \"weight\"", "size_table = { value = \"sieve\"", "profile.size_table")]
#[case::pay_twice("\"mobile_money\", \"cheque\"", "\"cheque\", \"cheque\"", "profile.duplicate")]
#[case(
    "size_table = { value = \"dtc\", source = \"assumption: the sheet",
    "size_table = { value = \"none\", source = \"assumption: the sheet",
    "profile.size_table"
)]
#[case::more_than_all("duty_ppm = { value = 30000,", "duty_ppm = { value = 1000001,", "profile.share")]
#[case::a_fee_of_nothing(DUTY, FEE_OF_NOTHING, "profile.share")]
#[case::a_fee_twice(DUTY, FEE_TWICE, "profile.duplicate")]
#[case::special_for_nothing("above_usd_cents = 50000000, ppm = 150000", "above_usd_cents = 0, ppm = 150000", "profile.share")]
fn one_wrong_thing_is_told_on_its_line(#[case] from: &str, #[case] to: &str, #[case] code: &str) {
    let (text, line) = broken(from, to);
    let found = problems(&text);
    assert!(found.contains(&(line, code)), "wanted {code} on line {line}: {:?}", Profile::parse(&text, "SL.toml").map(|_| ()));
}

#[rstest]
#[case::twice("code = \"dealer-agent\"", "code = \"dealer\"", "[[licence_type]]\ncode = \"dealer-agent\"", "profile.duplicate")]
#[case::bad_code("code = \"BO\"", "code = \"Bo office\"", "[[office]]\ncode = \"BO\"", "profile.code")]
#[case::no_area("areas = [\"Southern\", \"SL-S\"]", "areas = []", "[[office]]\ncode = \"BO\"", "profile.empty")]
#[case::first_class(
    "{ code = \"w0\", from = 0 }",
    "{ code = \"w0\", from = 1 }",
    "[[size_table]]\ncode = \"weight\"",
    "profile.size_table"
)]
#[case::rising("from = 250 }", "from = 90 }", "[[size_table]]\ncode = \"weight\"", "profile.size_table")]
#[case::document("code = \"sketch-map\"", "code = \"c12\"", "[[licence_type]]\ncode = \"artisanal\"", "profile.duplicate")]
#[case::dead_end(
    "buyer = \"dealer\", allowed = true, source = \"assumption: as a miner\" },\n    { seller = \"cooperative\", buyer = \"exporter\", allowed = true",
    "buyer = \"dealer\", allowed = false, source = \"assumption: as a miner\" },\n    { seller = \"cooperative\", buyer = \"exporter\", allowed = false",
    "[[licence_type]]\ncode = \"artisanal-cooperative\"",
    "profile.trade_dead_end"
)]
#[case::missing_key(
    "terms_months = { value = [12], source = \"assumption: artisanal licences run for a year\" }\n",
    "",
    "[[licence_type]]\ncode = \"artisanal\"",
    "profile.missing"
)]
#[case::section_key(
    "offer_expires_hours = { value = 72, source = \"assumption: three days to look and weigh\" }\n",
    "",
    "[times]",
    "profile.missing"
)]
fn a_wrong_row_is_told_where_it_begins(#[case] from: &str, #[case] to: &str, #[case] row: &str, #[case] code: &str) {
    let (_, line) = broken(row, row);
    let (text, _) = broken(from, to);
    let found = problems(&text);
    assert!(found.contains(&(line, code)), "wanted {code} on line {line}: {:?}", Profile::parse(&text, "SL.toml").map(|_| ()));
}

#[test]
fn limits_without_a_site_are_refused() {
    let (text, line) = broken(
        "number = { value = { pattern = \"SL/DLR",
        "workers_max = { value = 5, source = \"assumption: x\" }\nnumber = { value = { pattern = \"SL/DLR",
    );
    assert_eq!(problems(&text), [(line, "profile.licence")]);
}

#[test]
fn ceiling_without_cash_is_refused() {
    let (text, line) = broken(
        "predecessor_slips",
        "cash_ceiling = { value = { minor = 100, currency = \"SLE\" }, source = \"assumption: x\" }\npredecessor_slips",
    );
    assert!(Profile::parse(&text, "SL.toml").is_ok());
    let text = text.replace("[\"cash\", ", "[");
    assert_eq!(problems(&text), [(line, "profile.payment")]);
}

#[test]
fn own_holder_only_needs_allowed() {
    let (text, line) = broken("buyer = \"cooperative\", allowed = true, own", "buyer = \"cooperative\", allowed = false, own");
    assert_eq!(problems(&text), [(line, "profile.trade")]);
}

#[test]
fn opening_stock_days_are_in_order() {
    let (text, line) = broken(
        "[opening_stock]\n",
        "[opening_stock]\nfrom = { value = \"2026-04-01\", source = \"assumption: x\" }\nuntil = { value = \"2026-03-31\", source = \"assumption: x\" }\n",
    );
    assert_eq!(problems(&text), [(line + 2, "profile.opening_stock")]);
    assert_eq!(problems(&text.replace("2026-04-01", "April")), [(line + 1, "profile.value")]);
}

#[test]
fn many_problems_are_told_at_once_in_the_order_of_lines() {
    let text = SL
        .replacen("utc_offset_hours = { value = 0", "utc_offset_hours = { value = \"0\"", 1)
        .replacen("value = 10000,", "value = -1,", 1)
        .replacen("seller = \"miner\"", "seller = \"minor\"", 1)
        .replacen("seller = \"exporter\"", "seller = \"export\"", 1)
        .replacen(", source = \"assumption: 0.1 percent\"", "", 1)
        .replacen("[production]", "[produce]", 1);
    let error = Profile::parse(&text, "/etc/placer/SL.toml").unwrap_err();
    let codes: Vec<_> = error.problems.iter().map(|p| p.code).collect();
    assert_eq!(
        codes,
        ["profile.missing", "profile.value", "profile.value", "profile.value", "profile.value", "profile.source", "profile.key"]
    );
    assert!(error.problems.is_sorted_by_key(|p| p.line));
    let shown = error.to_string();
    assert!(shown.starts_with("/etc/placer/SL.toml:1: `[production]` is missing"), "{shown}");
    assert_eq!(shown.lines().count(), 7);
}

#[test]
fn several_meanings_are_told_at_once() {
    let text = SL.replacen("valid_days = { value = 60", "valid_days = { value = 90", 1).replacen("value = 10000,", "value = 0,", 1);
    let codes: Vec<_> = problems(&text).into_iter().map(|(_, code)| code).collect();
    assert_eq!(codes, ["profile.licence", "profile.validity"]);
}

#[rstest]
#[case("")]
#[case("# nothing\n")]
#[case("trade = 1")]
#[case("country = \"SL\"\n[[office]]\n")]
#[case("\u{feff}[country]")]
#[case("licence_type = 3\ntrade = { rules = 3 }\n")]
fn files_that_are_no_profile_are_refused_without_a_fall(#[case] text: &str) {
    assert!(!problems(text).is_empty());
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(200))]
    /// However a file is cut or smudged, reading ends with problems on lines that exist, or with a profile.
    #[test]
    fn smudged_files_never_fall(at in 0usize..SL.len(), length in 0usize..40, put in "[ -~\n]{0,6}") {
        let mut text = SL.to_owned();
        let from = (0..=at).rev().find(|i| text.is_char_boundary(*i)).unwrap();
        let to = (from + length..=text.len()).find(|i| text.is_char_boundary(*i)).unwrap_or(text.len());
        text.replace_range(from..to, &put);
        if let Err(error) = Profile::parse(&text, "SL.toml") {
            proptest::prop_assert!(!error.problems.is_empty());
            for problem in &error.problems {
                proptest::prop_assert!(problem.line >= 1 && problem.line <= text.lines().count() + 1, "{problem:?}");
            }
        }
    }
}
