//! Offices, accounts, parties, licences and sites of the demonstration.

use super::chance::Names;
use super::trade::{Packet, Trader};
use super::{DemoError, Login, Plan, Stage};
use crate::domain::access::{AccountRole, Actor};
use crate::domain::event::{Obtained, PartyKind};
use crate::domain::geo::Position;
use crate::domain::ids::{AccountId, LicenceId, OfficeId, PartyId, SiteId};
use crate::domain::jurisdiction::{HolderKind, LicenceType};
use crate::domain::party::PartyDetails;
use crate::domain::role::Role;
use crate::domain::time::Day;
use crate::service::Batch;
use crate::service::account::{CreateAccount, founder};
use crate::service::licence::{IssueLicence, LicenceInput};
use crate::service::office::OpenOffice;
use crate::service::party::RegisterParty;
use crate::service::site::{GivenShape, RegisterSite};
use crate::service::slip_book::IssueSlipBook;
use chrono::{Days, Months};

/// A licence holder who digs.
pub struct Miner {
    pub licence: LicenceId,
    pub licence_number: String,
    pub registrar: Actor,
    pub sites: Vec<(SiteId, Position)>,
    pub first_site: SiteId,
    pub first_centre: Position,
    pub stock: Vec<Packet>,
}

/// Everybody.
pub struct Cast {
    pub miners: Vec<Miner>,
    pub dealers: Vec<Trader>,
    pub exporters: Vec<Trader>,
    pub officers: Vec<Actor>,
    pub approvers: Vec<Actor>,
}

/// An office with its people.
struct Desk {
    office: OfficeId,
    registrar: Actor,
    supervisor: Actor,
    places: Vec<Position>,
}

fn id<T: std::str::FromStr>(subject: &str) -> Result<T, DemoError> {
    subject.parse().map_err(|_| DemoError::Missing("an id"))
}

/// Makes everybody and every site.
pub(super) fn cast(
    stage: &mut Stage<'_>,
    b: &mut Batch<'_, '_>,
    plan: Plan,
    begin: Day,
    points: &[Position],
    password_hash: &str,
) -> Result<Cast, DemoError> {
    let mut maker =
        Maker { names: Names::of(stage.app.env.profile.code(), stage.words.mark), hash: password_hash.to_owned(), begin, admin: None };
    maker.first_account(stage, b)?;
    let desks = maker.desks(stage, b, points)?;
    let officers = vec![
        maker.account(stage, b, "officer", AccountRole::Officer, None, None)?,
        maker.account(stage, b, "officer2", AccountRole::Officer, None, None)?,
    ];
    let approvers = vec![maker.account(stage, b, "approver", AccountRole::Approver, None, None)?];
    maker.account(stage, b, "reviewer", AccountRole::Reviewer, None, None)?;
    let dealers = maker.traders(stage, b, &officers, Role::Dealer, plan.dealers)?;
    let exporters = maker.traders(stage, b, &officers, Role::Exporter, plan.exporters)?;
    let mut miners = Vec::with_capacity(plan.miners);
    for n in 0..plan.miners {
        let desk = desks.get(n % desks.len().max(1)).ok_or(DemoError::Missing("an office with rivers"))?;
        miners.extend(maker.miner(stage, b, desk, n)?);
    }
    for n in 0..plan.diggers {
        let desk = desks.get(n % desks.len().max(1)).ok_or(DemoError::Missing("an office"))?;
        let registrar = desk.registrar.clone();
        maker.party(stage, b, &registrar, Some(desk.office), Role::Digger, PartyKind::Person)?;
    }
    Ok(Cast { miners, dealers, exporters, officers, approvers })
}

struct Maker {
    names: Names,
    hash: String,
    begin: Day,
    admin: Option<Actor>,
}

impl Maker {
    fn admin(&self) -> Result<Actor, DemoError> {
        self.admin.clone().ok_or(DemoError::Missing("administrator"))
    }

    fn first_account(&mut self, stage: &mut Stage<'_>, b: &mut Batch<'_, '_>) -> Result<(), DemoError> {
        let mut act = stage.act(&founder(AccountId::new(uuid::Uuid::nil())), b.now());
        act.actor = founder(AccountId::new(act.entropy.id()));
        self.admin = Some(act.actor.clone());
        let command = self.create("administrator", AccountRole::Administrator, None, None);
        b.submit(&mut act, &command).map_err(|e| DemoError::Act("the first account", e))?;
        stage.made.logins.push(Login { role: "administrator", login: "administrator".into() });
        Ok(())
    }

    fn create(&self, login: &str, role: AccountRole, office: Option<OfficeId>, party: Option<PartyId>) -> CreateAccount {
        CreateAccount {
            login: login.to_owned(),
            display_name: format!("{login} (fictitious)"),
            role,
            office,
            party,
            password_hash: self.hash.clone(),
            must_change: false,
            chosen: false,
        }
    }

