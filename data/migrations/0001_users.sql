-- Times are microseconds since 1970 UTC; 0 is "never". Keys are computed by data.Key.

CREATE TABLE users (
	id           INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice: the journal refers to it
	version      INTEGER NOT NULL CHECK (version > 0),
	name         TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 64),
	name_key     TEXT    NOT NULL UNIQUE,
	email        TEXT    NOT NULL CHECK (length(email) BETWEEN 3 AND 254),
	email_key    TEXT    NOT NULL UNIQUE,
	first_name   TEXT    NOT NULL,
	first_key    TEXT    NOT NULL,
	last_name    TEXT    NOT NULL,
	last_key     TEXT    NOT NULL,
	role         INTEGER NOT NULL CHECK (role IN (1, 2, 3)), -- Ledger manager, Admin, System Admin
	status       INTEGER NOT NULL CHECK (status IN (1, 2)),  -- enabled, disabled
	last_sign_in INTEGER NOT NULL DEFAULT 0,
	created      INTEGER NOT NULL,
	changed      INTEGER NOT NULL
) STRICT;

-- Every change asks whether a System Admin is left; this finds the few among a million.
CREATE INDEX users_system_admins ON users (status) WHERE role = 3;

-- What proves who somebody is stands apart, so that no list of users can carry it.
CREATE TABLE credentials (
	user_id      INTEGER PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
	version      INTEGER NOT NULL CHECK (version > 0),
	hash         TEXT    NOT NULL CHECK (substr(hash, 1, 10) = '$argon2id$'),
	must_change  INTEGER NOT NULL CHECK (must_change IN (0, 1)),
	expires      INTEGER NOT NULL DEFAULT 0,
	disabled     INTEGER NOT NULL DEFAULT 0,
	failed       INTEGER NOT NULL DEFAULT 0 CHECK (failed >= 0), -- tries since the last that succeeded
	last_failed  INTEGER NOT NULL DEFAULT 0,
	wait_until   INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Tries to sign in under names that nobody has, by a hash of the name: bounded, and as slow as a real one.
CREATE TABLE unknown_tries (
	slot        INTEGER PRIMARY KEY CHECK (slot BETWEEN 0 AND 1023),
	failed      INTEGER NOT NULL CHECK (failed >= 0),
	last_failed INTEGER NOT NULL,
	wait_until  INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE settings (
	key   TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE journal (
	seq         INTEGER PRIMARY KEY CHECK (seq > 0),
	at          INTEGER NOT NULL,
	operation   TEXT    NOT NULL,
	outcome     TEXT    NOT NULL CHECK (outcome IN ('done', 'refused', 'failed')),
	actor_id    INTEGER NOT NULL, -- 0 is nobody who is known
	actor       TEXT    NOT NULL, -- user names as they were then
	target_id   INTEGER NOT NULL,
	target      TEXT    NOT NULL,
	before      TEXT    NOT NULL, -- what changed, never a secret
	after       TEXT    NOT NULL,
	reason      TEXT    NOT NULL,
	app_version TEXT    NOT NULL,
	computer    TEXT    NOT NULL,
	process     INTEGER NOT NULL,
	digest      BLOB    NOT NULL CHECK (length(digest) IN (0, 32)), -- of the target as it is now
	prev        BLOB    NOT NULL CHECK (length(prev) = 32),
	hash        BLOB    NOT NULL CHECK (length(hash) = 32)
) STRICT;

-- The journal only grows, by one entry at a time that follows the last. INSERT OR REPLACE comes under the
-- first of these; no other column is unique, so it has nothing else to replace.
CREATE TRIGGER journal_next BEFORE INSERT ON journal
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM journal)
  OR NEW.prev IS NOT coalesce((SELECT hash FROM journal ORDER BY seq DESC LIMIT 1), zeroblob(32))
BEGIN
	SELECT raise(ABORT, 'the journal takes only the next entry');
END;

CREATE TRIGGER journal_keep BEFORE UPDATE ON journal
BEGIN
	SELECT raise(ABORT, 'the journal keeps every entry as it is');
END;

CREATE TRIGGER journal_all BEFORE DELETE ON journal
BEGIN
	SELECT raise(ABORT, 'the journal keeps every entry');
END;
