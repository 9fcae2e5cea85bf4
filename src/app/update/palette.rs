//! The palette: every action with its keys, the impossible ones with their reason, and commands typed with words.

mod typed;

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher};

use super::{act, enter, jump, leave, leave_all, notice, past};
use crate::app::action::{Action, Context, Entry, Group, TABLE, called, disabled};
use crate::app::effect::Effect;
use crate::app::key::show_seq;
use crate::app::line::Line;
use crate::app::model::{Mode, Model, Palette, PaletteEntry, PaletteKind, Run};
use crate::domain::nearest::nearest;
use crate::domain::window::Hit;

/// `:`.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    show(model, PaletteKind::Commands)
}

/// Opens the palette or the jump; one of them gives way to the other.
pub(super) fn show(model: &mut Model, kind: PaletteKind) -> Vec<Effect> {
    let palette = Palette { kind, line: Line::default(), entries: Vec::new(), cursor: 0, hits: Vec::new() };
    if matches!(model.mode, Mode::Palette(_)) {
        model.mode = Mode::Palette(palette);
    } else {
        enter(model, Mode::Palette(palette));
    }
    changed(model)
}

/// The line changed: other entries fit.
pub(super) fn changed(model: &mut Model) -> Vec<Effect> {
    let Mode::Palette(palette) = &model.mode else {
        return Vec::new();
    };
    let (kind, text) = (palette.kind, palette.line.text.clone());
    list(model);
    if kind == PaletteKind::Jump { jump::search(model, &text) } else { Vec::new() }
}

/// Cards and objects were found for the jump.
pub(super) fn found(model: &mut Model, hits: Vec<Hit>) {
    if let Mode::Palette(palette) = &mut model.mode {
        palette.hits = hits;
        list(model);
    }
}

/// One entry up or down.
pub(super) fn choose(model: &mut Model, by: i64) {
    let Mode::Palette(palette) = &mut model.mode else {
        return;
    };
    let n = palette.entries.len() as i64;
    if n > 0 {
        palette.cursor = (palette.cursor as i64 + by).rem_euclid(n) as usize;
    }
}

/// Tab: the entry as text, to go on typing.
pub(super) fn complete(model: &mut Model) -> Vec<Effect> {
    let Mode::Palette(palette) = &mut model.mode else {
        return Vec::new();
    };
    let Some(entry) = palette.entries.get(palette.cursor) else {
        return Vec::new();
    };
    palette.line = Line::new(match &entry.run {
        Run::Typed(text) => format!("{} ", text.trim_end()),
        Run::Hit(hit) => hit.key.to_string(),
        _ => entry.label.clone(),
    });
    changed(model)
}

/// Enter: runs the entry; what cannot be done says why and stays.
pub(super) fn accept(model: &mut Model) -> Vec<Effect> {
    let Mode::Palette(palette) = &mut model.mode else {
        return Vec::new();
    };
    let Some(entry) = palette.entries.get(palette.cursor).cloned() else {
        return nothing_fits(model);
    };
    if let Some(why) = entry.off {
        notice::info(model, format!("Not now: {why}."));
        return Vec::new();
    }
    match entry.run {
        Run::Typed(text) => {
            if let Some(template) = typed::unfinished(&text) {
                palette.line = Line::new(template);
                return changed(model);
            }
            leave_all(model);
            typed::run(model, &text)
        }
        Run::Action(action) => run_action(model, action),
        run => {
            leave_all(model);
            // What is found is found now.
            let mut effects = past::come_back(model);
            effects.extend(jump::run(model, run));
            effects
        }
    }
}

fn run_action(model: &mut Model, action: Action) -> Vec<Effect> {
    leave(model);
    let is_here = |entry: &Entry| entry.contexts.contains(&Context::of(model));
    if !action.entry().is_some_and(is_here) {
        leave_all(model);
    }
    act::perform(model, action, None)
}

fn nothing_fits(model: &mut Model) -> Vec<Effect> {
    let Mode::Palette(palette) = &model.mode else {
        return Vec::new();
    };
    let word = palette.line.text.split_whitespace().next().unwrap_or_default();
    let near = nearest(word, typed::names().chain(TABLE.iter().map(|e| e.name)));
    let near = near.map(|n| format!(" Did you mean {n}?")).unwrap_or_default();
    let text = format!("Nothing fits {}.{near}", palette.line.text.trim());
    notice::info(model, text);
    Vec::new()
}

/// Lists what fits the line, in the light of the mode below.
fn list(model: &mut Model) {
    let below = model.flow.below.last().cloned().unwrap_or(Mode::Normal);
    let Mode::Palette(mut palette) = std::mem::replace(&mut model.mode, below) else {
        return;
    };
    palette.entries = match palette.kind {
        PaletteKind::Commands => commands(model, &palette.line.text),
        PaletteKind::Jump => jump::entries(model, &palette.line.text, &palette.hits),
    };
    palette.cursor = 0;
    model.mode = Mode::Palette(palette);
}

fn commands(model: &Model, text: &str) -> Vec<PaletteEntry> {
    let typed = typed::entries(text);
    let is_meant =
        |e: &&Entry| e.contexts.iter().any(|c| c.is_screen() || *c == Context::Gate) && e.group != Group::Text;
    let actions = TABLE.iter().filter(is_meant).map(|entry| action_entry(model, entry));
    let text = text.trim();
    if text.is_empty() {
        // Verbs first: whoever opens this knows how to move about.
        let (moves, verbs): (Vec<_>, Vec<_>) = actions.partition(|entry| is_move(&entry.run));
        return verbs.into_iter().chain(typed).chain(moves).collect();
    }
    let mut found = fitting(actions.collect(), text);
    if typed::is_command(text) {
        return typed.into_iter().chain(found).collect();
    }
    found.extend(typed);
    found
}

fn is_move(run: &Run) -> bool {
    matches!(run, Run::Action(action) if action.entry().is_some_and(|e| matches!(e.group, Group::Move | Group::Go)))
}

fn action_entry(model: &Model, entry: &Entry) -> PaletteEntry {
    let here = Context::of(model);
    let keymap = &model.settings.keymap;
    let keys = keymap.keys_in(here, entry.action).into_iter().next();
    let keys = keys.or_else(|| keymap.keys_of(entry.action).into_iter().next());
    let is_gates_own = entry.contexts == [Context::Gate] && here != Context::Gate;
    let off = if is_gates_own { Some("open the gate first: x".into()) } else { disabled(model, entry.action) };
    PaletteEntry {
        label: called(model, entry),
        side: keys.map(|seq| show_seq(&seq)).unwrap_or_default(),
        off,
        run: Run::Action(entry.action),
    }
}

/// The entries that fit a text, best first.
pub(super) fn fitting(entries: Vec<PaletteEntry>, text: &str) -> Vec<PaletteEntry> {
    let mut matcher = Matcher::new(Config::DEFAULT);
    let pattern = Pattern::parse(text, CaseMatching::Ignore, Normalization::Smart);
    let named = entries.into_iter().map(Named::of);
    pattern.match_list(named, &mut matcher).into_iter().map(|(named, _)| named.entry).collect()
}

/// An entry with all it may be found by.
struct Named {
    entry: PaletteEntry,
    words: String,
}

impl Named {
    fn of(entry: PaletteEntry) -> Self {
        let name = match &entry.run {
            Run::Action(action) => action.entry().map_or("", |e| e.name),
            _ => "",
        };
        let words = format!("{} {name}", entry.label);
        Self { entry, words }
    }
}

impl AsRef<str> for Named {
    fn as_ref(&self) -> &str {
        &self.words
    }
}
