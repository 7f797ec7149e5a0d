//! The tables of statistics.

diesel::table! {
    production_sum (month, region, office_id, holder_id) {
        month -> Text,
        region -> Text,
        office_id -> Text,
        holder_id -> Text,
        entries -> BigInt,
        stones -> BigInt,
        weight_mct -> BigInt,
    }
}
diesel::table! {
    return_submission (id) {
        id -> Text,
        no -> BigInt,
        period -> Text,
        version -> BigInt,
        lines -> Text,
        sha256 -> Text,
        reason -> Nullable<Text>,
        account_id -> Text,
        submitted_at -> Text,
        seq -> BigInt,
    }
}
diesel::table! {
    difference_answer (seq) {
        seq -> BigInt,
        period -> Text,
        difference -> Text,
        cause -> Text,
        answer -> Text,
        account_id -> Text,
        answered_at -> Text,
    }
}
diesel::table! {
    partner_file (id) {
        id -> Text,
        no -> BigInt,
        source -> Text,
        text -> Text,
        sha256 -> Text,
        account_id -> Text,
        received_at -> Text,
        seq -> BigInt,
    }
}
