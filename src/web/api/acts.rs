//! Every act of the services as `POST /api/v1/acts/<name>`, from one list.

use crate::domain::access::{AccountRole, Permission};
use crate::domain::dispute::may_claim;
use crate::domain::ids::{AccountId, CertificateId, OfficeId, PartyId};
use crate::domain::violation::{Arg, Kind};
use crate::service::dispute::OpenDispute;
use crate::service::error::ServiceError;
use crate::service::guard::Guard;
use crate::service::purchase::{AcceptPurchase, OfferParcels, RecordPurchase};
use crate::service::{self, Act as Attempt, Command};
use crate::store::error::StoreError;
use crate::store::journal::{Receipt, entry_by_key, receipt_fetch};
use crate::web::api::{body_of, json, read_json};
use crate::web::certificate::paper::drawn;
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::password;
use crate::web::routes::{Access, Route, posted};
use crate::web::state::State;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, LOCATION};
use actix_web::{HttpRequest, HttpResponse, ResponseError, web};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

/// Header under which a client may send the same act twice.
pub const KEY_HEADER: &str = "idempotency-key";
/// Header or query value: when it happened, where that is not now.
pub const OCCURRED: (&str, &str) = ("occurred-at", "occurred_at");
/// Header or query value: from which device.
pub const DEVICE: (&str, &str) = ("device", "device");
/// The most characters of a key or a device's name.
const TEXT_MOST: usize = 200;

/// A command as it comes in: most are their own body.
pub trait Act: Command + Send + Sized + 'static {
    /// What the request's JSON is.
    type Body: DeserializeOwned + ToSchema + Send + 'static;

    /// The command. It may take a while (passwords are hashed here, for this account and key, and certificates drawn).
    ///
    /// # Errors
    /// Refusals of what only the body has.
    fn of(body: Self::Body, attempt: &Attempt, state: &State) -> Result<Self, WebError>;
}

/// One line of the list.
pub struct Listed {
    /// `verb_noun`.
    pub name: &'static str,
    /// Where it is posted to.
    pub path: &'static str,
    /// What the account must be allowed.
    pub permission: Permission,
    /// Whether it is a signature, which no machine token may give.
    pub signs: bool,
    /// The handler.
    pub to: fn() -> actix_web::Route,
    /// The body's name in the description.
    pub body: fn() -> String,
    /// The body and what it is made of.
    pub schemas: fn(&mut Vec<(String, RefOr<Schema>)>),
    /// Whether a body is read, or where not.
    pub reads: fn(&[u8]) -> Result<(), WebError>,
}

macro_rules! acts {
    ($($name:literal => $command:ty $(, from $body:ty)?;)*) => {
        /// Every act. A test compares the list with the commands of the services.
        #[must_use]
        pub fn all() -> Vec<Listed> {
            vec![$(Listed {
                name: <$command as Command>::NAME,
                path: concat!("/api/v1/acts/", $name),
                permission: <$command as Command>::PERMISSION,
                signs: <$command as Command>::SIGNS,
                to: || web::post().to(act::<$command>),
                body: || <<$command as Act>::Body as ToSchema>::name().into_owned(),
                schemas: schemas_of::<<$command as Act>::Body>,
                reads: |bytes| read_json::<<$command as Act>::Body>(bytes).map(|_| ()),
            }),*]
        }
        $(acts!(@act $command $(, $body)?);)*
    };
    (@act $command:ty) => {
        impl Act for $command {
            type Body = Self;
            fn of(body: Self, _: &Attempt, _: &State) -> Result<Self, WebError> { Ok(body) }
        }
    };
    (@act $command:ty, $body:ty) => {
        impl Act for $command {
            type Body = $body;
            fn of(body: $body, attempt: &Attempt, state: &State) -> Result<Self, WebError> { body.command(attempt, state) }
        }
    };
}

