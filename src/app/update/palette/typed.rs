//! Commands typed with words behind them: `own Kitchen`, `wip 5`.

use crate::app::action::Action;
use crate::app::effect::{Effect, UndoWish};
use crate::app::model::{Model, PaletteEntry, Run};
use crate::app::update::{act, ask, coach, filter, notice, people, undo, verb};
use crate::domain::id::StageId;
use crate::domain::intent::{Intent, StageEdit, StreamEdit};
use crate::domain::stream::Policy;

/// A command, what may stand behind it, what it does.
struct Command {
    name: &'static str,
    args: &'static str,
    help: &'static str,
}

const COMMANDS: &[Command] = &[
    Command { name: "own", args: "NAME", help: "a plain board of your own" },
    Command { name: "stage add", args: "NAME", help: "a new stage behind this one" },
    Command { name: "stage rename", args: "NAME", help: "another name for this stage" },
    Command { name: "stage left", args: "", help: "this stage one to the left" },
    Command { name: "stage right", args: "", help: "this stage one to the right" },
    Command { name: "stage remove", args: "", help: "take this stage away, when it is empty" },
    Command { name: "wip", args: "N or none", help: "how many cards this stage may hold" },
    Command { name: "people", args: "", help: "who has how many open cards" },
    Command { name: "gate", args: "open, warn or enforce", help: "what the gates of this stream do" },
    Command { name: "back", args: "WHY", help: "carry the card a stage back, with a reason that stays" },
    Command { name: "filter", args: "TEXT", help: "only the cards that fit" },
    Command { name: "undo rest", args: "", help: "undo what nobody changed later" },
    Command { name: "undo skip", args: "", help: "undo the change before the last" },
    Command { name: "demo", args: "", help: "look around in demo data" },
    Command { name: "tutor", args: "", help: "the lesson of the demo" },
    Command { name: "quit", args: "", help: "quit" },
];

/// The names, for "did you mean".
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    COMMANDS.iter().map(|c| c.name)
}

/// Whether a text begins with the whole name of a command.
pub(super) fn is_command(text: &str) -> bool {
    parse(text).is_some()
}

/// The commands that fit what is typed so far.
pub(super) fn entries(text: &str) -> Vec<PaletteEntry> {
    if let Some((command, args)) = parse(text) {
        let text = format!("{} {args}", command.name);
        return vec![entry(command, text.trim_end().to_owned())];
    }
    let typed = text.trim().to_lowercase();
    let fits = |c: &&Command| typed.is_empty() || c.name.starts_with(&typed) || c.help.contains(&typed);
    COMMANDS.iter().filter(fits).map(|c| entry(c, c.name.to_owned())).collect()
}

/// The line to go on with, where a command still lacks its words.
pub(super) fn unfinished(text: &str) -> Option<String> {
    let (command, args) = parse(text)?;
    // `filter` alone takes the filter off.
    let lacks = !command.args.is_empty() && args.is_empty() && command.name != "filter";
    lacks.then(|| format!("{} ", command.name))
}

/// Does what was typed.
pub(super) fn run(model: &mut Model, text: &str) -> Vec<Effect> {
    let Some((command, args)) = parse(text) else {
        return Vec::new();
    };
    match command.name {
        "own" => own(model, args),
        "filter" => filter::set(model, args),
        "undo rest" => undo::wish(model, UndoWish { redo: false, rest: true, skip: false, elsewhere_ok: true }),
        "undo skip" => undo::wish(model, UndoWish { redo: false, rest: false, skip: true, elsewhere_ok: false }),
        "demo" => vec![Effect::OpenDemo],
        "tutor" if model.flow.is_demo => coach::again(model),
        "tutor" => act::perform(model, Action::Tutor, None),
        "quit" => act::quit(model),
        "people" => people::ask_for_list(model),
        "gate" => gate(model, args),
        "back" => verb::step_back(model, args),
        name => on_stage(model, name, args),
    }
}

fn own(model: &mut Model, name: &str) -> Vec<Effect> {
    model.flow.new_board = Some(name.to_owned());
    ask::saving(model);
    vec![Effect::AddBoard { name: name.to_owned() }]
}

