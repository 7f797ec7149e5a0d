//! Counts of stock.

diesel::table! {
    stock_count (id) {
        id -> Text,
        no -> BigInt,
        holder_id -> Text,
        office_id -> Nullable<Text>,
        on_day -> Text,
        facts -> Text,
        account_id -> Text,
        seq -> BigInt,
    }
}
