//! The tables of blank certificates.

diesel::table! {
    blank_run (id) {
        id -> Text,
        no -> BigInt,
        year -> BigInt,
        first_number -> Text,
        last_number -> Text,
        size -> BigInt,
        facts -> Text,
        seq -> BigInt,
    }
}
diesel::table! {
    blank (number) {
        number -> Text,
        run_id -> Text,
        serial -> BigInt,
        year -> BigInt,
        state -> Text,
        office_id -> Nullable<Text>,
        shipment_id -> Nullable<Text>,
        certificate_id -> Nullable<Text>,
        report_id -> Nullable<Text>,
        changed_seq -> BigInt,
    }
}
diesel::table! {
    blank_report (id) {
        id -> Text,
        no -> BigInt,
        run_id -> Text,
        first -> BigInt,
        last -> BigInt,
        fate -> Text,
        happened_on -> Text,
        reason -> Text,
        state -> Text,
        reported_by -> Text,
        reported_seq -> BigInt,
        decided_by -> Nullable<Text>,
        decided_seq -> Nullable<BigInt>,
        decision_reason -> Nullable<Text>,
    }
}
