//! The tables of blank certificates, shipments and certificates.

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
diesel::table! {
    shipment (id) {
        id -> Text,
        no -> BigInt,
        code -> Text,
        exporter_id -> Text,
        licence_id -> Text,
        importer_name -> Text,
        importer_address -> Text,
        destination -> Text,
        parcels -> BigInt,
        stones -> BigInt,
        weight_mct -> BigInt,
        value_usd_cents -> BigInt,
        state -> Text,
        reason -> Nullable<Text>,
        proposed_by -> Nullable<Text>,
        proposed_expires_on -> Nullable<Text>,
        proposed_digest -> Nullable<Text>,
        unestablished_reason -> Nullable<Text>,
        certificate_id -> Nullable<Text>,
        test -> BigInt,
        prepared_seq -> BigInt,
        changed_seq -> BigInt,
    }
}
diesel::table! {
    shipment_parcel (shipment_id, parcel_no) {
        shipment_id -> Text,
        parcel_no -> BigInt,
        weight_mct -> BigInt,
        stones -> BigInt,
        hs -> Text,
        seal -> Text,
        value_usd_cents -> BigInt,
    }
}
diesel::table! {
    certificate (id) {
        id -> Text,
        no -> BigInt,
        number -> Text,
        shipment_id -> Text,
        exporter_id -> Text,
        issued_on -> Text,
        expires_on -> Text,
        state -> Text,
        reason -> Nullable<Text>,
        weight_mct -> BigInt,
        stones -> BigInt,
        value_usd_cents -> BigInt,
        parcels -> BigInt,
        unestablished_mct -> BigInt,
        revision -> BigInt,
        facts -> Text,
        issued_seq -> BigInt,
        voided_seq -> Nullable<BigInt>,
        goods -> Nullable<Text>,
        cause -> Nullable<Text>,
        replaced_by -> Nullable<Text>,
        used_on -> Nullable<Text>,
    }
}
diesel::table! {
    valuation (seq) {
        seq -> BigInt,
        shipment_id -> Text,
        valued_on -> Text,
        taken -> Text,
        value_usd_cents -> BigInt,
        facts -> Text,
        region -> Nullable<Text>,
    }
}
diesel::table! {
    valuation_line (seq, no) {
        seq -> BigInt,
        no -> BigInt,
        hs -> Text,
        size_table -> Text,
        class -> Text,
        cents_per_carat -> BigInt,
    }
}
