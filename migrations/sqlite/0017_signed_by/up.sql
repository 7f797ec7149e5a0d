-- The entry says how its author was let in and, where it signs, from where the signature came. Both count in its hash
-- (the second form of an entry), so entries of before are none any more:
-- a register that has some is not touched.
CREATE TABLE register_of_before_must_be_made_anew (entries INTEGER NOT NULL CHECK (entries = 0)) STRICT;
INSERT INTO register_of_before_must_be_made_anew SELECT count(*) FROM journal;
DROP TABLE register_of_before_must_be_made_anew;
ALTER TABLE journal ADD COLUMN via TEXT NOT NULL DEFAULT '';
ALTER TABLE journal ADD COLUMN signed TEXT;
DROP TABLE signature_mark;
