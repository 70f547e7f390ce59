-- Who may come in, and as what.
CREATE TABLE people (
  name TEXT PRIMARY KEY,
  role TEXT NOT NULL,
  password TEXT NOT NULL,          -- Argon2id, in the PHC form
  failures INTEGER NOT NULL DEFAULT 0,
  locked_until TEXT NOT NULL DEFAULT '',
  created TEXT NOT NULL
);
-- Of sessions and tokens only hashes are kept.
CREATE TABLE sessions (
  hash TEXT PRIMARY KEY,
  person TEXT NOT NULL REFERENCES people (name) ON DELETE CASCADE,
  until TEXT NOT NULL
);
CREATE TABLE tokens (
  hash TEXT PRIMARY KEY,
  label TEXT NOT NULL,
  person TEXT NOT NULL REFERENCES people (name) ON DELETE CASCADE,
  role TEXT NOT NULL,
  created TEXT NOT NULL
);
