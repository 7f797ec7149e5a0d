//! Tables of controls, their alerts and what was answered for them.

diesel::table! {
    alert (no) {
        no -> BigInt,
        control -> Text,
        subject_kind -> Text,
        subject_id -> Text,
        period -> Text,
        office_id -> Nullable<Text>,
        severity -> Text,
        measure -> BigInt,
        evidence -> Text,
        state -> Text,
        owner_id -> Nullable<Text>,
        weight -> BigInt,
        first_seen_at -> Text,
        last_seen_at -> Text,
        sightings -> BigInt,
        gone_at -> Nullable<Text>,
    }
}
diesel::table! {
    alert_handling (seq) {
        seq -> BigInt,
        control -> Text,
        subject_kind -> Text,
        subject_id -> Text,
        period -> Text,
        state -> Text,
        owner_id -> Nullable<Text>,
        reason -> Text,
        severity -> Text,
        measure -> BigInt,
        evidence_digest -> Text,
        account_id -> Text,
        handled_at -> Text,
    }
}
diesel::table! {
    control_state (id) {
        id -> BigInt,
        upto_seq -> BigInt,
        looked_on -> Text,
        rules -> Text,
    }
}
diesel::table! {
    control_due (kind, subject_id) {
        kind -> Text,
        subject_id -> Text,
        from_month -> Text,
        ready -> BigInt,
    }
}
diesel::table! {
    refusal_count (on_day, code, office_id) {
        on_day -> Text,
        code -> Text,
        office_id -> Text,
        refusals -> BigInt,
    }
}