    fn account(
        &self,
        stage: &mut Stage<'_>,
        b: &mut Batch<'_, '_>,
        login: &str,
        role: AccountRole,
        office: Option<OfficeId>,
        party: Option<PartyId>,
    ) -> Result<Actor, DemoError> {
        let admin = self.admin()?;
        let receipt = stage.must(b, &admin, &self.create(login, role, office, party))?;
        if !stage.made.logins.iter().any(|l| l.role == role.as_str()) {
            stage.made.logins.push(Login { role: role.as_str(), login: login.to_owned() });
        }
        Ok(Actor { account: id(&receipt.subject)?, role, office, party })
    }

    /// The offices of the profile; those that look after areas with rivers get registrars.
    fn desks(&self, stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, points: &[Position]) -> Result<Vec<Desk>, DemoError> {
        let admin = self.admin()?;
        let env = std::sync::Arc::clone(&stage.app.env);
        let mut desks = Vec::new();
        for office in &env.profile.offices {
            let command = OpenOffice {
                code: office.code.clone(),
                name: office.name.get(env.profile.default_language()).to_owned(),
                areas: office.areas.clone(),
            };
            let made: OfficeId = id(&stage.must(b, &admin, &command)?.subject)?;
            if office.is_national() {
                continue;
            }
            let mine = |p: &&Position| {
                env.atlas.outline.contains(**p)
                    && env.atlas.outline.border_distance_m(**p) > 3_000
                    && env
                        .atlas
                        .areas
                        .at(**p)
                        .is_some_and(|a| env.profile.offices_of(&a.name, a.code.as_deref()).iter().any(|o| o.code == office.code))
            };
            let places: Vec<Position> = points.iter().filter(mine).copied().collect();
            if places.is_empty() {
                continue;
            }
            let tag = office.code.to_lowercase();
            let registrar = self.account(stage, b, &format!("registrar-{tag}"), AccountRole::Registrar, Some(made), None)?;
            let supervisor = self.account(stage, b, &format!("supervisor-{tag}"), AccountRole::Supervisor, Some(made), None)?;
            desks.push(Desk { office: made, registrar, supervisor, places });
        }
        Ok(desks)
    }

    fn party(
        &self,
        stage: &mut Stage<'_>,
        b: &mut Batch<'_, '_>,
        by: &Actor,
        office: Option<OfficeId>,
        role: Role,
        kind: PartyKind,
    ) -> Result<PartyId, DemoError> {
        let (chance, words) = (&mut stage.chance, stage.words);
        let name = match (kind, role) {
            (PartyKind::Person, _) => self.names.person(chance),
            (_, Role::Exporter) => self.names.firm(chance, words.exporter),
            (_, Role::Dealer) => self.names.firm(chance, words.dealer),
            _ => self.names.firm(chance, words.cooperative),
        };
        let age = chance.between(6_800, 21_000);
        let born_on = self.begin.checked_sub_days(Days::new(u64::try_from(age).unwrap_or(9_000)));
        let details = PartyDetails {
            name,
            address: Some(words.address.into()),
            nationality: Some(stage.app.env.profile.code().to_owned()),
            id_type: Some(if kind == PartyKind::Person { "national_id" } else { "registration" }.to_owned()),
            id_number: Some(format!("F{:08}", stage.chance.between(0, 99_999_999))),
            born_on: born_on.filter(|_| kind == PartyKind::Person),
            owners: (kind == PartyKind::Organisation).then(|| words.owners.to_owned()),
            ..PartyDetails::default()
        };
        let command =
            RegisterParty { kind, roles: vec![role], office, supporter: None, details, reference: None, acknowledged_duplicates: true };
        id(&stage.must(b, by, &command)?.subject)
    }

    fn licence(
        &self,
        stage: &mut Stage<'_>,
        b: &mut Batch<'_, '_>,
        by: &Actor,
        kind: &LicenceType,
        holder: PartyId,
        office: Option<OfficeId>,
    ) -> Result<(LicenceId, String), DemoError> {
        let starts_on = self.begin;
        let ends_on = starts_on.checked_add_months(Months::new(kind.term_max_months().max(1))).unwrap_or(starts_on);
        let terms = LicenceInput {
            kind: kind.code.clone(),
            holder,
            office,
            issued_on: starts_on,
            starts_on,
            ends_on,
            area: None,
            fee: kind.fee.as_ref().map(|f| f.value),
            receipt: Some(format!("R {}", stage.chance.between(10_000, 99_999))),
            workers_max: None,
            depth_max_dm: None,
            documents: kind.documents.iter().map(|d| d.code.clone()).collect(),
            conditions: None,
            reference: None,
        };
        let licence: LicenceId = id(&stage.must(b, by, &IssueLicence { number: None, renews: None, terms })?.subject)?;
        let found = crate::store::licence::licence_fetch(b.rx(), licence).map_err(|e| DemoError::Act("reading", e.into()))?;
        Ok((licence, found.ok_or(DemoError::Missing("licence"))?.number))
    }