fn gate(model: &mut Model, word: &str) -> Vec<Effect> {
    let Some(stage) = model.current_stage().map(|s| s.id.clone()) else {
        return no_stage(model);
    };
    let Ok(policy) = word.parse::<Policy>() else {
        notice::info(model, format!("A gate is open, warn or enforce, not {word}."));
        return Vec::new();
    };
    let intent = Intent::SetStream { stream: stage.stream(), edit: StreamEdit::Gate(policy) };
    ask::commit(model, vec![intent], format!("Gates set to {policy}"))
}

fn on_stage(model: &mut Model, name: &str, args: &str) -> Vec<Effect> {
    let Some(stage) = model.current_stage().map(|s| s.id.clone()) else {
        return no_stage(model);
    };
    match stage_wish(model, stage, name, args) {
        Ok((intent, what)) => ask::commit(model, vec![intent], what),
        Err(why) => {
            notice::info(model, why);
            Vec::new()
        }
    }
}

/// What a command asks of a stage, and what it will have been; or why it cannot be asked.
fn stage_wish(model: &Model, stage: StageId, name: &str, args: &str) -> Result<(Intent, String), String> {
    let was = model.stage(&stage).map_or(String::new(), |s| s.name.clone());
    Ok(match name {
        "stage add" => {
            let (stream, name) = (stage.stream(), args.to_owned());
            (Intent::AddStage { stream, name, after: Some(stage) }, format!("Stage {args} added"))
        }
        "stage rename" => {
            let edit = StageEdit::Name(args.to_owned());
            (Intent::SetStage { stage, edit }, format!("{was} renamed to {args}"))
        }
        "stage remove" => (Intent::RemoveStage { stage }, format!("Stage {was} removed")),
        "wip" => {
            let edit = StageEdit::Wip(limit(args)?);
            (Intent::SetStage { stage, edit }, format!("Limit of {was} set to {args}"))
        }
        _ => {
            let after = beside(model, &stage, name == "stage right");
            let edit = StageEdit::After(after.ok_or_else(|| format!("{was} is at that end already."))?.0);
            (Intent::SetStage { stage, edit }, format!("{was} moved"))
        }
    })
}

fn no_stage(model: &mut Model) -> Vec<Effect> {
    notice::info(model, "There is no stage here.");
    Vec::new()
}

fn limit(text: &str) -> Result<Option<u32>, String> {
    if text.eq_ignore_ascii_case("none") {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| format!("A limit is a number or none, not {text}."))
}

/// Behind which stage one comes to stand; behind none is in front.
struct After(Option<StageId>);

/// Where a stage goes that moves one to a side.
fn beside(model: &Model, id: &StageId, is_right: bool) -> Option<After> {
    let stream = model.streams.iter().find(|s| s.id == id.stream())?;
    let at = stream.stages.iter().position(|s| s.id == *id)?;
    if is_right {
        return stream.stages.get(at + 1).map(|s| After(Some(s.id.clone())));
    }
    (at > 0).then(|| After(at.checked_sub(2).map(|i| stream.stages[i].id.clone())))
}

/// The command a text begins with, and what stands behind it.
fn parse(text: &str) -> Option<(&'static Command, &str)> {
    let text = text.trim();
    let after = |c: &'static Command| {
        let rest = text.get(..c.name.len()).filter(|head| head.eq_ignore_ascii_case(c.name))?;
        let rest = &text[rest.len()..];
        (rest.is_empty() || rest.starts_with(' ')).then_some((c, rest.trim()))
    };
    COMMANDS.iter().filter_map(after).max_by_key(|(c, _)| c.name.len())
}

fn entry(command: &Command, text: String) -> PaletteEntry {
    let args = if command.args.is_empty() { String::new() } else { format!(" {}", command.args) };
    PaletteEntry {
        label: format!("{}{args}: {}", command.name, command.help),
        side: String::new(),
        off: None,
        run: Run::Typed(text),
    }
}
