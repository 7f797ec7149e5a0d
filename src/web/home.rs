//! The first page of each role: what that person does next. Each role has its own part, `home/<role>.html`, and its
//! own variant of [`Start`], whose data is read by the module that the person works with.

mod blocked;
mod desk;
mod oversight;
mod quality;

use crate::domain::access::AccountRole;
use crate::service::stock_count::CountDue;
use crate::web::control::{AlertCount, alert_count};
use crate::web::count::own_due;
use crate::web::ctx::{Answer, Ctx};
use crate::web::dispute::{CaseCount, case_count};
use crate::web::error::WebError;
use crate::web::estimate::estimates_waiting;
use crate::web::filters;
use crate::web::footprint;
use crate::web::inspection::{ActionCount, action_count};
use crate::web::removal::{ReportCount, report_count};
use crate::web::review::{RecommendationCount, recommendation_count};
use crate::web::seizure::{SeizureCount, seizure_count};
use crate::web::statistics::{ReturnCount, return_count};
use crate::web::zone::waiting_count;
use crate::web::{production, purchase, shipment};
use askama::Template;

/// What the page begins with.
pub enum Start {
    /// Nobody is signed in.
    Visitor,
    /// The book at the pit.
    Registrar(production::Start, Option<quality::MyQuality>),
    /// Offers, stock and slips of one party; of one that also ships, the shipments that were sent back.
    Trader(Box<purchase::Start>, Option<shipment::SentBack>, blocked::Blocked),
    /// Shipments to check.
    Officer(shipment::OfficerStart),
    /// Certificates to approve.
    Approver(shipment::ApproverStart),
    /// An office's work.
    Supervisor(oversight::SupervisorStart),
    /// What to look into.
    Reviewer(oversight::ReviewerStart),
    /// Accounts and offices.
    Administrator(oversight::AdministratorStart),
}

async fn sent_back(ctx: &Ctx) -> Result<Option<shipment::SentBack>, WebError> {
    match ctx.actor()?.party {
        Some(party) => Ok(Some(shipment::sent_back(ctx, party).await?)),
        None => Ok(None),
    }
}

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    start: Start,
    /// What needs a decision, for those who decide.
    desk: Option<desk::Desk>,
    /// Cases that wait, as far as they concern the reader.
    cases: CaseCount,
    /// Reports of stones out of stock that wait, as far as they concern the reader.
    removals: ReportCount,
    /// Seizures that wait for the reader, or that took something from him.
    seizures: SeizureCount,
    /// Proposals about zones that wait for the reader.
    zones: i64,
    /// Proposed footprints that wait for the reader.
    footprints: i64,
    /// Returns of statistics that wait.
    returns: ReturnCount,
    /// What has to be put right after inspections.
    actions: ActionCount,
    /// Official estimates that wait for the reader.
    estimates: i64,
    /// A count of the reader's own stock that is late.
    count: Option<CountDue>,
    /// Open alerts.
    alerts: AlertCount,
    /// Recommendations of reviews that are still to be done.
    reviews: RecommendationCount,
}

/// `GET /`.
///
/// # Errors
/// When the template fails.
pub async fn home(ctx: Ctx) -> Answer {
    let role = ctx.signed_in.as_ref().map(|s| s.actor.role);
    let (returns, reviews) = (return_count(&ctx).await?, recommendation_count(&ctx).await?);
    let mut start = match role {
        None => Start::Visitor,
        Some(AccountRole::Registrar) => Start::Registrar(production::start(&ctx).await?, quality::quality(&ctx).await?),
        Some(AccountRole::Buyer) => Start::Trader(Box::new(purchase::start(&ctx).await?), None, blocked::blocked(&ctx).await?),
        Some(AccountRole::Exporter) => {
            Start::Trader(Box::new(purchase::start(&ctx).await?), sent_back(&ctx).await?, blocked::blocked(&ctx).await?)
        }
        Some(AccountRole::Officer) => Start::Officer(shipment::officer_start(&ctx).await?),
        Some(AccountRole::Approver) => Start::Approver(shipment::approver_start(&ctx).await?),
        Some(AccountRole::Supervisor) => Start::Supervisor(oversight::supervisor_start(&ctx).await?),
        Some(AccountRole::Reviewer) => Start::Reviewer(oversight::reviewer_start(&ctx).await?),
        Some(AccountRole::Administrator) => Start::Administrator(oversight::administrator_start(&ctx).await?),
    };
    let own = match &mut start {
        Start::Officer(start) => Some(desk::of_officer(&ctx, start)),
        Start::Approver(start) => Some(desk::of_approver(&ctx, start)),
        Start::Supervisor(_) => Some(Vec::new()),
        _ => None,
    };
    let (footprints, estimates) = (footprint::waiting_count(&ctx).await?, estimates_waiting(&ctx).await?);
    let actions = action_count(&ctx).await?;
    let country = desk::Counted {
        returns: (returns.open, returns.overdue),
        reviews: reviews.overdue,
        footprints,
        estimates,
        actions: (actions.open, actions.overdue),
    };
    let desk = match own {
        Some(own) => Some(desk::desk(&ctx, own, &country).await?),
        None => None,
    };
    let cases = case_count(&ctx).await?;
    let removals = report_count(&ctx).await?;
    let seizures = seizure_count(&ctx).await?;
    let zones = waiting_count(&ctx).await?;
    let alerts = alert_count(&ctx).await?;
    let count = own_due(&ctx).await?;
    let page = HomePage { start, desk, actions, cases, removals, seizures, zones, footprints, estimates, returns, count, alerts, reviews };
    ctx.render(&page)
}
