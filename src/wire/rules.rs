//! Guards and rules as they are written: in the TOML of the reference, and as JSON in the catalogue.

mod carry;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::guard::{Guard, Reach};
use crate::domain::id::{RelationId, StageId, TypeId};
use crate::domain::object::{ObjectType, Weight};
use crate::domain::rule::{Act, Barrier, Effect, Figure, Fill, Fold, Lock, Notice, On, StageRules};

pub use carry::{CarryForm, PlanForm, StartForm, carry_from_json, carry_to_json, plan_from_json, plan_to_json};

/// A guard as written: one kind key and what belongs to it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct GuardForm {
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    one_of: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    linked: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    none_open: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    paths: Vec<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at_least: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at_most: Option<u32>,
    #[serde(rename = "where", skip_serializing_if = "Option::is_none")]
    whose: Option<Box<GuardForm>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    approval: Option<String>,
    #[serde(rename = "as", skip_serializing_if = "Option::is_none")]
    stands_for: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    window: Option<[String; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reached: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    types: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    states: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    all: Option<Vec<GuardForm>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    any: Option<Vec<GuardForm>>,
}

/// What a guard may be made of, for messages.
const KINDS: &str = "field, linked, none_open, approval, window, reached, before, types, all or any";

impl TryFrom<GuardForm> for Guard {
    type Error = String;

    fn try_from(form: GuardForm) -> Result<Self, String> {
        let states = form.states;
        let whose = form.whose.map(|whose| Self::try_from(*whose)).transpose()?.map(Box::new);
        let reach = |type_id: String, states| reach_of(type_id, form.paths, states, whose);
        let kinds = [
            form.field.is_some(),
            form.linked.is_some(),
            form.none_open.is_some(),
            form.approval.is_some(),
            form.window.is_some(),
            form.reached.is_some(),
            form.before.is_some(),
            form.all.is_some(),
            form.any.is_some(),
        ];
        if kinds.iter().filter(|is_there| **is_there).count() > 1 {
            return Err(format!("a guard has one kind: {KINDS}"));
        }
        Ok(if let Some(field) = form.field {
            Self::Field { field, one_of: form.one_of }
        } else if let Some(kind) = form.linked {
            Self::Linked { reach: reach(kind, states), at_least: form.at_least.unwrap_or(1), at_most: form.at_most }
        } else if let Some(kind) = form.none_open {
            Self::NoneOpen { reach: reach(kind, states) }
        } else if let Some(role) = form.approval {
            Self::Approval { role, stands_for: form.stands_for }
        } else if let Some([from, until]) = form.window {
            Self::Window { from, until }
        } else if let Some(field) = form.reached {
            Self::Reached { field }
        } else if let Some(field) = form.before {
            Self::Before { field }
        } else if let Some(parts) = form.all {
            Self::All(guards(parts)?)
        } else if let Some(parts) = form.any {
            Self::Any(guards(parts)?)
        } else if form.types.is_empty() && states.is_empty() {
            return Err(format!("a guard needs a kind: {KINDS}"));
        } else {
            Self::Is { types: form.types.into_iter().map(TypeId).collect(), states }
        })
    }
}

fn guards(forms: Vec<GuardForm>) -> Result<Vec<Guard>, String> {
    forms.into_iter().map(Guard::try_from).collect()
}

fn reach_of(type_id: String, paths: Vec<Vec<String>>, states: Vec<String>, whose: Option<Box<Guard>>) -> Reach {
    Reach {
        type_id: (type_id != "*").then_some(TypeId(type_id)),
        paths: paths.into_iter().map(|path| path.into_iter().map(RelationId).collect()).collect(),
        states,
        whose,
    }
}

