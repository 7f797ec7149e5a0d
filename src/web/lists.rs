//! What every list has: its rows as a file, and filters that a reader saves for himself. A file holds the very table that
//! the reader sees, filter and all, so nobody is given more by it than by the page.

use crate::domain::violation::Violations;
use crate::interop::sheet;
use crate::service::error::ServiceError;
use crate::store::saved_filter::SavedFilter;
use crate::web::ctx::{Answer, Ctx, refusals};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Form, Posted};
use crate::web::locale::{Locale, text};
use crate::web::routes::{Access, Route, posted, shown};
use crate::web::trace::file;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{get, post};
use askama::Template;

/// The most rows of a file; its last line says where there are more.
pub const ROWS: i64 = 10_000;
/// The parameter that asks for a file.
pub const FORMAT: &str = "format";

/// Every list with a table, by its path, with the message id of its name.
pub const LISTS: [(&str, &str); 42] = [
    ("/accounts", "nav-accounts"),
    ("/alerts", "alert-list"),
    ("/arrivals", "nav-arrivals"),
    ("/blanks", "nav-blanks"),
    ("/certificates", "nav-certificates"),
    ("/certificates/here", "departure-here"),
    ("/confirmations", "nav-receipts"),
    ("/controls", "control-list"),
    ("/corrections", "nav-corrections"),
    ("/counts", "count-title"),
    ("/disputes", "nav-disputes"),
    ("/estimates", "estimate-title"),
    ("/footprints", "nav-footprints"),
    ("/footprints/exporters", "footprint-exporters"),
    ("/inspections", "nav-inspections"),
    ("/inspections/actions", "inspection-actions"),
    ("/inspections/dry-runs", "dry-runs"),
    ("/inspections/plans", "inspection-plans"),
    ("/journal", "nav-journal"),
    ("/letters", "letter-list"),
    ("/licences", "nav-licences"),
    ("/notices", "nav-notices"),
    ("/offences", "nav-offences"),
    ("/offices", "nav-offices"),
    ("/parcels", "nav-parcels"),
    ("/participants", "nav-participants"),
    ("/parties", "nav-parties"),
    ("/map", "nav-map"),
    ("/places", "place-list"),
    ("/production", "nav-production"),
    ("/purchases", "nav-purchases"),
    ("/recommendations", "recommendation-open"),
    ("/removals", "removal-list"),
    ("/reports", "nav-reports"),
    ("/reviews", "review-list"),
    ("/seizures", "nav-seizures"),
    ("/shipments", "nav-shipments"),
    ("/sites", "nav-sites"),
    ("/slip-books", "slip-book-list"),
    ("/stock", "stock-title"),
    ("/warnings", "arrival-warned"),
    ("/zones", "nav-zones"),
];

/// The message id of a list's name, where there is a list at a path.
#[must_use]
pub fn list_at(path: &str) -> Option<&'static str> {
    let series = path.starts_with("/places/").then_some("place-title");
    LISTS.iter().find(|(at, _)| *at == path).map(|(_, name)| *name).or(series)
}

/// In which form a list is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// Texts parted by commas.
    Csv,
    /// A workbook.
    Xlsx,
}

impl FileKind {
    /// What the address of a list asks for.
    #[must_use]
    pub fn asked(path: &str, query: &str) -> Option<Self> {
        list_at(path)?;
        let said = query.split('&').filter_map(|part| part.split_once('=')).find(|(name, _)| *name == FORMAT)?;
        match said.1 {
            "csv" => Some(Self::Csv),
            "xlsx" => Some(Self::Xlsx),
            _ => None,
        }
    }
}

/// The part of a query that narrows a list: without the page, the language, the format and what was told.
#[must_use]
pub fn narrowing(query: &str) -> String {
    let ours = ["before", "lang", "told", FORMAT];
    let kept = query.split('&').filter(|part| part.split_once('=').is_some_and(|(name, value)| !value.is_empty() && !ours.contains(&name)));
    kept.collect::<Vec<_>>().join("&")
}

