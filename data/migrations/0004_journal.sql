-- What somebody did and what was done to them is found without reading the whole journal. The rowid, which is seq, orders
-- the entries of one person.

CREATE INDEX journal_actor ON journal (actor_id);
CREATE INDEX journal_target ON journal (target_id);
