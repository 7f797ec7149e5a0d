//! What hangs on a certificate: its composition, and its prints.

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
