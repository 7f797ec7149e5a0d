//! The tables of inspections and dry runs.

diesel::table! {
    inspection_plan (id) {
        id -> Text,
        no -> BigInt,
        code -> Text,
        office_id -> Nullable<Text>,
        kind -> Text,
        draw_on -> Text,
        until_on -> Text,
        facts -> Text,
        account_id -> Text,
        recorded_at -> Text,
        seq -> BigInt,
        drawn -> Nullable<Text>,
        drawn_seq -> Nullable<BigInt>,
    }
}
diesel::table! {
    inspection_target (plan_no, place) {
        plan_no -> BigInt,
        place -> BigInt,
        target_id -> Text,
        code -> Text,
        inspection_id -> Nullable<Text>,
    }
}
diesel::table! {
    inspection (id) {
        id -> Text,
        no -> BigInt,
        code -> Text,
        office_id -> Nullable<Text>,
        kind -> Text,
        target_id -> Text,
        party_id -> Nullable<Text>,
        again_id -> Nullable<Text>,
        on_day -> Text,
        facts -> Text,
        account_id -> Text,
        seq -> BigInt,
    }
}
diesel::table! {
    inspection_action (inspection_no, no) {
        inspection_no -> BigInt,
        no -> BigInt,
        office_id -> Nullable<Text>,
        party_id -> Nullable<Text>,
        due_on -> Text,
        done -> Nullable<Text>,
        done_seq -> Nullable<BigInt>,
    }
}
diesel::table! {
    dry_run (id) {
        id -> Text,
        no -> BigInt,
        code -> Text,
        office_id -> Nullable<Text>,
        parcel_no -> BigInt,
        facts -> Text,
        account_id -> Text,
        recorded_at -> Text,
        seq -> BigInt,
        concluded -> Nullable<Text>,
        concluded_seq -> Nullable<BigInt>,
    }
}
diesel::allow_tables_to_appear_in_same_query!(inspection_target, inspection, inspection_action);
