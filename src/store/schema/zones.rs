//! Zones: what was proposed, and what was confirmed of each.

diesel::table! {
    zone_change (id) {
        id -> Text,
        no -> BigInt,
        zone_id -> Nullable<Text>,
        act -> Text,
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
    zone (id) {
        id -> Text,
        no -> BigInt,
        code -> Text,
        name -> Text,
        change_id -> Text,
        seq -> BigInt,
    }
}
diesel::table! {
    zone_boundary (zone_no, seq) {
        zone_no -> BigInt,
        seq -> BigInt,
        from_on -> Nullable<Text>,
        area -> Text,
        west_e7 -> BigInt,
        south_e7 -> BigInt,
        east_e7 -> BigInt,
        north_e7 -> BigInt,
    }
}
diesel::table! {
    zone_status (zone_no, seq, no) {
        zone_no -> BigInt,
        seq -> BigInt,
        no -> BigInt,
        status -> Text,
        from_on -> Text,
        to_on -> Nullable<Text>,
        facts -> Text,
    }
}
diesel::table! {
    zone_finding (change_no, parcel_no) {
        change_no -> BigInt,
        parcel_no -> BigInt,
        effect -> Text,
    }
}
