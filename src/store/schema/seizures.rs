//! The tables of seizures and offences.

diesel::table! {
    seizure (id) {
        id -> Text,
        no -> BigInt,
        code -> Text,
        check_code -> Text,
        receipt -> Text,
        first_seal -> Text,
        office_id -> Nullable<Text>,
        from_id -> Nullable<Text>,
        on_day -> Text,
        ground -> Text,
        safe -> Text,
        seal -> Text,
        differs -> BigInt,
        ordered -> BigInt,
        test -> BigInt,
        facts -> Text,
        account_id -> Text,
        seq -> BigInt,
    }
}
diesel::table! {
    seizure_parcel (seizure_no, parcel_no) {
        seizure_no -> BigInt,
        parcel_no -> BigInt,
        holder_id -> Text,
        registered -> BigInt,
        taken_mct -> BigInt,
        stones -> BigInt,
        state -> Text,
        to_id -> Nullable<Text>,
        gone_mct -> Nullable<BigInt>,
        gone_seq -> Nullable<BigInt>,
        seq -> BigInt,
    }
}
diesel::table! {
    seizure_step (seizure_no, step) {
        seizure_no -> BigInt,
        step -> BigInt,
        facts -> Text,
        account_id -> Text,
        recorded_at -> Text,
        seq -> BigInt,
        seal_new -> Nullable<Text>,
        stands -> Nullable<BigInt>,
        answer -> Nullable<Text>,
        answered_by -> Nullable<Text>,
        answered_seq -> Nullable<BigInt>,
    }
}
diesel::table! {
    seizure_order (id) {
        id -> Text,
        seizure_no -> BigInt,
        no -> BigInt,
        outcome -> Text,
        facts -> Text,
        state -> Text,
        account_id -> Text,
        seq -> BigInt,
        decided_by -> Nullable<Text>,
        decision_reason -> Nullable<Text>,
        decided_seq -> Nullable<BigInt>,
    }
}
diesel::table! {
    safe_count (id) {
        id -> Text,
        no -> BigInt,
        safe -> Text,
        on_day -> Text,
        missing -> BigInt,
        facts -> Text,
        account_id -> Text,
        seq -> BigInt,
    }
}
diesel::table! {
    offence (id) {
        id -> Text,
        no -> BigInt,
        code -> Text,
        office_id -> Nullable<Text>,
        ground -> Text,
        on_day -> Text,
        seizure_id -> Nullable<Text>,
        state -> Text,
        facts -> Text,
        account_id -> Text,
        seq -> BigInt,
    }
}
diesel::table! {
    offence_party (party_id, offence_no) {
        offence_no -> BigInt,
        party_id -> Text,
    }
}
diesel::table! {
    offence_statement (offence_no, no) {
        offence_no -> BigInt,
        no -> BigInt,
        state -> Text,
        on_day -> Text,
        facts -> Text,
        account_id -> Text,
        recorded_at -> Text,
        seq -> BigInt,
    }
}
diesel::table! {
    offence_stop (seq) {
        offence_no -> BigInt,
        seq -> BigInt,
        licence_id -> Nullable<Text>,
        party_id -> Nullable<Text>,
    }
}
