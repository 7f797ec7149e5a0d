//! The map in time: what sites gave in some months, how much of what they can give that is, what controls saw of them, and
//! what zones were then. The same stands as a plain list below the map.

use super::SiteQuery;
use crate::domain::access::{Permission as P, Reach};
use crate::domain::control::capacity::against_capacity;
use crate::domain::ids::OfficeId;
use crate::domain::jurisdiction::Capacity;
use crate::domain::month::Month;
use crate::domain::time::Day;
use crate::domain::trace::share_ppm;
use crate::domain::violation::Violation;
use crate::service::capacity::known_of;
use crate::store::control::site_digs;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::site::site_by_code;
use crate::store::statistics::{SiteFigures, site_figures};
use crate::store::zone::{zone_histories, zones};
use crate::web::ctx::Ctx;
use crate::web::error::WebError;
use crate::web::locale::{Locale, format, label, text};
use serde_json::json;
use std::collections::HashMap;

/// Sites in the list, and those whose capacity is worked out.
const MOST: i64 = 200;
/// Months that a reader can go back to with the slider.
pub const BACK: i32 = 36;
/// From this share of what a site can give on it is near it, parts per million.
const NEAR_PPM: i64 = 750_000;
/// All that it can give.
const WHOLE_PPM: i64 = 1_000_000;

/// The layers of the map that are asked for, and the months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// What was dug.
    pub dug: bool,
    /// How much of what they can give.
    pub capacity: bool,
    /// Open alerts.
    pub alerts: bool,
    /// What zones were at the end of the time.
    pub zones: bool,
    /// The first month.
    pub from: Month,
    /// The last month.
    pub to: Month,
}

impl Asked {
    /// Of an address; without months, of this month and the eleven before.
    ///
    /// # Errors
    /// [`WebError::UnreadablePage`] for a month that is none.
    pub fn of(query: &SiteQuery, today: Day) -> Result<Self, WebError> {
        let unknown = |field: &'static str| WebError::UnreadablePage(Violation::on("query.unknown", field).with("field", field));
        let month = |typed: &str, field| match typed.trim() {
            "" => Ok(None),
            typed => typed.parse::<Month>().map(Some).map_err(|_| unknown(field)),
        };
        let to = month(&query.to, "to")?.unwrap_or_else(|| Month::of(today));
        let from = month(&query.from, "from")?.unwrap_or_else(|| to.plus(-11)).min(to);
        let yes = |word: &str| word == "yes";
        Ok(Self {
            dug: yes(&query.show_dug),
            capacity: yes(&query.show_capacity),
            alerts: yes(&query.show_alerts),
            zones: yes(&query.show_zones),
            from,
            to,
        })
    }

    /// Whether sites are shown by what happened there.
    #[must_use]
    pub const fn any(&self) -> bool {
        self.dug || self.capacity || self.alerts
    }
}

/// What happened at a site.
#[derive(Debug, Clone)]
pub struct Figured {
    /// The site and its sums.
    pub site: SiteFigures,
    /// The part of what it can give in the months in which it gave something, parts per million; none where it was not
    /// worked out.
    pub use_ppm: Option<i64>,
}

impl Figured {
    /// The key of its colour on the map.
    #[must_use]
    pub fn status(&self, asked: &Asked) -> &'static str {
        if asked.alerts && self.site.alerts > 0 {
            return "alert";
        }
        match self.use_ppm.filter(|_| asked.capacity) {
            Some(used) if used > WHOLE_PPM => "over",
            Some(used) if used >= NEAR_PPM => "near",
            Some(_) => "within",
            None => "dug",
        }
    }
    /// Colour of the tag of its use.
    #[must_use]
    pub fn colour(&self) -> &'static str {
        match self.use_ppm {
            Some(used) if used > WHOLE_PPM => "red",
            Some(used) if used >= NEAR_PPM => "yellow",
            _ => "green",
        }
    }
}

