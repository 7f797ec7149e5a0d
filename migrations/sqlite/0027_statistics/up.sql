-- Production by month, first-level area of the site, office and holder, kept with the entries it adds up: returns read a
-- few rows in place of the whole history. Tests and what was taken back are not in it. '' stands for no area, no office.
CREATE TABLE production_sum (
    month TEXT NOT NULL,
    region TEXT NOT NULL,
    office_id TEXT NOT NULL,
    holder_id TEXT NOT NULL,
    entries INTEGER NOT NULL,
    stones INTEGER NOT NULL,
    weight_mct INTEGER NOT NULL,
    PRIMARY KEY (month, region, office_id, holder_id)
) STRICT, WITHOUT ROWID;

-- Returns as they were submitted.
CREATE TABLE return_submission (
    id TEXT NOT NULL PRIMARY KEY,
    no INTEGER NOT NULL UNIQUE,
    period TEXT NOT NULL,
    version INTEGER NOT NULL,
    lines TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    reason TEXT,
    account_id TEXT NOT NULL,
    submitted_at TEXT NOT NULL,
    seq INTEGER NOT NULL,
    UNIQUE (period, version),
    CHECK ((version = 1) = (reason IS NULL))
) STRICT;

-- What somebody answered for a difference of a period.
CREATE TABLE difference_answer (
    seq INTEGER NOT NULL PRIMARY KEY,
    period TEXT NOT NULL,
    difference TEXT NOT NULL,
    cause TEXT NOT NULL,
    answer TEXT NOT NULL,
    account_id TEXT NOT NULL,
    answered_at TEXT NOT NULL
) STRICT;
CREATE INDEX difference_answer_period ON difference_answer (period, seq);

-- Tables of what partners say that they imported, as they came.
CREATE TABLE partner_file (
    id TEXT NOT NULL PRIMARY KEY,
    no INTEGER NOT NULL UNIQUE,
    source TEXT NOT NULL,
    text TEXT NOT NULL,
    sha256 TEXT NOT NULL UNIQUE,
    account_id TEXT NOT NULL,
    received_at TEXT NOT NULL,
    seq INTEGER NOT NULL
) STRICT;

-- What came in, was lost, found, sold and exported between two entries, without reading what was before.
CREATE INDEX source_seq ON source (seq);
CREATE INDEX weighing_seq ON weighing (seq);
CREATE INDEX custody_from ON custody (from_seq);
CREATE INDEX custody_to ON custody (to_seq) WHERE to_seq IS NOT NULL;
CREATE INDEX certificate_issued ON certificate (issued_seq);
CREATE INDEX certificate_voided ON certificate (voided_seq) WHERE voided_seq IS NOT NULL;

INSERT INTO production_sum
    SELECT substr(s.on_day, 1, 7), coalesce(t.admin_code, ''), coalesce(s.office_id, ''), s.holder_id,
        count(*), sum(s.stones), sum(s.weight_mct)
    FROM source s LEFT JOIN site t ON t.id = s.site_id
    WHERE s.kind = 'production' AND s.test = 0 AND NOT (s.weight_mct = 0 AND s.corrected_seq IS NOT NULL)
    GROUP BY 1, 2, 3, 4;