acts! {
    "create_account" => service::account::CreateAccount, from NewAccount;
    "change_account" => service::account::ChangeAccount;
    "set_account_state" => service::account::SetAccountState;
    "reset_password" => service::account::ResetPassword, from NewPassword;
    "reset_factor" => service::factor::ResetFactor;
    "open_office" => service::office::OpenOffice;
    "change_office" => service::office::ChangeOffice;
    "register_party" => service::party::RegisterParty;
    "change_party" => service::party::ChangeParty;
    "set_party_state" => service::party_state::SetPartyState;
    "erase_details" => service::personal::EraseDetails;
    "issue_licence" => service::licence::IssueLicence;
    "change_licence" => service::licence::ChangeLicence;
    "set_licence_state" => service::licence::SetLicenceState;
    "register_site" => service::site::RegisterSite;
    "change_site" => service::site::ChangeSite;
    "record_production" => service::production::RecordProduction;
    "declare_stock" => service::stock::DeclareStock;
    "issue_slip_book" => service::slip_book::IssueSlipBook;
    "offer_parcels" => service::purchase::OfferParcels;
    "accept_purchase" => service::purchase::AcceptPurchase;
    "decline_purchase" => service::purchase::DeclinePurchase;
    "withdraw_offer" => service::purchase::WithdrawOffer;
    "record_purchase" => service::purchase::RecordPurchase;
    "combine_parcels" => service::rework::CombineParcels;
    "split_parcel" => service::rework::SplitParcel;
    "sort_parcel" => service::rework::SortParcel;
    "reweigh_parcel" => service::parcel::ReweighParcel;
    "seal_parcel" => service::parcel::SealParcel;
    "open_seal" => service::parcel::OpenSeal;
    "handle_alert" => service::control::HandleAlert;
    "report_removal" => service::removal::ReportRemoval;
    "decide_removal" => service::removal::DecideRemoval;
    "record_seizure" => service::seizure::RecordSeizure;
    "move_seizure" => service::seizure::MoveSeizure;
    "answer_seizure_difference" => service::seizure::AnswerSeizureDifference;
    "propose_seizure_order" => service::seizure::ProposeSeizureOrder;
    "decide_seizure_order" => service::seizure::DecideSeizureOrder;
    "count_safe" => service::seizure::CountSafe;
    "count_stock" => service::stock_count::CountStock;
    "record_offence" => service::offence::RecordOffence;
    "follow_up_offence" => service::offence::FollowUpOffence;
    "announce_inspections" => service::inspection::AnnounceInspections;
    "draw_inspections" => service::inspection::DrawInspections;
    "record_inspection" => service::inspection::RecordInspection;
    "finish_inspection_action" => service::inspection::FinishInspectionAction;
    "start_dry_run" => service::inspection::StartDryRun;
    "conclude_dry_run" => service::inspection::ConcludeDryRun;
    "propose_zone" => service::zone::ProposeZone;
    "propose_zone_boundary" => service::zone::ProposeZoneBoundary;
    "propose_zone_status" => service::zone::ProposeZoneStatus;
    "propose_release" => service::zone::ProposeRelease;
    "decide_zone" => service::zone::DecideZone;
    "size_parcel" => service::footprint::SizeParcel;
    "propose_footprint" => service::footprint::ProposeFootprint;
    "decide_footprint" => service::footprint::DecideFootprint;
    "propose_estimate" => service::capacity::ProposeEstimate;
    "decide_estimate" => service::capacity::DecideEstimate;
    "lift_hold" => service::capacity::LiftHold;
    "prepare_shipment" => service::shipment::PrepareShipment;
    "cancel_shipment" => service::shipment::CancelShipment;
    "present_shipment" => service::shipment::PresentShipment;
    "receive_blanks" => service::blank::ReceiveBlanks;
    "allocate_blanks" => service::blank::AllocateBlanks;
    "report_blanks" => service::blank::ReportBlanks;
    "decide_blank_report" => service::blank::DecideBlankReport;
    "propose_participants" => service::participant::ProposeParticipants;
    "decide_participants" => service::participant::DecideParticipants;
    "value_shipment" => service::valuation::ValueShipment;
    "propose_certificate" => service::certificate::ProposeCertificate;
    "decline_certificate" => service::certificate::DeclineCertificate;
    "issue_certificate" => service::certificate::IssueCertificate;
    "print_certificate" => service::print::PrintCertificate, from NewPrint;
    "seal_container" => service::departure::SealContainer;
    "record_departure" => service::departure::RecordDeparture;
    "endorse_certificate" => service::departure::EndorseCertificate;
    "record_arrival" => service::arrival::RecordArrival;
    "close_arrival" => service::arrival::CloseArrival;
    "list_warnings" => service::warning::ListWarnings;
    "withdraw_warnings" => service::warning::WithdrawWarnings;
    "issue_letter" => service::letter::IssueLetter;
    "withdraw_letter" => service::letter::WithdrawLetter;
    "record_notice" => service::notice::RecordNotice;
    "confirm_receipt" => service::confirmation::ConfirmReceipt;
    "answer_difference" => service::confirmation::AnswerDifference;
    "void_certificate" => service::certificate::VoidCertificate;
    "submit_return" => service::statistics::SubmitReturn;
    "answer_return_difference" => service::statistics::AnswerReturnDifference;
    "receive_partner_figures" => service::statistics::ReceivePartnerFigures;
    "record_review" => service::review::RecordReview;
    "change_review" => service::review::ChangeReview;
    "record_recommendation" => service::review::RecordRecommendation;
    "follow_up_recommendation" => service::review::FollowUpRecommendation;
    "propose_production_correction" => service::correction::ProposeProductionCorrection;
    "propose_stock_correction" => service::correction::ProposeStockCorrection;
    "propose_withdrawal" => service::correction::ProposeWithdrawal;
    "propose_purchase_correction" => service::correction::ProposePurchaseCorrection;
    "decide_correction" => service::correction::DecideCorrection;
    "open_dispute" => service::dispute::OpenDispute;
    "decide_dispute" => service::dispute::DecideDispute;
    "withdraw_dispute" => service::dispute::WithdrawDispute;
}

