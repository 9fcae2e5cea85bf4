//! One line asked for: what is typed is read at once, so that its meaning is seen before Enter.

use super::{
    approve, ask, column, edit, enter, gate, grab, handoff, improve, leave, metrics, notice, relate, saved, verb,
};
use crate::app::action::Action;
use crate::app::effect::{Effect, Query};
use crate::app::line::Line;
use crate::app::marks::Aim;
use crate::app::model::{Mode, Model, Prompt, PromptFor, Slot, Verb};
use crate::domain::At;
use crate::domain::date;
use crate::domain::intent::{Edit, Intent, Mark, StageEdit};

/// Completions shown at most.
const SHOWN: usize = 8;

/// Opens the prompt of a verb.
pub(super) fn open_for(model: &mut Model, action: Action) -> Vec<Effect> {
    let on = verb::aims(model);
    let (title, purpose) = match action {
        Action::Wait => ("Wait until", PromptFor::Wait),
        Action::Comment => ("Comment", PromptFor::Comment),
        Action::SetAssignee => ("Assignee", PromptFor::Assign),
        Action::SetDue => ("Due", PromptFor::Due),
        Action::SetTeam => ("Team; none: that of its assignee", PromptFor::Team),
        Action::SetLabels => ("Labels: name adds, -name takes off", PromptFor::Labels),
        _ => ("Blocked: why", PromptFor::Block),
    };
    open(model, title, purpose, on)
}

/// Opens a prompt.
pub(super) fn open(model: &mut Model, title: &str, purpose: PromptFor, on: Vec<Aim>) -> Vec<Effect> {
    open_with(model, title, purpose, on, "")
}

/// Opens a prompt that holds some text already.
pub(super) fn open_with(model: &mut Model, title: &str, purpose: PromptFor, on: Vec<Aim>, text: &str) -> Vec<Effect> {
    let wants_wip = matches!(purpose, PromptFor::Assign);
    let wants_words = matches!(
        purpose,
        PromptFor::Assign | PromptFor::Team | PromptFor::Labels | PromptFor::Relate | PromptFor::SaveFilter
    );
    let line = Line::new(text);
    let of = if on.len() > 1 { format!(" ({} cards)", on.len()) } else { String::new() };
    let prompt = Prompt {
        title: format!("{title}{of}"),
        line,
        purpose,
        completions: Vec::new(),
        choice: None,
        reads_as: None,
        on,
        hits: Vec::new(),
    };
    enter(model, Mode::Prompt(prompt));
    let mut effects = changed(model);
    if wants_words {
        effects.push(ask::read(model, Slot::Words, Query::Words));
    }
    if wants_wip {
        effects.push(ask::read(model, Slot::Wip { opens: false }, Query::Wip));
    }
    effects
}

/// The text changed: what it reads as, what would complete it.
pub(super) fn changed(model: &mut Model) -> Vec<Effect> {
    let Mode::Prompt(prompt) = &model.mode else {
        return Vec::new();
    };
    if matches!(prompt.purpose, PromptFor::Relate) {
        return relate::changed(model);
    }
    let completions = completions(model, prompt);
    let reads_as = reads_as(model, prompt);
    if let Mode::Prompt(prompt) = &mut model.mode {
        (prompt.completions, prompt.reads_as, prompt.choice) = (completions, reads_as, None);
    }
    Vec::new()
}

/// The known words came: what completes the text may be among them.
pub(super) fn words_came(model: &mut Model) {
    // What that asks for anew was asked for when the text was typed.
    let _ = changed(model);
}

/// One completion up or down.
pub(super) fn choose(model: &mut Model, by: i64) {
    let Mode::Prompt(prompt) = &mut model.mode else {
        return;
    };
    let n = prompt.completions.len() as i64;
    if n > 0 {
        let at = prompt.choice.map_or(if by > 0 { -1 } else { 0 }, |c| c as i64);
        prompt.choice = Some((at + by).rem_euclid(n) as usize);
    }
}

/// Tab: takes over the completion.
pub(super) fn complete(model: &mut Model) -> Vec<Effect> {
    let Mode::Prompt(prompt) = &mut model.mode else {
        return Vec::new();
    };
    let Some(word) = prompt.completions.get(prompt.choice.unwrap_or(0)).cloned() else {
        return Vec::new();
    };
    match prompt.purpose {
        PromptFor::Relate => return relate::complete(model),
        PromptFor::Labels => prompt.line = Line::new(with_last_word(&prompt.line.text, &word)),
        _ => prompt.line = Line::new(word),
    }
    changed(model)
}

