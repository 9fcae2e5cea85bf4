//! The table as help, as a box of continuations and as the key table of the README.

use std::fmt::Write as _;

use super::{Action, Context, Entry, Group, TABLE};
use crate::app::key::{Key, show_seq};
use crate::app::keymap::Keymap;
use crate::app::model::{Mode, Model};
use crate::domain::saved::Saved;

/// A group of keys in the help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelpGroup {
    pub title: String,
    pub rows: Vec<(String, String)>,
}

/// The help of where we are, or of all keys, filtered by what is typed.
pub fn help(model: &Model, all: bool, search: &str) -> Vec<HelpGroup> {
    let here = where_help_was_asked(model);
    let asked = search.to_lowercase();
    let group = |group: &Group| {
        let is_meant = |e: &&Entry| e.group == *group && (all || e.contexts.contains(&here));
        let rows = TABLE.iter().filter(is_meant).map(|e| (keys(&model.settings.keymap, e, here), e.help.to_owned()));
        let fits = |(keys, help): &(String, String)| {
            !keys.is_empty() && (asked.is_empty() || keys.to_lowercase().contains(&asked) || help.contains(&asked))
        };
        HelpGroup { title: group.title().to_owned(), rows: rows.filter(fits).collect() }
    };
    Group::ALL.iter().map(group).filter(|g| !g.rows.is_empty()).collect()
}

/// The keys that may follow the ones typed so far, for the box after 300 ms.
pub fn continuations(model: &Model) -> Vec<(String, String)> {
    let found = model.settings.keymap.after(Context::of(model), &model.pending);
    let is_there = |action: Action| match action {
        Action::GoStream(n) => usize::from(n) <= model.streams.len(),
        Action::FilterSlot(n) => saved(model, n).is_some(),
        _ => true,
    };
    let found = found.into_iter().filter(|(_, action)| is_there(*action));
    found.filter_map(|(key, action)| Some((key.show(), plain(model, action.entry()?)))).collect()
}

/// What an action is called where its group is not told: `set priority`, `only mine`.
pub fn called(model: &Model, entry: &Entry) -> String {
    use Action as A;
    let help = plain(model, entry);
    let has_name = matches!(entry.action, A::FilterSlot(n) if saved(model, n).is_some());
    let is_whole = matches!(
        entry.action,
        A::SetBox | A::Filter | A::QuickFilter | A::FilterClear | A::FilterSaved | A::FilterSave | A::FilterForget
    );
    match (entry.group, entry.action) {
        (_, A::GoStream(_)) => format!("go to {help}"),
        (_, A::FilterSlot(_)) if !has_name => help,
        _ if is_whole => help,
        (Group::Set, _) => format!("set {help}"),
        (_, A::FilterType | A::FilterPriority | A::FilterSlot(_)) => format!("filter by {help}"),
        (Group::Filter, _) => format!("only {help}"),
        (Group::Copy, _) => format!("copy {help}"),
        _ => help,
    }
}

/// The help of an action; of a stream or a saved filter its name.
fn plain(model: &Model, entry: &Entry) -> String {
    let stream = match entry.action {
        Action::GoStream(n) => model.streams.get(usize::from(n).saturating_sub(1)),
        _ => None,
    };
    let saved = match entry.action {
        Action::FilterSlot(n) => saved(model, n).map(|s| &s.name),
        _ => None,
    };
    stream.map(|stream| &stream.name).or(saved).map_or_else(|| entry.help.to_owned(), Clone::clone)
}

/// The saved filter of a slot.
fn saved(model: &Model, slot: u8) -> Option<&Saved> {
    model.words.as_ref()?.saved.iter().find(|s| s.slot == Some(slot))
}

/// The key table in Markdown, as it stands in the README.
pub fn key_table() -> String {
    let keymap = Keymap::default();
    let mut text = String::from("| Where | Keys | What | Name |\n|---|---|---|---|\n");
    for group in Group::ALL {
        for entry in TABLE.iter().filter(|e| e.group == *group && !e.keys.is_empty()) {
            let keys: Vec<String> = keymap.keys_of(entry.action).iter().map(|seq| code(seq)).collect();
            let _ = writeln!(text, "| {} | {} | {} | `{}` |", places(entry), keys.join(" "), entry.help, entry.name);
        }
    }
    text
}

/// All keys of an action, as help shows them.
fn keys(keymap: &Keymap, entry: &Entry, here: Context) -> String {
    let found = keymap.keys_in(here, entry.action);
    let found = if found.is_empty() { keymap.keys_of(entry.action) } else { found };
    let shown: Vec<String> = found.iter().map(|seq| show_seq(seq)).collect();
    shown.join(" ")
}

fn code(seq: &[Key]) -> String {
    let shown = show_seq(seq);
    format!("`{}`", shown.replace('|', "\\|"))
}

fn places(entry: &Entry) -> String {
    let screens = [Context::Map, Context::Board, Context::Sheet, Context::Explore, Context::Metrics];
    let typing: Vec<Context> = Context::ALL.iter().copied().filter(|c| c.types()).collect();
    if entry.contexts == Context::ALL {
        return "everywhere".into();
    }
    if entry.contexts == screens {
        return "screens".into();
    }
    if entry.contexts == typing {
        return "typing".into();
    }
    if screens.iter().all(|s| entry.contexts.contains(s)) {
        return "screens, lists".into();
    }
    let words: Vec<&str> = entry.contexts.iter().map(|c| c.word()).collect();
    words.join(", ")
}

/// The context below the help.
fn where_help_was_asked(model: &Model) -> Context {
    let here = Context::of(model);
    if !matches!(here, Context::Help | Context::Search) {
        return here;
    }
    Context::with(model.flow.below.last().unwrap_or(&Mode::Normal), model.screen)
}

/// The keys of an action in the footer: the first that does it here.
pub(super) fn first_key(keymap: &Keymap, here: Context, action: Action) -> Option<Vec<Key>> {
    keymap.keys_in(here, action).into_iter().next()
}
