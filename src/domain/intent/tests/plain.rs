//! A workspace of plain values: answers what rules ask and applies what they decide.

use std::cell::Cell;
use std::collections::BTreeMap;

use uuid::Uuid;

use crate::domain::card::{Card, Place, Waiting};
use crate::domain::change::{Change, Kind, Via, What, register};
use crate::domain::gate::{Gate, GateRule, Seen, Tick, judge_all};
use crate::domain::guard::{Approval, Graph, Linked, Reach, Subject};
use crate::domain::id::{CardId, CriterionId, EntityId, ObjectId, RelationId, StageId, StreamId, TypeId};
use crate::domain::intent::{
    Author, Decision, Facts, Intent, Named, Neighbours, No, Spot, StageHead, StreamHead, decide,
};
use crate::domain::key::Key;
use crate::domain::link::{Link, Relation};
use crate::domain::object::{Field, FieldKind, Object, ObjectType, State};
use crate::domain::person::Person;
use crate::domain::rank::Rank;
use crate::domain::rule::StageRules;
use crate::domain::stream::{Criterion, CriterionKind, Edge, Level, Mode, Policy, Role, Scenario};
use crate::domain::value::{Value, from_millis};

/// One stream named `s`, and registers.
pub struct Plain {
    pub policy: Policy,
    pub exit_mode: Mode,
    stages: Vec<StageHead>,
    pub criteria: Vec<(StageId, Criterion)>,
    /// Names of the cards in the sketch.
    names: BTreeMap<String, (ObjectId, CardId)>,
    /// What is linked to whom, by whatever relation.
    pub around: Vec<(ObjectId, Linked)>,
    pub people: Vec<Person>,
    pub edges: Vec<Edge>,
    pub rules: BTreeMap<StageId, StageRules>,
    registers: BTreeMap<(EntityId, String), Value>,
    n_ids: Cell<u128>,
}

impl Plain {
    pub fn new(policy: Policy, sketch: &str) -> Self {
        let mut board = Self {
            policy,
            exit_mode: Mode::All,
            stages: Vec::new(),
            criteria: Vec::new(),
            names: BTreeMap::new(),
            around: Vec::new(),
            people: Vec::new(),
            edges: Vec::new(),
            rules: BTreeMap::new(),
            registers: BTreeMap::new(),
            n_ids: Cell::new(1),
        };
        let mut lines = sketch.lines();
        for (head, ord) in lines.next().unwrap_or_default().split('|').zip(1..) {
            board.add_stage(head.trim(), ord << 20);
        }
        for line in lines {
            for (idx, name) in line.split('|').map(str::trim).enumerate().filter(|(_, n)| !n.is_empty()) {
                board.add_card(idx, name);
            }
        }
        board
    }

    fn add_stage(&mut self, head: &str, ord: i64) {
        let (name, wip) = head.split_once(' ').map_or((head, None), |(n, w)| (n, w.parse().ok()));
        let id = StageId::of(&self.stream_id(), name);
        self.stages.push(StageHead { id, name: name.into(), ord, wip, n_cards: 0 });
        self.add_exit(name, &format!("{name}-out"));
        self.criterion_of(name, &format!("{name}-act"), CriterionKind::Activity, format!("must do in {name}"));
    }

    pub fn add_exit(&mut self, stage: &str, id: &str) {
        self.criterion_of(stage, id, CriterionKind::Exit, format!("exit of {stage}"));
    }

    fn criterion_of(&mut self, stage: &str, id: &str, kind: CriterionKind, text: String) {
        let criterion = Criterion {
            id: self.criterion(id),
            kind,
            level: (kind == CriterionKind::Activity).then_some(Level::Shall),
            text,
            details: Vec::new(),
            objects: Vec::new(),
            satisfied_by: Vec::new(),
            applies: None,
            guard: None,
        };
        self.criteria.push((StageId::of(&self.stream_id(), stage), criterion));
    }

