//! Footprints, and stones of parcels counted by size.

diesel::table! {
    size_sheet (parcel_no, seq) {
        parcel_no -> BigInt,
        seq -> BigInt,
        on_day -> Text,
        facts -> Text,
    }
}
diesel::table! {
    footprint (id) {
        id -> Text,
        no -> BigInt,
        area -> Text,
        facts -> Text,
        state -> Text,
        version -> Nullable<BigInt>,
        proposed_by -> Text,
        proposed_seq -> BigInt,
        decided_by -> Nullable<Text>,
        decided_seq -> Nullable<BigInt>,
        decision_reason -> Nullable<Text>,
    }
}
