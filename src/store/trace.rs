//! From object to object along links: what an object came from, and what came of it.

use std::collections::{HashMap, HashSet, VecDeque};

use rusqlite::{Connection, OptionalExtension, Row};

use super::catalogue::{self, RELATION};
use super::error::{Db, Error};
use super::graph::{LINKED, linked};
use super::reader::Reader;
use super::row::Id;
use crate::domain::guard::Linked;
use crate::domain::id::{ObjectId, RelationId, StageId};
use crate::domain::link::{End, Flow, Relation};
use crate::domain::trace::{Trace, TraceAsk, TraceEdge, TraceNode};

/// More objects than these nobody reads.
const MOST_NODES: usize = 2_000;

impl Reader {
    /// What an object came from and what came of it, breadth first; nothing for an object that is not there.
    pub fn trace(&self, ask: &TraceAsk) -> Result<Trace, Error> {
        self.read(|db| {
            let Some(mut walk) = Walk::from(db, ask.root)? else {
                return Ok(Trace::default());
            };
            if ask.up {
                walk.go(ask.depth, -1, |step| step.leads(Flow::Up))?;
            }
            if ask.down {
                walk.go(ask.depth, 1, |step| step.leads(Flow::Down))?;
            }
            Ok(walk.trace)
        })
    }
}

/// A link seen from one of its ends, with the relation that fits both ends and the object at the other.
pub(super) struct Step {
    pub relation: Relation,
    /// The end it is seen from is the one the relation starts at.
    pub is_from: bool,
    pub oid: i64,
    pub other: Linked,
}

impl Step {
    /// Whether it leads to what came of this end (down), or to what this end came of (up).
    pub fn leads(&self, way: Flow) -> bool {
        let turned = match self.relation.flow {
            Flow::Down => Flow::Up,
            Flow::Up => Flow::Down,
            Flow::Side => return false,
        };
        way == if self.is_from { self.relation.flow } else { turned }
    }

    /// Whether what is at the other end feels it when something happens here.
    pub fn leads_to_dependent(&self) -> bool {
        self.relation.dependent() == Some(if self.is_from { End::To } else { End::From })
    }

    /// Whether this end feels it when something happens at the other.
    pub fn leads_to_need(&self) -> bool {
        self.relation.dependent() == Some(if self.is_from { End::From } else { End::To })
    }

    /// The relation as read from this end.
    fn read(&self) -> (RelationId, String) {
        let relation = &self.relation;
        if self.is_from {
            (relation.id.clone(), relation.name.clone())
        } else {
            (relation.inverse.clone(), relation.inverse_name.clone())
        }
    }
}

/// A walk over links.
pub(super) struct Walk<'a> {
    pub db: &'a Connection,
    pub trace: Trace,
    /// Row numbers of the nodes, in their order.
    pub oids: Vec<i64>,
    seen: HashSet<i64>,
    names: HashMap<String, String>,
}

impl<'a> Walk<'a> {
    /// A walk that begins at an object.
    pub fn from(db: &'a Connection, root: ObjectId) -> Db<Option<Self>> {
        let mut find =
            db.prepare_cached(&format!("SELECT {LINKED}, o.oid FROM object AS o WHERE o.id = ?1 AND o.deleted = 0"))?;
        let found = find.query_row([Id(root.0)], |row| Ok((linked(row)?, row.get::<_, i64>(6)?))).optional()?;
        let Some((root, oid)) = found else {
            return Ok(None);
        };
        let names = names(db)?;
        let mut walk = Self { db, trace: Trace::default(), oids: Vec::new(), seen: HashSet::new(), names };
        walk.put(oid, root, 0)?;
        Ok(Some(walk))
    }

    /// Goes on from the root along the steps that are wanted, at most `depth` of them; `sign` is the way.
    pub fn go(&mut self, depth: usize, sign: i32, is_wanted: impl Fn(&Step) -> bool) -> Db<()> {
        let mut front: VecDeque<(i64, ObjectId, i32)> = VecDeque::from([(self.oids[0], self.trace.nodes[0].object, 0)]);
        while let Some((oid, from, n_steps)) = front.pop_front() {
            if usize::try_from(n_steps).is_ok_and(|n| n >= depth) {
                continue;
            }
            for step in steps(self.db, oid)?.into_iter().filter(&is_wanted) {
                if let Some(to) = self.follow(from, step, sign * (n_steps + 1))? {
                    front.push_back((to.0, to.1, n_steps + 1));
                }
            }
        }
        Ok(())
    }

