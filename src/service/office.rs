//! Opening and changing offices.

use crate::domain::access::Permission;
use crate::domain::event::{OfficeChanged, OfficeOpened};
use crate::domain::ids::OfficeId;
use crate::domain::site::{WHOLE_COUNTRY, looks_after};
use crate::domain::violation::{Violation, Violations};
use crate::service::error::ServiceError;
use crate::service::party::check_seen;
use crate::service::{Case, Command, Decision, Env};
use crate::store::db::Rx;
use crate::store::office::{office_fetch, office_next_no, offices};
use serde::{Deserialize, Serialize};

/// Opens an office.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenOffice {
    /// Short code, unique, 2 to 10 letters or digits.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Names or codes of the first-level administrative areas it looks after, or `*` for the whole country.
    pub areas: Vec<String>,
}

impl Command for OpenOffice {
    const NAME: &'static str = "open_office";
    const PERMISSION: Permission = Permission::AccountManage;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let mut v = Violations::none();
        let code = self.code.trim().to_uppercase();
        let plain = code.chars().all(|c| c.is_ascii_alphanumeric());
        v.check((2..=10).contains(&code.len()) && plain, || Violation::on("office.code", "code"));
        check_name(&self.name, &mut v);
        let taken = offices(rx)?.into_iter().find(|o| o.code == code);
        let areas = tidy(&self.areas);
        check_areas(case.env, &areas, &[], &mut v);
        v.check(taken.is_none(), || Violation::on("office.code_taken", "code").with("code", code.clone()));
        v.finish()?;
        Ok(OfficeOpened { office: case.id(), no: office_next_no(rx)?, code, name: self.name.trim().to_owned(), areas }.into())
    }
}

/// Changes the name or the areas of an office.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeOffice {
    /// Which.
    pub office: OfficeId,
    /// Its name from now on.
    pub name: String,
    /// Its areas from now on.
    pub areas: Vec<String>,
}

impl Command for ChangeOffice {
    const NAME: &'static str = "change_office";
    const PERMISSION: Permission = Permission::AccountManage;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let before = office_fetch(rx, self.office)?.ok_or(ServiceError::NotFound("office"))?;
        let mut v = Violations::none();
        check_name(&self.name, &mut v);
        let areas = tidy(&self.areas);
        check_areas(case.env, &areas, &before.areas, &mut v);
        v.finish()?;
        Ok(OfficeChanged { office: self.office, name: self.name.trim().to_owned(), areas }.into())
    }
}

fn check_name(name: &str, v: &mut Violations) {
    v.check(!name.trim().is_empty(), || Violation::on("required", "name"));
    check_seen(name.trim(), "name", v);
}

fn tidy(areas: &[String]) -> Vec<String> {
    areas.iter().map(|a| a.trim().to_owned()).filter(|a| !a.is_empty()).collect()
}

/// Whether an office may look after an area: the whole country, a first-level area of the map, or one that the profile
/// names for its own offices (under the names of other maps). Where the map has no areas, nothing can be compared.
fn is_area(env: &Env, area: &str) -> bool {
    let known = env.atlas.areas.all();
    let one = [area.to_owned()];
    let named = |area: &String| looks_after(&one, area, None);
    known.is_empty()
        || area == WHOLE_COUNTRY
        || known.iter().any(|o| looks_after(&one, &o.name, o.code.as_deref()))
        || env.profile.offices.iter().flat_map(|o| &o.areas).any(named)
}

/// Refuses areas that are none of the country, each by its name. What an office had before stays allowed.
fn check_areas(env: &Env, areas: &[String], before: &[String], v: &mut Violations) {
    let names: Vec<&str> = env.atlas.areas.all().iter().map(|a| a.name.as_str()).collect();
    for area in areas.iter().filter(|a| !before.contains(a) && !is_area(env, a)) {
        v.push(Violation::on("office.area", "areas").with("area", area.clone()).with("areas", names.join(", ")));
    }
}
