//! The tables of statistics and reviews.

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
        mct -> BigInt,
        usd_cents -> BigInt,
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
diesel::table! {
    review (id) {
        id -> Text,
        no -> BigInt,
        kind -> Text,
        first_on -> Text,
        last_on -> Text,
        team -> Text,
        report -> Nullable<Text>,
        report_on -> Nullable<Text>,
        seq -> BigInt,
        changed_seq -> Nullable<BigInt>,
        reason -> Nullable<Text>,
    }
}
diesel::table! {
    recommendation (id) {
        id -> Text,
        review_id -> Text,
        review_no -> BigInt,
        no -> BigInt,
        text -> Text,
        owner -> Text,
        office_id -> Nullable<Text>,
        given_on -> Text,
        first_due_on -> Text,
        due_on -> Text,
        state -> Text,
        seq -> BigInt,
        last_seq -> BigInt,
    }
}
diesel::table! {
    follow_up (recommendation_id, no) {
        recommendation_id -> Text,
        no -> BigInt,
        on_day -> Text,
        state -> Text,
        statement -> Text,
        evidence -> Nullable<Text>,
        due_on -> Nullable<Text>,
        due_reason -> Nullable<Text>,
        account_id -> Text,
        stated_at -> Text,
        seq -> BigInt,
    }
}