/// How far the reader sees: an office, or all.
fn office_of(ctx: &Ctx) -> Result<Option<OfficeId>, WebError> {
    match ctx.reach(P::SiteRead) {
        Reach::All => Ok(None),
        Reach::Office(office) => Ok(Some(office)),
        Reach::Party(_) | Reach::Nothing => Err(WebError::NotFound),
    }
}

fn used(rx: &mut Rx<'_>, code: &str, asked: &Asked, rules: &Capacity) -> Result<Option<i64>, StoreError> {
    let Some(site) = site_by_code(rx, code)? else { return Ok(None) };
    let digs = site_digs(rx, site.id, asked.from.first())?;
    let months = against_capacity(&digs, &known_of(rx, &site)?, asked.from, rules).into_iter().filter(|(month, ..)| *month <= asked.to);
    let (dug, can) =
        months.fold((0_i64, 0_i64), |(dug, can), (_, mct, envelope)| (dug.saturating_add(mct), can.saturating_add(envelope.mct)));
    Ok((can > 0).then(|| share_ppm(dug, can)))
}

/// What happened at the sites that gave most in the time.
///
/// # Errors
/// A fault.
pub async fn figures(ctx: &Ctx, asked: Asked) -> Result<Vec<Figured>, WebError> {
    if !asked.any() {
        return Ok(Vec::new());
    }
    let (office, app) = (office_of(ctx)?, ctx.state.app.clone());
    let sees_alerts = ctx.can(P::ControlRead);
    ctx.read(move |rx| -> Result<_, StoreError> {
        let months = (asked.from.to_string(), asked.to.to_string());
        let mut lines = Vec::new();
        for mut site in site_figures(rx, office, (&months.0, &months.1), MOST)? {
            if !sees_alerts {
                site.alerts = 0;
            }
            let use_ppm = if asked.capacity { used(rx, &site.code, &asked, &app.env.profile.capacity)? } else { None };
            lines.push(Figured { site, use_ppm });
        }
        Ok(lines)
    })
    .await
}

/// The same by the codes of sites, for the map: the key of the colour, and carats as a number and in words.
#[must_use]
pub fn overlay(l: Locale, asked: &Asked, found: Vec<Figured>) -> HashMap<String, (&'static str, i64, String)> {
    let one = |f: Figured| {
        let words = format::milli_carats(l, f.site.dug_mct);
        (f.site.code.clone(), (f.status(asked), if asked.dug { f.site.dug_mct } else { 0 }, words))
    };
    found.into_iter().map(one).collect()
}

/// What the colours mean, as the map's script reads it.
#[must_use]
pub fn statuses(l: Locale) -> String {
    let tones = [("alert", "purple"), ("over", "red"), ("near", "amber"), ("within", "green"), ("dug", "blue"), ("none", "grey")];
    let named = tones.map(|(key, tone)| json!({"key": key, "tone": tone, "label": label(l, "map-time", key)}));
    serde_json::Value::from(named.to_vec()).to_string()
}

/// What zones were on the last day of the time: code, name, and the name of the status.
///
/// # Errors
/// A fault.
pub async fn zones_then(ctx: &Ctx, asked: Asked) -> Result<Vec<(String, String, String)>, WebError> {
    if !asked.zones {
        return Ok(Vec::new());
    }
    let (l, day) = (ctx.locale(), asked.to.last().min(ctx.today()));
    let none = text(l, "map-time-no-status", &[]);
    ctx.read(move |rx| -> Result<_, StoreError> {
        let histories = zone_histories(rx, None, None)?;
        let status = |no: i64| {
            let stated = histories.iter().find(|h| h.no == no).and_then(|h| h.status_on(day));
            stated.map_or_else(|| none.clone(), |s| label(l, "zone-status", s.status.as_str()))
        };
        Ok(zones(rx)?.into_iter().map(|z| (z.code, z.name, status(z.no))).collect())
    })
    .await
}
