//! Raising an improvement from a stage that holds work up: a card where the data says improvements go, with the
//! figures in its text. And the figures of the map, which say where that is.

use chrono::TimeDelta;

use super::{ask, prompt};
use crate::app::charts::improvement;
use crate::app::effect::{Effect, Query};
use crate::app::model::metrics::Chart;
use crate::app::model::{Model, PromptFor, Screen, Slot};
use crate::domain::At;
use crate::domain::flow::Period;
use crate::domain::id::StageId;
use crate::domain::intent::{Intent, NewObject, Stand};
use crate::domain::stream::Edge;
use crate::metrics::across::Across;
use crate::metrics::stages::StageFigures;

/// Between two reads of the figures of the map, however much others write.
const REST: TimeDelta = TimeDelta::seconds(10);

/// What was read is read again after so long without a change.
const AGES: TimeDelta = TimeDelta::minutes(10);

/// The figures of the map are read behind the first frame, by a thread of their own.
pub fn settle(model: &mut Model) -> Option<Effect> {
    let is_due = due_at(model).is_none_or(|due| due <= model.now);
    let is_shown = model.screen == Screen::Map && model.flow.has_overview && !model.is_first_run;
    if !is_shown || !is_due || ask::is_asked(model, &Slot::Across) {
        return None;
    }
    (model.bottlenecks.asked_at, model.bottlenecks.is_stale) = (Some(model.now), false);
    Some(ask::read(model, Slot::Across, Query::Across))
}

/// When they are read again.
pub fn due_at(model: &Model) -> Option<At> {
    let rest = if model.bottlenecks.is_stale { REST } else { AGES };
    model.bottlenecks.asked_at.map(|at| at + rest)
}

/// When the clock has to ask for them: only while they are shown.
pub fn tick_at(model: &Model) -> Option<At> {
    due_at(model).filter(|_| model.screen == Screen::Map)
}

/// They were read.
pub fn arrived(model: &mut Model, across: Across) {
    model.bottlenecks.read = Some(Box::new(across));
}

/// Why no improvement can be raised here.
pub fn cannot(model: &Model) -> Option<String> {
    if model.words.is_none() || stage(model).is_none() {
        return Some("the figures are being read".into());
    }
    let (_, id, ..) = stage(model)?;
    way(model, &id).is_none().then(|| "no stream says that it takes improvements".into())
}

/// `I`: asks for the title.
pub fn open(model: &mut Model) -> Vec<Effect> {
    let Some((stream, id, stage, period)) = stage(model) else { return Vec::new() };
    let title = improvement::title(&stream, &stage, &period);
    let place = way(model, &id).and_then(|edge| model.streams.iter().find(|s| s.id == edge.to));
    let heading = place.map_or_else(|| "Improvement".to_owned(), |to| format!("Improvement for {}", to.name));
    let body = improvement::body(&stream, &stage, &period, model.zone);
    prompt::open_with(model, &heading, PromptFor::Improve { stage: id, body }, Vec::new(), &title)
}

/// The title was typed.
pub fn titled(model: &mut Model, stage: &StageId, title: &str, body: &str) -> Vec<Effect> {
    let Some(edge) = way(model, stage).cloned() else { return Vec::new() };
    let name = model.streams.iter().find(|s| s.id == edge.to).map_or_else(|| edge.to.to_string(), |s| s.name.clone());
    let new = NewObject {
        title: title.to_owned(),
        body: body.to_owned(),
        type_id: edge.carry.makes.clone(),
        stand: Some(Stand::in_stage(edge.to.clone(), edge.to_stage.clone())),
        ..NewObject::default()
    };
    ask::commit(model, vec![Intent::Add(Box::new(new))], format!("raised in {name}"))
}

/// Where improvements of a stage go: along the edge of its stream, else along that of any other.
fn way<'a>(model: &'a Model, stage: &StageId) -> Option<&'a Edge> {
    let edges = || model.words.iter().flat_map(|words| &words.edges).filter(|edge| edge.carry.improves);
    let fits = |edge: &&Edge| edge.from_stage.as_ref().is_none_or(|from| from == stage);
    edges().filter(fits).find(|edge| edge.from == stage.stream()).or_else(|| edges().next())
}

/// The stage meant, with its figures: under the cursor of the map; in charts the one under the cursor of that with
/// stages, else the bottleneck of the stream.
fn stage(model: &Model) -> Option<(String, StageId, StageFigures, Period)> {
    let (figures, stage) = if model.screen == Screen::Metrics {
        let view = model.metrics.as_ref()?;
        let figures = &view.read.as_deref()?.figures;
        let stage = if view.chart == Chart::Ageing { figures.stages.get(view.stage) } else { None };
        (figures, stage.or_else(|| figures.stages.iter().find(|s| s.is_bottleneck)).or(figures.stages.first())?)
    } else {
        model.bottlenecks.read.as_deref()?.stage(&model.current_stage()?.id)?
    };
    Some((figures.name.clone(), stage.id.clone(), stage.clone(), figures.period))
}
