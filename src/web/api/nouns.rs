//! Lists and single things: `GET /api/v1/<nouns>` and `GET /api/v1/<nouns>/{key}`, from one list.

use crate::domain::access::{Actor, Permission, Reach, reach};
use crate::domain::time::{Day, Instant};
use crate::service::App;
use crate::store::db::Rx;
use crate::web::api::asked::{Asked, Filter};
use crate::web::api::json;
use crate::web::api::views::{
    Account, Alert, BlankRun, Certificate, Confirmation, Correction, Dispute, DryRun, Entry, ExporterSizes, Footprint, Inspection,
    InspectionPlan, Licence, Notice, Offence, Office, Parcel, ParcelSizes, Participant, Party, Production, Purchase, Recommendation,
    Removal, Report, Return, Review, Seizure, Shipment, Site, SlipBook, Stock, Zone, ZoneChange,
};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::routes::{Access, Route, shown};
use actix_web::http::StatusCode;
use actix_web::web::{self, get};
use serde::Serialize;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

/// Something the API lists and shows.
pub trait Noun: Serialize + ToSchema + Send + Sized + 'static {
    /// What the account must be allowed.
    const PERMISSION: Permission;
    /// Whether it is of the whole country: nobody sees it whose permission reaches only a part.
    const OF_COUNTRY: bool = false;
    /// By what its list can be narrowed.
    const FILTERS: &'static [Filter] = &[];

    /// By what one of it can be asked for more.
    const ONE_FILTERS: &'static [Filter] = &[];

    /// Its number in the list's order, newest first; the next page asks for what is before it.
    fn position(&self) -> i64;

    /// What the reader may see of what is asked for, before a number, newest first.
    ///
    /// # Errors
    /// [`WebError::Unreadable`] for a filter that cannot be read; when the database fails.
    fn list(rx: &mut Rx<'_>, reader: &Reader, asked: &Asked, before: Option<i64>, limit: i64) -> Result<Vec<Self>, WebError>;

    /// One thing with what is read only of one at a time, and noted.
    ///
    /// # Errors
    /// When the reading is refused, or the database fails.
    fn whole(self, _app: &App, _reader: &Reader, _asked: &Asked) -> Result<Self, WebError> {
        Ok(self)
    }

    /// One thing by its id, code or number; none also for what the reader may not see.
    ///
    /// # Errors
    /// When the database fails.
    fn one(rx: &mut Rx<'_>, reader: &Reader, key: &str) -> Result<Option<Self>, WebError>;
}

/// Who reads.
pub struct Reader {
    /// The account.
    pub actor: Actor,
    /// The clock.
    pub now: Instant,
    /// Today, where the country is.
    pub today: Day,
}

impl Reader {
    /// How far a permission of the reader reaches.
    #[must_use]
    pub fn reach(&self, permission: Permission) -> Reach {
        reach(&self.actor, permission)
    }
    /// Whether the reader may see any of these.
    fn sees<N: Noun>(&self) -> bool {
        !N::OF_COUNTRY || self.reach(N::PERMISSION) == Reach::All
    }
}

/// One line of the list.
pub struct Listed {
    /// The plural, as in the address.
    pub name: &'static str,
    /// Where the list is.
    pub list_path: &'static str,
    /// Where a single thing is.
    pub one_path: &'static str,
    /// What the account must be allowed.
    pub permission: Permission,
    /// By what the list can be narrowed.
    pub filters: &'static [Filter],
    /// What can be asked for with a single thing.
    pub one_filters: &'static [Filter],
    list: fn() -> actix_web::Route,
    one: fn() -> actix_web::Route,
    /// Its name in the description.
    pub view: fn() -> String,
    /// It and what it is made of.
    pub schemas: fn(&mut Vec<(String, RefOr<Schema>)>),
}

macro_rules! nouns {
    ($($name:literal => $noun:ty;)*) => {
        /// Every noun of the API.
        #[must_use]
        pub fn all() -> Vec<Listed> {
            vec![$(Listed {
                name: $name,
                list_path: concat!("/api/v1/", $name),
                one_path: concat!("/api/v1/", $name, "/{key}"),
                permission: <$noun as Noun>::PERMISSION,
                filters: <$noun as Noun>::FILTERS,
                one_filters: <$noun as Noun>::ONE_FILTERS,
                list: || get().to(list::<$noun>),
                one: || get().to(one::<$noun>),
                view: || <$noun as ToSchema>::name().into_owned(),
                schemas: schemas_of::<$noun>,
            }),*]
        }
    };
}

nouns! {
    "parties" => Party;
    "licences" => Licence;
    "sites" => Site;
    "productions" => Production;
    "parcels" => Parcel;
    "purchases" => Purchase;
    "shipments" => Shipment;
    "certificates" => Certificate;
    "blank_runs" => BlankRun;
    "participants" => Participant;
    "notices" => Notice;
    "confirmations" => Confirmation;
    "returns" => Return;
    "reviews" => Review;
    "recommendations" => Recommendation;
    "reports" => Report;
    "alerts" => Alert;
    "removals" => Removal;
    "seizures" => Seizure;
    "offences" => Offence;
    "inspection_plans" => InspectionPlan;
    "inspections" => Inspection;
    "dry_runs" => DryRun;
    "footprints" => Footprint;
    "parcel_sizes" => ParcelSizes;
    "exporter_sizes" => ExporterSizes;
    "zones" => Zone;
    "zone_changes" => ZoneChange;
    "corrections" => Correction;
    "disputes" => Dispute;
    "stock" => Stock;
    "slip_books" => SlipBook;
    "offices" => Office;
    "accounts" => Account;
    "journal" => Entry;
}

fn schemas_of<T: ToSchema>(found: &mut Vec<(String, RefOr<Schema>)>) {
    found.push((T::name().into_owned(), <T as PartialSchema>::schema()));
    T::schemas(found);
}

/// The routes of all nouns.
pub fn routes() -> Vec<Route> {
    let both = |n: Listed| {
        let access = Access::Needs(n.permission);
        [shown(n.list_path, access, n.list), shown(n.one_path, access, n.one)]
    };
    all().into_iter().flat_map(both).collect()
}

/// A page of a list.
#[derive(Debug, Serialize)]
struct Page<T> {
    items: Vec<T>,
    /// `before` of the next page; none on the last.
    next_before: Option<i64>,
}

pub(super) fn reader(ctx: &Ctx) -> Result<Reader, WebError> {
    Ok(Reader { actor: ctx.actor()?.clone(), now: ctx.now(), today: ctx.today() })
}

async fn list<N: Noun>(ctx: Ctx, query: web::Query<Vec<(String, String)>>) -> Answer {
    let asked = Asked::new(query.into_inner(), N::FILTERS)?;
    let (before, limit) = (asked.before()?, asked.limit()?);
    let reader = reader(&ctx)?;
    if !reader.sees::<N>() {
        return page(Vec::<N>::new(), limit);
    }
    let items = ctx.read(move |rx| N::list(rx, &reader, &asked, before, limit.saturating_add(1))).await?;
    page(items, limit)
}

/// A page of at most `limit` of these, of which there may be one more.
pub(super) fn page<N: Noun>(mut items: Vec<N>, limit: i64) -> Answer {
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = items.len() > wanted;
    items.truncate(wanted);
    let next_before = items.last().filter(|_| more).map(Noun::position);
    json(StatusCode::OK, &Page { items, next_before })
}

async fn one<N: Noun>(ctx: Ctx, path: web::Path<String>, query: web::Query<Vec<(String, String)>>) -> Answer {
    let asked = Asked::new(query.into_inner(), N::ONE_FILTERS)?;
    let reader = reader(&ctx)?;
    if !reader.sees::<N>() {
        return Err(WebError::NotFound);
    }
    let key = path.into_inner();
    let found = ctx
        .block(move |state| -> Result<_, WebError> {
            let found = state.app.db.read(|rx| N::one(rx, &reader, &key))?;
            found.ok_or(WebError::NotFound)?.whole(&state.app, &reader, &asked)
        })
        .await?;
    json(StatusCode::OK, &found)
}
