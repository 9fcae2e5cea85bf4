//! What rules ask of the plain board.

use std::rc::Rc;

use std::collections::BTreeMap;

use uuid::Uuid;

use super::Plain;
use crate::domain::At;
use crate::domain::card::{Card, Place};
use crate::domain::change::register;
use crate::domain::gate::{GateRule, Tick};
use crate::domain::guard::{Approval, Graph, Linked, Reach};
use crate::domain::id::{CardId, CriterionId, ObjectId, RelationId, StageId, StreamId, TypeId};
use crate::domain::intent::{Facts, Named, Neighbours, Spot, StageHead, StreamHead};
use crate::domain::key::Key;
use crate::domain::link::{Link, Relation};
use crate::domain::object::{Object, ObjectType};
use crate::domain::person::Person;
use crate::domain::stream::{Edge, Role, Scenario};
use crate::domain::value::{Value, from_millis};
use crate::domain::window::LogEntry;

type Answer<T> = Result<T, std::convert::Infallible>;

impl Graph for Plain {
    type Error = std::convert::Infallible;

    fn object(&self, id: ObjectId) -> Answer<Option<Object>> {
        let own: BTreeMap<String, Value> = self.prefixed(id.0, "").into_iter().collect();
        let Some(key) = own.get(register::KEY).and_then(Value::as_str) else {
            return Ok(None);
        };
        let mut object = Object {
            id,
            key: Key::parse(key).unwrap(),
            type_id: TypeId::new(own.get(register::TYPE).and_then(Value::as_str).unwrap_or("thing")),
            title: String::new(),
            body: String::new(),
            state: None,
            priority: None,
            assignee: None,
            labels: Vec::new(),
            due_at: None,
            since: None,
            demand: None,
            scenario: None,
            team: None,
            fields: BTreeMap::new(),
            created_at: from_millis(0),
            created_by: "ana".into(),
            major: None,
            archived: own.get(register::ARCHIVED).and_then(Value::as_bool) == Some(true),
            deleted: false,
            aliases: Vec::new(),
            scores: crate::domain::score::Scores::default(),
        };
        object.put(&own);
        Ok(Some(object))
    }

    /// One step along any link, whatever the path says.
    fn reached(&self, from: ObjectId, reach: &Reach) -> Answer<Vec<Linked>> {
        let ends = self.links.iter().filter(|link| link.from == from || link.to == from);
        let mut found: Vec<Linked> =
            ends.map(|link| self.linked(if link.from == from { link.to } else { link.from })).collect();
        found.retain(|linked| reach.type_id.as_ref().is_none_or(|id| *id == linked.type_id));
        found.sort_by_key(|linked| linked.key.to_string());
        found.dedup();
        Ok(found)
    }

    fn approvals(&self, card: CardId) -> Answer<Vec<Approval>> {
        let said = self.prefixed(card.0, register::APPROVAL).into_iter();
        Ok(said.filter_map(|(role, value)| Approval::from_value(&role, &value)).collect())
    }

    fn role_name(&self, role: &str) -> Answer<String> {
        Ok(role.to_owned())
    }

    fn type_name(&self, id: &TypeId) -> Answer<String> {
        Ok(id.0.clone())
    }

    fn field_name(&self, _: &TypeId, field: &str) -> Answer<String> {
        Ok(field.to_owned())
    }
}

impl Facts for Plain {
    fn object_with_key(&self, _: &Key) -> Answer<Option<ObjectId>> {
        Ok(None)
    }

    fn card(&self, id: CardId) -> Answer<Option<Card>> {
        Ok(Some(self.read_card(id)))
    }

    fn open_cards(&self, object: ObjectId) -> Answer<Vec<Card>> {
        let of = self.names.values().filter(|(o, _)| *o == object);
        Ok(of.map(|(_, card)| self.read_card(*card)).filter(|c| !c.place.is_done()).collect())
    }

    fn object_type(&self, id: &TypeId) -> Answer<Option<Rc<ObjectType>>> {
        Ok(self.kinds.get(id).cloned().map(Rc::new))
    }

    fn stream(&self, id: &StreamId) -> Answer<Option<StreamHead>> {
        let counted = |s: &StageHead| StageHead { n_cards: self.in_stage(&s.id).len() as u64, ..s.clone() };
        let stages: Vec<_> = self.stages.iter().filter(|s| s.id.stream() == *id).map(counted).collect();
        Ok((!stages.is_empty()).then(|| StreamHead {
            id: id.clone(),
            name: id.as_str().to_uppercase(),
            gate: self.policy,
            card_type: TypeId::new("thing"),
            stages,
        }))
    }

    fn gate(&self, stage: &StageId) -> Answer<Option<GateRule>> {
        let of = self.criteria.iter().filter(|(s, _)| s == stage);
        Ok(Some(GateRule {
            stage: stage.clone(),
            next: self.next(stage),
            policy: self.policy,
            exit_mode: self.exit_mode,
            criteria: of.map(|(_, c)| c.clone()).collect(),
            rules: self.rules.get(stage).cloned().unwrap_or_default(),
        }))
    }

