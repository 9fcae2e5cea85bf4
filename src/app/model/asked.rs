//! What a gate asks, as lines a cursor goes over: criteria, and what people are to say for their roles.

use super::{Mode, Model, Pane, Screen, gate_lines, standing};
use crate::domain::gate::{Asked, Gate, Line};
use crate::domain::guard::Guard;
use crate::domain::window::Standing;

/// A line of a gate that the cursor can be on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum GateItem<'a> {
    Line(&'a Line),
    Approval(&'a Asked),
}

/// The lines of a gate in the order shown: what it asks for, the approvals, what is folded behind.
pub fn gate_items(gate: &Gate, shows_folded: bool) -> Vec<GateItem<'_>> {
    let (plain, all) = (gate_lines(gate, false), gate_lines(gate, shows_folded));
    let folded = all.into_iter().skip(plain.len()).map(GateItem::Line);
    let approvals = gate.approvals.iter().map(GateItem::Approval);
    plain.iter().copied().map(GateItem::Line).chain(approvals).chain(folded).collect()
}

/// The gate that has the cursor, above the screen or in the detail, and the line the cursor is on.
pub fn item_here(model: &Model) -> Option<(&Standing, Option<GateItem<'_>>)> {
    let (standing, shows_folded, cursor) = if let Mode::Gate(view) = &model.mode {
        (standing(view.sheet.as_ref()?, Some(view.card))?, view.shows_folded, view.cursor)
    } else {
        let view = model.sheet.as_ref().filter(|s| model.screen == Screen::Sheet && s.pane == Pane::Gate)?;
        (view.standing()?, view.shows_folded, view.cursor[0])
    };
    let items = gate_items(&standing.gate, shows_folded);
    Some((standing, items.get(cursor).copied()))
}

/// What somebody could say here and now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoken {
    /// The id of the role.
    pub role: String,
    pub role_name: String,
}

/// The role I may speak for on the line under the cursor, or why there is none.
pub fn spoken(model: &Model) -> Result<Spoken, String> {
    let (standing, item) = item_here(model).ok_or("the gate is being read")?;
    let asked: Vec<&Asked> = match item {
        Some(GateItem::Approval(asked)) => vec![asked],
        Some(GateItem::Line(line)) => {
            let roles = line.criterion.guard.as_ref().map_or_else(Vec::new, Guard::roles);
            let is_meant = |a: &&Asked| roles.iter().any(|(role, _)| *role == a.role);
            standing.gate.approvals.iter().filter(is_meant).collect()
        }
        None => Vec::new(),
    };
    if asked.is_empty() {
        return Err("this line asks for no approval".into());
    }
    let is_given = |a: &&&Asked| a.said.as_ref().is_some_and(|said| !said.is_rejected);
    let open: Vec<&&Asked> = asked.iter().filter(|a| !is_given(a)).collect();
    let Some(first) = open.first() else {
        let by = asked[0].said.as_ref().map_or("", |said| said.by.as_str());
        return Err(format!("it was approved by {by} already"));
    };
    let mine = open.iter().find(|a| model.holds_role(&a.role));
    let named = |a: &Asked| Spoken { role: a.role.clone(), role_name: model.role_name(&a.role) };
    mine.map(|a| named(a)).ok_or_else(|| format!("you lack the role {}", model.role_name(&first.role)))
}

impl Model {
    /// Whether I hold a role.
    pub fn holds_role(&self, role: &str) -> bool {
        let team = self.words.iter().flat_map(|words| &words.team);
        team.into_iter().any(|person| person.name == self.me && person.holds(role))
    }

    /// What a role is called.
    pub fn role_name(&self, role: &str) -> String {
        let roles = self.words.iter().flat_map(|words| &words.roles);
        roles.into_iter().find(|r| r.id == role).map_or_else(|| role.to_owned(), |r| r.name.clone())
    }
}
