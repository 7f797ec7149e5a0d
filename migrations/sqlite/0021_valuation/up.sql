-- What a shipment is worth, by class and by valuer. The latest one counts.
CREATE TABLE valuation (
    seq INTEGER NOT NULL PRIMARY KEY,
    shipment_id TEXT NOT NULL,
    valued_on TEXT NOT NULL,
    taken TEXT NOT NULL,
    value_usd_cents INTEGER NOT NULL,
    facts TEXT NOT NULL,
    CHECK (taken IN ('exporter', 'government', 'independent')),
    CHECK (value_usd_cents > 0)
) STRICT;
CREATE INDEX valuation_shipment ON valuation (shipment_id, seq);
CREATE INDEX valuation_day ON valuation (valued_on, seq);

-- Values per class, from which bands are learnt: US cents a carat by the government's valuer.
CREATE TABLE valuation_line (
    seq INTEGER NOT NULL,
    no INTEGER NOT NULL,
    hs TEXT NOT NULL,
    size_table TEXT NOT NULL,
    class TEXT NOT NULL,
    cents_per_carat INTEGER NOT NULL,
    PRIMARY KEY (seq, no)
) STRICT, WITHOUT ROWID;
CREATE INDEX valuation_line_class ON valuation_line (size_table, class, hs, seq);
