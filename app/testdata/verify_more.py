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
keys = {(key, user) for user, *pair in db.execute("SELECT id, name_key, email_key FROM users") for key in pair}
if keys != set(db.execute("SELECT key, user_id FROM sign_in_keys")):
    sys.exit("the keys to sign in with do not match")
settings, last_digest, attempt_digest, last_id = {}, None, None, 0
for operation, after, target, changed in db.execute("""SELECT operation, after, target_id, length(digest) OR operation = 'delete user'
        FROM journal WHERE outcome = 'done' ORDER BY seq"""):
    after = json.loads(after or "{}")
    last_id = max(last_id, target if changed else 0)
    if operation == "set up":
        attempt_digest = after.get("attempt key", "")
    if operation == "change settings":
        settings.update(after)
    if operation in ("set up", "recover", "renew recovery key"):
        last_digest = after.get("recovery key", "")
if dict(db.execute("SELECT key, value FROM settings")) != settings:
    sys.exit("the settings do not match")
digests = [digest("roster recovery key 1", row[0]).hex() for row in db.execute("SELECT hash FROM recovery_key")]
if len(digests) != (last_digest is not None) or last_digest and digests != [last_digest]:
    sys.exit("the recovery key does not match")
(attempt_key,), = db.execute("SELECT attempt_key FROM roster")
if attempt_digest is not None and attempt_digest != digest("roster attempt key 1", attempt_key).hex():
    sys.exit("the attempt key does not match")
if dict(db.execute("SELECT name, seq FROM sqlite_sequence")).get("users", 0) != last_id:
    sys.exit("the number of the last user does not match")
