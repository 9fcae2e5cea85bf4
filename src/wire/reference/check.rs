//! What a stream's file must keep to within itself: ids are words and met once, and what it names of its own is there.
//! What it names of others is for those to say who know them.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;

use super::file::{Criterion, Stage, Stream, Target};
use crate::domain::object::PRIORITIES;

/// What is wrong, and the part of the text it is about.
pub struct Wrong {
    pub at: Range<usize>,
    pub message: String,
}

type Checked = Result<(), Wrong>;
type Word = Spanned<String>;

/// Whether a file can be taken.
pub fn stream(file: &Stream) -> Checked {
    let check = Check { file };
    check.ids()?;
    file.stages.iter().try_for_each(|stage| check.stage(stage))?;
    check.named("stage", &file.clock_starts, &check.stages())?;
    file.targets.iter().try_for_each(target)?;
    file.edges.iter().try_for_each(|edge| {
        edge.from_stage.iter().try_for_each(|stage| check.named("stage", stage, &check.stages()))?;
        let here = edge.to_stage.iter().filter(|_| edge.to == *file.id.get_ref());
        here.into_iter().try_for_each(|stage| check.named("stage", stage, &check.stages()))
    })?;
    file.scenarios.iter().try_for_each(|scenario| {
        scenario.first_stage.iter().try_for_each(|stage| check.named("stage", stage, &check.stages()))?;
        scenario.priority.iter().try_for_each(priority)
    })
}

struct Check<'a> {
    file: &'a Stream,
}

impl<'a> Check<'a> {
    /// Every id is a word, and met once among its like.
    fn ids(&self) -> Checked {
        let file = self.file;
        if file.stages.is_empty() {
            return Err(wrong(&file.id, "a stream needs at least one stage".into()));
        }
        word(&file.id)?;
        unique("stage", file.stages.iter().map(|stage| &stage.id))?;
        unique("criterion", file.stages.iter().flat_map(criteria).map(|criterion| &criterion.id))?;
        unique("scenario", file.scenarios.iter().map(|scenario| &scenario.id))?;
        unique("edge", file.edges.iter().map(|edge| &edge.id))
    }

    fn stage(&self, stage: &'a Stage) -> Checked {
        stage.loops.iter().try_for_each(|way| self.named("stage", &way.to, &self.stages()))?;
        stage.parallel_with.iter().try_for_each(|beside| self.named("stage", beside, &self.stages()))?;
        let barriers = stage.entry.iter().chain(&stage.back);
        let edges: Vec<&str> = self.file.edges.iter().map(|edge| edge.id.get_ref().as_str()).collect();
        barriers.flat_map(|barrier| &barrier.edge).try_for_each(|edge| self.named("edge", edge, &edges))?;
        stage.targets.iter().try_for_each(target)?;
        let exits: Vec<&str> =
            self.file.stages.iter().flat_map(|stage| &stage.exit).map(|exit| exit.id.get_ref().as_str()).collect();
        let by = stage.entrance.iter().flat_map(|criterion| &criterion.satisfied_by);
        by.into_iter().try_for_each(|by| self.named("exit criterion", by, &exits))?;
        stage.exit.iter().chain(&stage.entrance).try_for_each(|criterion| level(criterion, false))?;
        stage.activities.iter().try_for_each(|activity| level(activity, true))
    }

    fn stages(&self) -> Vec<&'a str> {
        self.file.stages.iter().map(|stage| stage.id.get_ref().as_str()).collect()
    }

    /// A name of this file is one of these; what is named in another stream is not known here.
    fn named(&self, what: &str, name: &Word, known: &[&str]) -> Checked {
        let own = self.file.id.get_ref();
        let local = match name.get_ref().split_once('/') {
            Some((stream, local)) if stream == own => local,
            Some(_) => return Ok(()),
            None => name.get_ref(),
        };
        if known.contains(&local) {
            return Ok(());
        }
        let near = if known.is_empty() { "there is none".into() } else { format!("there is {}", known.join(", ")) };
        Err(wrong(name, format!("there is no {what} \"{}\" in this file; {near}", name.get_ref())))
    }
}

fn criteria(stage: &Stage) -> impl Iterator<Item = &Criterion> {
    stage.exit.iter().chain(&stage.activities).chain(&stage.entrance)
}

fn wrong<T>(at: &Spanned<T>, message: String) -> Wrong {
    Wrong { at: at.span(), message }
}

fn unique<'a>(what: &str, ids: impl Iterator<Item = &'a Word>) -> Checked {
    let mut seen = BTreeSet::new();
    for id in ids {
        word(id)?;
        if !seen.insert(id.get_ref()) {
            return Err(wrong(id, format!("there is a {what} \"{}\" already", id.get_ref())));
        }
    }
    Ok(())
}

/// An id of small letters, digits and dashes: people type it, and paths are made of it.
fn word(id: &Word) -> Checked {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !id.get_ref().is_empty() && id.get_ref().chars().all(fits) {
        return Ok(());
    }
    Err(wrong(id, format!("\"{}\" is no id: wanted are small letters, digits and dashes", id.get_ref())))
}

fn level(criterion: &Criterion, is_activity: bool) -> Checked {
    match (is_activity, criterion.level.is_some()) {
        (true, false) => Err(wrong(&criterion.id, "an activity needs a level: shall, should, may or can".into())),
        (false, true) => Err(wrong(&criterion.id, "only an activity has a level".into())),
        _ => Ok(()),
    }
}

fn target(target: &Target) -> Checked {
    target.priority.iter().try_for_each(priority)
}

fn priority(priority: &Spanned<u8>) -> Checked {
    if PRIORITIES.contains(priority.get_ref()) {
        return Ok(());
    }
    Err(wrong(priority, format!("{} is no priority: wanted is 1 to 4", priority.get_ref())))
}
