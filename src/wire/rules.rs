//! Guards and rules as they are written: in the TOML of the reference and of streams people write, and as JSON in the
//! catalogue. How they are kept is the domain's (`to_value`); here they are read.

mod carry;
mod effect;
mod guard;
mod kind;
mod stage;

pub use carry::{CarryForm, PlanForm, StartForm, carry_from_json, plan_from_json};
pub use effect::{EffectForm, StageOn, TypeOn};
pub use guard::{Checked, OfObject, guard_from_json};
pub use kind::{FigureForm, LockForm, MajorForm, NoticeForm, put_type_rules, type_rules};
pub use stage::stage_rules_from_json;

#[cfg(test)]
mod tests;
