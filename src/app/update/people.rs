//! Who has how many open cards: listed, shown where one assigns, told when it is more than enough.

use std::collections::BTreeMap;

use super::{ask, menu};
use crate::app::effect::{Effect, Query};
use crate::app::model::{Choice, MenuItem, Model, Slot};
use crate::domain::intent::Edit;
use crate::domain::person::Wip;

/// `:people`: asks, to list them.
pub(super) fn ask_for_list(model: &mut Model) -> Vec<Effect> {
    vec![ask::read(model, Slot::Wip { opens: true }, Query::Wip)]
}

/// Cards are being given to somebody.
pub(super) fn given(model: &mut Model, edits: &[Edit]) {
    let who = edits.iter().find_map(|edit| if let Edit::Assignee(who) = edit { who.clone() } else { None });
    model.flow.given = who.or_else(|| model.flow.given.take());
}

/// It is written: how many they have now is counted.
pub(super) fn committed(model: &mut Model) -> Option<Effect> {
    model.flow.given.as_ref()?;
    Some(ask::read(model, Slot::Wip { opens: false }, Query::Wip))
}

/// The counts came.
pub(super) fn counted(model: &mut Model, wip: BTreeMap<String, Wip>, opens: bool) -> Vec<Effect> {
    model.wip = wip;
    if model.n_saving == 0
        && let Some(who) = model.flow.given.take()
    {
        warn(model, &who);
    }
    if opens { list(model) } else { Vec::new() }
}

/// More than enough is told behind what was done, never refused.
fn warn(model: &mut Model, who: &str) {
    let Some(wip) = model.wip.get(who).filter(|wip| wip.is_over()).cloned() else {
        return;
    };
    let limit = wip.limit.unwrap_or_default();
    let over = format!("{who} has {} of {limit} now.", wip.n_cards);
    let text = model.notice.as_ref().map_or(over.clone(), |notice| format!("{} {over}", notice.text));
    super::notice::info(model, text);
}

fn list(model: &mut Model) -> Vec<Effect> {
    let with_any = model.wip.iter().filter(|(_, wip)| wip.n_cards > 0 || wip.limit.is_some());
    let mut all: Vec<(&String, &Wip)> = with_any.collect();
    all.sort_by(|a, b| b.1.n_cards.cmp(&a.1.n_cards).then_with(|| a.0.cmp(b.0)));
    let item = |(name, wip): (&String, &Wip)| -> MenuItem {
        menu::item(None, wip.told(name), Choice::Filter(format!("@{}", in_filter(name))))
    };
    let items = all.into_iter().map(item).collect();
    menu::open(model, "Open cards", items, 0, Vec::new())
}

/// A name as a filter takes it.
fn in_filter(name: &str) -> String {
    let is_plain = name.chars().all(|c| c.is_alphanumeric() || "._-".contains(c)) && !name.eq_ignore_ascii_case("me");
    if is_plain { name.to_owned() } else { format!("\"{name}\"") }
}
