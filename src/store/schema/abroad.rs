//! The tables about other countries: the participants of the Kimberley Process, notices and confirmations.

use super::export::certificate;

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
        country -> Nullable<Text>,
    }
}
diesel::table! {
    notice (seq) {
        seq -> BigInt,
        certificate_id -> Text,
        way -> Text,
        recipient -> Text,
        sha256 -> Text,
        size -> BigInt,
        sent_on -> Text,
        reference -> Nullable<Text>,
        account_id -> Text,
        recorded_at -> Text,
    }
}
diesel::table! {
    outbox (certificate_id) {
        certificate_id -> Text,
        state -> Text,
        recipient -> Nullable<Text>,
        tries -> BigInt,
        next_at -> Text,
        last_error -> Nullable<Text>,
        key_id -> Nullable<Text>,
        sealed -> Nullable<Binary>,
    }
}
diesel::table! {
    confirmation_code (hash) {
        hash -> Text,
        certificate_id -> Text,
        expires_on -> Text,
        used -> BigInt,
    }
}
diesel::table! {
    confirmation (id) {
        id -> Text,
        no -> BigInt,
        certificate_id -> Text,
        in_force -> BigInt,
        facts -> Text,
        account_id -> Text,
        recorded_at -> Text,
        seq -> BigInt,
    }
}
diesel::table! {
    confirmation_difference (confirmation_id, difference) {
        confirmation_id -> Text,
        difference -> Text,
        open -> BigInt,
        answer -> Nullable<Text>,
        reason -> Nullable<Text>,
        answered_by -> Nullable<Text>,
        answered_seq -> Nullable<BigInt>,
    }
}
diesel::allow_tables_to_appear_in_same_query!(confirmation, confirmation_difference);
diesel::allow_tables_to_appear_in_same_query!(confirmation, certificate);
diesel::allow_tables_to_appear_in_same_query!(outbox, certificate);
