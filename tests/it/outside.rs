//! What a request from outside may not say: where a licence comes from.

use crate::licence::issue;
use crate::world::{World, codes, day, each};
use placer::domain::access::{AccountRole, Actor};
use placer::domain::event::Reference;
use placer::domain::role::Role;
use placer::service::error::ServiceError;
use placer::service::licence::{ChangeLicence, IssueLicence};
use placer::service::Act;

/// A licence without papers, begun before it was issued, under a number of the register's own, said to come from
/// elsewhere.
fn borrowed(w: &mut World, actor: &Actor) -> IssueLicence {
    let holder = crate::licence::party(w, actor, "A Miner", Role::Miner, Some("SL"));
    let mut command = issue(holder);
    command.number = Some("SL/ART/2026/00077".into());
    command.terms.documents.clear();
    command.terms.issued_on = day("2026-01-01");
    (command.terms.starts_on, command.terms.ends_on) = (day("2025-12-15"), day("2026-12-14"));
    command.terms.reference = Some(Reference { source: "cadastre".into(), key: "7".into() });
    command
}

#[test]
fn only_an_import_says_where_a_licence_comes_from() {
    each(|w| {
        let office = w.office("KDU");
        let supervisor = w.account(AccountRole::Supervisor, Some(office), None);
        let command = borrowed(w, &supervisor);
        let refused = w.submit(&supervisor, &command);
        let all = ["licence.reference_import", "licence.starts_before_issue", "licence.documents", "licence.number_own"];
        assert_eq!(codes(&refused), all, "what a person says is held against all rules");
        assert!(matches!(refused, Err(ServiceError::Refused(v)) if v.0[0].field.as_deref() == Some("reference")));
        let licence = w.import(&supervisor, &command).unwrap().subject.parse().unwrap();

        let change = |terms| ChangeLicence { licence, terms, reason: "a page was missing".into() };
        let refused = w.submit(&supervisor, &change(command.terms.clone()));
        assert_eq!(codes(&refused), ["licence.reference_import", "licence.starts_before_issue", "licence.documents"]);
        assert!(w.import(&supervisor, &change(command.terms.clone())).is_ok());
    });
}

#[test]
fn what_calls_itself_an_import_needs_the_permission_to_import() {
    each(|w| {
        let supervisor = { let office = w.office("KDU"); w.account(AccountRole::Supervisor, Some(office), None) };
        let command = borrowed(w, &supervisor);
        let act = |actor: &Actor, w: &mut World| Act { device: Some("import".into()), ..w.act(actor) };
        assert!(act(&supervisor, w).imports());
        let registrar = w.account(AccountRole::Registrar, supervisor.office, None);
        assert!(!act(&registrar, w).imports() && !w.act(&supervisor).imports());
        assert!(w.submit(&registrar, &command).is_err());
    });
}
