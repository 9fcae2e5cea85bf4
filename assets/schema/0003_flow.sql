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

-- Looking back: when objects were off the boards, archived from one instant until another (empty: still). What was undone
-- has left nothing. With the visits it tells where every card stood at any time; the indexes find what came or went since.
CREATE TABLE away (
  oid INTEGER NOT NULL REFERENCES object (oid),
  from_at INTEGER NOT NULL,
  until_at INTEGER,
  PRIMARY KEY (oid, from_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX away_from ON away (from_at);
CREATE INDEX away_until ON away (until_at) WHERE until_at IS NOT NULL;