    fn add_card(&mut self, idx: usize, name: &str) {
        let (plain, is_p1) = name.strip_suffix('!').map_or((name, false), |n| (n, true));
        let (object, card) = (ObjectId(self.fresh_id()), CardId(self.fresh_id()));
        let stage = self.stages[idx].id.clone();
        let last = self.in_stage(&stage).last().map(|(_, rank)| rank.clone());
        let rank = Rank::between(last.as_ref(), None, [1, 2, 3]);
        let place = Place::Standing { stage, rank, entered_at: from_millis(0), visit: 1, passed: Vec::new() };
        let of_object = Change::new(Kind::Object, EntityId(object.0), What::Created, Some(object))
            .with(register::TITLE, plain)
            .with(register::KEY, format!("{plain}-1"))
            .with(register::STATE, "new")
            .with_some(register::PRIORITY, if is_p1 { Value::Int(1) } else { Value::Null });
        let of_card = Change::new(Kind::Card, EntityId(card.0), What::Created, Some(object))
            .with(register::OBJECT, object.to_string())
            .with(register::PLACE, place.to_value());
        self.apply(&[of_object, of_card]);
        self.names.insert(plain.into(), (object, card));
    }

    fn apply(&mut self, changes: &[Change]) {
        for change in changes {
            for (field, value) in &change.fields {
                self.registers.insert((change.entity, field.clone()), value.clone());
            }
            if change.kind == Kind::Stage {
                self.apply_stage(change);
            }
        }
    }

    fn apply_stage(&mut self, change: &Change) {
        let found = self.stages.iter().position(|s| s.id.entity() == change.entity);
        let idx = found.unwrap_or_else(|| {
            let id = change.fields[register::ID].as_str().unwrap_or_default();
            let head = StageHead { id: StageId::new(id), name: String::new(), ord: 0, wip: None, n_cards: 0 };
            self.stages.push(head);
            self.stages.len() - 1
        });
        if let Some(name) = change.fields.get(register::NAME).and_then(Value::as_str) {
            self.stages[idx].name = name.into();
        }
        if let Some(ord) = change.fields.get(register::ORD).and_then(Value::as_int) {
            self.stages[idx].ord = ord;
        }
        if change.fields.get(register::DELETED).and_then(Value::as_bool) == Some(true) {
            self.stages.remove(idx);
        }
        self.stages.sort_by_key(|s| s.ord);
    }

    /// Decides and applies; the wish must be allowed.
    pub fn must(&mut self, intent: &Intent) -> Decision {
        let decision = decide(self, intent, &author()).unwrap_or_else(|no| panic!("refused: {no:?}"));
        self.apply(&decision.changes);
        decision
    }

    /// Why the wish is refused.
    pub fn no(&self, intent: &Intent) -> String {
        match decide(self, intent, &author()) {
            Err(No::Refused(refusal)) => refusal.to_string(),
            other => panic!("not refused: {other:?}"),
        }
    }

    /// The stages with their cards in order.
    pub fn picture(&self) -> String {
        let name = |card: CardId| self.names.iter().find(|(_, (_, c))| *c == card).map_or("?", |(n, _)| n);
        let stage = |s: &StageHead| {
            let cards = self.in_stage(&s.id).into_iter().map(|(card, _)| format!(" {}", name(card)));
            format!("{}:{}", s.name, cards.collect::<String>())
        };
        self.stages.iter().map(stage).collect::<Vec<_>>().join(" | ")
    }

    pub fn gate(&self, name: &str) -> Gate {
        let card = self.read_card(self.card_id(name));
        let rule = Facts::gate(self, card.place.stage()).unwrap().unwrap();
        let subject =
            Subject { object: &self.object(card.object).unwrap().unwrap(), card: Some((card.id, card.place.visit())) };
        let verdicts = judge_all(self, &rule.criteria, subject).unwrap();
        let (ticks, approvals) = (self.ticks_of(name), self.approvals(card.id).unwrap());
        let (passed, visit, now) = (card.place.passed(), card.place.visit(), author().at);
        Gate::of(rule, &Seen { ticks: &ticks, approvals: &approvals, verdicts: &verdicts, passed, visit, now })
    }

