-- What was done to the library, by whom, when.
CREATE TABLE audit (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,             -- RFC 3339, UTC
  person TEXT NOT NULL,
  act TEXT NOT NULL,
  target TEXT NOT NULL,         -- a document's name, a file's name, a person's name
  detail TEXT NOT NULL
);
CREATE INDEX audit_target ON audit (target, id);

-- Raw files that were handed in together and are looked through before anything is kept.
CREATE TABLE trays (
  id INTEGER PRIMARY KEY,
  person TEXT NOT NULL,
  opened TEXT NOT NULL
);
CREATE TABLE tray_files (
  id INTEGER PRIMARY KEY,
  tray INTEGER NOT NULL REFERENCES trays (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  bytes BLOB NOT NULL,
  stage TEXT NOT NULL,          -- waiting, read, kept
  preview TEXT NOT NULL DEFAULT '',
  outcome TEXT NOT NULL DEFAULT ''
);
CREATE INDEX tray_files_tray ON tray_files (tray, id);
