"""Verifies the entries, their words and the users of a Roster file by docs/journal.md. Usage: verify.py FILE"""
import hashlib, sqlite3, sys

def digest(*values):
    values = [v if isinstance(v, bytes) else str(v).encode() for v in values]
    return hashlib.sha256(b"".join(len(v).to_bytes(8, "big") + v for v in values)).digest()

db = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True)
head, last, present, missing = bytes(32), {}, {}, {}
words = {row[:2]: row[2:] for row in db.execute("SELECT seq, n, person, salt, text FROM words")}
for number, row in enumerate(db.execute("""SELECT prev, seq, at, operation, outcome, actor_id, target_id, before, after, reason,
        app_version, computer, process, batch, words, digest, hash FROM journal ORDER BY seq"""), 1):
    places = row[14][::41]
    if row[1] != number or row[0] != head or digest("roster journal 1", *row[:16]) != row[16] or \
            len(row[14]) % 41 or list(places) != sorted(set(places) & set(range(1, 13))):
        sys.exit("entry %d does not match" % number)
    head = row[16]
    if row[15] or row[3:5] == ("delete user", "done"):
        last[row[6]] = row[15]
    for at in range(0, len(row[14]), 41):
        person, commitment = int.from_bytes(row[14][at + 1:at + 9], "big", signed=True), row[14][at + 9:at + 41]
        word = words.pop((number, row[14][at]), None)
        (missing if word is None else present).setdefault(person, number)
        if word and (word[0] != person or digest("roster word 1", *word[1:]) != commitment):
            sys.exit("a word of entry %d does not match" % number)
for row in db.execute("""SELECT salt, id, u.version, name, email, first_name, last_name, role, status, created, changed, u.expires, note, coalesce(c.version, 0),
        coalesce(hash, ''), iif(must_change, 'true', 'false'), coalesce(c.expires, 0), coalesce(disabled, 0) FROM users AS u LEFT JOIN credentials AS c ON user_id = id ORDER BY id"""):
    if last.pop(row[1], b"") != digest("roster user 1", *row):
        sys.exit("user %d does not match" % row[1])
if any(last.values()):
    sys.exit("user %d is missing" % min(u for u in last if last[u]))
wrong = [(present[u], u) for u in present if u in last] + [(missing[u], u) for u in missing if u not in last]
if wrong:
    sys.exit("entry %d has or lacks a word of user %d" % min(wrong))
if words:
    sys.exit("a word of entry %d has no place in it" % min(words)[0])
print("matches", head.hex())