/// The routes of all acts.
pub fn routes() -> Vec<Route> {
    all().into_iter().map(|a| posted(a.path, Access::Needs(a.permission), a.to)).collect()
}

fn schemas_of<T: ToSchema>(found: &mut Vec<(String, RefOr<Schema>)>) {
    found.push((T::name().into_owned(), <T as PartialSchema>::schema()));
    T::schemas(found);
}

/// Makes an account; the first sign-in asks for another password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAccount {
    /// Sign-in name: 3 to 60 letters, digits, `.`, `-`, `_`, `@`.
    login: String,
    /// Name shown on pages.
    display_name: String,
    /// What it is for.
    role: AccountRole,
    /// The office it is bound to (registrar, supervisor).
    office: Option<OfficeId>,
    /// The party it acts for (buyer, exporter).
    party: Option<PartyId>,
    /// The first password: 12 to 128 characters.
    #[schema(format = "password", min_length = 12, max_length = 128)]
    password: String,
}

impl NewAccount {
    fn command(self, attempt: &Attempt, state: &State) -> Result<service::account::CreateAccount, WebError> {
        let password_hash = hashed(&state.app.guard, &self.login, &self.password, attempt)?;
        let Self { login, display_name, role, office, party, .. } = self;
        let (must_change, chosen) = (true, true);
        Ok(service::account::CreateAccount { login, display_name, role, office, party, password_hash, must_change, chosen })
    }
}

/// Gives an account a new first password; its sessions end.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPassword {
    /// Which.
    account: AccountId,
    /// The first password: 12 to 128 characters.
    #[schema(format = "password", min_length = 12, max_length = 128)]
    password: String,
}

impl NewPassword {
    fn command(self, attempt: &Attempt, state: &State) -> Result<service::account::ResetPassword, WebError> {
        let password_hash = hashed(&state.app.guard, "", &self.password, attempt)?;
        Ok(service::account::ResetPassword { account: self.account, password_hash, chosen: true })
    }
}

/// Puts a certificate on paper: the original, or with a reason once more. `certificates/{key}/paper` has its file.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPrint {
    /// Which.
    certificate: CertificateId,
    /// The number of the copy: 1 for the original, else one more than the last print's.
    copy: i64,
    /// Why it is printed again; needed from copy 2 on.
    #[serde(default)]
    reason: Option<String>,
}

impl NewPrint {
    fn command(self, attempt: &Attempt, state: &State) -> Result<service::print::PrintCertificate, WebError> {
        let Self { certificate, copy, reason } = self;
        let drawn = drawn(state, &attempt.actor, attempt.now, certificate, copy)?;
        Ok(service::print::PrintCertificate { certificate, copy, reason, drawn })
    }
}

fn hashed(guard: &Guard, login: &str, typed: &str, attempt: &Attempt) -> Result<String, WebError> {
    guard.password_problems(login, &[], typed, "password")?.finish().map_err(ServiceError::from)?;
    let salt = password::salt_of(attempt.actor.account, &attempt.key);
    password::hash_with(typed, &salt).ok_or_else(|| WebError::Fault("a password was not hashed".into()))
}

/// The query of an act, for clients that cannot set headers.
#[derive(Debug, Default, Deserialize)]
pub struct Query {
    occurred_at: Option<String>,
    device: Option<String>,
    /// Only tell what would be recorded, or refused.
    #[serde(default)]
    preview: bool,
}

/// What an act would record now; nothing is kept, and its ids will be others.
#[derive(Serialize, ToSchema)]
pub struct Preview {
    /// Kind of the event, `noun.past`.
    kind: String,
    /// What it would say.
    #[schema(value_type = Object)]
    body: Value,
}

fn header<'a>(req: &'a HttpRequest, name: &str) -> Result<Option<&'a str>, WebError> {
    let unreadable = |_| WebError::Unreadable(format!("header {name}: not text"));
    req.headers().get(name).map(|v| v.to_str().map(str::trim).map_err(unreadable)).transpose()
}

fn bounded(place: &str, text: String) -> Result<String, WebError> {
    let fits = !text.is_empty() && text.chars().count() <= TEXT_MOST;
    if fits { Ok(text) } else { Err(WebError::Unreadable(format!("{place}: 1 to {TEXT_MOST} characters"))) }
}

