-- Beside the journal: what keeps the hash of a request that named personal details from being guessed.
-- Erasing the details erases the salt with them.
CREATE TABLE request_salt (
    entry_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    salt TEXT COLLATE "C" NOT NULL
);