impl From<&Guard> for GuardForm {
    fn from(guard: &Guard) -> Self {
        let mut form = Self::default();
        match guard {
            Guard::Field { field, one_of } => {
                form.field = Some(field.clone());
                form.one_of.clone_from(one_of);
            }
            Guard::Linked { reach, at_least, at_most } => {
                form.linked = Some(kind(reach));
                form.at_least = (*at_least != 1).then_some(*at_least);
                form.at_most = *at_most;
                form.keep_reach(reach);
            }
            Guard::NoneOpen { reach } => {
                form.none_open = Some(kind(reach));
                form.keep_reach(reach);
            }
            Guard::Approval { role, stands_for } => {
                form.approval = Some(role.clone());
                form.stands_for.clone_from(stands_for);
            }
            Guard::Window { from, until } => form.window = Some([from.clone(), until.clone()]),
            Guard::Reached { field } => form.reached = Some(field.clone()),
            Guard::Before { field } => form.before = Some(field.clone()),
            Guard::Is { types, states } => {
                form.types = types.iter().map(|t| t.0.clone()).collect();
                form.states.clone_from(states);
            }
            Guard::All(parts) => form.all = Some(parts.iter().map(Self::from).collect()),
            Guard::Any(parts) => form.any = Some(parts.iter().map(Self::from).collect()),
        }
        form
    }
}

impl GuardForm {
    fn keep_reach(&mut self, reach: &Reach) {
        self.paths = paths(reach);
        self.states.clone_from(&reach.states);
        self.whose = reach.whose.as_ref().map(|whose| Box::new(Self::from(&**whose)));
    }
}

fn kind(reach: &Reach) -> String {
    reach.type_id.as_ref().map_or_else(|| "*".to_owned(), |t| t.0.clone())
}

fn paths(reach: &Reach) -> Vec<Vec<String>> {
    reach.paths.iter().map(|path| path.iter().map(|r| r.0.clone()).collect()).collect()
}

/// Reads a guard where it stands, so that an error names its line.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "GuardForm", into = "GuardForm")]
pub struct Checked(pub Guard);

impl TryFrom<GuardForm> for Checked {
    type Error = String;

    fn try_from(form: GuardForm) -> Result<Self, String> {
        Guard::try_from(form).map(Self)
    }
}

impl From<Checked> for GuardForm {
    fn from(checked: Checked) -> Self {
        Self::from(&checked.0)
    }
}

/// A barrier as written.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BarrierForm {
    guard: Checked,
    text: String,
    instead: Option<String>,
    edge: Option<String>,
}

impl From<BarrierForm> for Barrier {
    fn from(form: BarrierForm) -> Self {
        Self { guard: form.guard.0, text: form.text, instead: form.instead, edge: form.edge }
    }
}

impl From<&Barrier> for BarrierForm {
    fn from(barrier: &Barrier) -> Self {
        Self {
            guard: Checked(barrier.guard.clone()),
            text: barrier.text.clone(),
            instead: barrier.instead.clone(),
            edge: barrier.edge.clone(),
        }
    }
}

/// An effect as written.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct EffectForm {
    on: OnForm,
    types: Vec<String>,
    guard: Option<Checked>,
    linked: Option<String>,
    paths: Vec<Vec<String>>,
    states: Vec<String>,
    #[serde(rename = "where")]
    whose: Option<Checked>,
    state: Option<String>,
    force_state: bool,
    set: BTreeMap<String, String>,
    count: Option<String>,
    finish: bool,
    fill: Option<FillForm>,
}

/// When an effect follows, as written: a word, or `state:` and the state.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
struct OnForm(Option<On>);

impl TryFrom<String> for OnForm {
    type Error = String;

    fn try_from(word: String) -> Result<Self, String> {
        let on = match word.as_str() {
            "enter" => On::Enter,
            "leave" => On::Leave,
            "finish" => On::Finish,
            "created" => On::Created,
            "linked" => On::Linked,
            other => match other.strip_prefix("state:") {
                Some(state) => On::State(state.to_owned()),
                None => {
                    return Err(format!("\"{word}\" is none of enter, leave, finish, created, linked, state:<state>"));
                }
            },
        };
        Ok(Self(Some(on)))
    }
}

