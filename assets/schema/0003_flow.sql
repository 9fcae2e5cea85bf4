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

-- A standup asks each stage for what is blocked, what waits, and what has waited long enough. What an object brings and
-- takes, by factor: a map of the factors that are known.
CREATE INDEX card_blocked ON card (sid) WHERE live = 1 AND blocked IS NOT NULL;
CREATE INDEX card_waiting ON card (sid, waiting_until) WHERE live = 1 AND waiting_until IS NOT NULL;
CREATE INDEX card_asking ON card (sid) WHERE live = 1 AND waits_for IS NOT NULL;
ALTER TABLE object ADD COLUMN scores TEXT NOT NULL DEFAULT '{}';
