//! `types` and `scenarios`.

use crate::cli::args::Scenarios;
use crate::cli::exit::{Answer, Done};
use crate::cli::output::{Cell, Form, Output, Tone};
use crate::cli::session::Session;
use crate::domain::object::ObjectType;
use crate::domain::stream::Scenario;
use crate::wire::json::{ScenarioDoc, ScenariosDoc, TypeDoc, TypesDoc};

/// Prints the types of objects.
pub fn run(session: &Session, out: &mut Output) -> Answer {
    let types = session.reader()?.types()?;
    if out.form == Form::Json {
        let relations = session.reader()?.relations()?;
        out.json(&TypesDoc::new(types.iter().map(|kind| TypeDoc::of(kind, &relations)).collect()))?;
    } else {
        out.table(&types.iter().map(cells).collect::<Vec<_>>())?;
    }
    Ok(Done::Whole)
}

fn cells(kind: &ObjectType) -> Vec<Cell> {
    let states: Vec<&str> = kind.states.iter().map(|s| s.id.as_str()).collect();
    vec![
        Cell::toned(&kind.prefix, Tone::Strong),
        kind.id.as_str().into(),
        kind.name.as_str().into(),
        states.join(" ").into(),
    ]
}

/// Prints the templates for new work.
pub fn run_scenarios(args: &Scenarios, session: &Session, out: &mut Output) -> Answer {
    let stream = args.stream.as_deref().map(|word| session.stream(word)).transpose()?;
    let scenarios = session.reader()?.scenarios(stream.map(|s| &s.id))?;
    if out.form == Form::Json {
        out.json(&ScenariosDoc::new(scenarios.iter().map(ScenarioDoc::of).collect()))?;
    } else {
        out.table(&scenarios.iter().map(scenario_cells).collect::<Vec<_>>())?;
    }
    Ok(Done::Whole)
}

fn scenario_cells(scenario: &Scenario) -> Vec<Cell> {
    vec![
        scenario.stream.as_str().into(),
        Cell::toned(&scenario.id, Tone::Strong),
        scenario.name.as_str().into(),
        scenario.outcome.as_str().into(),
    ]
}
