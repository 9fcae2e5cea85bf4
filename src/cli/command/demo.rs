//! `demo`: a throw-away workspace with seeded data.

use std::path::Path;

use crate::cli::args::Demo;
use crate::cli::exit::{Answer, Code, Done, Failure};
use crate::cli::output::{Form, Output};
use crate::cli::session::Session;
use crate::demo::{self, SeedError};
use crate::domain::At;
use crate::store::Store;
use crate::wire::json::FileDoc;

/// Writes the demo to a file, where there is none yet.
pub fn write(args: &Demo, session: &Session, out: &mut Output) -> Answer<Option<Done>> {
    let Some(file) = &args.out else { return Ok(None) };
    if file.exists() {
        return Err(Failure::new(Code::NotAllowed, format!("{} is there already", file.display())));
    }
    fill(file, session.now)?;
    let name = file.display().to_string();
    match out.form {
        Form::Json => out.json(&FileDoc::new(name, None))?,
        _ => out.line(&name)?,
    }
    Ok(Some(Done::Whole))
}

/// Fills a new file with the demo as it stands at `at`.
pub fn fill(file: &Path, at: At) -> Answer<()> {
    let mut store = Store::open(file, at)?;
    demo::seed(&mut store, at).map(|_| ()).map_err(|error| match error {
        SeedError::Commit(error) => error.into(),
        SeedError::Plan(error) => Failure::new(Code::Io, error.to_string()),
    })
}
