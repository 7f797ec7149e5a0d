//! What anybody is told: submitted figures, late enough and without small cells.

use super::words::{carats, country_name, period_name, region_name};
use crate::domain::statistics::ReturnKind;
use crate::service::Env;
use crate::service::statistics::{PublicCell, PublicTable};
use crate::web::ctx::{Answer, Ctx};
use crate::web::filters;
use crate::web::locale::Locale;
use askama::Template;

/// A line of a table; no text where it is not told.
struct Row {
    name: String,
    carats: Option<String>,
    value: Option<i64>,
}

struct Table {
    name: String,
    kind: ReturnKind,
    rows: Vec<Row>,
    total: Row,
    hidden: bool,
}

#[derive(Template)]
#[template(path = "statistics/public.html")]
struct PublicPage {
    tables: Vec<Table>,
    authority: String,
    delay: u32,
    least: u32,
}

fn table(l: Locale, env: &Env, t: &PublicTable) -> Table {
    let kind = t.period.kind();
    let row = |c: &PublicCell, name: String| Row { name, carats: c.mct.map(|mct| carats(l, mct)), value: c.value_usd_cents };
    let named = |c: &PublicCell| {
        let name = if kind == ReturnKind::Production { region_name(l, env, &c.key) } else { country_name(l, &c.key) };
        row(c, name)
    };
    Table {
        name: period_name(l, t.period),
        kind,
        rows: t.cells.iter().map(named).collect(),
        total: row(&t.total, String::new()),
        hidden: t.total.mct.is_none() || t.cells.iter().any(|c| c.mct.is_none()),
    }
}

/// `GET /figures`.
pub(super) async fn page(ctx: Ctx) -> Answer {
    let (state, today, l) = (ctx.state.clone(), ctx.today(), ctx.locale());
    let found = ctx.read(move |rx| state.figures.told(rx, &state.app.env, today)).await?;
    let env = &ctx.state.app.env;
    let s = &env.profile.statistics;
    let authority = env.profile.authority.issuing.value.get(l.tag()).to_owned();
    let tables = found.iter().map(|t| table(l, env, t)).collect();
    ctx.render(&PublicPage { tables, authority, delay: s.public_delay_days.value, least: s.public_least_holders.value })
}
