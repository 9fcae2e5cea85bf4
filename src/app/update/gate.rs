//! The gate of a card: ticking its lines, passing it, forcing it.

use super::{approve, ask, column, enter, leave, leave_all, notice, prompt, verb};
use crate::app::action::Action;
use crate::app::effect::{Effect, Query};
use crate::app::marks::Aim;
use crate::app::model::{GateItem, GateView, Mode, Model, PromptFor, Slot, gate_items, item_here, standing};
use crate::domain::gate::Line;
use crate::domain::id::{CardId, CriterionId};
use crate::domain::intent::{Intent, Mark, Pass, Spot, Stay, To};
use crate::domain::window::Sheet;

/// An action in the popup; nothing when it is the same everywhere.
pub(super) fn act(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    use Action as A;
    match action {
        A::Down => line(model, 1),
        A::Up => line(model, -1),
        A::HalfDown => line(model, 5),
        A::HalfUp => line(model, -5),
        A::First => line(model, i64::MIN / 2),
        A::Last => line(model, i64::MAX / 2),
        A::ShowFolded => show_folded(model),
        A::Tick => return Some(tick(model)),
        A::Approve => return Some(approve::approve(model)),
        A::Reject => return Some(approve::reject(model)),
        A::TickRest => return Some(tick_rest(model)),
        A::Evidence | A::NotApplicable => return Some(ask_about_line(model, action)),
        A::Force => return Some(force(model)),
        _ => return None,
    }
    Some(Vec::new())
}

/// `x`: the gate of the card under the cursor.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    let aim = verb::aims(model).into_iter().next();
    let current = model.current().map(|row| (row.card, row.object));
    let Some((card, object)) = current.or_else(|| aim.and_then(|a| Some((a.card?, a.object)))) else {
        return Vec::new();
    };
    let sheet = model.sheet.as_ref().and_then(|s| s.sheet.clone()).filter(|s| s.object.id == object);
    let effects = show(model, Aim { card: Some(card), object }, None);
    if let Some(sheet) = sheet {
        read(model, &sheet);
    }
    effects
}

/// A refused move opens the gate; nothing when the card is not known here.
pub(super) fn open_refused(model: &mut Model, card: CardId, stay: &Stay, to: &To) -> Vec<Effect> {
    let Some(object) = column::row(model, card).map(|row| row.object) else {
        return Vec::new();
    };
    let refused = Some(Box::new(stay.clone()));
    let view = GateView { refused, retry: Some(to.clone()), ..GateView::new(object, card) };
    enter(model, Mode::Gate(view));
    vec![ask::read(model, Slot::GateSheet, Query::Sheet(object))]
}

/// The gate was read: the first time the cursor goes to the first line that is open.
pub(super) fn read(model: &mut Model, sheet: &Sheet) {
    let above = model.flow.below.iter_mut().chain([&mut model.mode]);
    let views = above.filter_map(|mode| if let Mode::Gate(view) = mode { Some(view) } else { None });
    for view in views.filter(|v| v.object == sheet.object.id) {
        let is_first = view.sheet.is_none();
        view.sheet = Some(sheet.clone());
        let items = items(view);
        let is_asked =
            |item: &GateItem<'_>| matches!(item, GateItem::Approval(a) if Some(&a.role) == view.role.as_ref());
        let open = items.iter().position(is_asked).or_else(|| items.iter().position(is_open));
        let last = items.len().saturating_sub(1);
        view.cursor = open.filter(|_| is_first).unwrap_or(view.cursor).min(last);
    }
}

/// Shows the gate of a card, wherever it stands.
pub(super) fn show(model: &mut Model, aim: Aim, role: Option<String>) -> Vec<Effect> {
    let Some(card) = aim.card else {
        return Vec::new();
    };
    let object = aim.object;
    let view = GateView { role, ..GateView::new(object, card) };
    enter(model, Mode::Gate(view));
    vec![ask::read(model, Slot::GateSheet, Query::Sheet(object))]
}

/// Space: a tick, or the tick taken back; an approval is given; what is checked by itself says how it stands.
pub(super) fn tick(model: &mut Model) -> Vec<Effect> {
    let Some((standing, Some(item))) = item_here(model) else {
        return Vec::new();
    };
    let line = match item {
        GateItem::Approval(_) => return approve::approve(model),
        GateItem::Line(line) if line.verdict.is_some() => {
            let why = by_itself(model, line);
            notice::info(model, why);
            return Vec::new();
        }
        GateItem::Line(line) => line,
    };
    let ((id, mark), card) = (toggled(line), standing.card.id);
    go_to_next_open(model);
    commit_tick(model, card, id, mark)
}

/// Why a line that is checked by itself is not ticked.
pub(super) fn by_itself(model: &Model, line: &Line) -> String {
    let verdict = line.verdict.clone().unwrap_or_default();
    if line.status.holds() {
        let by = if verdict.by.is_empty() { String::new() } else { format!(", by {}", verdict.by.join(", ")) };
        return format!("It holds by itself{by}; there is nothing to tick.");
    }
    let way = match approve::spoken(model) {
        Ok(spoken) => format!(" p approves as {}.", spoken.role_name),
        Err(_) => String::new(),
    };
    format!("It is checked by itself, not ticked: {}.{way}", verdict.missing)
}

