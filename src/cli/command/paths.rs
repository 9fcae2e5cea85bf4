//! `paths`: where the files lie.

use std::path::Path;

use crate::cli::exit::{Answer, Done};
use crate::cli::output::{Cell, Form, Output, Tone};
use crate::cli::session::Session;
use crate::config::Origin;
use crate::wire::json::PathsDoc;

/// Prints them; opens nothing.
pub fn run(session: &Session, out: &mut Output) -> Answer {
    let config = &session.config;
    let places = &config.places;
    let shown = |path: &Path| path.display().to_string();
    let from = origin(config.database_from);
    let backups = config.backups();
    if out.form == Form::Json {
        let document = PathsDoc::new(
            shown(&config.database),
            shown(&places.config),
            shown(&places.state),
            shown(&backups),
            shown(&places.log),
            shown(&places.host_config),
            from,
        );
        out.json(&document)?;
        return Ok(Done::Whole);
    }
    let row = |name: &str, path: &Path, from: &str| -> Vec<Cell> {
        vec![Cell::toned(name, Tone::Faint), shown(path).into(), Cell::toned(from, Tone::Faint)]
    };
    out.table(&[
        row("database", &config.database, from),
        row("config", &places.config, ""),
        row("host config", &places.host_config, ""),
        row("state", &places.state, ""),
        row("backups", &backups, ""),
        row("log", &places.log, ""),
    ])?;
    Ok(Done::Whole)
}

fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Flag => "--db",
        Origin::Variable => "STREAMBOARD_DB",
        Origin::User => "config",
        Origin::Host => "host config",
        Origin::Default => "default",
    }
}
