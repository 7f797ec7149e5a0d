//! Offices, accounts, parties and sites of the demonstration.

use super::chance::{Chance, Names};
use super::papers::{Papers, Wanted, area_around, begun_before};
use super::trade::{Packet, Trader};
use super::{DemoError, Login, Plan, Stage};
use crate::domain::access::{AccountRole, Actor};
use crate::domain::event::{Obtained, PartyKind};
use crate::domain::geo::Position;
use crate::domain::ids::{AccountId, OfficeId, PartyId, SiteId};
use crate::domain::jurisdiction::{HolderKind, LicenceType};
use crate::domain::party::PartyDetails;
use crate::domain::role::Role;
use crate::domain::time::Day;
use crate::service::Batch;
use crate::service::account::{CreateAccount, founder};
use crate::service::office::OpenOffice;
use crate::service::party::RegisterParty;
use crate::service::site::{GivenShape, RegisterSite};
use crate::service::slip_book::IssueSlipBook;
use crate::store::party::party_fetch;
use chrono::Days;

/// A licence holder who digs.
pub struct Miner {
    pub papers: Papers,
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
    /// Go-betweens.
    pub agents: Vec<Papers>,
    pub officers: Vec<Actor>,
    /// Codes of those who are present where stones are valued.
    pub officials: Vec<String>,
    /// Code of the independent valuer.
    pub valuer: String,
    pub approvers: Vec<Actor>,
    maker: Maker,
    desks: Vec<Desk>,
    supporters: Vec<PartyId>,
}

/// Whether this miner comes in the course of the year.
const fn comes_later(n: usize) -> bool {
    n % 5 == 3
}

/// Whether the surveyed area is drawn on the licence of this miner when it is renewed.
const fn has_area(n: usize) -> bool {
    n % 4 == 1
}

/// Whether this miner lets his licence end.
const fn lapses(n: usize) -> bool {
    n % 12 == 6
}

impl Cast {
    /// All licences.
    pub fn papers(&mut self) -> impl Iterator<Item = &mut Papers> {
        let traders = self.dealers.iter_mut().chain(&mut self.exporters).map(|t| &mut t.papers);
        self.miners.iter_mut().map(|m| &mut m.papers).chain(traders).chain(&mut self.agents)
    }

    /// The office that was opened first.
    pub fn first_office(&self) -> Option<OfficeId> {
        self.desks.first().map(|d| d.office)
    }

    /// A go-between with a card that holds, now and then.
    pub fn agent(&self, chance: &mut Chance, day: Day) -> Option<PartyId> {
        let agent = chance.pick(&self.agents).filter(|a| a.valid_on(day).is_some())?;
        chance.happens(120).then_some(agent.holder)
    }

    /// Those miners who come on this day of the year: one by one from its second month on, so that their first licence
    /// still holds when the year is over.
    pub(super) fn newcomers(
        &mut self,
        stage: &mut Stage<'_>,
        b: &mut Batch<'_, '_>,
        plan: Plan,
        day: Day,
        done: u32,
    ) -> Result<(), DemoError> {
        let done = usize::try_from(done).unwrap_or(0);
        for n in (0..plan.miners).filter(|n| comes_later(*n) && 45 + 260 * n / plan.miners.max(1) == done) {
            let found = self.maker.miner(stage, b, (&self.desks, &self.supporters), n, Some(day))?;
            self.miners.extend(found);
        }
        Ok(())
    }
}

/// A party that is to be registered.
struct Somebody {
    office: Option<OfficeId>,
    role: Role,
    kind: PartyKind,
    supporter: Option<PartyId>,
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
    let names = Names::of(stage.app.env.profile.code(), stage.words.mark);
    let mut maker = Maker { names, hash: password_hash.to_owned(), begin, until: plan.until, admin: None };
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
    let mut named = Vec::new();
    for role in [Role::Official, Role::Official, Role::Valuer] {
        let who = Somebody { office: None, role, kind: PartyKind::Person, supporter: None };
        let party = maker.party(stage, b, officers.first().ok_or(DemoError::Missing("officer"))?, &who)?;
        let found = party_fetch(b.rx(), party).map_err(|e| DemoError::Act("reading", e.into()))?;
        named.push(found.ok_or(DemoError::Missing("official"))?.code);
    }
    let valuer = named.pop().ok_or(DemoError::Missing("valuer"))?;
    let agents = maker.agents(stage, b, &officers, (plan.dealers / 8).max(2))?;
    let supporters = maker.supporters(stage, b, &officers, (plan.miners / 30).max(2))?;
    let mut miners = Vec::with_capacity(plan.miners);
    for n in (0..plan.miners).filter(|n| !comes_later(*n)) {
        miners.extend(maker.miner(stage, b, (&desks, &supporters), n, None)?);
    }
    for n in 0..plan.diggers {
        let desk = desks.get(n % desks.len().max(1)).ok_or(DemoError::Missing("an office"))?;
        let registrar = desk.registrar.clone();
        let digger = Somebody { office: Some(desk.office), role: Role::Digger, kind: PartyKind::Person, supporter: None };
        maker.party(stage, b, &registrar, &digger)?;
    }
    Ok(Cast { miners, dealers, exporters, agents, officers, officials: named, valuer, approvers, maker, desks, supporters })
}

struct Maker {
    names: Names,
    hash: String,
    begin: Day,
    until: Day,
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

