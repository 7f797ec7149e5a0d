//! The tables of long reports.

diesel::table! {
    report (id) {
        id -> Text,
        no -> BigInt,
        kind -> Text,
        first_on -> Text,
        last_on -> Text,
        sha256 -> Text,
        size -> BigInt,
        head_size -> BigInt,
        head_root -> Text,
        account_id -> Text,
        made_at -> Text,
        seq -> BigInt,
    }
}
diesel::table! {
    report_job (id) {
        id -> Text,
        no -> BigInt,
        kind -> Text,
        first_on -> Text,
        last_on -> Text,
        language -> Text,
        account_id -> Text,
        asked_at -> Text,
        state -> Text,
        worker -> Nullable<Text>,
        beat_at -> Nullable<Text>,
        tries -> BigInt,
        done -> BigInt,
        total -> BigInt,
        step -> Nullable<Text>,
        started_at -> Nullable<Text>,
        ended_at -> Nullable<Text>,
        error -> Nullable<Text>,
        size -> Nullable<BigInt>,
        expires_at -> Nullable<Text>,
    }
}
diesel::table! {
    report_piece (job_id, no) {
        job_id -> Text,
        no -> BigInt,
        key_id -> Text,
        sealed -> Binary,
    }
}
