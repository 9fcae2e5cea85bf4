//! What depends on an object, and what troubles it.

use std::collections::{HashMap, HashSet};

use super::catalogue;
use super::error::{Db, Error};
use super::reader::Reader;
use super::trace::{Step, Walk, steps};
use crate::domain::id::{ObjectId, TypeId};
use crate::domain::object::Weight;
use crate::domain::trace::{Impact, TraceNode};

impl Reader {
    /// What depends on an object, at most so many steps away; nothing for an object that is not there.
    pub fn impact(&self, object: ObjectId, depth: usize) -> Result<Impact, Error> {
        self.read(|db| {
            let Some(mut walk) = Walk::from(db, object)? else {
                return Ok(Impact::default());
            };
            walk.go(depth, 1, Step::leads_to_dependent)?;
            let types = catalogue::object_types(db)?;
            let weights = types.into_iter().filter_map(|kind| Some((kind.id, kind.impact?))).collect();
            let disturbing = disturbing(&walk, &weights)?;
            let is_at_risk = |node: &&TraceNode| weighs(&weights, &node.type_id, Weight::AtRisk) && !node.is_closed;
            let at_risk = walk.trace.nodes.iter().skip(1).filter(is_at_risk).cloned().collect();
            Ok(Impact { trace: walk.trace, disturbing, at_risk })
        })
    }
}

type Weights = HashMap<TypeId, Weight>;

fn weighs(weights: &Weights, type_id: &TypeId, weight: Weight) -> bool {
    weights.get(type_id) == Some(&weight)
}

/// The open objects that trouble something of the walk, or are in it themselves; the nearest first.
fn disturbing(walk: &Walk<'_>, weights: &Weights) -> Db<Vec<TraceNode>> {
    let is_one = |step: &Step| {
        step.leads_to_need() && !step.other.is_closed && weighs(weights, &step.other.type_id, Weight::Disturbs)
    };
    let mut told = HashSet::from([walk.oids[0]]);
    let mut found = Vec::new();
    for (idx, (oid, node)) in walk.oids.iter().zip(&walk.trace.nodes).enumerate() {
        let is_itself = idx > 0 && !node.is_closed && weighs(weights, &node.type_id, Weight::Disturbs);
        if is_itself && told.insert(*oid) {
            found.push(node.clone());
        }
        for step in steps(walk.db, *oid)?.into_iter().filter(is_one) {
            if told.insert(step.oid) {
                found.push(walk.node(step.oid, step.other, node.depth)?);
            }
        }
    }
    Ok(found)
}
