//! Relating objects: the relation, then the other one by key or words; what does not exist can be made.

use super::{ask, column, leave, notice, prompt, verb};
use crate::app::effect::{Effect, Query};
use crate::app::line::Line;
use crate::app::model::{Mode, Model, Prompt, PromptFor, Slot};
use crate::domain::id::{ObjectId, RelationId, TypeId};
use crate::domain::intent::{Intent, NewObject};
use crate::domain::object::ObjectType;
use crate::domain::window::{Hit, HitRow};

/// Hits offered.
const HITS: usize = 6;

/// A relation as seen from the object it starts at.
#[derive(Clone)]
struct Way {
    id: RelationId,
    /// The same relation seen from the other end.
    back: RelationId,
    name: String,
    other: Option<TypeId>,
}

/// An object that could be made for a relation.
struct New {
    kind: TypeId,
    /// The name of its type.
    name: String,
    title: String,
    /// The relation from it to the object it is made for.
    back: RelationId,
}

/// `r`.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    let on = verb::aims(model);
    prompt::open(model, "Relate: how, then to what", PromptFor::Relate, on)
}

/// The text changed: relations that fit, then objects.
pub(super) fn changed(model: &mut Model) -> Vec<Effect> {
    let Mode::Prompt(prompt) = &model.mode else {
        return Vec::new();
    };
    let ways = ways(model, prompt);
    let found = parse(&ways, &prompt.line.text);
    let Some((way, rest)) = found else {
        let names = ways.into_iter().map(|w| w.name).collect();
        let completions = prompt::fitting(names, prompt.line.text.trim());
        set(model, completions, Vec::new());
        return Vec::new();
    };
    let completions = offers(model, &way, &prompt.hits, &rest);
    let hits = prompt.hits.clone();
    set(model, completions, hits);
    if rest.is_empty() {
        return Vec::new();
    }
    vec![ask::read(model, Slot::Relatives, Query::Search { text: rest, n: HITS })]
}

/// Objects were found.
pub(super) fn found(model: &mut Model, hits: Vec<Hit>) {
    let Mode::Prompt(prompt) = &model.mode else {
        return;
    };
    if matches!(prompt.purpose, PromptFor::Duplicate) {
        return set(model, hits.iter().map(|h| format!("{} {}", h.key, h.title)).collect(), hits);
    }
    if !matches!(prompt.purpose, PromptFor::Relate) {
        return;
    }
    if let Some((way, rest)) = parse(&ways(model, prompt), &prompt.line.text) {
        let completions = offers(model, &way, &hits, &rest);
        set(model, completions, hits);
    }
}

/// Tab: takes the relation over, or the object's key.
pub(super) fn complete(model: &mut Model) -> Vec<Effect> {
    let Mode::Prompt(prompt) = &model.mode else {
        return Vec::new();
    };
    let idx = prompt.choice.unwrap_or(0);
    let text = match parse(&ways(model, prompt), &prompt.line.text) {
        None => prompt.completions.get(idx).map(|name| format!("{name} ")),
        Some((way, _)) => prompt.hits.get(idx).map(|hit| format!("{} {}", way.name, hit.key)),
    };
    let (Some(text), Mode::Prompt(prompt)) = (text, &mut model.mode) else {
        return Vec::new();
    };
    prompt.line = Line::new(text);
    changed(model)
}

/// Enter: the relation is taken over first, then the link is made.
pub(super) fn accept(model: &mut Model, prompt: &Prompt) -> Vec<Effect> {
    let Some((way, rest)) = parse(&ways(model, prompt), &prompt.line.text) else {
        if prompt.completions.is_empty() {
            return no(model, "Begin with a relation; the arrows choose one.");
        }
        return complete(model);
    };
    if rest.is_empty() && prompt.choice.is_none() && !prompt.line.text.ends_with(' ') {
        return go_on(model, &way.name);
    }
    let key_is_typed = |h: &&Hit| h.key.as_str().eq_ignore_ascii_case(&rest);
    let chosen = match prompt.choice {
        Some(idx) => prompt.hits.get(idx),
        None => {
            prompt.hits.iter().find(key_is_typed).or_else(|| prompt.hits.first().filter(|_| prompt.hits.len() == 1))
        }
    };
    let objects = verb::objects(&prompt.on);
    if let Some(hit) = chosen {
        leave(model);
        let to = object_of(hit);
        let intents = objects.into_iter().map(|from| Intent::Link { from, relation: way.id.clone(), to });
        return ask::commit(model, intents.collect(), format!("{} {}", way.name, hit.key));
    }
    let news = news(model, prompt, &way, &rest);
    let new = match prompt.choice.map(|idx| idx.checked_sub(prompt.hits.len())) {
        Some(idx) => idx.and_then(|idx| news.get(idx)),
        None => news.first().filter(|_| prompt.hits.is_empty() && news.len() == 1),
    };
    match new {
        Some(new) => {
            leave(model);
            make(model, &objects, new)
        }
        None if rest.is_empty() => no(model, "Then a key or words of the other object."),
        None => no(model, "Several fit, or none; the arrows choose one."),
    }
}

/// The relation stands; now for the other object.
fn go_on(model: &mut Model, name: &str) -> Vec<Effect> {
    if let Mode::Prompt(prompt) = &mut model.mode {
        prompt.line = Line::new(format!("{name} "));
    }
    changed(model)
}