    pub fn ticks_of(&self, name: &str) -> Vec<Tick> {
        self.ticks(self.card_id(name)).unwrap()
    }

    pub fn place_value(&self, name: &str) -> &Value {
        &self.registers[&(EntityId(self.card_id(name).0), register::PLACE.into())]
    }

    pub fn n_overrides(&self, name: &str) -> u32 {
        self.read_card(self.card_id(name)).n_overrides
    }

    pub fn longest_rank(&self) -> usize {
        let ranks = self.stages.iter().flat_map(|s| self.in_stage(&s.id));
        ranks.map(|(_, rank)| rank.0.len()).max().unwrap_or_default()
    }

    pub fn card_id(&self, name: &str) -> CardId {
        self.names[name].1
    }

    pub fn object_id(&self, name: &str) -> ObjectId {
        self.names[name].0
    }

    #[allow(clippy::unused_self)] // asked of the board, as everything is
    pub fn stream_id(&self) -> StreamId {
        StreamId::new("s")
    }

    pub fn stage_id(&self, name: &str) -> StageId {
        StageId::of(&self.stream_id(), name)
    }

    #[allow(clippy::unused_self)]
    pub fn criterion(&self, id: &str) -> CriterionId {
        CriterionId::new(format!("s/{id}"))
    }

    fn in_stage(&self, stage: &StageId) -> Vec<(CardId, Rank)> {
        let standing = |card: CardId| match self.read_card(card).place {
            Place::Standing { stage: s, rank, .. } if s == *stage => Some((card, rank)),
            _ => None,
        };
        let mut cards: Vec<_> = self.names.values().filter_map(|(_, card)| standing(*card)).collect();
        cards.sort_by(|a, b| a.1.cmp(&b.1));
        cards
    }

    fn read(&self, entity: Uuid, register: &str) -> Value {
        self.registers.get(&(EntityId(entity), register.to_owned())).cloned().unwrap_or_default()
    }

    fn prefixed(&self, entity: Uuid, prefix: &str) -> Vec<(String, Value)> {
        let of = self.registers.iter().filter(|((e, field), _)| e.0 == entity && field.starts_with(prefix));
        of.map(|((_, field), value)| (field[prefix.len()..].to_owned(), value.clone())).collect()
    }

    fn read_card(&self, id: CardId) -> Card {
        Card {
            id,
            object: ObjectId(self.read(id.0, register::OBJECT).as_str().unwrap().parse().unwrap()),
            place: Place::from_value(&self.read(id.0, register::PLACE)).unwrap(),
            held: self.read(id.0, register::BLOCKED).as_str().map(str::to_owned),
            blocked: self.read(id.0, register::BLOCKED).as_str().map(str::to_owned),
            waiting_until: None,
            waiting: Waiting::from_value(&self.read(id.0, register::WAITS)),
            created_at: from_millis(0),
            deleted: false,
            n_overrides: self.prefixed(id.0, register::FORCE).len() as u32,
        }
    }
}

fn author() -> Author {
    Author { actor: "ana".into(), via: Via::Cli, at: from_millis(1_000) }
}

type Answer<T> = Result<T, std::convert::Infallible>;

impl Graph for Plain {
    type Error = std::convert::Infallible;

    fn object(&self, id: ObjectId) -> Answer<Option<Object>> {
        let text = |register| self.read(id.0, register).as_str().map(str::to_owned);
        Ok(Some(Object {
            id,
            key: Key::parse(&text(register::KEY).unwrap()).unwrap(),
            type_id: TypeId::new("thing"),
            title: text(register::TITLE).unwrap_or_default(),
            body: String::new(),
            state: text(register::STATE),
            priority: self.read(id.0, register::PRIORITY).as_int().map(|p| p as u8),
            assignee: text(register::ASSIGNEE),
            labels: Vec::new(),
            due_at: None,
            since: None,
            demand: None,
            scenario: None,
            fields: BTreeMap::new(),
            created_at: from_millis(0),
            created_by: "ana".into(),
            archived: self.read(id.0, register::ARCHIVED).as_bool() == Some(true),
            deleted: false,
            aliases: Vec::new(),
        }))
    }

