-- The first schema. Never edited once released; later steps are files of their own.
-- The journal (replica, grp, op, reg) is the truth; the tables below it are what it comes to, and can be rebuilt.
-- Instants are milliseconds since 1970, ids are 16 bytes, lists and maps are JSON.

CREATE TABLE meta (k TEXT PRIMARY KEY, v ANY NOT NULL) STRICT, WITHOUT ROWID;

-- Copies of the workspace; ours is named by meta.replica.
CREATE TABLE replica (
  short INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  last_n INTEGER NOT NULL DEFAULT 0,
  hms INTEGER NOT NULL DEFAULT 0,
  hctr INTEGER NOT NULL DEFAULT 0,
  chain BLOB NOT NULL DEFAULT (zeroblob(32)),
  first_seen INTEGER NOT NULL
) STRICT;

-- The ops of one action of one person lie together: n_ops of them from first_seq on. None: a refusal worth keeping.
CREATE TABLE grp (
  gid INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  rep INTEGER NOT NULL REFERENCES replica (short),
  actor TEXT NOT NULL,
  os_user TEXT,
  via TEXT NOT NULL,
  terminal TEXT,
  at INTEGER NOT NULL,
  reason TEXT,
  idem TEXT UNIQUE,
  undoes BLOB,
  undone_by BLOB,
  hms INTEGER NOT NULL,
  hctr INTEGER NOT NULL,
  what TEXT NOT NULL,
  about BLOB,
  first_seq INTEGER NOT NULL,
  n_ops INTEGER NOT NULL,
  chain BLOB
) STRICT;
CREATE INDEX grp_actor ON grp (actor, gid);
-- What can be taken back: groups of people in force.
CREATE INDEX grp_in_force ON grp (actor, gid) WHERE undoes IS NULL AND undone_by IS NULL AND n_ops > 0;
CREATE INDEX grp_at ON grp (at);

