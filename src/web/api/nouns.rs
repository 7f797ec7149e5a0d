//! Lists and single things: `GET /api/v1/<nouns>` and `GET /api/v1/<nouns>/{key}`, from one list.

use crate::domain::access::{Actor, Permission, Reach, reach};
use crate::domain::time::{Day, Instant};
use crate::store::db::Rx;
use crate::web::api::json;
use crate::web::api::views::{Certificate, Correction, Entry, Licence, Office, Parcel, Party, Production, Purchase, Shipment, Site};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::routes::{Access, Route, shown};
use actix_web::http::StatusCode;
use actix_web::web::{self, get};
use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

/// How many things a list gives when nothing is said.
const LIMIT: i64 = 100;
/// The most things a list gives.
pub const LIMIT_MOST: i64 = 500;

/// Something the API lists and shows.
pub trait Noun: Serialize + ToSchema + Send + Sized + 'static {
    /// What the account must be allowed.
    const PERMISSION: Permission;

    /// Its number in the list's order, newest first; the next page asks for what is before it.
    fn position(&self) -> i64;

    /// What the reader may see, before a number, newest first.
    ///
    /// # Errors
    /// When the database fails.
    fn list(rx: &mut Rx<'_>, reader: &Reader, before: Option<i64>, limit: i64) -> Result<Vec<Self>, WebError>;

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
    "corrections" => Correction;
    "offices" => Office;
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

/// What a list may be asked.
#[derive(Debug, Deserialize)]
pub struct Query {
    before: Option<i64>,
    limit: Option<i64>,
}

/// A page of a list.
#[derive(Debug, Serialize)]
struct Page<T> {
    items: Vec<T>,
    /// `before` of the next page; none on the last.
    next_before: Option<i64>,
}

fn reader(ctx: &Ctx) -> Result<Reader, WebError> {
    Ok(Reader { actor: ctx.actor()?.clone(), now: ctx.now(), today: ctx.today() })
}

async fn list<N: Noun>(ctx: Ctx, query: web::Query<Query>) -> Answer {
    let limit = query.limit.unwrap_or(LIMIT);
    if !(1..=LIMIT_MOST).contains(&limit) {
        return Err(WebError::Unreadable(format!("limit: 1 to {LIMIT_MOST}")));
    }
    let (reader, before) = (reader(&ctx)?, query.before);
    let mut items = ctx.read(move |rx| N::list(rx, &reader, before, limit.saturating_add(1))).await?;
    let asked = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = items.len() > asked;
    items.truncate(asked);
    let next_before = items.last().filter(|_| more).map(Noun::position);
    json(StatusCode::OK, &Page { items, next_before })
}

async fn one<N: Noun>(ctx: Ctx, path: web::Path<String>) -> Answer {
    let reader = reader(&ctx)?;
    let key = path.into_inner();
    let found = ctx.read(move |rx| N::one(rx, &reader, &key)).await?.ok_or(WebError::NotFound)?;
    json(StatusCode::OK, &found)
}
