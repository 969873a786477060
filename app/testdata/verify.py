"""Verifies the entries and users of a Roster file by docs/journal.md. Usage: verify.py FILE"""
import hashlib, sqlite3, sys

def digest(*values):
    values = [v if isinstance(v, bytes) else str(v).encode() for v in values]
    return hashlib.sha256(b"".join(len(v).to_bytes(8, "big") + v for v in values)).digest()

db = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True)
head, last = bytes(32), {}
for number, row in enumerate(db.execute("""SELECT prev, seq, at, operation, outcome, actor_id, actor, target_id, target, before,
        after, reason, app_version, computer, process, digest, hash FROM journal ORDER BY seq"""), 1):
    if row[1] != number or row[0] != head or digest("roster journal 1", *row[:16]) != row[16]:
        sys.exit("entry %d does not match" % number)
    head = row[16]
    if row[15] or row[3:5] == ("delete user", "done"):
        last[row[7]] = row[15]
for row in db.execute("""SELECT id, u.version, name, email, first_name, last_name, role, status, created, changed, c.version, hash,
        iif(must_change, 'true', 'false'), expires, disabled FROM users AS u LEFT JOIN credentials AS c ON user_id = id ORDER BY id"""):
    if last.pop(row[0], b"") != digest("roster user 1", *row):
        sys.exit("user %d does not match" % row[0])
if any(last.values()):
    sys.exit("user %d is missing" % min(u for u in last if last[u]))
print("matches", head.hex())
