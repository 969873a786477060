-- Times are microseconds since 1970 UTC; 0 is "never". Keys are computed by fold.Key.

CREATE TABLE roster (
	id          INTEGER PRIMARY KEY CHECK (id = 1),
	fingerprint BLOB    NOT NULL CHECK (length(fingerprint) = 32), -- of the schema, see migrate.go
	attempt_key BLOB    NOT NULL CHECK (length(attempt_key) = 32), -- decides which unknown names share a slot
	deletions   INTEGER NOT NULL DEFAULT 0, -- how many users were deleted
	erased      INTEGER NOT NULL DEFAULT 0, -- of how many of them nothing is left, not even in unused space
	backing_up  INTEGER NOT NULL DEFAULT 0, -- since when a program has been making an automatic backup
	batch       INTEGER NOT NULL DEFAULT 0, -- since when a program has been changing many users in one transaction
	failing     INTEGER NOT NULL DEFAULT 0 CHECK (failing IN (0, 1)) -- the last automatic backup that was tried failed
) STRICT;

INSERT INTO roster (id, fingerprint, attempt_key) VALUES (1, zeroblob(32), randomblob(32));

-- How many transactions have changed the file without a journal entry; the others are counted in journal.txid. Whether
-- a WAL belongs to the file shows in the sum, see side.go.
CREATE TABLE commits (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	n  INTEGER NOT NULL
) STRICT;

INSERT INTO commits (id, n) VALUES (1, 0);

CREATE TABLE users (
	-- Never used twice, because the journal refers to it, where 0 is nobody.
	id           INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id <> 0),
	version      INTEGER NOT NULL CHECK (version > 0),
	name         TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 64),
	name_key     TEXT    NOT NULL,
	email        TEXT    NOT NULL CHECK (length(email) BETWEEN 3 AND 254),
	email_key    TEXT    NOT NULL,
	first_name   TEXT    NOT NULL,
	first_key    TEXT    NOT NULL,
	last_name    TEXT    NOT NULL,
	last_key     TEXT    NOT NULL,
	-- How else the four texts may be typed: without accents, with ae for ä. Each is followed by a line break.
	spellings    TEXT    NOT NULL DEFAULT '',
	role         INTEGER NOT NULL CHECK (role IN (1, 2, 3)), -- Ledger manager, Admin, System Admin
	status       INTEGER NOT NULL CHECK (status IN (1, 2, 3)), -- enabled, disabled, no password
	last_sign_in INTEGER NOT NULL DEFAULT 0,
	created      INTEGER NOT NULL,
	changed      INTEGER NOT NULL,
	-- A digest in the journal covers it, so that nobody can confirm a guess at a deleted user's name with one.
	salt         BLOB    NOT NULL DEFAULT (randomblob(16)) CHECK (length(salt) = 16),
	expires      INTEGER NOT NULL DEFAULT 0 CHECK (expires BETWEEN 0 AND 2932896), -- days since 1970-01-01; 0 is "never"
	note         TEXT    NOT NULL DEFAULT '' CHECK (length(note) <= 500)
) STRICT;

