//! The figures of statistics against a count of their own by SQL.

use crate::statistics::{period, total};
use placer::domain::statistics::*;
use placer::service::statistics::figures;

/// What a row of the database says: the first column as a number.
pub fn ask(url: &str, sql: &str) -> i64 {
    use diesel::prelude::*;
    #[derive(QueryableByName)]
    struct Number {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        n: i64,
    }
    let row: Number = match url.strip_prefix("sqlite:") {
        Some(path) => diesel::sql_query(sql).get_result(&mut SqliteConnection::establish(path).unwrap()),
        None => diesel::sql_query(sql).get_result(&mut PgConnection::establish(url).unwrap()),
    }
    .unwrap();
    row.n
}

/// The figures of a year against a count by SQL of its own over the tables they come from.
pub fn is_counted(app: &placer::service::App, url: &str, year: i32) {
    let parts = ["-H1", "-H2", "", "-Q1", "-Q2", "-Q3", "-Q4"];
    for text in parts.map(|part| format!("{year}{part}")) {
        let (lines, p) = (app.db.read(|rx| figures(rx, &app.env.profile, period(&text))).unwrap(), period(&text));
        let (from, to) = (p.first(), p.last());
        if p.kind() != ReturnKind::Trade {
            let dug = format!(
                "FROM source WHERE kind = 'production' AND test = 0 AND on_day BETWEEN '{from}' AND '{to}' AND (weight_mct > 0 OR corrected_seq IS NULL)"
            );
            let told = total(&lines, FigurePart::Production);
            assert_eq!(told.0, ask(url, &format!("SELECT count(*) AS n {dug}")), "{text}");
            assert_eq!(told.1, ask(url, &format!("SELECT CAST(coalesce(sum(weight_mct), 0) AS BIGINT) AS n {dug}")), "{text}");
            let regions = lines.iter().filter(|l| l.part == FigurePart::ProductionRegion);
            assert_eq!(regions.clone().map(|l| l.weight_mct).sum::<i64>(), told.1, "{text}");
            for line in regions {
                let there = format!("AND COALESCE((SELECT t.admin_code FROM site t WHERE t.id = source.site_id), '') = '{}'", line.key);
                let sum = format!("SELECT CAST(coalesce(sum(weight_mct), 0) AS BIGINT) AS n {dug} {there}");
                assert_eq!((line.weight_mct, line.value_usd_cents), (ask(url, &sum), None), "{text} {}", line.key);
            }
        }
        if p.kind() != ReturnKind::Production {
            let left = format!("FROM certificate WHERE issued_on BETWEEN '{from}' AND '{to}' AND (goods IS NULL OR goods <> 'here')");
            let told = total(&lines, FigurePart::ExportTotal);
            let sum = |column: &str| ask(url, &format!("SELECT CAST(coalesce(sum({column}), 0) AS BIGINT) AS n {left}"));
            assert_eq!((told.0, told.1), (ask(url, &format!("SELECT count(*) AS n {left}")), sum("weight_mct")), "{text}");
            assert_eq!(told.2.unwrap_or(0), sum("value_usd_cents"), "{text}");
            let parts: i64 = lines.iter().filter(|l| l.part == FigurePart::Export).map(|l| l.weight_mct).sum();
            assert_eq!(parts, told.1, "{text}");
            let gone = format!("c.issued_on BETWEEN '{from}' AND '{to}' AND (c.goods IS NULL OR c.goods <> 'here')");
            by_line(url, &lines, FigurePart::Export, "certificate", ("importer.country", &gone));
            let came = format!("FROM arrival WHERE arrived_on BETWEEN '{from}' AND '{to}' AND state = 'accepted'");
            let told = total(&lines, FigurePart::ImportTotal);
            assert_eq!(told.0, ask(url, &format!("SELECT count(*) AS n {came}")), "{text}");
            let let_in = format!("c.arrived_on BETWEEN '{from}' AND '{to}' AND c.state = 'accepted'");
            let sums = by_line(url, &lines, FigurePart::Import, "arrival", ("issuer", &let_in));
            assert_eq!((told.1, told.2.unwrap_or(0)), sums, "{text}");
            let issued = format!("SELECT count(*) AS n FROM certificate WHERE issued_on BETWEEN '{from}' AND '{to}'");
            let count = |key: &str| lines.iter().find(|l| l.part == FigurePart::Certificates && l.key == key).map_or(0, |l| l.count);
            assert_eq!(count("issued"), ask(url, &issued), "{text}");
            assert_eq!(count("void"), ask(url, &format!("{issued} AND state = 'void'")), "{text}");
            let replacing = format!("{issued} AND id IN (SELECT replaced_by FROM certificate WHERE replaced_by IS NOT NULL)");
            assert_eq!(count("replacing"), ask(url, &replacing), "{text}");
            assert_eq!(count("received"), told.0, "{text}");
        }
    }
}

