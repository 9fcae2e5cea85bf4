//! A workspace of plain values: answers what rules ask and applies what they decide.

mod facts;

use std::cell::Cell;
use std::collections::BTreeMap;

use uuid::Uuid;

use crate::domain::card::{Card, Place, Waiting};
use crate::domain::change::{Change, Kind, Via, What, register};
use crate::domain::gate::{Gate, Seen, Tick, judge_all};
use crate::domain::guard::{Graph, Guard, Linked, Subject};
use crate::domain::id::{CardId, CriterionId, EntityId, ObjectId, RelationId, StageId, StreamId, TypeId};
use crate::domain::intent::{Author, Chain, Decision, Facts, Intent, No, StageHead, decide};
use crate::domain::link::{Link, Relation};
use crate::domain::object::{Field, FieldKind, Object, ObjectType, State};
use crate::domain::person::Person;
use crate::domain::rank::Rank;
use crate::domain::rule::StageRules;
use crate::domain::stream::{Criterion, CriterionKind, Edge, Level, Mode, Policy, Scenario};
use crate::domain::value::{Value, from_millis};

/// One stream named `s`, and registers.
pub struct Plain {
    pub policy: Policy,
    pub exit_mode: Mode,
    stages: Vec<StageHead>,
    pub criteria: Vec<(StageId, Criterion)>,
    /// Names of the cards in the sketch.
    names: BTreeMap<String, (ObjectId, CardId)>,
    pub links: Vec<Link>,
    pub relations: Vec<Relation>,
    pub kinds: BTreeMap<TypeId, ObjectType>,
    pub scenarios: Vec<Scenario>,
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
            links: Vec::new(),
            relations: Vec::new(),
            kinds: BTreeMap::from([(TypeId::new("thing"), kind("thing"))]),
            scenarios: Vec::new(),
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
            match change.kind {
                Kind::Stage => self.apply_stage(change),
                Kind::Link => self.apply_link(change),
                Kind::Card if change.is_birth() => self.name_card(change),
                _ => {}
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

    /// A link comes, or goes.
    fn apply_link(&mut self, change: &Change) {
        let end = |name: &str| ObjectId(change.fields[name].as_str().unwrap().parse().unwrap());
        self.links.retain(|link| link.entity() != change.entity);
        if change.fields[register::ON].as_bool() == Some(true) {
            let relation = RelationId::new(change.fields[register::RELATION].as_str().unwrap());
            self.links.push(Link { from: end(register::FROM), relation, to: end(register::TO) });
        }
    }

    /// A card that was made is called as its object is, with a dash where there is one already.
    fn name_card(&mut self, change: &Change) {
        let object = change.about.unwrap();
        let mut name = self.object(object).unwrap().unwrap().title;
        while self.names.contains_key(&name) {
            name.push('\'');
        }
        self.names.insert(name, (object, CardId(change.entity.0)));
    }

    /// Decides and applies, with what follows; the wish must be allowed.
    pub fn must(&mut self, intent: &Intent) -> Decision {
        let decision = decide(self, intent, &author()).unwrap_or_else(|no| panic!("refused: {no:?}"));
        self.apply(&decision.changes);
        let mut happened = std::collections::VecDeque::from(decision.changes.clone());
        let mut chain = Chain::default();
        while let Some(change) = happened.pop_front() {
            let next = chain.follow(self, &change, &author()).unwrap_or_else(|no| panic!("refused: {no:?}"));
            self.apply(&next);
            happened.extend(next);
        }
        decision
    }

    /// An object without a card.
    pub fn add_object(&mut self, kind: &str, name: &str) -> ObjectId {
        let id = ObjectId(self.fresh_id());
        let change = Change::new(Kind::Object, EntityId(id.0), What::Created, Some(id))
            .with(register::TYPE, kind)
            .with(register::TITLE, name)
            .with(register::KEY, format!("{name}-1"))
            .with(register::STATE, "new");
        self.apply(&[change]);
        id
    }

    /// Writes a register of an object.
    pub fn set(&mut self, object: ObjectId, register: &str, value: impl Into<Value>) {
        self.registers.insert((EntityId(object.0), register.to_owned()), value.into());
    }

    /// A stage of another stream, named in full.
    pub fn add_elsewhere(&mut self, path: &str) {
        let id = StageId::new(path);
        let ord = (self.stages.len() as i64 + 1) << 20;
        self.stages.push(StageHead { name: id.local().into(), id, ord, wip: None, n_cards: 0 });
    }

    /// Puts a guard on a criterion.
    pub fn guard(&mut self, id: &str, guard: Guard) {
        let id = self.criterion(id);
        let found = self.criteria.iter_mut().find(|(_, criterion)| criterion.id == id);
        found.unwrap().1.guard = Some(guard);
    }

    pub fn rules_of(&mut self, stage: &str) -> &mut StageRules {
        let id = self.stage_id(stage);
        self.rules.entry(id).or_default()
    }

    pub fn kind_mut(&mut self, id: &str) -> &mut ObjectType {
        self.kinds.entry(TypeId::new(id)).or_insert_with(|| kind(id))
    }

    pub fn state(&self, object: ObjectId) -> Option<String> {
        self.object(object).unwrap().unwrap().state
    }

    pub fn is_waiting(&self, name: &str) -> bool {
        self.read_card(self.card_id(name)).waiting.is_some()
    }

    /// The links of an object, and the titles at their other ends.
    pub fn keys(&self, from: ObjectId) -> Vec<String> {
        let ends = self.links.iter().filter(|link| link.from == from || link.to == from);
        let mut keys: Vec<String> = ends
            .map(|link| {
                let other = self.linked(if link.from == from { link.to } else { link.from });
                format!("{} {}", link.relation, other.title)
            })
            .collect();
        keys.sort();
        keys
    }

    fn linked(&self, id: ObjectId) -> Linked {
        let object = self.object(id).unwrap().unwrap();
        let is_closed = object.state.as_deref() == Some("closed");
        let Object { key, type_id, title, state, .. } = object;
        Linked { id, key, type_id, title, state, is_closed }
    }

    fn next(&self, stage: &StageId) -> Option<StageId> {
        let mut all = self.stages.iter().filter(|s| s.id.stream() == stage.stream()).map(|s| &s.id);
        all.find(|id| *id == stage)?;
        all.next().cloned()
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

pub fn author() -> Author {
    Author { actor: "ana".into(), via: Via::Cli, at: from_millis(1_000) }
}

/// A type with three states in a row, a size, a date and a count.
fn kind(id: &str) -> ObjectType {
    let state = |id: &str, next: &[&str]| State {
        id: id.into(),
        name: id.into(),
        next: next.iter().map(|s| (*s).into()).collect(),
        is_final: next.is_empty(),
        guard: None,
        text: None,
    };
    let field = |id: &str, name: &str, kind: FieldKind, choices: &[&str]| Field {
        id: id.into(),
        name: name.into(),
        kind,
        choices: choices.iter().map(|c| (*c).into()).collect(),
        unit: None,
    };
    ObjectType {
        id: TypeId::new(id),
        name: "Thing".into(),
        prefix: "THG".into(),
        area: String::new(),
        purpose: String::new(),
        states: vec![state("new", &["busy"]), state("busy", &["closed"]), state("closed", &[])],
        fields: vec![
            field("size", "Size", FieldKind::Choice, &["small", "large"]),
            field("opens", "Opens", FieldKind::Date, &[]),
            field("runs", "Runs", FieldKind::Number, &[]),
            field("notes", "Notes", FieldKind::Text, &[]),
        ],
        effects: Vec::new(),
        notices: Vec::new(),
        locks: Vec::new(),
        figures: Vec::new(),
        impact: None,
        dismissed: None,
        major: None,
    }
}
