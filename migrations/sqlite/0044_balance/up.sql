-- Balances are read by holder.
CREATE INDEX custody_holder ON custody (holder_id, parcel_no);
-- What holders, or officers on the spot, counted of a stock on a day. It changes nothing of what is held.
CREATE TABLE stock_count (
    id TEXT NOT NULL PRIMARY KEY,
    no INTEGER NOT NULL UNIQUE,
    holder_id TEXT NOT NULL,
    office_id TEXT,
    on_day TEXT NOT NULL,
    facts TEXT NOT NULL,
    account_id TEXT NOT NULL,
    seq INTEGER NOT NULL UNIQUE
) STRICT;
CREATE INDEX stock_count_holder ON stock_count (holder_id, on_day);
CREATE INDEX stock_count_office ON stock_count (office_id, no);
