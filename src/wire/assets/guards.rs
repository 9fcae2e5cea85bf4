//! The rules of the reference data: every name in them leads somewhere, and every path can be walked.

use std::collections::BTreeSet;

use super::*;
use crate::domain::guard::{Guard, Reach};
use crate::domain::id::{RelationId, TypeId};
use crate::domain::object::FieldKind;
use crate::domain::rule::{Act, Effect, Fold};
use crate::domain::stream::{Edge, Scenario};

/// What every object has, whatever its type.
const COMMON: [&str; 7] = ["priority", "assignee", "due_at", "body", "labels", "demand", "since"];

/// The types an object may be of.
type Kinds = BTreeSet<TypeId>;

struct Check {
    all: Reference,
    wrong: Vec<String>,
}

impl Check {
    fn new() -> Self {
        Self { all: reference().unwrap(), wrong: Vec::new() }
    }

    fn every_type(&self) -> Kinds {
        self.all.types.iter().map(|t| t.id.clone()).collect()
    }

    fn kinds(&mut self, ids: &[TypeId], place: &str) -> Kinds {
        for id in ids {
            self.must(self.kind(id).is_some(), place, &format!("no type {id}"));
        }
        if ids.is_empty() { self.every_type() } else { ids.iter().cloned().collect() }
    }

    fn kind(&self, id: &TypeId) -> Option<&ObjectType> {
        self.all.types.iter().find(|t| t.id == *id)
    }

    fn must(&mut self, holds: bool, place: &str, what: &str) {
        if !holds {
            self.wrong.push(format!("{place}: {what}"));
        }
    }

    /// Where a relation leads from objects of these types.
    fn step(&self, from: &Kinds, relation: &RelationId) -> Kinds {
        if relation.as_str() == "*" {
            return self.every_type();
        }
        let mut to = Kinds::new();
        for row in &self.all.relations {
            let ends = [(&row.id, &row.from, &row.to), (&row.inverse, &row.to, &row.from)];
            for (id, near, far) in ends {
                let fits = near.as_ref().is_none_or(|near| from.contains(near));
                match far {
                    Some(far) if id == relation && fits => drop(to.insert(far.clone())),
                    None if id == relation && fits => to = self.every_type(),
                    _ => {}
                }
            }
        }
        to
    }

    fn path(&mut self, from: &Kinds, path: &[RelationId], end: &Kinds, place: &str) {
        let mut at = from.clone();
        for relation in path {
            at = self.step(&at, relation);
            self.must(!at.is_empty(), place, &format!("nothing can be reached by {relation} in {path:?}"));
        }
        self.must(!at.is_disjoint(end), place, &format!("{path:?} leads to no {end:?}"));
    }

    fn state(&mut self, of: &Kinds, state: &str, place: &str) {
        let known = of.iter().filter_map(|t| self.kind(t)).any(|t| t.states.iter().any(|s| s.id == state));
        self.must(known, place, &format!("no state {state}"));
    }

    /// A field that at least one of the types has, of one of these kinds (none named: any).
    fn field(&mut self, of: &Kinds, field: &str, kinds: &[FieldKind], one_of: &[String], place: &str) {
        if COMMON.contains(&field) {
            return;
        }
        let found = of.iter().filter_map(|t| self.kind(t)).find_map(|t| t.fields.iter().find(|f| f.id == field));
        let Some(found) = found.cloned() else {
            return self.must(false, place, &format!("no field {field}"));
        };
        self.must(kinds.is_empty() || kinds.contains(&found.kind), place, &format!("{field} is of another kind"));
        let is_choice = found.kind == FieldKind::Choice;
        self.must(!is_choice || one_of.iter().all(|v| found.choices.contains(v)), place, &format!("no such {field}"));
    }

    fn reach(&mut self, from: &Kinds, reach: &Reach, place: &str) -> Kinds {
        let end = self.kinds(reach.type_id.as_slice(), place);
        for path in &reach.paths {
            self.path(from, path, &end, place);
        }
        for state in &reach.states {
            self.state(&end, state, place);
        }
        if let Some(whose) = &reach.whose {
            self.guard(&end, whose, place);
        }
        end
    }

    fn guard(&mut self, of: &Kinds, guard: &Guard, place: &str) {
        match guard {
            Guard::Field { field, one_of } => self.field(of, field, &[], one_of, place),
            Guard::Linked { reach, .. } | Guard::NoneOpen { reach } => drop(self.reach(of, reach, place)),
            Guard::Approval { role, .. } => {
                let known = self.all.roles.iter().any(|r| r.id == *role);
                self.must(known, place, &format!("no role {role}"));
            }
            Guard::Window { from, until } => {
                self.field(of, from, &[FieldKind::Date], &[], place);
                self.field(of, until, &[FieldKind::Date], &[], place);
            }
            Guard::Reached { field } => self.field(of, field, &[FieldKind::Date], &[], place),
            Guard::Before { field } => self.field(of, field, &[FieldKind::Date, FieldKind::Flag], &[], place),
            Guard::Is { types, states } => {
                let named = self.kinds(types, place);
                for state in states {
                    self.state(&named.intersection(of).cloned().collect(), state, place);
                }
            }
            Guard::All(parts) | Guard::Any(parts) => parts.iter().for_each(|part| self.guard(of, part, place)),
        }
    }