    fn reached(&self, from: ObjectId, reach: &Reach) -> Answer<Vec<Linked>> {
        let fits = |linked: &Linked| reach.type_id.as_ref().is_none_or(|t| *t == linked.type_id);
        let around = self.around.iter().filter(|(of, linked)| *of == from && fits(linked));
        Ok(around.map(|(_, linked)| linked.clone()).collect())
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

    fn object_type(&self, id: &TypeId) -> Answer<Option<ObjectType>> {
        let state = |id: &str, next: &[&str]| State {
            id: id.into(),
            name: id.into(),
            next: next.iter().map(|s| (*s).into()).collect(),
            is_final: next.is_empty(),
            guard: None,
            text: None,
        };
        let size = Field {
            id: "size".into(),
            name: "Size".into(),
            kind: FieldKind::Choice,
            choices: vec!["small".into(), "large".into()],
            unit: None,
        };
        Ok(Some(ObjectType {
            id: id.clone(),
            name: "Thing".into(),
            prefix: "THG".into(),
            area: String::new(),
            purpose: String::new(),
            states: vec![state("new", &["busy"]), state("busy", &["closed"]), state("closed", &[])],
            fields: vec![size],
            effects: Vec::new(),
            notices: Vec::new(),
            locks: Vec::new(),
            figures: Vec::new(),
            impact: None,
        }))
    }

    fn stream(&self, id: &StreamId) -> Answer<Option<StreamHead>> {
        let counted = |s: &StageHead| StageHead { n_cards: self.in_stage(&s.id).len() as u64, ..s.clone() };
        Ok((*id == self.stream_id()).then(|| StreamHead {
            id: id.clone(),
            name: "S".into(),
            gate: self.policy,
            card_type: TypeId::new("thing"),
            stages: self.stages.iter().map(counted).collect(),
        }))
    }

    fn gate(&self, stage: &StageId) -> Answer<Option<GateRule>> {
        let of = self.criteria.iter().filter(|(s, _)| s == stage);
        Ok(Some(GateRule {
            stage: stage.clone(),
            next: None,
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

    fn relation(&self, _: &RelationId, _: &TypeId, _: &TypeId) -> Answer<Option<(Relation, bool)>> {
        Ok(None)
    }

    fn relation_between(&self, _: &TypeId, _: &TypeId) -> Answer<Option<RelationId>> {
        Ok(None)
    }

    fn links(&self, _: ObjectId, _: &RelationId, _: bool) -> Answer<Vec<Linked>> {
        Ok(Vec::new())
    }

    fn leads_to(&self, _: ObjectId, _: &RelationId, _: ObjectId) -> Answer<bool> {
        Ok(false)
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

    fn edges(&self, _: &StreamId) -> Answer<Vec<Edge>> {
        Ok(self.edges.clone())
    }

    fn scenario(&self, _: &StreamId, _: &str) -> Answer<Option<Scenario>> {
        Ok(None)
    }

    fn names(&self, of: Named) -> Answer<Vec<String>> {
        Ok(match of {
            Named::Type => vec!["thing".into()],
            Named::Role | Named::RoleName => vec!["boss".into()],
            Named::Stream => vec!["s".into()],
            Named::Relation | Named::Stage | Named::Criterion | Named::Edge => Vec::new(),
        })
    }

    fn is_linked(&self, _: &Link) -> Answer<bool> {
        Ok(false)
    }

    fn next_key(&self, prefix: &str) -> Answer<Key> {
        Ok(Key::new(prefix, self.fresh_id().as_u128() as u64))
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