/// `F`: asks for the reason that passes the gate all the same.
pub(super) fn force(model: &mut Model) -> Vec<Effect> {
    let (to, on) = match &model.mode {
        Mode::Gate(view) => (view.retry.clone(), vec![Aim { card: Some(view.card), object: view.object }]),
        _ => (None, verb::aims(model)),
    };
    prompt::open(model, "Force: why", PromptFor::Force { to: to.unwrap_or(To::Step(1)) }, on)
}

/// Forces the gate for a reason that stays on the card.
pub(super) fn forced(model: &mut Model, on: &[Aim], to: &To, reason: &str) -> Vec<Effect> {
    leave_all(model);
    let pass = Pass::Force(reason.to_owned());
    verb::on_cards(model, on, "forced", |card| Intent::Move {
        card,
        to: to.clone(),
        spot: Spot::Bottom,
        pass: pass.clone(),
        reason: None,
    })
}

/// Ticks one line, with evidence or as not applicable.
pub(super) fn marked(model: &mut Model, on: &[Aim], criterion: CriterionId, mark: Mark) -> Vec<Effect> {
    let Some(card) = on.first().and_then(|a| a.card) else {
        return Vec::new();
    };
    commit_tick(model, card, criterion, mark)
}

/// Enter: ticks what is open and moves on.
fn tick_rest(model: &mut Model) -> Vec<Effect> {
    let Mode::Gate(view) = &model.mode else {
        return Vec::new();
    };
    let (card, to) = (view.card, view.retry.clone().unwrap_or(To::Step(1)));
    leave(model);
    let intent = Intent::Move { card, to, spot: Spot::Bottom, pass: Pass::TickAll, reason: None };
    ask::commit(model, vec![intent], "moved")
}

fn ask_about_line(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some((standing, Some(item))) = item_here(model) else {
        return Vec::new();
    };
    let on = vec![Aim { card: Some(standing.card.id), object: standing.card.object }];
    let criterion = match item {
        GateItem::Approval(_) if action == Action::Evidence => return approve::with_comment(model),
        GateItem::Approval(_) => {
            notice::info(model, "An approval is given with p or rejected with R.");
            return Vec::new();
        }
        GateItem::Line(line) if line.verdict.is_some() => {
            let why = by_itself(model, line);
            notice::info(model, why);
            return Vec::new();
        }
        GateItem::Line(line) => line.criterion.id.clone(),
    };
    if action == Action::Evidence {
        return prompt::open(model, "Evidence", PromptFor::Evidence { criterion }, on);
    }
    prompt::open(model, "Not applicable: why", PromptFor::NotApplicable { criterion }, on)
}

fn show_folded(model: &mut Model) {
    if let Mode::Gate(view) = &mut model.mode {
        view.shows_folded = !view.shows_folded;
        view.cursor = view.cursor.min(items(view).len().saturating_sub(1));
    }
}

fn line(model: &mut Model, by: i64) {
    if let Mode::Gate(view) = &mut model.mode {
        let last = items(view).len().saturating_sub(1) as i64;
        view.cursor = (view.cursor as i64).saturating_add(by).clamp(0, last) as usize;
    }
}

fn items(view: &GateView) -> Vec<GateItem<'_>> {
    let standing = view.sheet.as_ref().and_then(|s| standing(s, Some(view.card)));
    standing.map_or_else(Vec::new, |s| gate_items(&s.gate, view.shows_folded))
}

fn commit_tick(model: &mut Model, card: CardId, criterion: CriterionId, mark: Mark) -> Vec<Effect> {
    let what = match mark {
        Mark::Open => "is open in one line again",
        Mark::Met { evidence: Some(_) } => "ticked with evidence",
        Mark::Met { .. } => "ticked",
        Mark::NotApplicable { .. } => "has a line that is not applicable",
    };
    let intents = vec![Intent::Tick { card, criteria: vec![criterion], mark }];
    if matches!(model.mode, Mode::Gate(_)) {
        notice::key_pressed(model);
    }
    ask::commit(model, intents, what)
}

/// A tick, or the tick taken back.
fn toggled(line: &Line) -> (CriterionId, Mark) {
    let has_tick = line.tick.is_some() && line.status.holds();
    let mark = if has_tick { Mark::Open } else { Mark::Met { evidence: None } };
    (line.criterion.id.clone(), mark)
}

/// What waits for somebody's hand: a line to tick, or a guarded one to look at.
fn is_open(item: &GateItem<'_>) -> bool {
    matches!(item, GateItem::Line(line) if line.is_required() && !line.status.holds())
}

/// The next open line, so that Space after Space ticks one after the other; else it stays.
fn next_open(items: &[GateItem<'_>], at: usize) -> usize {
    let is_ticked = matches!(items.get(at), Some(GateItem::Line(line)) if line.status.holds());
    let can_be_ticked = |item: &GateItem<'_>| matches!(item, GateItem::Line(line) if line.verdict.is_none());
    let next = items.iter().enumerate().skip(at + 1).find(|(_, item)| is_open(item) && can_be_ticked(item));
    next.filter(|_| !is_ticked).map_or(at, |(i, _)| i)
}

fn go_to_next_open(model: &mut Model) {
    if let Mode::Gate(view) = &mut model.mode {
        view.cursor = next_open(&items(view), view.cursor);
        return;
    }
    let Some(view) = &mut model.sheet else { return };
    let items = view.standing().map_or_else(Vec::new, |s| gate_items(&s.gate, view.shows_folded));
    view.cursor[0] = next_open(&items, view.cursor[0]);
}
