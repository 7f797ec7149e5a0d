-- The entry says how its author was let in and, where it signs, from where the signature came. Both count in its hash
-- (the second form of an entry), so entries of before are none any more.
ALTER TABLE journal ADD COLUMN via TEXT NOT NULL DEFAULT '';
ALTER TABLE journal ADD COLUMN signed TEXT;
DROP TABLE signature_mark;
