-- A foreign certificate is let in once; that others with its number are detained does not stand in the way.
DROP INDEX arrival_certificate;
CREATE UNIQUE INDEX arrival_certificate ON arrival (issuer, number) WHERE state = 'accepted';
CREATE INDEX arrival_number ON arrival (number);

-- Lists of numbers that foreign authorities warn of; a number of one can be withdrawn.
CREATE TABLE warning_list (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL UNIQUE,
    issuer TEXT COLLATE "C" NOT NULL,
    source TEXT COLLATE "C" NOT NULL
);
ALTER TABLE foreign_warning ADD COLUMN withdrawn_seq BIGINT;
ALTER TABLE foreign_warning ADD COLUMN reason TEXT COLLATE "C";
DROP INDEX foreign_warning_number;
CREATE INDEX foreign_warning_number ON foreign_warning (number, issuer);

-- An authority of a country for which a participant stands.
ALTER TABLE participant_contact ADD COLUMN country TEXT COLLATE "C";
