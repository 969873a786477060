"""Verifies a Roster file by docs/journal.md: prints "fits HEAD" or what does not fit. Usage: verify.py FILE"""
import hashlib, sqlite3, struct, sys

def digest(values):
    data = b""
    for value in values:
        value = value if isinstance(value, bytes) else str(value).encode()
        data += struct.pack(">Q", len(value)) + value
    return hashlib.sha256(data).digest()

db = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True)
prev, number, last = bytes(32), 0, {}
for row in db.execute("""SELECT prev, seq, at, operation, outcome, actor_id, actor, target_id, target, before, after, reason,
        app_version, computer, process, digest, hash FROM journal ORDER BY seq"""):
    number += 1
    if row[1] != number or row[0] != prev or digest(("roster journal 1",) + row[:16]) != row[16]:
        sys.exit("entry %d does not fit" % number)
    prev = row[16]
    if row[15] or (row[3], row[4]) == ("delete user", "done"):
        last[row[7]] = row[15]
for row in db.execute("""SELECT id, u.version, name, email, first_name, last_name, role, status, created, changed, c.version, hash,
        iif(must_change, 'true', 'false'), expires, disabled FROM users AS u LEFT JOIN credentials AS c ON user_id = id ORDER BY id"""):
    if last.pop(row[0], b"") != digest(("roster user 1",) + row):
        sys.exit("user %d does not fit" % row[0])
for user in sorted(last):
    if last[user]:
        sys.exit("user %d is gone" % user)
print("fits", prev.hex())
