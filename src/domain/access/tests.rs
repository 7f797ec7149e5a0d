use super::*;

fn actor(role: AccountRole) -> Actor {
    let id = uuid::Uuid::nil();
    Actor { account: AccountId::new(id), role, office: None, party: None }
}

#[test]
fn a_bound_role_without_its_binding_sees_nothing() {
    for role in AccountRole::ALL {
        if role.needs_office() || role.needs_party() {
            assert_eq!(reach(&actor(role), Permission::ParcelRead), Reach::Nothing, "{role:?}");
        }
    }
}

#[test]
fn the_administrator_reads_no_business_and_the_reviewer_writes_nothing() {
    use Permission as P;
    let may: Vec<P> = P::ALL.into_iter().filter(|p| reach(&actor(AccountRole::Administrator), *p) != Reach::Nothing).collect();
    assert_eq!(may, [P::PartyRead, P::AccountManage, P::OfficeRead, P::RegisterRecover]);
    for p in [Permission::PartyWrite, Permission::ParcelWrite, Permission::CertificateApprove, Permission::CorrectionDecide] {
        assert_eq!(reach(&actor(AccountRole::Reviewer), p), Reach::Nothing);
    }
}

#[test]
fn details_are_seen_at_once_by_those_who_register_people_and_on_asking_by_those_who_check() {
    let (own, other) = (OfficeId::new(uuid::Uuid::from_u128(1)), OfficeId::new(uuid::Uuid::from_u128(2)));
    let (me, another) = (PartyId::new(uuid::Uuid::from_u128(3)), PartyId::new(uuid::Uuid::from_u128(4)));
    for role in AccountRole::ALL {
        let who = Actor { office: Some(own), party: Some(me), ..actor(role) };
        let of = |office, party| sight(&who, &Belongs { office: Some(office), parties: vec![party] });
        use AccountRole as R;
        let wanted = match role {
            R::Registrar | R::Supervisor => [Sight::Full, Sight::Nothing, Sight::Full],
            R::Buyer | R::Exporter => [Sight::Full, Sight::Full, Sight::Nothing],
            R::Officer | R::Approver | R::Reviewer => [Sight::Asked; 3],
            R::Administrator => [Sight::Nothing; 3],
        };
        assert_eq!([of(own, me), of(other, me), of(own, another)], wanted, "{role:?}");
    }
}

#[test]
fn what_belongs_to_nobody_is_seen_by_those_who_see_all_only() {
    let lost = Belongs::default();
    assert!(Reach::All.covers(&lost));
    assert!(!Reach::Office(OfficeId::new(uuid::Uuid::nil())).covers(&lost));
    assert!(!Reach::Party(PartyId::new(uuid::Uuid::nil())).covers(&lost));
}
