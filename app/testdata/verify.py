"""Verifies a Roster file by docs/journal.md: prints "fits HEAD" or what does not fit. Usage: verify.py FILE"""
import hashlib, json, sqlite3, struct, sys
from unicodedata import normalize

def digest(*values):
    data = b""
    for value in values:
        value = value if isinstance(value, bytes) else str(value).encode()
        data += struct.pack(">Q", len(value)) + value
    return hashlib.sha256(data).digest()

def key(text):
    return normalize("NFKC", normalize("NFKC", normalize("NFD", text).casefold()).casefold())

db = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True)
prev, number, last, settings, mark = bytes(32), 0, {}, {}, None
for row in db.execute("""SELECT prev, seq, at, operation, outcome, actor_id, actor, target_id, target, before, after, reason,
        app_version, computer, process, digest, hash FROM journal ORDER BY seq"""):
    number += 1
    if row[1] != number or row[0] != prev or digest("roster journal 1", *row[:16]) != row[16]:
        sys.exit("entry %d does not fit" % number)
    prev, operation, after = row[16], row[3], json.loads(row[10] or "{}") if row[4] == "done" else {}
    if row[15] or (operation, row[4]) == ("delete user", "done"):
        last[row[7]] = row[15]
    if operation == "change settings":
        settings.update(after)
    if row[4] == "done" and operation in ("set up", "recover", "renew recovery key"):
        mark = after.get("recovery key", "")
for row in db.execute("""SELECT id, u.version, name, email, first_name, last_name, role, status, created, changed, c.version, hash,
        iif(must_change, 'true', 'false'), expires, disabled, name_key, email_key, first_key, last_key
        FROM users AS u LEFT JOIN credentials AS c ON user_id = id ORDER BY id"""):
    if last.pop(row[0], b"") != digest("roster user 1", *row[:15]) or tuple(map(key, row[2:6])) != row[15:]:
        sys.exit("user %d does not fit" % row[0])
for user in sorted(last):
    if last[user]:
        sys.exit("user %d is gone" % user)
if dict(db.execute("SELECT key, value FROM settings")) != settings:
    sys.exit("the settings do not fit")
marks = [digest("roster recovery key 1", row[0]).hex() for row in db.execute("SELECT hash FROM recovery_key")]
if len(marks) != (mark is not None) or mark and marks != [mark]:
    sys.exit("the recovery key does not fit")
print("fits", prev.hex())
