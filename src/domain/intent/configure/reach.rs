//! Whether what a stream names of others is there: types, roles, relations, streams, stages, criteria. What it names of
//! its own its file was asked already.

use crate::domain::guard::{Guard, Reach};
use crate::domain::id::{CriterionId, RelationId, StageId, TypeId};
use crate::domain::intent::{Facts, Named, No, Refusal};
use crate::domain::nearest::nearest;
use crate::domain::rule::{Effect, StageRules};
use crate::domain::stream::{Edge, Plan, Stage, Stream};

/// Finds the first name that leads nowhere.
pub fn check<F: Facts>(facts: &F, stream: &Stream) -> Result<(), No<F::Error>> {
    let mut check = Check { facts, stream, known: Vec::new() };
    check.type_id(&stream.card_type)?;
    for stage in &stream.stages {
        check.stage(stage)?;
    }
    for edge in &stream.edges {
        check.edge(edge)?;
    }
    for scenario in &stream.scenarios {
        check.types(&scenario.objects)?;
        check.plan(&scenario.plan)?;
    }
    Ok(())
}

struct Check<'a, F: Facts> {
    facts: &'a F,
    stream: &'a Stream,
    /// What there is of each kind, read once.
    known: Vec<(Named, Vec<String>)>,
}

type Checked<F> = Result<(), No<<F as crate::domain::guard::Graph>::Error>>;

impl<F: Facts> Check<'_, F> {
    fn stage(&mut self, stage: &Stage) -> Checked<F> {
        for role in &stage.roles {
            self.must(Named::RoleName, role)?;
        }
        for way in &stage.loops {
            self.stage_id(&way.to)?;
        }
        for criterion in &stage.criteria {
            self.types(&criterion.objects)?;
            criterion.guard.iter().try_for_each(|guard| self.guard(guard))?;
            criterion.satisfied_by.iter().try_for_each(|by| self.criterion_id(by))?;
        }
        self.rules(&stage.rules)
    }

    fn rules(&mut self, rules: &StageRules) -> Checked<F> {
        rules.entry.iter().chain(&rules.back).try_for_each(|barrier| self.guard(&barrier.guard))?;
        self.types(&rules.parallel_types)?;
        rules.parallel_with.iter().try_for_each(|stage| self.stage_id(stage))?;
        rules.effects.iter().try_for_each(|effect| self.effect(effect))
    }

    fn effect(&mut self, effect: &Effect) -> Checked<F> {
        self.types(&effect.types)?;
        effect.guard.iter().try_for_each(|guard| self.guard(guard))?;
        let filled = effect.act.fill.as_ref().map(|fill| &fill.reach);
        effect.to.iter().chain(filled).try_for_each(|reach| self.reach(reach))
    }

    fn guard(&mut self, guard: &Guard) -> Checked<F> {
        match guard {
            Guard::Linked { reach, .. } | Guard::NoneOpen { reach } => self.reach(reach),
            Guard::Approval { role, .. } => self.must(Named::Role, role),
            Guard::Is { types, .. } => self.types(types),
            Guard::All(parts) | Guard::Any(parts) => parts.iter().try_for_each(|part| self.guard(part)),
            Guard::Field { .. } | Guard::Window { .. } | Guard::Reached { .. } | Guard::Before { .. } => Ok(()),
        }
    }

    fn reach(&mut self, reach: &Reach) -> Checked<F> {
        reach.type_id.iter().try_for_each(|id| self.type_id(id))?;
        reach.paths.iter().flatten().try_for_each(|relation| self.relation(relation))?;
        reach.whose.iter().try_for_each(|whose| self.guard(whose))
    }

    fn edge(&mut self, edge: &Edge) -> Checked<F> {
        if self.known(Named::Edge)?.contains(&edge.id) {
            return Err(Refusal::Already { key: edge.id.clone(), what: "an edge of another stream".into() }.into());
        }
        if edge.to != self.stream.id {
            self.must(Named::Stream, edge.to.as_str())?;
        }
        edge.to_stage.iter().chain(&edge.from_stage).try_for_each(|stage| self.stage_id(stage))?;
        self.types(&edge.objects)?;
        self.types(&edge.carry.types)?;
        edge.carry.makes.iter().try_for_each(|id| self.type_id(id))?;
        edge.carry.link.iter().chain(edge.carry.paths.iter().flatten()).try_for_each(|relation| self.relation(relation))
    }

    fn plan(&mut self, plan: &Plan) -> Checked<F> {
        plan.card_type.iter().try_for_each(|id| self.type_id(id))?;
        plan.first_stage.iter().try_for_each(|stage| self.stage_id(stage))?;
        plan.starts_with.iter().try_for_each(|start| {
            self.type_id(&start.type_id)?;
            self.relation(&start.link)
        })
    }

    fn types(&mut self, ids: &[TypeId]) -> Checked<F> {
        ids.iter().try_for_each(|id| self.type_id(id))
    }

    fn type_id(&mut self, id: &TypeId) -> Checked<F> {
        self.must(Named::Type, id.as_str())
    }

    fn relation(&mut self, id: &RelationId) -> Checked<F> {
        if id.as_str() == "*" { Ok(()) } else { self.must(Named::Relation, id.as_str()) }
    }

    fn stage_id(&mut self, id: &StageId) -> Checked<F> {
        if self.stream.stages.iter().any(|stage| stage.id == *id) {
            Ok(())
        } else {
            self.must(Named::Stage, id.as_str())
        }
    }

    fn criterion_id(&mut self, id: &CriterionId) -> Checked<F> {
        let is_own = self.stream.stages.iter().flat_map(|stage| &stage.criteria).any(|criterion| criterion.id == *id);
        if is_own { Ok(()) } else { self.must(Named::Criterion, id.as_str()) }
    }

    fn must(&mut self, what: Named, word: &str) -> Checked<F> {
        let known = self.known(what)?;
        if known.iter().any(|name| name == word) {
            return Ok(());
        }
        // Of many names only the one that was meant helps.
        let near = nearest(word, known.iter().map(String::as_str)).map(str::to_owned);
        Err(Refusal::Unknown { what: what.word(), word: word.to_owned(), known: near.into_iter().collect() }.into())
    }

    fn known(&mut self, what: Named) -> Result<&[String], No<F::Error>> {
        let idx = match self.known.iter().position(|(named, _)| *named == what) {
            Some(idx) => idx,
            None => {
                self.known.push((what, self.facts.names(what).map_err(No::Facts)?));
                self.known.len() - 1
            }
        };
        Ok(&self.known[idx].1)
    }
}
