//! What guards, effects, notices, locks, figures, edges and scenarios of the reference name is there, and every path
//! they follow fits the types it passes.

use std::collections::BTreeSet;

use super::*;
use crate::domain::guard::{Guard, Reach};
use crate::domain::id::{RelationId, TypeId};
use crate::domain::object::{Field, FieldKind};
use crate::domain::rule::{Act, Effect, Fold, On};

/// Fields that every object has.
const COMMON: [&str; 7] = ["priority", "assignee", "due_at", "body", "labels", "demand", "since"];

type Types<'a> = BTreeSet<&'a str>;

/// The reference, and what was found wrong in it.
struct Check<'a> {
    all: &'a Reference,
    wrong: Vec<String>,
}

impl<'a> Check<'a> {
    fn every(&self) -> Types<'a> {
        self.all.types.iter().map(|t| t.id.as_str()).collect()
    }

    /// The named types, all where none is named.
    fn named(&mut self, at: &str, types: &'a [TypeId]) -> Types<'a> {
        let every = self.every();
        for unknown in types.iter().filter(|t| !every.contains(t.as_str())) {
            self.wrong.push(format!("{at}: no type {unknown}"));
        }
        if types.is_empty() { every } else { types.iter().map(TypeId::as_str).collect() }
    }

    fn kinds(&self, types: &Types) -> impl Iterator<Item = &'a ObjectType> {
        self.all.types.iter().filter(|t| types.contains(t.id.as_str()))
    }

    fn state(&mut self, at: &str, types: &Types, state: &str) {
        if !self.kinds(types).any(|t| t.states.iter().any(|s| s.id == state)) {
            self.wrong.push(format!("{at}: no state {state} in {types:?}"));
        }
    }

    fn states(&mut self, at: &str, types: &Types, states: &[String]) {
        states.iter().for_each(|state| self.state(at, types, state));
    }

    fn field(&mut self, at: &str, types: &Types, field: &str) -> Option<&'a Field> {
        let found = self.kinds(types).flat_map(|t| &t.fields).find(|f| f.id == field);
        if found.is_none() && !COMMON.contains(&field) {
            self.wrong.push(format!("{at}: no field {field} in {types:?}"));
        }
        found
    }

    fn field_of_kind(&mut self, at: &str, types: &Types, field: &str, kinds: &[FieldKind]) {
        if let Some(field) = self.field(at, types, field)
            && !kinds.contains(&field.kind)
        {
            self.wrong.push(format!("{at}: {} is not of a fitting kind", field.id));
        }
    }

    fn value(&mut self, at: &str, types: &Types, field: &str, value: &str) {
        if let Some(field) = self.field(at, types, field)
            && field.kind == FieldKind::Choice
            && !field.choices.iter().any(|c| c == value)
        {
            self.wrong.push(format!("{at}: {value} is no choice of {}", field.id));
        }
    }

    /// The types at the other end of a relation, seen from these; read in either direction.
    fn step(&self, types: &Types, relation: &str) -> Types<'a> {
        if relation == "*" {
            return self.every();
        }
        let fits = |end: &Option<TypeId>| end.as_ref().is_none_or(|t| types.contains(t.as_str()));
        let mut ends = Types::new();
        for r in &self.all.relations {
            let ways = [(&r.id, &r.from, &r.to), (&r.inverse, &r.to, &r.from)];
            for (_, _, there) in ways.into_iter().filter(|(id, here, _)| id.as_str() == relation && fits(here)) {
                match there {
                    Some(t) => ends.extend([t.as_str()]),
                    None => ends.extend(self.every()),
                }
            }
        }
        ends
    }

    fn relation(&mut self, at: &str, from: &Types, relation: &RelationId, to: &Types) {
        if self.step(from, relation.as_str()).is_disjoint(to) {
            self.wrong.push(format!("{at}: {relation} does not lead from {from:?} to {to:?}"));
        }
    }

    /// The types a reach is about, after each of its paths was walked.
    fn reach(&mut self, at: &str, from: &Types, reach: &'a Reach) -> Types<'a> {
        let wanted = match &reach.type_id {
            Some(id) => self.named(at, std::slice::from_ref(id)),
            None => self.every(),
        };
        for path in &reach.paths {
            let mut here = from.clone();
            for relation in path {
                here = self.step(&here, relation.as_str());
            }
            if here.is_disjoint(&wanted) {
                self.wrong.push(format!("{at}: {path:?} does not lead from {from:?} to {wanted:?}"));
            }
        }
        self.states(at, &wanted, &reach.states);
        if let Some(whose) = &reach.whose {
            self.guard(at, &wanted, whose);
        }
        wanted
    }

    fn guard(&mut self, at: &str, of: &Types, guard: &'a Guard) {
        match guard {
            Guard::Field { field, one_of } => {
                self.field(at, of, field);
                one_of.iter().for_each(|value| self.value(at, of, field, value));
            }
            Guard::Linked { reach, at_least, at_most } => {
                self.reach(at, of, reach);
                if at_most.is_some_and(|most| most < *at_least) {
                    self.wrong.push(format!("{at}: at most is less than at least"));
                }
            }
            Guard::NoneOpen { reach } => {
                self.reach(at, of, reach);
            }
            Guard::Approval { role, .. } if self.all.roles.iter().any(|r| r.id == *role) => {}
            Guard::Approval { role, .. } => self.wrong.push(format!("{at}: no role {role}")),
            Guard::Window { from, until } => {
                for field in [from, until] {
                    self.field_of_kind(at, of, field, &[FieldKind::Date]);
                }
            }
            Guard::Reached { field } => self.field_of_kind(at, of, field, &[FieldKind::Date]),
            Guard::Before { field } => self.field_of_kind(at, of, field, &[FieldKind::Date, FieldKind::Flag]),
            Guard::Is { types, states } => {
                let types = self.named(at, types);
                self.states(at, &types, states);
            }
            Guard::All(parts) | Guard::Any(parts) => parts.iter().for_each(|part| self.guard(at, of, part)),
        }
    }

    fn effect(&mut self, at: &str, of: &Types<'a>, effect: &'a Effect) {
        let own = if effect.types.is_empty() { of.clone() } else { self.named(at, &effect.types) };
        if let On::State(state) = &effect.on {
            self.state(at, &own, state);
        }
        if let Some(guard) = &effect.guard {
            self.guard(at, &own, guard);
        }
        let whom = match &effect.to {
            Some(reach) => self.reach(at, &own, reach),
            None => own,
        };
        self.act(at, &whom, &effect.act);
    }

    fn act(&mut self, at: &str, whom: &Types, act: &'a Act) {
        if *act == Act::default() {
            self.wrong.push(format!("{at}: an effect without an effect"));
        }
        act.state.iter().for_each(|state| self.state(at, whom, state));
        act.set.iter().for_each(|(field, value)| self.value(at, whom, field, value));
        act.count.iter().for_each(|field| self.field_of_kind(at, whom, field, &[FieldKind::Number]));
        if let Some(fill) = &act.fill {
            self.field_of_kind(at, whom, &fill.field, &[FieldKind::Text]);
            let of = self.reach(at, whom, &fill.reach);
            self.words(at, &of, &fill.text);
        }
    }

    /// The words in braces that a text has put in.
    fn words(&mut self, at: &str, of: &Types, text: &str) {
        for word in text.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
            if !["key", "title", "state"].contains(&word) {
                self.field(at, of, word);
            }
        }
    }

    fn streams(&mut self) {
        let every = self.every();
        for stage in self.all.streams.iter().flat_map(|s| &s.stages) {
            let at = stage.id.as_str();
            for criterion in &stage.criteria {
                if let Some(guard) = &criterion.guard {
                    self.guard(criterion.id.as_str(), &every, guard);
                }
            }
            for barrier in stage.rules.entry.iter().chain(&stage.rules.back) {
                self.guard(at, &every, &barrier.guard);
                let is_edge = |id: &String| self.all.streams.iter().flat_map(|s| &s.edges).any(|e| e.id == *id);
                if !barrier.edge.iter().all(is_edge) {
                    self.wrong.push(format!("{at}: no edge {:?}", barrier.edge));
                }
            }
            stage.rules.effects.iter().for_each(|effect| self.effect(at, &every, effect));
            let stages: BTreeSet<_> = stages(self.all).map(|s| &s.id).collect();
            if !stage.rules.parallel_with.iter().all(|s| stages.contains(s)) {
                self.wrong.push(format!("{at}: parallel with a stage that is not there"));
            }
        }
    }

    fn types(&mut self) {
        for kind in &self.all.types {
            let at = kind.id.as_str();
            let own = Types::from([at]);
            for guard in kind.states.iter().filter_map(|s| s.guard.as_ref()) {
                self.guard(at, &own, guard);
            }
            kind.effects.iter().for_each(|effect| self.effect(at, &own, effect));
            for notice in &kind.notices {
                notice.guard.iter().for_each(|guard| self.guard(at, &own, guard));
                let of = self.reach(at, &own, &notice.reach);
                self.words(at, &of, &notice.text);
            }
            for lock in &kind.locks {
                self.states(at, &own, &lock.states);
                let plain = |f: &&String| !["*", "title", "body"].contains(&f.as_str());
                lock.fields.iter().filter(plain).for_each(|f| _ = self.field(at, &own, f));
                let every = self.every();
                lock.relations.iter().for_each(|r| self.relation(at, &own, r, &every));
            }
            for figure in &kind.figures {
                let of = self.reach(at, &own, &figure.reach);
                let sums = [FieldKind::Money, FieldKind::Number, FieldKind::Duration];
                figure.field.iter().for_each(|f| self.field_of_kind(at, &of, f, &sums));
                if (figure.fold == Fold::Sum) != figure.field.is_some() {
                    self.wrong.push(format!("{at}: {} needs a field to be a sum, and only then", figure.id));
                }
            }
        }
    }

    fn edges(&mut self) {
        for edge in self.all.streams.iter().flat_map(|s| &s.edges) {
            let (at, carry) = (edge.id.as_str(), &edge.carry);
            let from = self.named(at, &carry.types);
            let target = self.all.streams.iter().find(|s| s.id == edge.to).map(|s| &s.card_type);
            let made = match carry.makes.as_ref().or(target) {
                _ if carry.same_object => from.clone(),
                Some(id) => self.named(at, std::slice::from_ref(id)),
                None => Types::new(),
            };
            if let Some(link) = &carry.link {
                carry.types.iter().for_each(|t| self.relation(at, &made, link, &Types::from([t.as_str()])));
                self.relation(at, &made, link, &from);
            }
            for path in &carry.paths {
                let ends = path.iter().fold(from.clone(), |here, r| self.step(&here, r.as_str()));
                if ends.is_disjoint(&made) {
                    self.wrong.push(format!("{at}: {path:?} does not lead to {made:?}"));
                }
            }
            self.states(at, &made, &carry.answer_states);
            carry.set_state.iter().for_each(|state| self.state(at, &made, state));
            carry.origin_state.iter().for_each(|state| self.state(at, &from, state));
            if carry.same_object && (carry.makes.is_some() || carry.link.is_some()) {
                self.wrong.push(format!("{at}: carries the object on, and makes or links one"));
            }
        }
    }

    fn scenarios(&mut self) {
        for stream in &self.all.streams {
            for scenario in &stream.scenarios {
                let (at, plan) = (scenario.id.as_str(), &scenario.plan);
                let stage = plan.first_stage.as_ref();
                if stage.is_none_or(|id| stream.stages.iter().all(|s| s.id != *id)) {
                    self.wrong.push(format!("{at}: begins nowhere in {}", stream.id));
                }
                let card = self.named(at, std::slice::from_ref(plan.card_type.as_ref().unwrap_or(&stream.card_type)));
                plan.fields.iter().for_each(|(field, value)| self.value(at, &card, field, value));
                for start in &plan.starts_with {
                    let to = self.named(at, std::slice::from_ref(&start.type_id));
                    self.relation(at, &card, &start.link, &to);
                }
                if plan.action.is_none() || plan.checklist.is_empty() {
                    self.wrong.push(format!("{at}: says neither what to do first nor what to check"));
                }
            }
        }
    }
}

#[test]
fn what_rules_name_is_there() {
    let all = reference().unwrap();
    let mut check = Check { all: &all, wrong: Vec::new() };
    check.streams();
    check.types();
    check.edges();
    check.scenarios();
    assert!(check.wrong.is_empty(), "{}", check.wrong.join("\n"));
}
