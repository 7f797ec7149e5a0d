-- What a shipment is worth, by class and by valuer. The latest one counts.
CREATE TABLE valuation (
    seq BIGINT NOT NULL PRIMARY KEY,
    shipment_id TEXT COLLATE "C" NOT NULL,
    valued_on TEXT COLLATE "C" NOT NULL,
    taken TEXT COLLATE "C" NOT NULL,
    value_usd_cents BIGINT NOT NULL,
    facts TEXT COLLATE "C" NOT NULL,
    CHECK (taken IN ('exporter', 'government', 'independent')),
    CHECK (value_usd_cents > 0)
);
CREATE INDEX valuation_shipment ON valuation (shipment_id, seq);
CREATE INDEX valuation_day ON valuation (valued_on, seq);

-- Values per class, from which bands are learnt: US cents a carat by the government's valuer.
CREATE TABLE valuation_line (
    seq BIGINT NOT NULL,
    no BIGINT NOT NULL,
    hs TEXT COLLATE "C" NOT NULL,
    size_table TEXT COLLATE "C" NOT NULL,
    class TEXT COLLATE "C" NOT NULL,
    cents_per_carat BIGINT NOT NULL,
    PRIMARY KEY (seq, no)
);
CREATE INDEX valuation_line_class ON valuation_line (size_table, class, hs, seq);