    fn party(&self, stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, by: &Actor, who: &Somebody) -> Result<PartyId, DemoError> {
        let (chance, words, kind) = (&mut stage.chance, stage.words, who.kind);
        let name = match (kind, who.role) {
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
        let (roles, office, supporter) = (vec![who.role], who.office, who.supporter);
        let command = RegisterParty { kind, roles, office, supporter, details, reference: None, acknowledged_duplicates: true };
        id(&stage.must(b, by, &command)?.subject)
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
            let party = self.party(stage, b, &officer, &Somebody { office: None, role, kind: of, supporter: None })?;
            // Where a licence may be for half a year, every second one is.
            let terms = kind.terms_months.value.iter().copied();
            let months = if n % 2 == 0 { terms.min() } else { terms.max() }.unwrap_or(12);
            let starts_on = begun_before(stage, self.begin, self.until, months);
            let papers = Wanted { kind: &kind, holder: party, office: None, by: &officer, months, starts_on }.issue(stage, b)?;
            let login = if n == 1 { name.to_owned() } else { format!("{name}{n}") };
            let actor = self.account(stage, b, &login, account_role, None, Some(party))?;
            let tag = format!("{}{n:02}", if role == Role::Exporter { "X" } else { "D" });
            let book = IssueSlipBook { holder: party, prefix: format!("{tag}-"), first: 1, last: 5_000, width: 5 };
            stage.must(b, &officer, &book)?;
            traders.push(Trader { party, papers, actor, stock: Vec::new(), sealed: Vec::new(), seals: 0, tag });
        }
        Ok(traders)
    }

    /// Go-betweens with their cards, where the country has such cards.
    fn agents(&self, stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, officers: &[Actor], how_many: usize) -> Result<Vec<Papers>, DemoError> {
        let officer = officers.first().cloned().ok_or(DemoError::Missing("officer"))?;
        let Ok((kind, of)) = Self::kind_of(stage, Role::Agent) else { return Ok(Vec::new()) };
        let months = kind.term_max_months();
        let mut agents = Vec::with_capacity(how_many);
        for _ in 0..how_many {
            let holder = self.party(stage, b, &officer, &Somebody { office: None, role: Role::Agent, kind: of, supporter: None })?;
            let starts_on = begun_before(stage, self.begin, self.until, months);
            agents.push(Wanted { kind: &kind, holder, office: None, by: &officer, months, starts_on }.issue(stage, b)?);
        }
        Ok(agents)
    }

    /// People who pay for the digging of others.
    fn supporters(
        &self,
        stage: &mut Stage<'_>,
        b: &mut Batch<'_, '_>,
        officers: &[Actor],
        how_many: usize,
    ) -> Result<Vec<PartyId>, DemoError> {
        let officer = officers.first().cloned().ok_or(DemoError::Missing("officer"))?;
        let who = Somebody { office: None, role: Role::Supporter, kind: PartyKind::Person, supporter: None };
        (0..how_many).map(|_| self.party(stage, b, &officer, &who)).collect()
    }

    /// A miner with a licence and one or two sites near a river; nobody when no free place was found. Who does not come
    /// on a day of the year has been there before it.
    fn miner(
        &self,
        stage: &mut Stage<'_>,
        b: &mut Batch<'_, '_>,
        (desks, supporters): (&[Desk], &[PartyId]),
        n: usize,
        comes_on: Option<Day>,
    ) -> Result<Option<Miner>, DemoError> {
        let desk = desks.get(n % desks.len().max(1)).ok_or(DemoError::Missing("an office with rivers"))?;
        let role = if n % 20 == 19 { Role::Cooperative } else { Role::Miner };
        let (kind, of) = Self::kind_of(stage, role)?;
        let registrar = desk.registrar.clone();
        let supporter = supporters.get(n / 3 % supporters.len().max(1)).copied().filter(|_| n % 3 == 1);
        let office = Some(desk.office);
        let holder = self.party(stage, b, &registrar, &Somebody { office, role, kind: of, supporter })?;
        let months = kind.term_max_months();
        let starts_on = comes_on.unwrap_or_else(|| begun_before(stage, self.begin, self.until, months));
        let mut papers = Wanted { kind: &kind, holder, office, by: &desk.supervisor, months, starts_on }.issue(stage, b)?;
        let wanted = if stage.chance.happens(250) && !has_area(n) { 2 } else { 1 };
        let mut sites = Vec::new();
        for _ in 0..12 {
            if sites.len() == wanted {
                break;
            }
            let Some(near) = stage.chance.pick(&desk.places).copied() else { break };
            let Some((command, centre)) = self.site(stage, near, &papers, n) else { continue };
            let mut act = stage.act(&registrar, b.now());
            if let Ok(receipt) = b.submit(&mut act, &command) {
                sites.push((id(&receipt.subject)?, centre));
            }
        }
        let Some((first_site, first_centre)) = sites.first().copied() else { return Ok(None) };
        papers.area = has_area(n).then(|| area_around(first_centre));
        if lapses(n) {
            papers.renewed_before = None;
        }
        Ok(Some(Miner { papers, registrar, sites, first_site, first_centre, stock: Vec::new() }))
    }

    /// A plot of some 60 to 90 metres a side, some hundred metres from a river; one that fits into its licensed area.
    fn site(&self, stage: &mut Stage<'_>, near: Position, papers: &Papers, n: usize) -> Option<(RegisterSite, Position)> {
        let chance = &mut stage.chance;
        let mut shift = || i32::try_from(chance.between(-90_000, 90_000)).unwrap_or(0);
        let (lon, lat) = (near.lon_e7().saturating_add(shift()), near.lat_e7().saturating_add(shift()));
        let half = i32::try_from(chance.between(2_700, if has_area(n) { 3_400 } else { 4_000 })).unwrap_or(3_000);
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
            surveyed_on: Some(papers.first.starts_on),
            surveyor: Some(stage.words.surveyor.into()),
            licence: Some(papers.first.id),
            deposit,
            locality: None,
            office: None,
            reference: None,
        };
        Some((command, corner(0, 0)?))
    }
}