    fn text(&mut self, of: &Kinds, text: &str, place: &str) {
        for word in text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(word, _)| word) {
            if !["key", "title", "state"].contains(&word) {
                self.field(of, word, &[], &[], place);
            }
        }
    }

    fn effect(&mut self, of: &Kinds, effect: &Effect, place: &str) {
        let of = if effect.types.is_empty() { of.clone() } else { self.kinds(&effect.types, place) };
        if let Some(guard) = &effect.guard {
            self.guard(&of, guard, place);
        }
        let to = match &effect.to {
            Some(reach) => self.reach(&of, reach, place),
            None => of,
        };
        self.act(&to, &effect.act, place);
    }

    fn act(&mut self, to: &Kinds, act: &Act, place: &str) {
        self.must(*act != Act::default(), place, "nothing follows");
        if let Some(state) = &act.state {
            self.state(to, state, place);
        }
        for (field, value) in &act.set {
            self.field(to, field, &[], std::slice::from_ref(value), place);
        }
        if let Some(field) = &act.count {
            self.field(to, field, &[FieldKind::Number], &[], place);
        }
        if let Some(fill) = &act.fill {
            self.field(to, &fill.field, &[FieldKind::Text], &[], place);
            let found = self.reach(to, &fill.reach, place);
            self.text(&found, &fill.text, place);
        }
    }

    fn edge(&mut self, edge: &Edge) {
        let place = edge.id.clone();
        let carry = &edge.carry;
        let of = self.kinds(&carry.types, &place);
        let card_type = self.all.streams.iter().find(|s| s.id == edge.to).map(|s| s.card_type.clone());
        let made = carry.makes.clone().or(card_type).unwrap();
        let made = self.kinds(&[made], &place);
        self.must(!(carry.same_object && carry.makes.is_some()), &place, "either the same object or another");
        if let Some(link) = &carry.link {
            for kind in &of {
                let found = self.step(&made, link).contains(kind);
                self.must(found, &place, &format!("{link} does not lead to {kind}"));
            }
        }
        for path in &carry.paths {
            self.path(&of, path, &made, &place);
        }
        let target = if carry.same_object { &of } else { &made };
        for state in carry.answer_states.iter().chain(&carry.set_state) {
            self.state(target, state, &place);
        }
        if let Some(state) = &carry.origin_state {
            self.state(&of, state, &place);
        }
    }

    fn scenario(&mut self, stream: &Stream, scenario: &Scenario) {
        let (place, plan) = (scenario.id.clone(), &scenario.plan);
        let card_type = plan.card_type.clone().unwrap_or_else(|| stream.card_type.clone());
        let card = self.kinds(&[card_type], &place);
        let stage = plan.first_stage.iter().all(|id| stream.stages.iter().any(|s| s.id == *id));
        self.must(stage, &place, "no such first stage");
        for (field, value) in &plan.fields {
            self.field(&card, field, &[], std::slice::from_ref(value), &place);
        }
        for start in &plan.starts_with {
            let end = self.kinds(std::slice::from_ref(&start.type_id), &place);
            self.path(&card, std::slice::from_ref(&start.link), &end, &place);
        }
    }

    fn stream(&mut self, stream: &Stream) {
        let any = self.every_type();
        for stage in &stream.stages {
            for criterion in &stage.criteria {
                criterion.guard.iter().for_each(|guard| self.guard(&any, guard, criterion.id.as_str()));
            }
            let place = stage.id.as_str();
            for barrier in stage.rules.entry.iter().chain(&stage.rules.back) {
                self.guard(&any, &barrier.guard, place);
                let offered = barrier.edge.iter().all(|id| stream.edges.iter().any(|e| e.id == *id));
                self.must(offered, place, "no such edge");
            }
            stage.rules.effects.iter().for_each(|effect| self.effect(&any, effect, place));
            for beside in &stage.rules.parallel_with {
                self.must(stream.stages.iter().any(|s| s.id == *beside), place, "no such stage beside it");
            }
        }
        stream.edges.iter().for_each(|edge| self.edge(edge));
        stream.scenarios.iter().for_each(|scenario| self.scenario(stream, scenario));
    }

    fn object_type(&mut self, kind: &ObjectType) {
        let (of, place) = (Kinds::from([kind.id.clone()]), kind.id.as_str());
        for guard in kind.states.iter().filter_map(|s| s.guard.as_ref()) {
            self.guard(&of, guard, place);
        }
        kind.effects.iter().for_each(|effect| self.effect(&of, effect, place));
        for notice in &kind.notices {
            notice.guard.iter().for_each(|guard| self.guard(&of, guard, place));
            let found = self.reach(&of, &notice.reach, place);
            self.text(&found, &notice.text, place);
        }
        for lock in &kind.locks {
            lock.states.iter().for_each(|state| self.state(&of, state, place));
            for relation in &lock.relations {
                self.must(!self.step(&of, relation).is_empty(), place, &format!("no relation {relation}"));
            }
            for field in lock.fields.iter().filter(|f| !["*", "title", "version"].contains(&f.as_str())) {
                self.field(&of, field, &[], &[], place);
            }
        }
        for figure in &kind.figures {
            let found = self.reach(&of, &figure.reach, place);
            self.must(figure.fold != Fold::Sum || figure.field.is_some(), place, "a sum of what?");
            if let Some(field) = &figure.field {
                self.field(&found, field, &[FieldKind::Number, FieldKind::Money], &[], place);
            }
        }
    }
}

