-- Flow: visits and what held cards up, clocks, and settings of the team.

ALTER TABLE card DROP COLUMN origin;

-- The time cards spent in stages, as their places tell it: n is the number of the visit in the place's register.
-- An undone move has no visit; the one before goes on. left_at is empty while the card still stands there.
-- The target of the stage ran out, or will, at due_at (empty: none, or the clock stands still), unless it was met at
-- met_at, before the card left. The index holds all a figure reads of a stage.
CREATE TABLE visit (
  cid INTEGER NOT NULL REFERENCES card (cid),
  n INTEGER NOT NULL,
  sid INTEGER NOT NULL,
  entered_at INTEGER NOT NULL,
  left_at INTEGER,
  due_at INTEGER,
  met_at INTEGER,
  PRIMARY KEY (cid, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX visit_stage ON visit (sid, left_at, entered_at, due_at, met_at);

-- What held a card up: somebody said it was blocked, it waited for a date or an answer, nobody had taken it
-- (kinds blocked, waiting, unowned). until_at is empty while that has no end yet. What was undone has left nothing.
CREATE TABLE hold (
  cid INTEGER NOT NULL REFERENCES card (cid),
  kind TEXT NOT NULL,
  from_at INTEGER NOT NULL,
  until_at INTEGER,
  PRIMARY KEY (cid, kind, from_at)
) STRICT, WITHOUT ROWID;

-- Settings of the team that the journal carries: registers `setting:<name>` of the workspace. The value is JSON.
CREATE TABLE setting (name TEXT PRIMARY KEY, val TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- Triage: what is major, and which cards were handed off from the stage they stand in.
-- `major` is the value of the register; a major one is found by is_major without looking at the others.
ALTER TABLE object ADD COLUMN major TEXT;
ALTER TABLE object ADD COLUMN is_major INTEGER NOT NULL DEFAULT 0;
CREATE INDEX object_major ON object (oid) WHERE is_major = 1;
-- The hand-offs of an object: to what, and from which visit of which card.
CREATE TABLE handed (
  oid INTEGER NOT NULL REFERENCES object (oid),
  target TEXT NOT NULL,
  card BLOB NOT NULL,
  visit INTEGER NOT NULL,
  PRIMARY KEY (oid, target)
) STRICT, WITHOUT ROWID;
CREATE INDEX handed_card ON handed (card, visit);
-- It was handed off in the visit it is in.
ALTER TABLE card ADD COLUMN handed INTEGER NOT NULL DEFAULT 0;
-- The queue of a stage: by time left, what has no clock by age. And what is put aside in it.
CREATE INDEX card_queue ON card (sid, breached_at, created_at, id) WHERE live = 1;
CREATE INDEX card_aside ON card (sid, handed, waiting_until)
  WHERE live = 1 AND (handed = 1 OR waiting_until IS NOT NULL OR waits_for IS NOT NULL);
