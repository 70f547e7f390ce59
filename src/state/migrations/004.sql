-- What is a person's own: folders of clips, searches that are watched, what was asked.
CREATE TABLE folders (
  id INTEGER PRIMARY KEY,
  person TEXT NOT NULL,
  name TEXT NOT NULL,
  "group" TEXT NOT NULL DEFAULT '',   -- whose members see it too; empty where nobody's
  made TEXT NOT NULL
);
CREATE TABLE clips (
  id INTEGER PRIMARY KEY,
  folder INTEGER NOT NULL REFERENCES folders (id) ON DELETE CASCADE,
  person TEXT NOT NULL,               -- who put it there
  clip TEXT NOT NULL                  -- JSON
);
CREATE INDEX clips_folder ON clips (folder, id);
CREATE TABLE watched (
  id INTEGER PRIMARY KEY,
  person TEXT NOT NULL,
  name TEXT NOT NULL,
  query TEXT NOT NULL,                -- as in the address of the search
  feed TEXT NOT NULL DEFAULT '',      -- hash of the secret in the feed's address
  made TEXT NOT NULL
);
-- The documents that a watched search has found, and since when.
CREATE TABLE met (
  watched INTEGER NOT NULL REFERENCES watched (id) ON DELETE CASCADE,
  document TEXT NOT NULL,
  at TEXT NOT NULL,
  seen INTEGER NOT NULL,
  PRIMARY KEY (watched, document)
);
CREATE TABLE asked (
  id INTEGER PRIMARY KEY,
  person TEXT NOT NULL,
  text TEXT NOT NULL,
  at TEXT NOT NULL
);
CREATE INDEX asked_person ON asked (person, id);
