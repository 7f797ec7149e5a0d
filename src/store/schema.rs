//! The tables, as diesel knows them. Whole numbers are `BigInt`, all else text or bytes: a value is the same on both databases.

mod abroad;
mod balance;
mod beside;
mod certified;
mod controls;
mod export;
mod inspections;
mod reports;
mod seizures;
mod sizes;
mod statistics;
mod zones;

pub use abroad::*;
pub use balance::*;
pub use beside::*;
pub use certified::*;
pub use controls::*;
pub use export::*;
pub use inspections::*;
pub use reports::*;
pub use seizures::*;
pub use sizes::*;
pub use statistics::*;
pub use zones::*;

diesel::table! {
    journal_head (id) {
        id -> BigInt,
        size -> BigInt,
        recorded_at -> Text,
    }
}
diesel::table! {
    journal (seq) {
        seq -> BigInt,
        id -> Text,
        recorded_at -> Text,
        occurred_at -> Text,
        account -> Text,
        office -> Nullable<Text>,
        device -> Nullable<Text>,
        idempotency_key -> Text,
        request_hash -> Text,
        kind -> Text,
        subject -> Text,
        body -> Text,
        leaf_hash -> Binary,
        via -> Text,
        signed -> Nullable<Text>,
    }
}
diesel::table! {
    merkle_node (level, idx) {
        level -> BigInt,
        idx -> BigInt,
        hash -> Binary,
    }
}
diesel::table! {
    recovery (id) {
        id -> Text,
        known_origin -> Text,
        known_size -> BigInt,
        known_root -> Text,
        reason -> Text,
        proposed_by -> Text,
        proposed_seq -> BigInt,
        approved_by -> Nullable<Text>,
        approved_seq -> Nullable<BigInt>,
    }
}
diesel::table! {
    register (id) {
        id -> BigInt,
        jurisdiction -> Text,
        demonstration -> BigInt,
        created_at -> Text,
    }
}
diesel::table! {
    office (id) {
        id -> Text,
        no -> BigInt,
        code -> Text,
        name -> Text,
        areas -> Text,
        changed_seq -> BigInt,
    }
}
diesel::table! {
    party (id) {
        id -> Text,
        no -> BigInt,
        code -> Text,
        kind -> Text,
        office_id -> Nullable<Text>,
        supporter_id -> Nullable<Text>,
        details_digest -> Text,
        reference_source -> Nullable<Text>,
        reference_key -> Nullable<Text>,
        registered_seq -> BigInt,
        changed_seq -> BigInt,
        erased_seq -> Nullable<BigInt>,
    }
}
diesel::table! {
    party_role (party_id, role) {
        party_id -> Text,
        role -> Text,
    }
}
diesel::table! {
    party_state (party_id, seq) {
        party_id -> Text,
        seq -> BigInt,
        state -> Text,
        on_day -> Text,
        reason -> Text,
        note -> Nullable<Text>,
    }
}
diesel::table! {
    licence (id) {
        id -> Text,
        no -> BigInt,
        number -> Text,
        kind -> Text,
        holder_id -> Text,
        office_id -> Nullable<Text>,
        issued_on -> Text,
        starts_on -> Text,
        ends_on -> Text,
        state -> Text,
        renews_id -> Nullable<Text>,
        terms -> Text,
        reference_source -> Nullable<Text>,
        reference_key -> Nullable<Text>,
        issued_seq -> BigInt,
        changed_seq -> BigInt,
    }
}
diesel::table! {
    licence_history (licence_id, seq) {
        licence_id -> Text,
        seq -> BigInt,
        state -> Text,
        on_day -> Text,
        reason -> Nullable<Text>,
    }
}
diesel::table! {
    site (id) {
        id -> Text,
        no -> BigInt,
        code -> Text,
        name -> Text,
        name_search -> Text,
        licence_id -> Nullable<Text>,
        office_id -> Nullable<Text>,
        lon_e7 -> BigInt,
        lat_e7 -> BigInt,
        west_e7 -> BigInt,
        south_e7 -> BigInt,
        east_e7 -> BigInt,
        north_e7 -> BigInt,
        admin_code -> Nullable<Text>,
        facts -> Text,
        reference_source -> Nullable<Text>,
        reference_key -> Nullable<Text>,
        registered_seq -> BigInt,
        changed_seq -> BigInt,
    }
}
diesel::table! {
    site_version (site_id, seq) {
        site_id -> Text,
        seq -> BigInt,
        facts -> Text,
        reason -> Nullable<Text>,
    }
}
diesel::table! {
    parcel (no) {
        no -> BigInt,
        id -> Text,
        code -> Text,
        weight_mct -> BigInt,
        stones -> BigInt,
        hs -> Text,
        class -> Nullable<Text>,
        origin -> BigInt,
        gain_mct -> BigInt,
        holder_id -> Text,
        state -> Text,
        seal -> Nullable<Text>,
        purchase_id -> Nullable<Text>,
        shipment_id -> Nullable<Text>,
        office_id -> Nullable<Text>,
        test -> BigInt,
        produced_seq -> BigInt,
        consumed_seq -> Nullable<BigInt>,
        dispute_no -> Nullable<BigInt>,
        removal_no -> Nullable<BigInt>,
        seizure_no -> Nullable<BigInt>,
        zone_mark -> Nullable<Text>,
        held -> BigInt,
    }
}
diesel::table! {
    source (parcel_no) {
        parcel_no -> BigInt,
        kind -> Text,
        holder_id -> Text,
        site_id -> Nullable<Text>,
        licence_id -> Nullable<Text>,
        on_day -> Text,
        stones -> BigInt,
        weight_mct -> BigInt,
        flags -> Text,
        facts -> Text,
        office_id -> Nullable<Text>,
        account_id -> Text,
        test -> BigInt,
        seq -> BigInt,
        corrected_seq -> Nullable<BigInt>,
        zone_effect -> Nullable<Text>,
    }
}
diesel::table! {
    pool (parcel_no) {
        parcel_no -> BigInt,
        total_mct -> BigInt,
        entries -> Binary,
    }
}
diesel::table! {
    custody (parcel_no, from_seq) {
        parcel_no -> BigInt,
        from_seq -> BigInt,
        to_seq -> Nullable<BigInt>,
        holder_id -> Text,
    }
}
diesel::table! {
    operation (seq) {
        seq -> BigInt,
        kind -> Text,
        holder_id -> Text,
        in_mct -> BigInt,
        out_mct -> BigInt,
        loss_mct -> BigInt,
        loss_reason -> Nullable<Text>,
        stones_change -> BigInt,
    }
}
diesel::table! {
    weighing (parcel_no, seq) {
        parcel_no -> BigInt,
        seq -> BigInt,
        before_mct -> BigInt,
        after_mct -> BigInt,
        stones_before -> BigInt,
        stones_after -> BigInt,
        reason -> Nullable<Text>,
    }
}
diesel::table! {
    seal (parcel_no, from_seq) {
        parcel_no -> BigInt,
        from_seq -> BigInt,
        to_seq -> Nullable<BigInt>,
        number -> Text,
        reason -> Nullable<Text>,
    }
}
diesel::table! {
    slip_book (id) {
        id -> Text,
        no -> BigInt,
        holder_id -> Text,
        office_id -> Nullable<Text>,
        prefix -> Text,
        first -> BigInt,
        last -> BigInt,
        width -> BigInt,
        seq -> BigInt,
    }
}
diesel::table! {
    purchase (id) {
        id -> Text,
        no -> BigInt,
        book_id -> Text,
        serial -> Text,
        check_code -> Text,
        seller_id -> Text,
        seller_licence_id -> Text,
        buyer_id -> Text,
        buyer_licence_id -> Text,
        agent_id -> Nullable<Text>,
        on_day -> Text,
        price_minor -> BigInt,
        currency -> Text,
        rate_e6 -> BigInt,
        usd_cents -> BigInt,
        payment -> Text,
        payment_reference -> Nullable<Text>,
        place -> Nullable<Text>,
        weight_mct -> BigInt,
        stones -> BigInt,
        state -> Text,
        expires_at -> Nullable<Text>,
        close_reason -> Nullable<Text>,
        test -> BigInt,
        offered_seq -> BigInt,
        closed_seq -> Nullable<BigInt>,
        corrected_seq -> Nullable<BigInt>,
    }
}
diesel::table! {
    purchase_item (purchase_id, parcel_no) {
        purchase_id -> Text,
        parcel_no -> BigInt,
        weight_mct -> BigInt,
        stones -> BigInt,
        weighed_mct -> Nullable<BigInt>,
        stones_counted -> Nullable<BigInt>,
    }
}
diesel::table! {
    correction (id) {
        id -> Text,
        no -> BigInt,
        corrects_seq -> BigInt,
        office_id -> Nullable<Text>,
        proposed_by -> Text,
        proposed_seq -> BigInt,
        change -> Text,
        reason -> Text,
        state -> Text,
        decided_by -> Nullable<Text>,
        decided_seq -> Nullable<BigInt>,
        decision_reason -> Nullable<Text>,
    }
}
diesel::table! {
    dispute (id) {
        id -> Text,
        no -> BigInt,
        code -> Text,
        office_id -> Nullable<Text>,
        claimant -> Text,
        seller_id -> Text,
        buyer_id -> Text,
        claim -> Text,
        statement -> Text,
        against -> Text,
        state -> Text,
        opened_by -> Text,
        opened_seq -> BigInt,
        ended_by -> Nullable<Text>,
        ended_seq -> Nullable<BigInt>,
        reason -> Nullable<Text>,
    }
}
diesel::table! {
    removal (id) {
        id -> Text,
        no -> BigInt,
        code -> Text,
        parcel_no -> BigInt,
        holder_id -> Text,
        office_id -> Nullable<Text>,
        cause -> Text,
        on_day -> Text,
        weight_mct -> BigInt,
        test -> BigInt,
        facts -> Text,
        state -> Text,
        reported_by -> Text,
        reported_seq -> BigInt,
        decided_by -> Nullable<Text>,
        decided_seq -> Nullable<BigInt>,
        decision_reason -> Nullable<Text>,
    }
}
diesel::table! {
    dispute_parcel (dispute_no, parcel_no) {
        dispute_no -> BigInt,
        parcel_no -> BigInt,
        claimed -> BigInt,
        holder_id -> Nullable<Text>,
        whole -> BigInt,
        gone -> BigInt,
    }
}
diesel::table! {
    account (id) {
        id -> Text,
        role -> Text,
        office_id -> Nullable<Text>,
        party_id -> Nullable<Text>,
        active -> BigInt,
        created_seq -> BigInt,
        changed_seq -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    journal_head,
    journal,
    merkle_node,
    recovery,
    register,
    office,
    party,
    party_role,
    party_state,
    party_details,
    party_word,
    party_match,
    detail_read,
    licence,
    licence_history,
    site,
    site_version,
    parcel,
    source,
    stock_declaration,
    zone,
    zone_boundary,
    zone_change,
    zone_finding,
    zone_status,
    pool,
    custody,
    operation,
    weighing,
    seal,
    slip_book,
    blank_run,
    blank,
    blank_report,
    valuation,
    valuation_line,
    purchase,
    purchase_item,
    correction,
    seizure,
    seizure_parcel,
    seizure_step,
    seizure_order,
    offence,
    offence_party,
    offence_stop,
    dispute,
    dispute_parcel,
    shipment,
    shipment_parcel,
    certificate,
    certificate_arrival,
    certificate_part,
    certificate_print,
    certificate_copy,
    certificate_site,
    container,
    departure,
    endorsement,
    letter,
    arrival,
    warning_list,
    foreign_warning,
    production_sum,
    return_submission,
    difference_answer,
    partner_file,
    alert,
    alert_handling,
    review,
    recommendation,
    follow_up,
    account,
    profile_version,
    request_salt,
    account_secret,
    session,
    api_token,
    log_key,
    checkpoint,
    cosignature,
);
