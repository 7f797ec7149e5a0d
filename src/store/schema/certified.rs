//! What hangs on a certificate: its composition, its prints, and what became of it.

diesel::table! {
    certificate_print (certificate_id, copy) {
        certificate_id -> Text,
        copy -> BigInt,
        seq -> BigInt,
        printed_at -> Text,
        account_id -> Text,
        sha256 -> Text,
        size -> BigInt,
        template -> Text,
        reason -> Nullable<Text>,
    }
}
diesel::table! {
    certificate_part (certificate_no, revision, parcel_no) {
        certificate_no -> BigInt,
        revision -> BigInt,
        parcel_no -> BigInt,
        weight_mct -> BigInt,
    }
}
diesel::table! {
    certificate_site (site_id, certificate_no, revision) {
        site_id -> Text,
        certificate_no -> BigInt,
        revision -> BigInt,
        weight_mct -> BigInt,
    }
}
diesel::table! {
    certificate_arrival (arrival_id, certificate_no, revision) {
        arrival_id -> Text,
        certificate_no -> BigInt,
        revision -> BigInt,
        weight_mct -> BigInt,
    }
}
diesel::table! {
    container (certificate_id, no) {
        certificate_id -> Text,
        no -> BigInt,
        seal -> Text,
        facts -> Text,
        account_id -> Text,
        recorded_at -> Text,
        seq -> BigInt,
    }
}
diesel::table! {
    departure (certificate_id) {
        certificate_id -> Text,
        departed_on -> Text,
        facts -> Text,
        account_id -> Text,
        recorded_at -> Text,
        seq -> BigInt,
    }
}
diesel::table! {
    endorsement (certificate_id, no) {
        certificate_id -> Text,
        no -> BigInt,
        facts -> Text,
        account_id -> Text,
        recorded_at -> Text,
        seq -> BigInt,
    }
}
diesel::table! {
    letter (id) {
        id -> Text,
        no -> BigInt,
        code -> Text,
        facts -> Text,
        issued_seq -> BigInt,
        withdrawn_seq -> Nullable<BigInt>,
        reason -> Nullable<Text>,
    }
}
diesel::table! {
    arrival (id) {
        id -> Text,
        no -> BigInt,
        code -> Text,
        issuer -> Text,
        number -> Text,
        arrived_on -> Text,
        state -> Text,
        facts -> Text,
        seq -> BigInt,
        closed -> Nullable<Text>,
        closed_seq -> Nullable<BigInt>,
    }
}
diesel::table! {
    foreign_warning (seq, no) {
        seq -> BigInt,
        no -> BigInt,
        issuer -> Text,
        number -> Text,
        source -> Text,
        withdrawn_seq -> Nullable<BigInt>,
        reason -> Nullable<Text>,
    }
}
diesel::table! {
    warning_list (id) {
        id -> Text,
        seq -> BigInt,
        issuer -> Text,
        source -> Text,
    }
}
