-- Production by month, first-level area of the site, office and holder, kept with the entries it adds up: returns read a
-- few rows in place of the whole history. Tests and what was taken back are not in it. '' stands for no area, no office.
CREATE TABLE production_sum (
    month TEXT COLLATE "C" NOT NULL,
    region TEXT COLLATE "C" NOT NULL,
    office_id TEXT COLLATE "C" NOT NULL,
    holder_id TEXT COLLATE "C" NOT NULL,
    entries BIGINT NOT NULL,
    stones BIGINT NOT NULL,
    weight_mct BIGINT NOT NULL,
    PRIMARY KEY (month, region, office_id, holder_id)
);

-- Returns as they were submitted.
CREATE TABLE return_submission (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    no BIGINT NOT NULL UNIQUE,
    period TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    lines TEXT COLLATE "C" NOT NULL,
    sha256 TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C",
    account_id TEXT COLLATE "C" NOT NULL,
    submitted_at TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL,
    UNIQUE (period, version),
    CHECK ((version = 1) = (reason IS NULL))
);

-- What somebody answered for a difference of a period.
CREATE TABLE difference_answer (
    seq BIGINT NOT NULL PRIMARY KEY,
    period TEXT COLLATE "C" NOT NULL,
    difference TEXT COLLATE "C" NOT NULL,
    cause TEXT COLLATE "C" NOT NULL,
    answer TEXT COLLATE "C" NOT NULL,
    account_id TEXT COLLATE "C" NOT NULL,
    answered_at TEXT COLLATE "C" NOT NULL
);
CREATE INDEX difference_answer_period ON difference_answer (period, seq);

-- Tables of what partners say that they imported, as they came.
CREATE TABLE partner_file (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    no BIGINT NOT NULL UNIQUE,
    source TEXT COLLATE "C" NOT NULL,
    text TEXT COLLATE "C" NOT NULL,
    sha256 TEXT COLLATE "C" NOT NULL UNIQUE,
    account_id TEXT COLLATE "C" NOT NULL,
    received_at TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL
);

-- What came in, was lost, found, sold and exported between two entries, without reading what was before.
CREATE INDEX source_seq ON source (seq);
CREATE INDEX weighing_seq ON weighing (seq);
CREATE INDEX custody_from ON custody (from_seq);
CREATE INDEX custody_to ON custody (to_seq) WHERE to_seq IS NOT NULL;
CREATE INDEX certificate_issued ON certificate (issued_seq);
CREATE INDEX certificate_voided ON certificate (voided_seq) WHERE voided_seq IS NOT NULL;

INSERT INTO production_sum
    SELECT substr(s.on_day, 1, 7), coalesce(t.admin_code, ''), coalesce(s.office_id, ''), s.holder_id,
        count(*), CAST(sum(s.stones) AS BIGINT), CAST(sum(s.weight_mct) AS BIGINT)
    FROM source s LEFT JOIN site t ON t.id = s.site_id
    WHERE s.kind = 'production' AND s.test = 0 AND NOT (s.weight_mct = 0 AND s.corrected_seq IS NOT NULL)
    GROUP BY 1, 2, 3, 4;