/// The routes of saved filters.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        shown("/filters", Access::SignedIn, || get().to(mine)),
        posted("/filters", Access::SignedIn, || post().to(save)),
        posted("/filters/delete", Access::SignedIn, || post().to(delete)),
    ]
}

/// Text without its tags.
fn bare(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((text, tail)) = rest.split_once('<') {
        out.push_str(text);
        if tail.starts_with("br") {
            out.push_str(" · ");
        }
        // What only a script shows is no part of the list.
        let tail = if tail.starts_with("button") { tail.split_once("</button").map_or("", |(_, after)| after) } else { tail };
        rest = tail.split_once('>').map_or("", |(_, after)| after);
        if !out.ends_with(char::is_whitespace) && tail.starts_with("/p") {
            out.push(' ');
        }
    }
    out.push_str(rest);
    let entities = [
        ("&#60;", "<"),
        ("&lt;", "<"),
        ("&#62;", ">"),
        ("&gt;", ">"),
        ("&#34;", "\""),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#38;", "&"),
        ("&amp;", "&"),
    ];
    let plain = entities.iter().fold(out, |text, (written, sign)| text.replace(written, sign));
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The cells of a row.
fn cells(row: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = row;
    while let Some(at) = [rest.find("<th "), rest.find("<td "), rest.find("<th>"), rest.find("<td>")].into_iter().flatten().min() {
        let Some((_, cell)) = rest.get(at..).and_then(|cell| cell.split_once('>')) else { break };
        let end = [cell.find("</th>"), cell.find("</td>")].into_iter().flatten().min().unwrap_or(cell.len());
        found.push(bare(cell.get(..end).unwrap_or_default()));
        rest = cell.get(end..).unwrap_or_default();
    }
    found
}

/// The rows of the list on a page: of the table that is marked as the list, or else of the first. What an empty list says
/// where it has none.
fn rows(page: &str) -> Vec<Vec<String>> {
    let main = page.split_once("<main").and_then(|(_, main)| main.split_once("</main>")).map_or("", |(main, _)| main);
    let tables: Vec<&str> = main.split("<table").skip(1).map(|t| t.split_once("</table>").map_or(t, |(t, _)| t)).collect();
    let is_list = |table: &&&str| table.split_once('>').is_some_and(|(tag, _)| tag.contains("data-list"));
    let Some(table) = tables.iter().find(is_list).or_else(|| tables.first()) else {
        let said = main.split_once("placer-empty\">").and_then(|(_, said)| said.split_once("</p>"));
        return vec![vec![said.map(|(said, _)| bare(said)).unwrap_or_default()]];
    };
    table.split("<tr").skip(1).map(|row| cells(row.split_once("</tr>").map_or(row, |(row, _)| row))).filter(|row| !row.is_empty()).collect()
}

/// The list of a rendered page as a file.
///
/// # Errors
/// When it cannot be written.
pub fn as_file(page: &str, kind: FileKind, path: &str, locale: Locale, today: crate::domain::time::Day) -> Result<HttpResponse, WebError> {
    let mut rows = rows(page);
    if page.contains("rel=\"next\"") {
        rows.push(vec![text(locale, "list-file-cut", &[("count", ROWS.into())])]);
    }
    let name = path.trim_matches('/').replace('/', "-");
    let fault = |e: &dyn std::fmt::Display| WebError::Fault(e.to_string());
    Ok(match kind {
        FileKind::Csv => file("text/csv; charset=utf-8", &format!("{name}-{today}.csv"), sheet::csv(&rows).map_err(|e| fault(&e))?, true),
        FileKind::Xlsx => {
            let bytes = sheet::xlsx(&rows).map_err(|e| fault(&e))?;
            file("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &format!("{name}-{today}.xlsx"), bytes, true)
        }
    })
}

/// A saved filter as pages show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// What its owner calls it.
    pub name: String,
    /// The list, by its path.
    pub path: String,
    /// The message id of the list's name.
    pub list: &'static str,
    /// Where it leads.
    pub href: String,
}

impl Saved {
    /// Of what is kept; none of a list that is no more.
    #[must_use]
    pub fn of(kept: SavedFilter) -> Option<Self> {
        let list = list_at(&kept.path)?;
        Some(Self { href: format!("{}?{}", kept.path, kept.query), name: kept.name, path: kept.path, list })
    }
}

#[derive(Template)]
#[template(path = "saved.html")]
struct SavedPage {
    form: Form,
    saved: Vec<Saved>,
    /// Whether a filter is being saved.
    saving: bool,
}

async fn page(ctx: &Ctx, status: StatusCode, form: Form, saving: bool) -> Answer {
    let me = ctx.actor()?.account;
    let kept = ctx.block(move |state| state.app.saved_filters(me, None)).await?;
    ctx.render_as(status, &SavedPage { form, saved: kept.into_iter().filter_map(Saved::of).collect(), saving })
}

/// `GET /filters`: all of one's own.
async fn mine(ctx: Ctx) -> Answer {
    page(&ctx, StatusCode::OK, Form::new(Posted::default()), false).await
}

/// The list that a form names.
fn list_of(posted: &Posted) -> Result<String, WebError> {
    let path = posted.get("path").unwrap_or_default();
    list_at(path).map(|_| path.to_owned()).ok_or(WebError::NotFound)
}

/// `POST /filters`.
async fn save(ctx: Ctx, posted: Posted) -> Answer {
    let (path, me, now) = (list_of(&posted)?, ctx.actor()?.account, ctx.now());
    let query = narrowing(posted.get("query").unwrap_or_default());
    let saved = SavedFilter { path, name: posted.get("name").unwrap_or_default().trim().to_owned(), query };
    let to = format!("{}?{}", saved.path, saved.query);
    let done = ctx.block(move |state| state.app.save_filter(me, &saved, now)).await;
    match done {
        Ok(()) => Ok(ctx.see_other(&to)),
        Err(e) => {
            let (status, v): (StatusCode, Violations) = refusals(e)?;
            page(&ctx, status, Form::again(posted, &v, ctx.locale()), true).await
        }
    }
}

/// `POST /filters/delete`.
async fn delete(ctx: Ctx, posted: Posted) -> Answer {
    let (path, me, now) = (list_of(&posted)?, ctx.actor()?.account, ctx.now());
    let (name, of) = (posted.get("name").unwrap_or_default().to_owned(), path.clone());
    ctx.block(move |state| -> Result<_, ServiceError> { state.app.delete_filter(me, &of, &name, now) }).await?;
    let back = if posted.get("from") == Some("all") { "/filters".to_owned() } else { path };
    Ok(ctx.see_other(&back))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_off_its_page() {
        let page = "<table><tr><td>of the head</td></tr></table><main><table class=\"a\"><tr><td>other</td></tr></table>\
            <table class=\"b\" data-list><thead><tr class=\"r\"><th scope=\"col\">Code</th><th>Carats</th></tr></thead><tbody>\
            <tr><td class=\"c\"><a href=\"/x\">P-1</a><br><span>test</span> <button type=\"button\">show<span>x</span></button></td><td>=1 &#38; &lt;2</td></tr>\
            </tbody></table></main>";
        assert_eq!(rows(page), [["Code", "Carats"], ["P-1 · test", "=1 & <2"]]);
        assert_eq!(rows("<main><p class=\"placer-empty\">Nothing <b>yet</b>.</p></main>"), [["Nothing yet."]]);
    }

    #[test]
    fn a_filter_is_what_narrows() {
        assert_eq!(narrowing("state=open&before=9&q=&lang=fr&control=F8&format=csv"), "state=open&control=F8");
        assert_eq!(FileKind::asked("/parcels", "a=b&format=xlsx"), Some(FileKind::Xlsx));
        assert_eq!(FileKind::asked("/parcels/P-1", "format=csv"), None);
        assert_eq!(FileKind::asked("/parcels", "format=pdf"), None);
    }
}