fn attempt(ctx: &Ctx, req: &HttpRequest, query: Query) -> Result<Attempt, WebError> {
    let key = header(req, KEY_HEADER)?.ok_or_else(|| WebError::Unreadable("header Idempotency-Key: missing".into()))?;
    let mut attempt = ctx.act(&bounded("header Idempotency-Key", key.to_owned())?)?;
    let at = header(req, OCCURRED.0)?.map(str::to_owned).or(query.occurred_at);
    let no_instant = |_| WebError::Unreadable("occurred_at: no RFC 3339 instant".into());
    attempt.occurred_at = at.map(|t| t.parse().map_err(no_instant)).transpose()?;
    let device = header(req, DEVICE.0)?.map(str::to_owned).or(query.device);
    attempt.device = device.map(|d| bounded("device", d)).transpose()?;
    if let Some(device) = &attempt.device {
        service::check_device(device).map_err(ServiceError::from)?;
    }
    Ok(attempt)
}

/// `POST /api/v1/acts/<name>`: 201 with the receipt, 200 with the same receipt when it was sent before; with
/// `?preview=true` 200 with what would be recorded.
///
/// # Errors
/// RFC 9457 problems: 400, 401, 403, 404, 409 (with the receipt of what was first, where that is known), 422.
pub async fn act<A: Act>(ctx: Ctx, req: HttpRequest, query: web::Query<Query>, body: web::Bytes) -> Answer {
    let query = query.into_inner();
    let preview = query.preview;
    let mut attempt = attempt(&ctx, &req, query)?;
    let body: A::Body = read_json(&body)?;
    if preview {
        let told = move |state: &State| -> Result<Preview, WebError> {
            let command = A::of(body, &attempt, state)?;
            let event = state.app.preview(&mut attempt, &command)?;
            Ok(Preview { kind: event.kind().to_owned(), body: body_of(&event) })
        };
        return json(StatusCode::OK, &ctx.block(told).await?);
    }
    let (account, key) = (attempt.actor.account, attempt.key.clone());
    let done = ctx
        .block(move |state| -> Result<Receipt, WebError> {
            let command = A::of(body, &attempt, state)?;
            Ok(state.app.submit(&mut attempt, &command)?)
        })
        .await;
    match done {
        Ok(receipt) => {
            let status = if receipt.replayed { StatusCode::OK } else { StatusCode::CREATED };
            let mut answer = json(status, &receipt)?;
            if let Ok(at) = HeaderValue::try_from(format!("/api/v1/receipts/{}", receipt.id)) {
                answer.headers_mut().insert(LOCATION, at);
            }
            Ok(answer)
        }
        Err(WebError::Service(ServiceError::KeyReused)) => {
            let first = ctx.read(move |rx| -> Result<_, StoreError> { entry_by_key(rx, account, &key) }).await?.map(|(r, _)| r);
            Ok(answered(&WebError::Service(ServiceError::KeyReused), first, None))
        }
        Err(error) => {
            let claim = claim_after(A::NAME, &error).filter(|_| ctx.can(Permission::DisputeOpen));
            let first = match winner(&error) {
                Some(seq) => ctx.read(move |rx| -> Result<_, StoreError> { receipt_fetch(rx, seq) }).await?,
                None if claim.is_none() => return Err(error),
                None => None,
            };
            Ok(answered(&error, first, claim))
        }
    }
}

/// The entry that was first, where the refusal names it in its value `seq`.
fn winner(error: &WebError) -> Option<i64> {
    let WebError::Service(ServiceError::Refused(v)) = error else { return None };
    let conflicts = v.0.iter().filter(|v| v.kind == Kind::Conflict);
    let named = conflicts.flat_map(|v| &v.args).find(|(name, _)| *name == "seq");
    named.and_then(|(_, arg)| if let Arg::Count(seq) = arg { Some(*seq) } else { None })
}

/// The act by which whoever was refused a sale or offer may put it on record beside what was first.
fn claim_after(act: &str, error: &WebError) -> Option<&'static str> {
    let sales = [OfferParcels::NAME, AcceptPurchase::NAME, RecordPurchase::NAME];
    match error {
        WebError::Service(ServiceError::Refused(v)) if sales.contains(&act) && may_claim(v) => Some(OpenDispute::NAME),
        _ => None,
    }
}

fn answered(error: &WebError, receipt: Option<Receipt>, claim: Option<&'static str>) -> HttpResponse {
    let mut answer = error.error_response();
    let mut problem = error.problem();
    problem.receipt = receipt;
    problem.claim = claim;
    answer.extensions_mut().insert(problem);
    answer
}
