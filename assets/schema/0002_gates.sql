-- Guards and rules over the graph, people and their roles, approvals, hand-offs and waiting.
-- Guards, rules, plans and ways of carrying are JSON.

ALTER TABLE stage ADD COLUMN rules TEXT NOT NULL DEFAULT '{}';
ALTER TABLE criterion ADD COLUMN guard TEXT;
ALTER TABLE scenario ADD COLUMN plan TEXT NOT NULL DEFAULT '{}';
ALTER TABLE edge ADD COLUMN carry TEXT NOT NULL DEFAULT '{}';
ALTER TABLE otype ADD COLUMN rules TEXT NOT NULL DEFAULT '{}';
ALTER TABLE otype_state ADD COLUMN guard TEXT;
ALTER TABLE otype_state ADD COLUMN text TEXT;
ALTER TABLE relation ADD COLUMN flow TEXT NOT NULL DEFAULT 'side';
ALTER TABLE relation ADD COLUMN acyclic INTEGER NOT NULL DEFAULT 0;
-- The end that depends on the other, where flow does not say so.
ALTER TABLE relation ADD COLUMN depends TEXT;

CREATE TABLE person (name TEXT PRIMARY KEY, entity BLOB NOT NULL UNIQUE, roles TEXT NOT NULL DEFAULT '[]', deleted INTEGER NOT NULL DEFAULT 0) STRICT;

-- `held`: what somebody said blocks it; `blocked` is that, or the open object that does.
ALTER TABLE card ADD COLUMN held TEXT;
UPDATE card SET held = blocked;
-- The object whose answer it waits for, and the states that are an answer; the value of the register.
ALTER TABLE card ADD COLUMN waits TEXT;
ALTER TABLE card ADD COLUMN waits_for INTEGER REFERENCES object (oid);
-- The object it was handed off from, and the edge.
ALTER TABLE card ADD COLUMN origin TEXT;
-- Guarded lines of its gate: [criterion, when it holds, what makes it hold, what is missing].
ALTER TABLE card ADD COLUMN verdicts TEXT NOT NULL DEFAULT '[]';
-- Of the lines asked for, those that come or go with time: when each holds.
ALTER TABLE card ADD COLUMN gate_times TEXT NOT NULL DEFAULT '[]';
-- When nothing is open: the first stretch of time; both empty where something stays open.
ALTER TABLE card ADD COLUMN ready_from INTEGER;
ALTER TABLE card ADD COLUMN ready_until INTEGER;
-- Guarded exits that held when it moved on, for the entrance criteria they satisfy.
ALTER TABLE card ADD COLUMN passed TEXT NOT NULL DEFAULT '[]';
CREATE INDEX card_waits_for ON card (waits_for) WHERE waits_for IS NOT NULL;

CREATE TABLE approval (
  cid INTEGER NOT NULL REFERENCES card (cid),
  role TEXT NOT NULL,
  val TEXT NOT NULL,
  PRIMARY KEY (cid, role)
) STRICT, WITHOUT ROWID;

-- Which objects the guards of a card have looked at: when one of them changes, the card is worked out anew.
CREATE TABLE watch (
  oid INTEGER NOT NULL,
  cid INTEGER NOT NULL,
  PRIMARY KEY (oid, cid)
) STRICT, WITHOUT ROWID;
CREATE INDEX watch_card ON watch (cid);

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
  card.gate_times AS gate_times, asked.key AS waiting_for, card.ready_from AS ready_from, card.ready_until AS ready_until
FROM card
CROSS JOIN object ON object.oid = card.oid
CROSS JOIN stage ON stage.sid = card.sid
LEFT JOIN object AS asked ON asked.oid = card.waits_for;