#[test]
fn every_name_in_a_rule_leads_somewhere() {
    let mut check = Check::new();
    let (streams, types) = (check.all.streams.clone(), check.all.types.clone());
    for stream in &streams {
        check.stream(stream);
    }
    for kind in &types {
        check.object_type(kind);
    }
    assert!(check.wrong.is_empty(), "{}", check.wrong.join("\n"));
}

#[test]
fn the_check_sees_what_leads_nowhere() {
    let mut check = Check::new();
    let of = check.every_type();
    let path = vec![RelationId::new("deploys"), RelationId::new("lists")];
    let reach = Reach { type_id: Some(TypeId::new("odd")), paths: vec![path], ..Reach::default() };
    check.guard(&of, &Guard::NoneOpen { reach }, "here");
    check.guard(&of, &Guard::Reached { field: "never".into() }, "here");
    check.guard(&of, &Guard::Approval { role: "king".into(), stands_for: None }, "here");
    check.guard(&of, &Guard::Is { types: Vec::new(), states: vec!["asleep".into()] }, "here");
    assert!(check.wrong.len() >= 5, "{:?}", check.wrong);
}

/// The guards of a stage's criteria and barriers in short, by criterion.
fn guards_of(all: &Reference, stage: &str) -> String {
    let stages = all.streams.iter().flat_map(|s| &s.stages);
    let stage = stages.into_iter().find(|s| s.id.as_str() == stage).unwrap();
    let of_criteria = stage.criteria.iter().filter_map(|c| c.guard.as_ref().map(|g| format!("{} {g}", c.id)));
    let barriers = stage.rules.entry.iter().chain(&stage.rules.back);
    of_criteria.chain(barriers.map(|b| b.guard.to_string())).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_deployment_asks_for_one_release_four_approvals_and_its_window() {
    let all = reference().unwrap();
    let plan = guards_of(&all, "deploy/plan-approve-deployment");
    for part in [
        "out1 link:product-release",
        "approval:operations-manager+approval:support-specialist+approval:security-analyst+approval:compliance-manager",
    ] {
        assert!(plan.contains(part), "{plan}");
    }
    assert!(guards_of(&all, "deploy/fulfill-deployment").contains("window:window_start:window_end"));
    for stage in ["fulfill", "validate", "observe"] {
        let stage = guards_of(&all, &format!("deploy/{stage}-deployment"));
        assert!(stage.contains("before:point_of_no_return"), "{stage}");
    }
}

#[test]
fn triage_ticks_the_gate_of_detect() {
    let all = reference().unwrap();
    let stages = all.streams.iter().flat_map(|s| &s.stages);
    let detect = stages.into_iter().find(|s| s.id.as_str() == "operate/detect-issue").unwrap();
    let asked = detect.criteria.iter().filter(|c| crate::domain::gate::is_required(c));
    assert!(asked.clone().all(|c| c.guard.is_some()));
    let guards: Vec<String> = asked.filter_map(|c| c.guard.as_ref().map(ToString::to_string)).collect();
    assert_eq!(guards.iter().filter(|g| *g == "field:priority+field:assignee").count(), 2, "{guards:?}");
}

#[test]
fn every_scenario_says_where_it_begins_and_what_to_do() {
    let all = reference().unwrap();
    for scenario in all.streams.iter().flat_map(|s| &s.scenarios) {
        let plan = &scenario.plan;
        assert!(plan.first_stage.is_some() && plan.card_type.is_some(), "{}", scenario.id);
        assert!(plan.action.is_some() && !plan.checklist.is_empty(), "{}", scenario.id);
    }
}