    fn ticks(&self, card: CardId) -> Answer<Vec<Tick>> {
        let ticks = self.prefixed(card.0, register::TICK).into_iter();
        Ok(ticks.filter_map(|(id, value)| Tick::from_value(CriterionId::new(id), &value)).collect())
    }

    fn neighbours(&self, stage: &StageId, spot: Spot, moving: Option<CardId>) -> Answer<Neighbours> {
        let mut cards = self.in_stage(stage);
        cards.retain(|(id, _)| Some(*id) != moving);
        let at = |card: CardId| cards.iter().position(|(id, _)| *id == card).unwrap();
        let gap = match spot {
            Spot::Top => 0,
            Spot::Bottom => cards.len(),
            Spot::Before(card) => at(card),
            Spot::After(card) => at(card) + 1,
        };
        let rank = |idx: Option<usize>| idx.and_then(|i| cards.get(i)).map(|(_, rank)| rank.clone());
        Ok((rank(gap.checked_sub(1)), rank(Some(gap))))
    }

    fn standing(&self, stage: &StageId) -> Answer<Vec<(CardId, ObjectId, Place)>> {
        let all = self.in_stage(stage).into_iter().map(|(id, _)| self.read_card(id));
        Ok(all.map(|card| (card.id, card.object, card.place)).collect())
    }

    fn relation(&self, id: &RelationId, from: &TypeId, to: &TypeId) -> Answer<Option<(Relation, bool)>> {
        let fits = |end: &Option<TypeId>, id: &TypeId| end.as_ref().is_none_or(|end| end == id);
        let named = self.relations.iter().find(|r| r.id == *id && fits(&r.from, from) && fits(&r.to, to));
        let turned = || self.relations.iter().find(|r| r.inverse == *id && fits(&r.from, to) && fits(&r.to, from));
        Ok(named.map(|r| (r.clone(), false)).or_else(|| turned().map(|r| (r.clone(), true))))
    }

    fn relation_between(&self, from: &TypeId, to: &TypeId) -> Answer<Option<RelationId>> {
        let named = |r: &Relation| {
            let ends = (r.from.as_ref()?, r.to.as_ref()?);
            let is_turned = ends == (to, from);
            (is_turned || ends == (from, to)).then(|| if is_turned { r.inverse.clone() } else { r.id.clone() })
        };
        Ok(self.relations.iter().find_map(named))
    }

    fn links(&self, object: ObjectId, relation: &RelationId, from: bool) -> Answer<Vec<Linked>> {
        let of = self.links.iter().filter(|link| link.relation == *relation);
        let ends = of.filter(|link| object == if from { link.from } else { link.to });
        Ok(ends.map(|link| self.linked(if from { link.to } else { link.from })).collect())
    }

    fn leads_to(&self, from: ObjectId, relation: &RelationId, to: ObjectId) -> Answer<bool> {
        let next = self.links.iter().filter(|link| link.from == from && link.relation == *relation);
        Ok(from == to || next.into_iter().any(|link| self.leads_to(link.to, relation, to).unwrap()))
    }

    fn waiting_for(&self, object: ObjectId) -> Answer<Vec<(Card, Object)>> {
        let all = self.names.values().map(|(_, card)| self.read_card(*card));
        let waiting = all.filter(|card| card.waiting.as_ref().is_some_and(|w| w.object == object));
        waiting.map(|card| Ok((card.clone(), self.object(card.object)?.unwrap()))).collect()
    }

    fn person(&self, name: &str) -> Answer<Option<Person>> {
        Ok(self.people.iter().find(|person| person.name == name).cloned())
    }

    fn roles(&self) -> Answer<Vec<Role>> {
        Ok(vec![Role { id: "boss".into(), name: "Boss".into() }])
    }

    fn edge(&self, id: &str) -> Answer<Option<Edge>> {
        Ok(self.edges.iter().find(|edge| edge.id == id).cloned())
    }

    fn edges(&self, from: &StreamId) -> Answer<Vec<Edge>> {
        Ok(self.edges.iter().filter(|edge| edge.from == *from).cloned().collect())
    }

    fn scenario(&self, _: &StreamId, id: &str) -> Answer<Option<Scenario>> {
        Ok(self.scenarios.iter().find(|scenario| scenario.id == id).cloned())
    }

    fn names(&self, of: Named) -> Answer<Vec<String>> {
        Ok(match of {
            Named::Type => vec!["thing".into()],
            Named::Role | Named::RoleName => vec!["boss".into()],
            Named::Stream => vec!["s".into()],
            Named::Relation | Named::Stage | Named::Criterion | Named::Edge => Vec::new(),
        })
    }

    fn is_linked(&self, link: &Link) -> Answer<bool> {
        Ok(self.links.contains(link))
    }

    fn next_key(&self, prefix: &str) -> Answer<Key> {
        Ok(Key::new(prefix, self.fresh_id().as_u128() as u64))
    }

    fn happened(&self, _: ObjectId, _: At) -> Answer<Vec<LogEntry>> {
        Ok(Vec::new())
    }

    fn fresh_id(&self) -> Uuid {
        let n = self.n_ids.get();
        self.n_ids.set(n + 1);
        Uuid::from_u128(n)
    }

    fn jitter(&self) -> [u8; 3] {
        [7, 8, 9]
    }
}