/// Which papers count under a partner: those of his own, and of the countries for which he stands.
fn partners(country: &str, key: &str) -> String {
    let his = |standing: &str| {
        format!(
            "SELECT s.country FROM participant_standing s WHERE s.participant = '{key}' AND s.country IS NOT NULL AND s.standing {standing} 'trade'"
        )
    };
    format!(" AND ({country} = '{key}' OR ({country} IN ({}) AND {country} NOT IN ({})))", his("="), his("<>"))
}

/// Which papers are of an origin as a line names it.
fn of_origin(lite: bool, table: &str, origin: &str) -> String {
    let named: Vec<&str> = origin.split('+').filter(|o| !o.is_empty() && *o != "*").collect();
    let open = origin.ends_with('*');
    let list = format!("[{}]", named.iter().map(|o| format!("\"{o}\"")).collect::<Vec<_>>().join(","));
    let (text, flag, mct) = match lite {
        true => (
            "json_extract(c.facts, '$.origins')",
            "json_extract(c.facts, '$.mixed') = 1",
            "coalesce(json_extract(c.facts, '$.unestablished_mct'), 0) > 0",
        ),
        false => (
            "c.facts::json->>'origins'",
            "(c.facts::json->>'mixed')::boolean",
            "coalesce((c.facts::json->>'unestablished_mct')::bigint, 0) > 0",
        ),
    };
    let open_by = match (named.len(), table) {
        (0, _) | (1, "arrival") => flag.to_owned(),
        (1, _) => format!("({flag} OR {mct})"),
        (_, "arrival") => "1 = 0".to_owned(),
        _ => mct.to_owned(),
    };
    format!(" AND {text} = '{list}' AND {}{open_by}", if open { "" } else { "NOT " })
}

/// Each line of a part against the sums of the papers behind it, by partner, origin and subheading; their carats and value in
/// all.
fn by_line(url: &str, lines: &[FigureLine], part: FigurePart, table: &str, (country, which): (&str, &str)) -> (i64, i64) {
    let lite = url.starts_with("sqlite:");
    let sum = |column: &str, also: &str| {
        let (all, of) = match lite {
            true => (", json_each(c.facts, '$.lines') l", format!("json_extract(l.value, '$.{column}')")),
            false => (", json_array_elements(c.facts::json->'lines') l(value)", format!("(l.value->>'{column}')::bigint")),
        };
        ask(url, &format!("SELECT CAST(coalesce(sum({of}), 0) AS BIGINT) AS n FROM {table} c{all} WHERE {which}{also}"))
    };
    for line in lines.iter().filter(|l| l.part == part) {
        let hs = line.hs.unwrap().as_str();
        let (of, class) = match lite {
            true => (format!("json_extract(c.facts, '$.{country}')"), "json_extract(l.value, '$.hs')"),
            false => (format!("c.facts::json#>>'{{{}}}'", country.replace('.', ",")), "l.value->>'hs'"),
        };
        let also = format!(" AND {class} = '{hs}'{}{}", partners(&of, &line.key), of_origin(lite, table, &line.origin));
        let told = (line.weight_mct, line.value_usd_cents.unwrap());
        let name = format!("{table} {} {} {hs}", line.key, line.origin);
        assert_eq!(told, (sum("weight_mct", &also), sum("value_usd_cents", &also)), "{name}");
    }
    (sum("weight_mct", ""), sum("value_usd_cents", ""))
}
