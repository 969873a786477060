-- Whose row was changed last, so that whoever holds users in memory can follow, also what another program does.
-- Bounded: who has missed more than is here reads all users again.

CREATE TABLE changes (
	seq     INTEGER PRIMARY KEY, -- without gaps; the newest is never deleted, so no number comes twice
	user_id INTEGER NOT NULL
) STRICT;

CREATE TRIGGER users_inserted AFTER INSERT ON users
BEGIN
	INSERT INTO changes (user_id) VALUES (NEW.id);
END;

CREATE TRIGGER users_updated AFTER UPDATE ON users
BEGIN
	INSERT INTO changes (user_id) SELECT OLD.id UNION SELECT NEW.id;
END;

CREATE TRIGGER users_deleted AFTER DELETE ON users
BEGIN
	INSERT INTO changes (user_id) VALUES (OLD.id);
END;

CREATE TRIGGER changes_bounded AFTER INSERT ON changes
BEGIN
	DELETE FROM changes WHERE seq <= NEW.seq - 8192;
END;
