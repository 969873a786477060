-- Tries in vain count for good until one succeeds, but make one wait only until none was made for long, as they do for names
-- that nobody has.

ALTER TABLE credentials ADD COLUMN recent INTEGER NOT NULL DEFAULT 0 CHECK (recent >= 0);

UPDATE credentials SET recent = failed;
