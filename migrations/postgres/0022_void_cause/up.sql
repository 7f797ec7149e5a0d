-- What a certificate was made void for: a lost or stolen paper is told of otherwise than one with an error.
ALTER TABLE certificate ADD COLUMN cause TEXT COLLATE "C" CHECK (cause IN ('error', 'spoiled', 'lost', 'stolen', 'unused'));
