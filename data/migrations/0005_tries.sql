-- Which names share a place among the tries depends on a key that only the file knows: else somebody could work out names
-- of nobody that share one with a name they ask about, and see by the wait whether it is there. The recovery key has a
-- place of its own.

DROP TABLE unknown_tries;

CREATE TABLE unknown_tries (
	slot        INTEGER PRIMARY KEY CHECK (slot BETWEEN 0 AND 1024), -- 1024 is the recovery key's
	failed      INTEGER NOT NULL CHECK (failed >= 0),
	last_failed INTEGER NOT NULL,
	wait_until  INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE unknown_key (
	id  INTEGER PRIMARY KEY CHECK (id = 1),
	key BLOB    NOT NULL CHECK (length(key) = 32)
) STRICT;

INSERT INTO unknown_key (id, key) VALUES (1, randomblob(32));