impl From<OnForm> for String {
    fn from(form: OnForm) -> Self {
        match form.0 {
            Some(On::Leave) => "leave".into(),
            Some(On::Finish) => "finish".into(),
            Some(On::Created) => "created".into(),
            Some(On::Linked) => "linked".into(),
            Some(On::State(state)) => format!("state:{state}"),
            Some(On::Enter) | None => "enter".into(),
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FillForm {
    field: String,
    linked: String,
    #[serde(default)]
    paths: Vec<Vec<String>>,
    #[serde(default)]
    states: Vec<String>,
    text: String,
}

impl From<EffectForm> for Effect {
    fn from(form: EffectForm) -> Self {
        let whose = form.whose.map(|whose| Box::new(whose.0));
        let fill = form.fill.map(|fill| Fill {
            field: fill.field,
            reach: reach_of(fill.linked, fill.paths, fill.states, None),
            text: fill.text,
        });
        Self {
            on: form.on.0.unwrap_or(On::Enter),
            types: form.types.into_iter().map(TypeId).collect(),
            guard: form.guard.map(|guard| guard.0),
            to: form.linked.map(|kind| reach_of(kind, form.paths, form.states, whose)),
            act: Act {
                state: form.state,
                force_state: form.force_state,
                set: form.set.into_iter().collect(),
                count: form.count,
                finish: form.finish,
                fill,
            },
        }
    }
}

impl From<&Effect> for EffectForm {
    fn from(effect: &Effect) -> Self {
        let fill = effect.act.fill.as_ref().map(|fill| FillForm {
            field: fill.field.clone(),
            linked: kind(&fill.reach),
            paths: paths(&fill.reach),
            states: fill.reach.states.clone(),
            text: fill.text.clone(),
        });
        let to = effect.to.as_ref();
        Self {
            on: OnForm(Some(effect.on.clone())),
            types: effect.types.iter().map(|t| t.0.clone()).collect(),
            guard: effect.guard.clone().map(Checked),
            linked: to.map(kind),
            paths: to.map(paths).unwrap_or_default(),
            states: to.map(|reach| reach.states.clone()).unwrap_or_default(),
            whose: to.and_then(|reach| reach.whose.as_ref()).map(|whose| Checked((**whose).clone())),
            state: effect.act.state.clone(),
            force_state: effect.act.force_state,
            set: effect.act.set.iter().cloned().collect(),
            count: effect.act.count.clone(),
            finish: effect.act.finish,
            fill,
        }
    }
}

/// A notice as written.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeForm {
    guard: Option<Checked>,
    linked: String,
    #[serde(default)]
    paths: Vec<Vec<String>>,
    #[serde(default)]
    states: Vec<String>,
    #[serde(default)]
    open: bool,
    #[serde(rename = "where")]
    whose: Option<Checked>,
    text: String,
}

impl From<NoticeForm> for Notice {
    fn from(form: NoticeForm) -> Self {
        let whose = form.whose.map(|whose| Box::new(whose.0));
        Self {
            guard: form.guard.map(|guard| guard.0),
            reach: reach_of(form.linked, form.paths, form.states, whose),
            open_only: form.open,
            text: form.text,
        }
    }
}

impl From<&Notice> for NoticeForm {
    fn from(notice: &Notice) -> Self {
        Self {
            guard: notice.guard.clone().map(Checked),
            linked: kind(&notice.reach),
            paths: paths(&notice.reach),
            states: notice.reach.states.clone(),
            open: notice.open_only,
            whose: notice.reach.whose.as_ref().map(|whose| Checked((**whose).clone())),
            text: notice.text.clone(),
        }
    }
}

/// A lock as written.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockForm {
    states: Vec<String>,
    #[serde(default)]
    relations: Vec<String>,
    #[serde(default)]
    fields: Vec<String>,
    instead: String,
}

impl From<LockForm> for Lock {
    fn from(form: LockForm) -> Self {
        let relations = form.relations.into_iter().map(RelationId).collect();
        Self { states: form.states, relations, fields: form.fields, instead: form.instead }
    }
}

impl From<&Lock> for LockForm {
    fn from(lock: &Lock) -> Self {
        Self {
            states: lock.states.clone(),
            relations: lock.relations.iter().map(|r| r.0.clone()).collect(),
            fields: lock.fields.clone(),
            instead: lock.instead.clone(),
        }
    }
}

/// A figure as written.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigureForm {
    id: String,
    name: String,
    fold: FoldForm,
    linked: String,
    #[serde(default)]
    paths: Vec<Vec<String>>,
    #[serde(default)]
    states: Vec<String>,
    field: Option<String>,
    unit: Option<String>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum FoldForm {
    Sum,
    Count,
    Closed,
}

impl From<FigureForm> for Figure {
    fn from(form: FigureForm) -> Self {
        let fold = match form.fold {
            FoldForm::Sum => Fold::Sum,
            FoldForm::Count => Fold::Count,
            FoldForm::Closed => Fold::Closed,
        };
        let reach = reach_of(form.linked, form.paths, form.states, None);
        Self { id: form.id, name: form.name, fold, reach, field: form.field, unit: form.unit }
    }
}

impl From<&Figure> for FigureForm {
    fn from(figure: &Figure) -> Self {
        let fold = match figure.fold {
            Fold::Sum => FoldForm::Sum,
            Fold::Count => FoldForm::Count,
            Fold::Closed => FoldForm::Closed,
        };
        Self {
            id: figure.id.clone(),
            name: figure.name.clone(),
            fold,
            linked: kind(&figure.reach),
            paths: paths(&figure.reach),
            states: figure.reach.states.clone(),
            field: figure.field.clone(),
            unit: figure.unit.clone(),
        }
    }
}

/// What a stage's row keeps of its rules.
#[derive(Serialize, Deserialize, Default)]
#[serde(default)]
struct StageForm {
    entry: Vec<BarrierForm>,
    back: Vec<BarrierForm>,
    effects: Vec<EffectForm>,
    parallel_with: Vec<String>,
}

/// The rules of a stage as JSON.
pub fn stage_rules_to_json(rules: &StageRules) -> String {
    json(&StageForm {
        entry: rules.entry.iter().map(Into::into).collect(),
        back: rules.back.iter().map(Into::into).collect(),
        effects: rules.effects.iter().map(Into::into).collect(),
        parallel_with: rules.parallel_with.iter().map(|s| s.0.clone()).collect(),
    })
}

/// The rules of a stage of JSON.
pub fn stage_rules_from_json(text: &str) -> Result<StageRules, serde_json::Error> {
    let form: StageForm = serde_json::from_str(text)?;
    Ok(StageRules {
        entry: form.entry.into_iter().map(Into::into).collect(),
        back: form.back.into_iter().map(Into::into).collect(),
        effects: form.effects.into_iter().map(Into::into).collect(),
        parallel_with: form.parallel_with.into_iter().map(StageId).collect(),
    })
}

/// What a type's row keeps of its rules.
#[derive(Serialize, Deserialize, Default)]
#[serde(default)]
struct TypeRules {
    effects: Vec<EffectForm>,
    notices: Vec<NoticeForm>,
    locks: Vec<LockForm>,
    figures: Vec<FigureForm>,
    impact: Option<String>,
}

/// The rules of a type as JSON.
pub fn type_rules_to_json(kind: &ObjectType) -> String {
    json(&TypeRules {
        effects: kind.effects.iter().map(Into::into).collect(),
        notices: kind.notices.iter().map(Into::into).collect(),
        locks: kind.locks.iter().map(Into::into).collect(),
        figures: kind.figures.iter().map(Into::into).collect(),
        impact: kind.impact.map(|weight| weight.word().to_owned()),
    })
}

/// Puts the rules of JSON on a type.
pub fn put_type_rules(kind: &mut ObjectType, text: &str) -> Result<(), serde_json::Error> {
    let rules: TypeRules = serde_json::from_str(text)?;
    kind.effects = rules.effects.into_iter().map(Into::into).collect();
    kind.notices = rules.notices.into_iter().map(Into::into).collect();
    kind.locks = rules.locks.into_iter().map(Into::into).collect();
    kind.figures = rules.figures.into_iter().map(Into::into).collect();
    kind.impact = rules.impact.as_deref().and_then(Weight::of);
    Ok(())
}

/// A guard as JSON.
pub fn guard_to_json(guard: &Guard) -> String {
    json(&GuardForm::from(guard))
}

/// A guard of JSON.
pub fn guard_from_json(text: &str) -> Result<Guard, serde_json::Error> {
    Ok(serde_json::from_str::<Checked>(text)?.0)
}

fn json<T: Serialize>(form: &T) -> String {
    serde_json::to_string(form).unwrap_or_else(|_| "{}".into())
}