    /// Notes a step; answers where it leads when nobody has been there.
    fn follow(&mut self, from: ObjectId, step: Step, depth: i32) -> Db<Option<(i64, ObjectId)>> {
        let (relation, name) = step.read();
        let (oid, to) = (step.oid, step.other.id);
        let is_new = !self.seen.contains(&oid);
        if is_new && self.trace.nodes.len() >= MOST_NODES {
            self.trace.is_cut = true;
            return Ok(None);
        }
        self.trace.edges.push(TraceEdge { from, relation, name, to });
        if !is_new {
            return Ok(None);
        }
        self.put(oid, step.other, depth)?;
        Ok(Some((oid, to)))
    }

    fn put(&mut self, oid: i64, found: Linked, depth: i32) -> Db<()> {
        let node = self.node(oid, found, depth)?;
        self.trace.nodes.push(node);
        self.oids.push(oid);
        self.seen.insert(oid);
        Ok(())
    }

    /// An object as a trace tells it.
    pub fn node(&self, oid: i64, found: Linked, depth: i32) -> Db<TraceNode> {
        let type_name = self.names.get(found.type_id.as_str()).cloned();
        Ok(TraceNode {
            object: found.id,
            key: found.key,
            type_name: type_name.unwrap_or_else(|| found.type_id.0.clone()),
            type_id: found.type_id,
            title: found.title,
            state: found.state,
            is_closed: found.is_closed,
            stands: stands(self.db, oid)?,
            depth,
        })
    }
}

/// The links of an object from both ends, in the order of the catalogue; those that no relation fits are left out.
pub(super) fn steps(db: &Connection, oid: i64) -> Db<Vec<Step>> {
    let relation = RELATION.split(", ").map(|column| format!("r.{column}")).collect::<Vec<_>>().join(", ");
    let half = |here: &str, there: &str, is_from: bool| {
        let (from, to) = if is_from { ("me", "o") } else { ("o", "me") };
        format!(
            "SELECT {relation}, {LINKED}, o.oid, {is_from} AS is_from, r.ord AS ord
             FROM link JOIN object AS me ON me.oid = link.{here} JOIN object AS o ON o.oid = link.{there}
             JOIN relation AS r ON r.ord = (SELECT ord FROM relation AS fit WHERE fit.id = link.relation
               AND fit.from_type IN ({from}.type, '*') AND fit.to_type IN ({to}.type, '*')
               ORDER BY fit.from_type = '*' LIMIT 1)
             WHERE link.{here} = ?1 AND link.live = 1 AND o.deleted = 0"
        )
    };
    let (forward, backward) = (half("from_oid", "to_oid", true), half("to_oid", "from_oid", false));
    let mut all = db.prepare_cached(&format!("{forward} UNION ALL {backward} ORDER BY ord, is_from DESC, 17"))?;
    all.query_map([oid], step)?.collect()
}

/// How many columns a relation has; a [`Linked`] follows.
const N_RELATION: usize = 10;

fn step(row: &Row<'_>) -> Db<Step> {
    Ok(Step {
        relation: catalogue::relation(row)?,
        is_from: row.get(N_RELATION + 7)?,
        oid: row.get(N_RELATION + 6)?,
        other: super::graph::linked_at(row, N_RELATION)?,
    })
}

/// Where an object stands.
fn stands(db: &Connection, oid: i64) -> Db<Vec<(StageId, String)>> {
    let mut all = db.prepare_cached(
        "SELECT stage.id, coalesce(stream.name || ' > ', '') || stage.name FROM card JOIN stage USING (sid)
         LEFT JOIN stream ON stream.id = stage.stream
         WHERE card.oid = ?1 AND card.deleted = 0 AND card.done_at IS NULL ORDER BY card.cid",
    )?;
    all.query_map([oid], |row| Ok((StageId(row.get(0)?), row.get(1)?)))?.collect()
}

fn names(db: &Connection) -> Db<HashMap<String, String>> {
    let mut all = db.prepare_cached("SELECT id, name FROM otype")?;
    all.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}