-- Per replica every op and every group seals what came before: chain = sha256(chain before, the row's columns).
-- What an op overwrote (prev) is named by the replica and number of the earlier op; old is for this file only.
CREATE TABLE op (
  seq INTEGER PRIMARY KEY,
  rep INTEGER NOT NULL,
  n INTEGER NOT NULL,
  hms INTEGER NOT NULL,
  hctr INTEGER NOT NULL,
  gid INTEGER NOT NULL,
  kind TEXT NOT NULL,
  entity BLOB NOT NULL,
  what TEXT NOT NULL,
  about BLOB,
  creates INTEGER NOT NULL,
  val TEXT NOT NULL,
  prev TEXT,
  old TEXT,
  fv INTEGER NOT NULL,
  chain BLOB NOT NULL,
  UNIQUE (rep, n)
) STRICT;
CREATE INDEX op_entity ON op (entity);
CREATE INDEX op_about ON op (about) WHERE about IS NOT NULL;

-- Registers written after the creation of their entity; the stamp of any other is that of the creation.
CREATE TABLE reg (
  entity BLOB NOT NULL,
  field TEXT NOT NULL,
  val TEXT NOT NULL,
  rep INTEGER NOT NULL,
  n INTEGER NOT NULL,
  hms INTEGER NOT NULL,
  hctr INTEGER NOT NULL,
  PRIMARY KEY (entity, field)
) STRICT, WITHOUT ROWID;

-- The catalogue: what ships, overlaid by what a team changed. `base` is the shipped value of what can be overlaid.

CREATE TABLE stream (
  id TEXT PRIMARY KEY,
  entity BLOB NOT NULL UNIQUE,
  ord INTEGER NOT NULL DEFAULT 0,
  name TEXT NOT NULL DEFAULT '',
  short TEXT NOT NULL DEFAULT '',
  kind TEXT NOT NULL DEFAULT 'own',
  gate TEXT NOT NULL DEFAULT 'warn',
  purpose TEXT NOT NULL DEFAULT '',
  outcome TEXT NOT NULL DEFAULT '',
  key_stakeholder TEXT NOT NULL DEFAULT '',
  card_type TEXT NOT NULL DEFAULT '',
  clock_starts TEXT NOT NULL DEFAULT '',
  triggers TEXT NOT NULL DEFAULT '[]',
  notes TEXT NOT NULL DEFAULT '[]',
  base TEXT NOT NULL DEFAULT '{}',
  deleted INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE stage (
  sid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  entity BLOB NOT NULL UNIQUE,
  stream TEXT NOT NULL,
  ord INTEGER NOT NULL DEFAULT 0,
  name TEXT NOT NULL DEFAULT '',
  short TEXT NOT NULL DEFAULT '',
  purpose TEXT NOT NULL DEFAULT '',
  wip INTEGER,
  entrance_mode TEXT NOT NULL DEFAULT 'all',
  exit_mode TEXT NOT NULL DEFAULT 'all',
  taken_meets_target INTEGER NOT NULL DEFAULT 0,
  deliverables TEXT NOT NULL DEFAULT '[]',
  value_items TEXT NOT NULL DEFAULT '[]',
  roles TEXT NOT NULL DEFAULT '[]',
  notes TEXT NOT NULL DEFAULT '[]',
  loops TEXT NOT NULL DEFAULT '[]',
  base TEXT NOT NULL DEFAULT '{}',
  deleted INTEGER NOT NULL DEFAULT 0,
  -- Counts are kept, not counted: cards standing here, and how many of them are blocked.
  n_live INTEGER NOT NULL DEFAULT 0,
  n_blocked INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX stage_stream ON stage (stream, ord);

-- The owner is a stream or a stage; priority 0 stands for all.
CREATE TABLE target (
  owner TEXT NOT NULL,
  priority INTEGER NOT NULL,
  span_s INTEGER NOT NULL,
  PRIMARY KEY (owner, priority)
) STRICT, WITHOUT ROWID;

CREATE TABLE criterion (
  id TEXT PRIMARY KEY,
  sid INTEGER NOT NULL REFERENCES stage (sid),
  kind TEXT NOT NULL,
  level TEXT,
  ord INTEGER NOT NULL,
  text TEXT NOT NULL,
  details TEXT NOT NULL,
  objects TEXT NOT NULL,
  satisfied_by TEXT NOT NULL,
  applies TEXT
) STRICT;
CREATE INDEX criterion_stage ON criterion (sid, ord);

CREATE TABLE scenario (
  stream TEXT NOT NULL,
  id TEXT NOT NULL,
  ord INTEGER NOT NULL,
  name TEXT NOT NULL,
  trigger TEXT,
  outcome TEXT NOT NULL,
  notes TEXT NOT NULL,
  objects TEXT NOT NULL,
  PRIMARY KEY (stream, id)
) STRICT;

CREATE TABLE edge (
  id TEXT PRIMARY KEY,
  ord INTEGER NOT NULL,
  kind TEXT NOT NULL,
  from_stream TEXT NOT NULL,
  from_stage TEXT,
  to_stream TEXT NOT NULL,
  to_stage TEXT,
  what TEXT NOT NULL,
  objects TEXT NOT NULL
) STRICT;

CREATE TABLE role (id TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT;

CREATE TABLE otype (
  id TEXT PRIMARY KEY,
  ord INTEGER NOT NULL,
  name TEXT NOT NULL,
  prefix TEXT NOT NULL,
  area TEXT NOT NULL,
  purpose TEXT NOT NULL
) STRICT;

CREATE TABLE otype_state (
  type TEXT NOT NULL,
  ord INTEGER NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  next TEXT NOT NULL,
  is_final INTEGER NOT NULL,
  PRIMARY KEY (type, ord)
) STRICT, WITHOUT ROWID;

CREATE TABLE otype_field (
  type TEXT NOT NULL,
  ord INTEGER NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  choices TEXT NOT NULL,
  unit TEXT,
  PRIMARY KEY (type, ord)
) STRICT, WITHOUT ROWID;

-- A type of '*' is any.
CREATE TABLE relation (
  ord INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  inverse TEXT NOT NULL,
  name TEXT NOT NULL,
  inverse_name TEXT NOT NULL,
  from_type TEXT NOT NULL,
  to_type TEXT NOT NULL,
  cardinality TEXT NOT NULL
) STRICT;
CREATE INDEX relation_id ON relation (id);
CREATE INDEX relation_inverse ON relation (inverse);

-- What the journal comes to.

-- `plain` is the key as registered, `key` as shown: a twin shows a letter, a deleted object nothing.
CREATE TABLE object (
  oid INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  key TEXT UNIQUE,
  plain TEXT NOT NULL,
  type TEXT NOT NULL,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  state TEXT,
  priority INTEGER,
  assignee TEXT,
  labels TEXT NOT NULL,
  due_at INTEGER,
  since_at INTEGER,
  demand TEXT,
  scenario TEXT,
  fields TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  archived INTEGER NOT NULL,
  deleted INTEGER NOT NULL,
  n_links INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX object_type ON object (type);
CREATE INDEX object_priority ON object (priority) WHERE priority IS NOT NULL;
CREATE INDEX object_labels ON object (labels) WHERE labels <> '[]';
CREATE INDEX object_assignee ON object (assignee) WHERE assignee IS NOT NULL;

-- Keys an object had before, and plain keys that an earlier object holds.
CREATE TABLE alias (
  key TEXT NOT NULL,
  oid INTEGER NOT NULL REFERENCES object (oid),
  is_twin INTEGER NOT NULL,
  PRIMARY KEY (key, oid)
) STRICT, WITHOUT ROWID;
CREATE INDEX alias_object ON alias (oid);

-- `live`: it stands in a stage, and neither it nor its object is archived or deleted.
CREATE TABLE card (
  cid INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  oid INTEGER NOT NULL REFERENCES object (oid),
  sid INTEGER NOT NULL REFERENCES stage (sid),
  rank TEXT NOT NULL,
  visit INTEGER NOT NULL,
  entered_at INTEGER,
  done_at INTEGER,
  value TEXT,
  beneficiary TEXT,
  blocked TEXT,
  waiting_until INTEGER,
  created_at INTEGER NOT NULL,
  deleted INTEGER NOT NULL,
  n_overrides INTEGER NOT NULL,
  gate_met INTEGER NOT NULL,
  gate_asked INTEGER NOT NULL,
  at_risk_at INTEGER,
  breached_at INTEGER,
  live INTEGER NOT NULL
) STRICT;
CREATE INDEX card_object ON card (oid);
CREATE INDEX card_column ON card (sid, rank, id, oid) WHERE live = 1;
CREATE INDEX card_entered ON card (sid, entered_at) WHERE live = 1;
CREATE INDEX card_breached ON card (sid, breached_at) WHERE live = 1 AND breached_at IS NOT NULL;
CREATE INDEX card_at_risk ON card (sid, at_risk_at) WHERE live = 1 AND at_risk_at IS NOT NULL;
CREATE INDEX card_done ON card (done_at, oid, deleted) WHERE done_at IS NOT NULL;

-- A column in stretches of some hundred cards: a stretch begins at this place and holds n of them. What lies above a
-- card is known by adding up stretches, not by counting cards.
CREATE TABLE stretch (
  sid INTEGER NOT NULL,
  rank TEXT NOT NULL,
  id BLOB NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (sid, rank, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE tick (
  cid INTEGER NOT NULL REFERENCES card (cid),
  criterion TEXT NOT NULL,
  val TEXT NOT NULL,
  PRIMARY KEY (cid, criterion)
) STRICT, WITHOUT ROWID;

CREATE TABLE override (
  cid INTEGER NOT NULL REFERENCES card (cid),
  field TEXT NOT NULL,
  reason TEXT NOT NULL,
  by TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (cid, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE link (
  entity BLOB NOT NULL UNIQUE,
  from_oid INTEGER NOT NULL REFERENCES object (oid),
  relation TEXT NOT NULL,
  to_oid INTEGER NOT NULL REFERENCES object (oid),
  live INTEGER NOT NULL,
  PRIMARY KEY (from_oid, relation, to_oid)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_to ON link (to_oid, relation);

CREATE TABLE comment (
  id BLOB PRIMARY KEY,
  oid INTEGER NOT NULL REFERENCES object (oid),
  actor TEXT NOT NULL,
  at INTEGER NOT NULL,
  text TEXT NOT NULL,
  deleted INTEGER NOT NULL
) STRICT;
CREATE INDEX comment_object ON comment (oid, at);

-- Numbers of keys: blocks claimed by replicas, and how far ours is used up (local, not replayed).
CREATE TABLE key_block (prefix TEXT NOT NULL, first INTEGER NOT NULL, replica TEXT NOT NULL, PRIMARY KEY (prefix, first)) STRICT, WITHOUT ROWID;
CREATE TABLE key_counter (prefix TEXT PRIMARY KEY, next INTEGER NOT NULL, last INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- Words of objects: key, title, body, labels and comments; the row is the object's.
CREATE VIRTUAL TABLE object_fts USING fts5 (
  key, title, body, labels, comments,
  content = '', contentless_delete = 1, prefix = '2 3',
  tokenize = 'unicode61 remove_diacritics 2'
);

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
  card.deleted OR object.deleted AS deleted, stage.name AS stage_name, stage.stream AS stream
FROM card
CROSS JOIN object ON object.oid = card.oid
CROSS JOIN stage ON stage.sid = card.sid;
