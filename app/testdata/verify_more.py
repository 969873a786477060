"""Verifies a file as verify.py does, and then its keys, settings and recovery key. Usage: verify_more.py FILE"""
import json, sys
from unicodedata import normalize
from verify import db, digest

def key(text):
    return normalize("NFKC", normalize("NFKC", normalize("NFD", text).casefold()).casefold())

for user, *row in db.execute("""SELECT id, name, email, first_name, last_name, name_key, email_key, first_key, last_key
        FROM users ORDER BY id"""):
    if list(map(key, row[:4])) != row[4:]:
        sys.exit("user %d does not match" % user)
settings, last_digest = {}, None
for operation, after in db.execute("SELECT operation, after FROM journal WHERE outcome = 'done' ORDER BY seq"):
    after = json.loads(after or "{}")
    if operation == "change settings":
        settings.update(after)
    if operation in ("set up", "recover", "renew recovery key"):
        last_digest = after.get("recovery key", "")
if dict(db.execute("SELECT key, value FROM settings")) != settings:
    sys.exit("the settings do not match")
digests = [digest("roster recovery key 1", row[0]).hex() for row in db.execute("SELECT hash FROM recovery_key")]
if len(digests) != (last_digest is not None) or last_digest and digests != [last_digest]:
    sys.exit("the recovery key does not match")
