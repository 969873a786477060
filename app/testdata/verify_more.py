"""Verifies after verify.py the keys, the settings and the recovery key of a file. Usage: verify_more.py FILE"""
import json, sys
from unicodedata import normalize
from verify import db, digest

def key(text):
    return normalize("NFKC", normalize("NFKC", normalize("NFD", text).casefold()).casefold())

for user, *row in db.execute("""SELECT id, name, email, first_name, last_name, name_key, email_key, first_key, last_key
        FROM users ORDER BY id"""):
    if list(map(key, row[:4])) != row[4:]:
        sys.exit("user %d does not fit" % user)
settings, mark = {}, None
for operation, after in db.execute("SELECT operation, after FROM journal WHERE outcome = 'done' ORDER BY seq"):
    after = json.loads(after or "{}")
    if operation == "change settings":
        settings.update(after)
    if operation in ("set up", "recover", "renew recovery key"):
        mark = after.get("recovery key", "")
if dict(db.execute("SELECT key, value FROM settings")) != settings:
    sys.exit("the settings do not fit")
marks = [digest("roster recovery key 1", row[0]).hex() for row in db.execute("SELECT hash FROM recovery_key")]
if len(marks) != (mark is not None) or mark and marks != [mark]:
    sys.exit("the recovery key does not fit")
