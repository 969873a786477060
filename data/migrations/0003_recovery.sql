-- What proves that somebody holds the recovery key. There is one key at a time, and it is used once.

CREATE TABLE recovery_key (
	id   INTEGER PRIMARY KEY CHECK (id = 1),
	hash BLOB    NOT NULL CHECK (length(hash) = 32), -- SHA-256 of the key, which is random and has 160 bits
	made INTEGER NOT NULL
) STRICT;
