//! Declarations and counts of stock, and official estimates of what can be dug.

diesel::table! {
    stock_count (id) {
        id -> Text,
        no -> BigInt,
        holder_id -> Text,
        office_id -> Nullable<Text>,
        on_day -> Text,
        facts -> Text,
        account_id -> Text,
        seq -> BigInt,
    }
}
diesel::table! {
    estimate (id) {
        id -> Text,
        no -> BigInt,
        kind -> Text,
        subject_id -> Text,
        facts -> Text,
        state -> Text,
        proposed_by -> Text,
        proposed_seq -> BigInt,
        decided_by -> Nullable<Text>,
        decided_seq -> Nullable<BigInt>,
        decision_reason -> Nullable<Text>,
    }
}
diesel::table! {
    stock_declaration (holder_id, test, zone_id) {
        holder_id -> Text,
        test -> BigInt,
        on_day -> Text,
        office_id -> Nullable<Text>,
        seq -> BigInt,
        zone_id -> Text,
    }
}
