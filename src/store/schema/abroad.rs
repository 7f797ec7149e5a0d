//! The tables about other countries: the participants of the Kimberley Process.

diesel::table! {
    participant_change (id) {
        id -> Text,
        no -> BigInt,
        state -> Text,
        facts -> Text,
        proposed_by -> Text,
        proposed_seq -> BigInt,
        decided_by -> Nullable<Text>,
        decided_seq -> Nullable<BigInt>,
        decision_reason -> Nullable<Text>,
    }
}
diesel::table! {
    participant_standing (seq, no) {
        seq -> BigInt,
        no -> BigInt,
        participant -> Text,
        country -> Nullable<Text>,
        standing -> Text,
        from_on -> Nullable<Text>,
        source -> Text,
    }
}
diesel::table! {
    participant_contact (seq, no) {
        seq -> BigInt,
        no -> BigInt,
        participant -> Text,
        duty -> Text,
        authority -> Text,
        email -> Nullable<Text>,
        address -> Nullable<Text>,
        source -> Text,
    }
}