/// Enter.
pub(super) fn accept(model: &mut Model) -> Vec<Effect> {
    let Mode::Prompt(prompt) = model.mode.clone() else {
        return Vec::new();
    };
    let chosen = prompt.choice.and_then(|c| prompt.completions.get(c)).cloned();
    let text = match (&prompt.purpose, chosen) {
        (PromptFor::Assign | PromptFor::GrabTo | PromptFor::Team, Some(word)) => word,
        (PromptFor::Labels, Some(word)) => with_last_word(&prompt.line.text, &word),
        _ => prompt.line.text.trim().to_owned(),
    };
    if matches!(prompt.purpose, PromptFor::Relate) {
        let effects = relate::accept(model, &prompt);
        return hold(model, prompt, effects);
    }
    if let Some(why) = wrong(model, &prompt, &text) {
        if let Mode::Prompt(prompt) = &mut model.mode {
            prompt.reads_as = Some(Err(why));
        }
        return Vec::new();
    }
    leave(model);
    let effects = run(model, &prompt, &text);
    hold(model, prompt, effects)
}

/// What was typed is kept, to come back should the wish be refused.
fn hold(model: &mut Model, prompt: Prompt, effects: Vec<Effect>) -> Vec<Effect> {
    if !effects.is_empty() && matches!(model.mode, Mode::Normal) {
        model.flow.held = Some(Box::new(Mode::Prompt(prompt)));
    }
    effects
}

fn run(model: &mut Model, prompt: &Prompt, text: &str) -> Vec<Effect> {
    let on = prompt.on.as_slice();
    match prompt.purpose.clone() {
        PromptFor::Block => {
            model.last_verb = Some(Verb::Block(text.to_owned()));
            verb::on_cards(model, on, "blocked", |card| Intent::Block { card, reason: text.to_owned() })
        }
        PromptFor::Wait => {
            let until = when(model, text).ok().flatten();
            verb::wait(model, on, until)
        }
        PromptFor::Due => {
            let due = when(model, text).ok().flatten();
            let what = due.map_or("without due date".into(), |at| format!("due {}", edit::show(model, at)));
            verb::edit_on(model, on, &[Edit::Due(due)], &what)
        }
        PromptFor::Assign => {
            let who = Some(text.trim_start_matches('@')).filter(|w| !is_none(w));
            let who = who.map(|w| if w == "me" { model.me.clone() } else { w.to_owned() });
            let what = who.as_ref().map_or("given to nobody".into(), |w| format!("given to {w}"));
            verb::edit_on(model, on, &[Edit::Assignee(who)], &what)
        }
        PromptFor::Team => {
            let team = Some(text.to_owned()).filter(|t| !is_none(t));
            let what = team.as_ref().map_or("without a team of its own".into(), |t| format!("given to team {t}"));
            verb::edit_on(model, on, &[Edit::Team(team)], &what)
        }
        PromptFor::Labels => verb::edit_on(model, on, &labels(text), "labelled"),
        PromptFor::Comment => verb::comment(model, on, text),
        PromptFor::Force { to } => gate::forced(model, on, &to, text),
        PromptFor::Evidence { criterion } => {
            let evidence = Some(text.to_owned()).filter(|t| !t.is_empty());
            gate::marked(model, on, criterion, Mark::Met { evidence })
        }
        PromptFor::NotApplicable { criterion } => {
            gate::marked(model, on, criterion, Mark::NotApplicable { reason: text.to_owned() })
        }
        PromptFor::Approve { role, is_rejected } => approve::said(model, on, &role, is_rejected, text),
        PromptFor::HandOff { edge } => handoff::titled(model, on, &edge, text),
        PromptFor::RenameStage(stage) => {
            let edit = StageEdit::Name(text.to_owned());
            ask::commit(model, vec![Intent::SetStage { stage, edit }], format!("Stage renamed to {text}"))
        }
        PromptFor::AddStage { after } => {
            let intent = Intent::AddStage { stream: after.stream(), name: text.to_owned(), after: Some(after) };
            ask::commit(model, vec![intent], format!("Stage {text} added"))
        }
        PromptFor::Wip(stage) => {
            let edit = StageEdit::Wip(text.parse().ok());
            ask::commit(model, vec![Intent::SetStage { stage, edit }], "Limit set")
        }
        PromptFor::GrabTo => grab::drop_in(model, text),
        PromptFor::SaveFilter => saved::named(model, text),
        PromptFor::Forecast => metrics::foretell(model, text),
        PromptFor::Improve { stage, body } => improve::titled(model, &stage, text, &body),
        PromptFor::Relate => Vec::new(),
    }
}

/// Why this cannot be taken.
fn wrong(model: &Model, prompt: &Prompt, text: &str) -> Option<String> {
    match prompt.purpose {
        PromptFor::Block
        | PromptFor::Force { .. }
        | PromptFor::NotApplicable { .. }
        | PromptFor::Approve { is_rejected: true, .. }
            if text.is_empty() =>
        {
            Some("A reason is needed.".into())
        }
        PromptFor::Comment
        | PromptFor::HandOff { .. }
        | PromptFor::Improve { .. }
        | PromptFor::RenameStage(_)
        | PromptFor::AddStage { .. }
            if text.is_empty() =>
        {
            Some("Some text is needed.".into())
        }
        PromptFor::Labels if labels(text).is_empty() => Some("A label is needed.".into()),
        PromptFor::Wait | PromptFor::Due => when(model, text).err(),
        PromptFor::Forecast => metrics::asked(text, model.now, model.zone).err(),
        PromptFor::Wip(_) if !is_none(text) && text.parse::<u32>().is_err() => Some("A number or none.".into()),
        PromptFor::SaveFilter => saved::read_as(model, text).err(),
        PromptFor::GrabTo if grab::stage_named(model, text).is_none() => Some(format!("No stage is called {text}.")),
        _ => None,
    }
}