    /// The licence type for a role, and whether it is for persons.
    fn kind_of(stage: &Stage<'_>, role: Role) -> Result<(LicenceType, PartyKind), DemoError> {
        let profile = &stage.app.env.profile;
        let found = profile.licence_types_granting(role).next().cloned().ok_or(DemoError::Missing("a licence type"))?;
        let person = found.holders.value.contains(&HolderKind::Person);
        Ok((found, if person { PartyKind::Person } else { PartyKind::Organisation }))
    }

    fn traders(
        &self,
        stage: &mut Stage<'_>,
        b: &mut Batch<'_, '_>,
        officers: &[Actor],
        role: Role,
        how_many: usize,
    ) -> Result<Vec<Trader>, DemoError> {
        let officer = officers.first().cloned().ok_or(DemoError::Missing("officer"))?;
        let (kind, of) = Self::kind_of(stage, role)?;
        let (name, account_role) = if role == Role::Exporter { ("exporter", AccountRole::Exporter) } else { ("buyer", AccountRole::Buyer) };
        let mut traders = Vec::with_capacity(how_many);
        for n in 1..=how_many {
            let party = self.party(stage, b, &officer, None, role, of)?;
            let (_, licence) = self.licence(stage, b, &officer, &kind, party, None)?;
            let login = if n == 1 { name.to_owned() } else { format!("{name}{n}") };
            let actor = self.account(stage, b, &login, account_role, None, Some(party))?;
            let tag = format!("{}{n:02}", if role == Role::Exporter { "X" } else { "D" });
            let book = IssueSlipBook { holder: party, prefix: format!("{tag}-"), first: 1, last: 5_000, width: 5 };
            stage.must(b, &officer, &book)?;
            traders.push(Trader { party, licence, actor, stock: Vec::new(), sealed: Vec::new(), seals: 0, tag });
        }
        Ok(traders)
    }

    /// A miner with a licence and one or two sites near a river; nobody when no free place was found.
    fn miner(&self, stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, desk: &Desk, n: usize) -> Result<Option<Miner>, DemoError> {
        let role = if n % 20 == 19 { Role::Cooperative } else { Role::Miner };
        let (kind, of) = Self::kind_of(stage, role)?;
        let (registrar, supervisor) = (desk.registrar.clone(), desk.supervisor.clone());
        let party = self.party(stage, b, &registrar, Some(desk.office), role, of)?;
        let (licence, licence_number) = self.licence(stage, b, &supervisor, &kind, party, Some(desk.office))?;
        let wanted = if stage.chance.happens(250) { 2 } else { 1 };
        let mut sites = Vec::new();
        for _ in 0..12 {
            if sites.len() == wanted {
                break;
            }
            let Some(near) = stage.chance.pick(&desk.places).copied() else { break };
            let Some((command, centre)) = self.site(stage, near, licence, n) else { continue };
            let mut act = stage.act(&registrar, b.now());
            if let Ok(receipt) = b.submit(&mut act, &command) {
                sites.push((id(&receipt.subject)?, centre));
            }
        }
        let Some((first_site, first_centre)) = sites.first().copied() else { return Ok(None) };
        Ok(Some(Miner { licence, licence_number, registrar, sites, first_site, first_centre, stock: Vec::new() }))
    }

    /// A plot of some 60 to 90 metres a side, some hundred metres from a river.
    fn site(&self, stage: &mut Stage<'_>, near: Position, licence: LicenceId, n: usize) -> Option<(RegisterSite, Position)> {
        let chance = &mut stage.chance;
        let mut shift = || i32::try_from(chance.between(-90_000, 90_000)).unwrap_or(0);
        let (lon, lat) = (near.lon_e7().saturating_add(shift()), near.lat_e7().saturating_add(shift()));
        let half = i32::try_from(chance.between(2_700, 4_000)).unwrap_or(3_000);
        let lean = i32::try_from(chance.between(-900, 900)).unwrap_or(0);
        let corner = |x: i32, y: i32| Position::new(lon.saturating_add(x), lat.saturating_add(y));
        let ring = vec![corner(-half, -half + lean)?, corner(half + lean, -half)?, corner(half, half - lean)?, corner(-half - lean, half)?];
        let deposits = &stage.app.env.profile.deposit_types;
        let deposit = stage.chance.pick(deposits).map(|d| d.code.clone());
        let command = RegisterSite {
            name: format!("{} {} {}", stage.words.plot, n + 1, stage.words.mark),
            shape: GivenShape::Polygon(vec![ring]),
            accuracy_m: Some(u32::try_from(stage.chance.between(3, 12)).unwrap_or(5)),
            obtained: Obtained::Gps,
            surveyed_on: Some(self.begin),
            surveyor: Some(stage.words.surveyor.into()),
            licence: Some(licence),
            deposit,
            locality: None,
            office: None,
            reference: None,
        };
        Some((command, corner(0, 0)?))
    }
}
