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

-- The visits that began with a move back, where it was said why.
CREATE TABLE sent_back (
  cid INTEGER NOT NULL REFERENCES card (cid),
  n INTEGER NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (cid, n)
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

-- A standup asks each stage for what is blocked, what waits, and what has waited long enough. What an object brings and
-- takes, by factor: a map of the factors that are known.
CREATE INDEX card_blocked ON card (sid) WHERE live = 1 AND blocked IS NOT NULL;
CREATE INDEX card_waiting ON card (sid, waiting_until) WHERE live = 1 AND waiting_until IS NOT NULL;
CREATE INDEX card_asking ON card (sid) WHERE live = 1 AND waits_for IS NOT NULL;
ALTER TABLE object ADD COLUMN scores TEXT NOT NULL DEFAULT '{}';

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

-- Lanes: teams of people and objects, and how many cards of a stage share a value.
ALTER TABLE person ADD COLUMN team TEXT;
ALTER TABLE object ADD COLUMN team TEXT;
CREATE INDEX object_team ON object (team) WHERE team IS NOT NULL;
CREATE INDEX object_scenario ON object (scenario) WHERE scenario IS NOT NULL;

-- Kept, not counted: how many cards standing in a stage have an object with this value (empty: without one). Kinds are
-- assignee, priority, type, label, scenario and team; an object without a team of its own counts for `@assignee`.
CREATE TABLE share (
  kind TEXT NOT NULL,
  sid INTEGER NOT NULL,
  value TEXT NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (kind, sid, value)
) STRICT, WITHOUT ROWID;
INSERT INTO share SELECT 'assignee', sid, coalesce(assignee, ''), count(*) FROM card JOIN object USING (oid) WHERE live = 1 GROUP BY 2, 3;
INSERT INTO share SELECT 'priority', sid, coalesce(priority, ''), count(*) FROM card JOIN object USING (oid) WHERE live = 1 GROUP BY 2, 3;
INSERT INTO share SELECT 'type', sid, type, count(*) FROM card JOIN object USING (oid) WHERE live = 1 GROUP BY 2, 3;
INSERT INTO share SELECT 'scenario', sid, coalesce(scenario, ''), count(*) FROM card JOIN object USING (oid) WHERE live = 1 GROUP BY 2, 3;
INSERT INTO share SELECT 'team', sid, coalesce('@' || assignee, ''), count(*) FROM card JOIN object USING (oid) WHERE live = 1 GROUP BY 2, 3;
INSERT INTO share SELECT 'label', sid, coalesce(label.value, ''), count(*)
  FROM card JOIN object USING (oid) LEFT JOIN json_each(object.labels) AS label WHERE live = 1 GROUP BY 2, 3;

-- Clocks: a stream's runs in elapsed or in working time, and stands still while a card is blocked where it says so.
ALTER TABLE stream ADD COLUMN clock TEXT NOT NULL DEFAULT 'elapsed';
ALTER TABLE stream ADD COLUMN blocked_pauses INTEGER NOT NULL DEFAULT 0;
-- What the clock had left when it stood still last, and until when; empty while nobody knows, or where it never did.
ALTER TABLE card ADD COLUMN clock_left_ms INTEGER;
ALTER TABLE card ADD COLUMN stands_until INTEGER;
-- When the target of the whole stream runs out, or the due date where no target counts; kept when the card is done.
ALTER TABLE card ADD COLUMN whole_due_at INTEGER;
-- Breaches by the time they came true.
CREATE INDEX visit_due ON visit (due_at) WHERE due_at IS NOT NULL AND (left_at IS NULL OR left_at > due_at);
CREATE INDEX card_whole_due ON card (whole_due_at)
  WHERE whole_due_at IS NOT NULL AND (done_at IS NULL OR done_at > whole_due_at);

DROP VIEW card_row;
-- A card as lists and columns read it. The order of the joins is ours: the card leads.
CREATE VIEW card_row AS
SELECT
  card.id AS card, object.id AS object, object.key AS key, object.title AS title, object.type AS type,
  object.state AS state, stage.id AS stage, card.rank AS rank, object.priority AS priority,
  object.assignee AS assignee, object.labels AS labels, object.due_at AS due_at, card.blocked AS blocked,
  card.waiting_until AS waiting_until, card.created_at AS created_at, object.since_at AS since_at,
  card.entered_at AS entered_at, card.done_at AS done_at, object.archived AS archived,
  card.at_risk_at AS at_risk_at, card.breached_at AS breached_at, card.gate_met AS gate_met,
  card.gate_asked AS gate_asked, object.n_links AS n_links, card.n_overrides AS n_overrides,
  card.cid AS cid, card.oid AS oid, card.sid AS sid, card.live AS live, card.visit AS visit,
  card.deleted OR object.deleted AS deleted, stage.name AS stage_name, stage.stream AS stream,
  card.gate_times AS gate_times, asked.key AS waiting_for, card.ready_from AS ready_from, card.ready_until AS ready_until,
  coalesce(object.team, (SELECT person.team FROM person WHERE person.name = object.assignee AND person.deleted = 0)) AS team,
  object.team AS own_team, card.clock_left_ms AS clock_left_ms, card.stands_until AS stands_until
FROM card
CROSS JOIN object ON object.oid = card.oid
CROSS JOIN stage ON stage.sid = card.sid
LEFT JOIN object AS asked ON asked.oid = card.waits_for;