/// The object is made and linked in one step.
fn make(model: &mut Model, objects: &[ObjectId], new: &New) -> Vec<Effect> {
    let links = objects.iter().map(|object| (new.back.clone(), *object)).collect();
    let object = NewObject { type_id: Some(new.kind.clone()), title: new.title.clone(), links, ..NewObject::default() };
    ask::commit(model, vec![Intent::Add(Box::new(object))], "made and related")
}

fn no(model: &mut Model, why: &str) -> Vec<Effect> {
    if let Mode::Prompt(prompt) = &mut model.mode {
        prompt.reads_as = Some(Err(why.to_owned()));
    } else {
        notice::info(model, why);
    }
    Vec::new()
}

fn set(model: &mut Model, completions: Vec<String>, hits: Vec<Hit>) {
    if let Mode::Prompt(prompt) = &mut model.mode {
        (prompt.completions, prompt.hits, prompt.choice, prompt.reads_as) = (completions, hits, None, None);
    }
}

/// The hits, and behind them what could be made.
fn offers(model: &Model, way: &Way, hits: &[Hit], rest: &str) -> Vec<String> {
    let Mode::Prompt(prompt) = &model.mode else {
        return Vec::new();
    };
    let found = hits.iter().map(|h| format!("{} {}", h.key, h.title));
    let news = news(model, prompt, way, rest);
    found.chain(news.iter().map(|new| format!("new {} \"{}\"", new.name, new.title))).collect()
}

/// What could be made for a relation: an object of a type it allows. Where it allows any, the type may be typed
/// first; else it is one like this one, or what the board is made of.
fn news(model: &Model, prompt: &Prompt, way: &Way, rest: &str) -> Vec<New> {
    if rest.is_empty() {
        return Vec::new();
    }
    let alike = ways(model, prompt).into_iter().filter(|w| w.name == way.name);
    let mut news: Vec<New> = Vec::new();
    for (back, other) in alike.map(|w| (w.back, w.other)) {
        let found = match other {
            Some(kind) => vec![(kind, rest.to_owned())],
            None => of_any_type(model, prompt, rest),
        };
        for (kind, title) in found {
            let name = types(model).find(|t| t.id == kind).map(|t| t.name.clone());
            if let Some(name) = name.filter(|_| !news.iter().any(|new| new.kind == kind)) {
                news.push(New { kind, name, title, back: back.clone() });
            }
        }
    }
    news
}

fn of_any_type(model: &Model, prompt: &Prompt, rest: &str) -> Vec<(TypeId, String)> {
    let named = types(model).filter_map(|t| {
        let title = rest.get(t.name.len()..).filter(|title| title.starts_with(' '))?;
        let is_named = rest[..t.name.len()].eq_ignore_ascii_case(&t.name);
        is_named.then(|| (t.id.clone(), title.trim().to_owned()))
    });
    if let Some(named) = named.max_by_key(|(_, title)| std::cmp::Reverse(title.len())) {
        return vec![named];
    }
    let own = prompt.on.first().and_then(|aim| type_of(model, aim.object));
    let of_board = model.stream().map(|stream| stream.card_type.clone());
    own.into_iter().chain(of_board).map(|kind| (kind, rest.to_owned())).collect()
}

fn types(model: &Model) -> impl Iterator<Item = &ObjectType> {
    model.words.iter().flat_map(|words| &words.types)
}

/// The relation a text begins with, by its name or its id, and what stands behind it.
fn parse(ways: &[Way], text: &str) -> Option<(Way, String)> {
    let text = text.trim_start();
    let rest = |word: &str| {
        let rest = text.strip_prefix(text.get(..word.len()).filter(|head| head.eq_ignore_ascii_case(word))?)?;
        (rest.is_empty() || rest.starts_with(' ')).then(|| rest.trim().to_owned())
    };
    let fits = ways.iter().filter_map(|way| Some((way.clone(), rest(&way.name).or_else(|| rest(way.id.as_str()))?)));
    fits.max_by_key(|(way, _)| way.name.len())
}

/// The relations an object of this type can have, from either end; those that begin with it come first.
fn ways(model: &Model, prompt: &Prompt) -> Vec<Way> {
    let kind = prompt.on.first().and_then(|a| type_of(model, a.object));
    let fits = |end: &Option<TypeId>| end.is_none() || *end == kind || kind.is_none();
    let relations = || model.words.iter().flat_map(|w| &w.relations);
    let from_here = relations().filter(|r| fits(&r.from)).map(|r| {
        let (id, back) = (r.id.clone(), r.inverse.clone());
        Way { id, back, name: r.name.clone(), other: r.to.clone() }
    });
    let to_here = relations().filter(|r| fits(&r.to) && r.inverse != r.id).map(|r| {
        let (id, back) = (r.inverse.clone(), r.id.clone());
        Way { id, back, name: r.inverse_name.clone(), other: r.from.clone() }
    });
    from_here.chain(to_here).collect()
}

pub(super) fn type_of(model: &Model, object: ObjectId) -> Option<TypeId> {
    let sheet = model.sheet.as_ref().and_then(|s| s.sheet.as_ref()).filter(|s| s.object.id == object);
    let row = || column::row_of(model, object).map(|r| r.type_id.clone());
    let walked = || model.explore.as_ref()?.focus_row().filter(|row| row.id == object).map(|row| row.type_id.clone());
    sheet.map(|s| s.object.type_id.clone()).or_else(row).or_else(walked)
}

pub(super) fn object_of(hit: &Hit) -> ObjectId {
    match hit.row {
        HitRow::Card { object, .. } | HitRow::Object(object) => object,
    }
}
