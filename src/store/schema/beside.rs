//! The tables that stand beside the journal and are not derived from it.

diesel::table! {
    profile_version (no) {
        no -> BigInt,
        adopted_at -> Text,
        after_seq -> BigInt,
        digest -> Text,
        body -> Text,
    }
}
diesel::table! {
    request_salt (entry_id) {
        entry_id -> Text,
        salt -> Text,
        key_id -> Text,
    }
}
diesel::table! {
    account_secret (account_id) {
        account_id -> Text,
        login -> Text,
        display_name -> Text,
        password_hash -> Text,
        must_change -> BigInt,
        changed_at -> Text,
    }
}
diesel::table! {
    session (token_hash) {
        token_hash -> Text,
        account_id -> Text,
        csrf -> Text,
        created_at -> Text,
        seen_at -> Text,
        expires_at -> Text,
        ended_at -> Nullable<Text>,
        proved_at -> Nullable<Text>,
        device -> Text,
        agent -> Text,
        proved_by -> Text,
    }
}
diesel::table! {
    second_factor (account_id) {
        account_id -> Text,
        sealed -> Binary,
        digest -> Text,
        made_at -> Text,
        last_step -> BigInt,
        drift -> BigInt,
        slip -> Nullable<BigInt>,
    }
}
diesel::table! {
    passkey (id) {
        id -> Text,
        account_id -> Text,
        name -> Text,
        digest -> Text,
        sealed -> Binary,
        counter -> BigInt,
        made_at -> Text,
        used_at -> Nullable<Text>,
    }
}
diesel::table! {
    factor_offer (account_id) {
        account_id -> Text,
        sealed -> Binary,
        digest -> Text,
        made_at -> Text,
    }
}
diesel::table! {
    recovery_code (account_id, code_hash) {
        account_id -> Text,
        code_hash -> Text,
        used_at -> Nullable<Text>,
    }
}
diesel::table! {
    saved_filter (account_id, path, name) {
        account_id -> Text,
        path -> Text,
        name -> Text,
        query -> Text,
        made_at -> Text,
    }
}
diesel::table! {
    sign_in_wait (who) {
        who -> Text,
        failed -> BigInt,
        last_at -> Text,
    }
}
diesel::table! {
    api_token (token_hash) {
        token_hash -> Text,
        id -> Text,
        account_id -> Text,
        label -> Text,
        created_at -> Text,
        expires_at -> Text,
        revoked_at -> Nullable<Text>,
    }
}
diesel::table! {
    party_details (party_id, digest) {
        party_id -> Text,
        digest -> Text,
        key_id -> Text,
        sealed -> Binary,
    }
}
diesel::table! {
    certificate_copy (certificate_id, copy) {
        certificate_id -> Text,
        copy -> BigInt,
        key_id -> Text,
        sealed -> Binary,
    }
}
diesel::table! {
    party_word (mark, party_id) {
        mark -> BigInt,
        party_id -> Text,
    }
}
diesel::table! {
    party_match (mark, party_id) {
        mark -> BigInt,
        party_id -> Text,
    }
}
diesel::table! {
    log_key (no) {
        no -> BigInt,
        vkey -> Text,
        after_size -> BigInt,
        adopted_at -> Text,
    }
}
diesel::table! {
    checkpoint (origin, size) {
        origin -> Text,
        size -> BigInt,
        root -> Binary,
        made_at -> Text,
        note -> Text,
    }
}
diesel::table! {
    cosignature (origin, size, witness) {
        origin -> Text,
        size -> BigInt,
        witness -> Text,
        line -> Text,
        received_at -> Text,
    }
}
diesel::table! {
    detail_read (no) {
        no -> BigInt,
        read_at -> Text,
        account_id -> Text,
        party_id -> Text,
        via -> Text,
        purpose -> Nullable<Text>,
    }
}
