-- Groups of people, to whom documents can be reserved.
CREATE TABLE groups (
  name TEXT PRIMARY KEY,
  created TEXT NOT NULL
);
CREATE TABLE members (
  "group" TEXT NOT NULL REFERENCES groups (name) ON DELETE CASCADE,
  person TEXT NOT NULL REFERENCES people (name) ON DELETE CASCADE,
  PRIMARY KEY ("group", person)
);
-- Whose the document was that something was done to; empty where it was everybody's, else JSON.
ALTER TABLE audit ADD COLUMN access TEXT NOT NULL DEFAULT '';