-- What users sign in with: the keys of their user names and of their email addresses. A user whose name is their own
-- address has one. So no name or address is a name or an address of another user.
CREATE TABLE sign_in_keys (
	key     TEXT    PRIMARY KEY,
	user_id INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Another program can have stored a key that is no text.
CREATE TRIGGER users_keyed AFTER INSERT ON users
BEGIN
	INSERT INTO sign_in_keys (key, user_id) SELECT NEW.name_key, NEW.id WHERE typeof(NEW.name_key) = 'text';
	INSERT INTO sign_in_keys (key, user_id)
	SELECT NEW.email_key, NEW.id WHERE typeof(NEW.email_key) = 'text' AND NEW.email_key IS NOT NEW.name_key;
END;

CREATE TRIGGER users_rekeyed AFTER UPDATE OF id, name_key, email_key ON users
WHEN OLD.name_key IS NOT NEW.name_key OR OLD.email_key IS NOT NEW.email_key OR OLD.id IS NOT NEW.id
BEGIN
	DELETE FROM sign_in_keys
	WHERE key IN (OLD.name_key, OLD.email_key, NEW.name_key, NEW.email_key) AND user_id IN (OLD.id, NEW.id);
	INSERT INTO sign_in_keys (key, user_id) SELECT NEW.name_key, NEW.id WHERE typeof(NEW.name_key) = 'text';
	INSERT INTO sign_in_keys (key, user_id)
	SELECT NEW.email_key, NEW.id WHERE typeof(NEW.email_key) = 'text' AND NEW.email_key IS NOT NEW.name_key;
END;

CREATE TRIGGER users_unkeyed AFTER DELETE ON users
BEGIN
	DELETE FROM sign_in_keys WHERE key IN (OLD.name_key, OLD.email_key) AND user_id = OLD.id;
END;

-- Every change checks that a System Admin is left; this finds the few among a million users.
CREATE INDEX users_system_admins ON users (status) WHERE role = 3;

-- What programs other than Roster may rely on, see docs/ledger.md: it has no hashes, and its columns stay as they are.
-- A user with an unknown role is damaged, and so not enabled.
CREATE VIEW roster_users_1 (id, user_name, user_name_key, email, role, enabled) AS
SELECT id, name, name_key, email,
	CASE role WHEN 1 THEN 'Ledger manager' WHEN 2 THEN 'Admin' WHEN 3 THEN 'System Admin' END,
	status = 1 AND role IN (1, 2, 3)
		AND (expires = 0 OR expires >= CAST(strftime('%s', 'now', 'localtime') AS INTEGER) / 86400)
FROM users;

-- Credentials have their own table, so that no list of users can contain them.
CREATE TABLE credentials (
	user_id     INTEGER PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
	version     INTEGER NOT NULL CHECK (version > 0),
	hash        TEXT    NOT NULL CHECK (substr(hash, 1, 10) = '$argon2id$' OR substr(hash, 1, 4) = '$2b$'
	                                 OR substr(hash, 1, 8) = '$scrypt$'
	                                 OR substr(hash, 1, 15) IN ('$pbkdf2-sha256$', '$pbkdf2-sha512$')),
	must_change INTEGER NOT NULL CHECK (must_change IN (0, 1)),
	expires     INTEGER NOT NULL DEFAULT 0,
	disabled    INTEGER NOT NULL DEFAULT 0,
	failed      INTEGER NOT NULL DEFAULT 0 CHECK (failed >= 0), -- attempts since the last successful one
	recent      INTEGER NOT NULL DEFAULT 0 CHECK (recent >= 0), -- those that count towards a wait
	last_failed INTEGER NOT NULL DEFAULT 0,
	wait_until  INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The imported hashes, by kind: the part before the salt. This finds the few kinds among a million users. It leaves out
-- the two kinds that Roster itself computes, so that creating users takes no longer.
CREATE INDEX credentials_imported ON credentials (
	iif(substr(hash, 1, 4) = '$2b$', substr(hash, 1, 7),
		rtrim(rtrim(rtrim(hash, replace(hash, '$', '')), '$'), replace(hash, '$', ''))),
	expires
) WHERE substr(hash, 1, 31) <> '$argon2id$v=19$m=65536,t=3,p=1$'
	AND substr(hash, 1, 27) <> '$argon2id$v=19$m=8,t=1,p=1$';

-- Attempts to sign in under names that no user has. Many names share a slot, so that the table stays small and a wait
-- does not reveal whether a name exists.
CREATE TABLE unknown_attempts (
	slot        INTEGER PRIMARY KEY CHECK (slot BETWEEN 0 AND 1024), -- 1024 is for the recovery key
	failed      INTEGER NOT NULL CHECK (failed >= 0),
	last_failed INTEGER NOT NULL,
	wait_until  INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE settings (
	key   TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The backups that Roster has made of this file. They tell, without opening one, which still hold a deleted user.
CREATE TABLE backups (
	path      TEXT    PRIMARY KEY CHECK (length(path) BETWEEN 1 AND 4096), -- absolute
	source    TEXT    NOT NULL, -- the path of the file when it was made: a copy of the file does not remove it
	made      INTEGER NOT NULL,
	users     INTEGER NOT NULL CHECK (users >= 0),
	bytes     INTEGER NOT NULL CHECK (bytes >= 0),
	seq       INTEGER NOT NULL CHECK (seq >= 0),          -- of the last entry of its journal
	hash      BLOB    NOT NULL CHECK (length(hash) = 32), -- of that entry
	intact    INTEGER NOT NULL CHECK (intact IN (0, 1)),  -- it matched its journal when it was made
	automatic INTEGER NOT NULL CHECK (automatic IN (0, 1)),
	sealed    INTEGER NOT NULL CHECK (sealed IN (0, 1))   -- it is encrypted with a passphrase
) STRICT, WITHOUT ROWID;

-- The folders, other than the file's own, in which a backup was begun: a program that is killed leaves a part there.
CREATE TABLE backup_folders (
	n    INTEGER PRIMARY KEY,
	path TEXT NOT NULL UNIQUE CHECK (length(path) BETWEEN 1 AND 4096) -- absolute
) STRICT;

-- There is one recovery key at a time, and it is used once.
CREATE TABLE recovery_key (
	id   INTEGER PRIMARY KEY CHECK (id = 1),
	hash BLOB    NOT NULL CHECK (length(hash) = 32), -- SHA-256 of the key, which is random and has 160 bits
	made INTEGER NOT NULL
) STRICT;

CREATE TABLE journal (
	seq         INTEGER PRIMARY KEY CHECK (seq > 0),
	at          INTEGER NOT NULL,
	operation   TEXT    NOT NULL,
	outcome     TEXT    NOT NULL CHECK (outcome IN ('done', 'refused', 'failed')),
	actor_id    INTEGER NOT NULL, -- 0 if unknown
	target_id   INTEGER NOT NULL,
	before      TEXT    NOT NULL, -- the changed fields, never a secret, and nothing that is in words
	after       TEXT    NOT NULL,
	reason      TEXT    NOT NULL,
	app_version TEXT    NOT NULL,
	computer    TEXT    NOT NULL,
	process     INTEGER NOT NULL,
	-- The number of the first entry of the batch that it belongs to; 0 if it belongs to none. The last one sums it up.
	batch       INTEGER NOT NULL DEFAULT 0 CHECK (batch BETWEEN 0 AND seq),
	words       BLOB    NOT NULL CHECK (length(words) % 41 = 0), -- n, person and commitment of each of its words
	digest      BLOB    NOT NULL CHECK (length(digest) IN (0, 32)), -- of the target after the event
	prev        BLOB    NOT NULL CHECK (length(prev) = 32),
	hash        BLOB    NOT NULL CHECK (length(hash) = 32),
	-- The number of its transaction among those with entries. A table of its own would cost each transaction a page.
	txid        INTEGER NOT NULL DEFAULT 0 CHECK (txid BETWEEN 0 AND 9007199254740991)
) STRICT;

-- These find what a user did and what was done to them without reading the whole journal. The rowid, which is seq,
-- sorts the entries of one user.
CREATE INDEX journal_actor ON journal (actor_id);
CREATE INDEX journal_target ON journal (target_id);

-- The names and email addresses in the entries, as they were at the time. An entry holds only commitments to them, so
-- they can be erased and the entry remains.
CREATE TABLE words (
	seq    INTEGER NOT NULL CHECK (seq > 0), -- of the entry
	n      INTEGER NOT NULL CHECK (n BETWEEN 1 AND 12), -- which value of the entry it is, see docs/journal.md
	person INTEGER NOT NULL, -- the user whose name or address it is
	salt   BLOB    NOT NULL CHECK (length(salt) = 16),
	text   TEXT    NOT NULL CHECK (text <> ''),
	PRIMARY KEY (seq, n)
) STRICT, WITHOUT ROWID;

-- This finds the words to erase with a user.
CREATE INDEX words_person ON words (person);

-- The words of an entry come before it, so that they are complete when it comes. Those of 128 entries may come
-- together.
CREATE TRIGGER words_next BEFORE INSERT ON words
WHEN NEW.seq - (SELECT coalesce(max(seq), 0) FROM journal) NOT BETWEEN 1 AND 128
  OR NOT EXISTS (SELECT 1 FROM users WHERE id = NEW.person)
BEGIN
	SELECT raise(ABORT, 'the journal accepts only the words of users in the next entries');
END;

CREATE TRIGGER words_keep BEFORE UPDATE ON words
BEGIN
	SELECT raise(ABORT, 'words in the journal cannot be changed');
END;

-- Words without an entry, which another program has left behind, may go: the next entry replaces them.
CREATE TRIGGER words_all BEFORE DELETE ON words
WHEN EXISTS (SELECT 1 FROM users WHERE id = OLD.person) AND OLD.seq <= (SELECT max(seq) FROM journal)
BEGIN
	SELECT raise(ABORT, 'words in the journal are erased only with their user');
END;

-- The journal only grows, by one entry at a time that follows the last. INSERT OR REPLACE is refused by this trigger
-- too: no other column is unique, so there is nothing else to replace.
CREATE TRIGGER journal_next BEFORE INSERT ON journal
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM journal)
  OR NEW.prev IS NOT coalesce((SELECT hash FROM journal ORDER BY seq DESC LIMIT 1), zeroblob(32))
  OR length(NEW.words) > 41 * (SELECT count(*) FROM words WHERE seq = NEW.seq)
BEGIN
	SELECT raise(ABORT, 'the journal accepts only the next entry, with its words');
END;

-- The entry that says that a user was deleted erases their words: nothing else does, so a user who is removed without
-- an entry can still be named.
CREATE TRIGGER journal_erase AFTER INSERT ON journal
WHEN NEW.operation = 'delete user' AND NEW.outcome = 'done'
BEGIN
	DELETE FROM words WHERE person = NEW.target_id;
	-- Another program can have stored anything.
	UPDATE roster SET erased = iif(deletions BETWEEN 0 AND 9007199254740991, erased, 0),
		deletions = iif(deletions BETWEEN 0 AND 9007199254740991, deletions, 0) + 1;
END;

CREATE TRIGGER journal_keep BEFORE UPDATE ON journal
BEGIN
	SELECT raise(ABORT, 'journal entries cannot be changed');
END;

CREATE TRIGGER journal_all BEFORE DELETE ON journal
BEGIN
	SELECT raise(ABORT, 'journal entries cannot be deleted');
END;

-- The users that changed most recently, so that an index in memory can follow, even when another program changed them.
-- A reader that has missed more changes than the table holds loads all users again.
CREATE TABLE changes (
	seq     INTEGER PRIMARY KEY, -- without gaps; the newest is never deleted, so no number is used twice
	user_id INTEGER NOT NULL
) STRICT;

CREATE TRIGGER users_inserted AFTER INSERT ON users
BEGIN
	INSERT INTO changes (user_id) VALUES (NEW.id);
END;

CREATE TRIGGER users_updated AFTER UPDATE ON users
BEGIN
	INSERT INTO changes (user_id) VALUES (NEW.id);
	INSERT INTO changes (user_id) SELECT OLD.id WHERE OLD.id <> NEW.id; -- which only another program does
END;

CREATE TRIGGER users_deleted AFTER DELETE ON users
BEGIN
	INSERT INTO changes (user_id) VALUES (OLD.id);
END;

CREATE TRIGGER changes_bounded AFTER INSERT ON changes
BEGIN
	DELETE FROM changes WHERE seq <= NEW.seq - 8192;
END;