fn reads_as(model: &Model, prompt: &Prompt) -> Option<Result<String, String>> {
    if matches!(prompt.purpose, PromptFor::SaveFilter) && !prompt.line.is_empty() {
        return Some(saved::read_as(model, &prompt.line.text));
    }
    if matches!(prompt.purpose, PromptFor::Forecast) && !prompt.line.is_empty() {
        return Some(metrics::reads_as(prompt.line.text.trim(), model.now, model.zone));
    }
    if !matches!(prompt.purpose, PromptFor::Wait | PromptFor::Due) || prompt.line.is_empty() {
        return None;
    }
    let read = when(model, prompt.line.text.trim());
    Some(read.map(|at| at.map_or("no date".into(), |at| edit::show(model, at))))
}

/// The date a text means; `none` clears it.
fn when(model: &Model, text: &str) -> Result<Option<At>, String> {
    if is_none(text) {
        return Ok(None);
    }
    date::parse_due(text, model.now, &model.zone).map(Some).map_err(|e| e.to_string())
}

fn is_none(text: &str) -> bool {
    text.is_empty() || text.eq_ignore_ascii_case("none")
}

fn completions(model: &Model, prompt: &Prompt) -> Vec<String> {
    let text = prompt.line.text.as_str();
    match prompt.purpose {
        PromptFor::Assign => {
            let people = model.words.iter().flat_map(|w| w.people.iter().cloned());
            let mut names: Vec<String> = std::iter::once(model.me.clone()).chain(people).collect();
            names.dedup();
            let typed = text.trim().trim_start_matches('@');
            fitting(names, typed)
        }
        PromptFor::Labels => {
            let own = prompt.on.first().and_then(|a| column::row_of(model, a.object));
            let own = own.iter().flat_map(|r| r.labels.iter().map(|l| format!("-{l}")));
            let known = model.words.iter().flat_map(|w| w.labels.iter().cloned());
            let last = text.rsplit(char::is_whitespace).next().unwrap_or_default();
            fitting(own.chain(known).collect(), last)
        }
        PromptFor::Team => {
            let teams = model.words.iter().flat_map(|w| w.teams.iter().cloned());
            fitting(teams.collect(), text.trim())
        }
        PromptFor::SaveFilter => {
            let known = model.words.iter().flat_map(|w| &w.saved);
            fitting(known.map(|s| s.name.clone()).collect(), text.trim())
        }
        PromptFor::GrabTo => {
            let stages = model.stream().map_or(&[][..], |s| &s.stages);
            fitting(stages.iter().map(|s| s.name.clone()).collect(), text.trim())
        }
        _ => Vec::new(),
    }
}

/// The words that begin with what is typed, then those that hold it.
pub(super) fn fitting(words: Vec<String>, typed: &str) -> Vec<String> {
    let typed = typed.to_lowercase();
    let (begins, others): (Vec<String>, Vec<String>) =
        words.into_iter().partition(|w| w.to_lowercase().starts_with(&typed));
    let holds = others.into_iter().filter(|w| w.to_lowercase().contains(&typed));
    let mut fit: Vec<String> = Vec::new();
    for word in begins.into_iter().chain(holds) {
        if fit.len() < SHOWN && !fit.contains(&word) {
            fit.push(word);
        }
    }
    fit
}

/// `eu +us -old`: labels to put on and to take off.
fn labels(text: &str) -> Vec<Edit> {
    let words = text.split([' ', ',', '\t']).map(|w| w.trim_start_matches(['#', '+'])).filter(|w| !w.is_empty());
    let edit = |word: &str| match word.strip_prefix('-') {
        Some(off) => Edit::Label { name: off.trim_start_matches('#').to_owned(), on: false },
        None => Edit::Label { name: word.to_owned(), on: true },
    };
    words.filter(|w| *w != "-").map(edit).collect()
}

fn with_last_word(text: &str, word: &str) -> String {
    let kept = text.rfind(char::is_whitespace).map_or(0, |i| i + text[i..].chars().next().map_or(1, char::len_utf8));
    format!("{}{word}", &text[..kept])
}

/// What is typed of a comment goes on in the editor.
pub(super) fn to_editor(model: &mut Model) -> Vec<Effect> {
    let Mode::Prompt(prompt) = &model.mode else {
        return Vec::new();
    };
    let (PromptFor::Comment, Some(aim)) = (&prompt.purpose, prompt.on.first()) else {
        notice::info(model, "Only a comment or a text goes to the editor.");
        return Vec::new();
    };
    let (object, text) = (aim.object, prompt.line.text.clone());
    leave(model);
    vec![Effect::OpenEditor {
        file_name: "comment.md".into(),
        text,
        then: crate::app::effect::EditFor::Comment(object),
    }]
}
