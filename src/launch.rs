//! From what was asked on the command line to boards on the screen. The one room that knows both.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::app::keymap::Keymap;
use crate::app::model::{Bell, Settings};
use crate::app::update::{Opens, Start};
use crate::cli::{self, Board, ColorWhen};
use crate::config::{self, Config};
use crate::host;
use crate::host::tty::Seen;
use crate::tui::{self, Ended};

/// Shows the boards until the user leaves; from them one may go on to the demo.
pub fn show(mut board: Board) -> ExitCode {
    host::log::to_file(board.config.places.log.clone());
    loop {
        match tui::run(session(&board)) {
            Ok(Ended::Quit) => return ExitCode::SUCCESS,
            Ok(Ended::WantsDemo) => match board.into_demo() {
                Ok(demo) => board = demo,
                Err(code) => return code,
            },
            Err(error) => return cli::tell_failure(&error.to_string()),
        }
    }
}

fn session(board: &Board) -> tui::Session {
    let config = &board.config;
    let seen = Seen::now();
    let (keymap, mut warnings) = keymap(config);
    warnings.extend(config.warnings.iter().map(ToString::to_string));
    for warning in &warnings {
        tracing::warn!("{warning}");
    }
    let is_demo = board.scratch.is_some();
    let is_new = !config.database.exists();
    let place_file = place_file(config, is_demo);
    let settings = Settings {
        theme: theme(config, board.color, &seen),
        ascii: board.ascii.unwrap_or(!seen.is_utf8),
        mouse: config.mouse,
        bell: match config.bell {
            config::Bell::None => Bell::None,
            config::Bell::Visual => Bell::Visual,
            config::Bell::Audible => Bell::Audible,
        },
        keymap,
        ..Settings::default()
    };
    let start = Start {
        now: board.clock.now(),
        zone: config.time_zone,
        me: board.who.actor.clone(),
        width: 80,
        height: 24,
        settings,
        place: place_file.as_deref().and_then(tui::runtime::read_place),
        is_demo,
        opens: board.opens.clone().map(|opens| match opens {
            cli::Opens::Standup(stream) => Opens::Standup(stream),
            cli::Opens::Triage(stage) => Opens::Triage(stage),
        }),
        news: is_new.then(|| format!("A new workspace was made in {}.", config.database.display())),
        warnings: in_one_line(warnings, config),
    };
    tui::Session {
        database: config.database.clone(),
        actor: board.who.actor.clone(),
        os_user: Some(board.who.os_user.clone()),
        clock: board.clock,
        editor: config.editor.clone(),
        start,
        place_file,
    }
}

/// The first of the warnings, without the folder everybody knows, and where the others are.
fn in_one_line(warnings: Vec<String>, config: &Config) -> Vec<String> {
    let folder = config.places.config.parent().map(|f| format!("{}/", f.display())).unwrap_or_default();
    let n_more = warnings.len().saturating_sub(1);
    let first = warnings.into_iter().next().map(|warning| warning.replace(&folder, ""));
    let log = config.places.log.display();
    let more = (n_more > 0).then(|| format!("({n_more} more in {log})"));
    first.into_iter().chain(more).collect()
}

/// Colour only repeats what marks say; where none is wanted the theme does without.
fn theme(config: &Config, color: ColorWhen, seen: &Seen) -> String {
    let is_plain = match color {
        ColorWhen::Always => false,
        ColorWhen::Never => true,
        ColorWhen::Auto => seen.no_color || seen.is_dumb(),
    };
    if is_plain { "mono".into() } else { config.theme.clone() }
}

/// The keys, with those of the configuration; what clashes keeps its own, and is told with its line.
fn keymap(config: &Config) -> (Keymap, Vec<String>) {
    let mut keymap = Keymap::default();
    let wishes: Vec<(String, Vec<String>)> =
        config.keys.iter().map(|line| (line.action.clone(), line.keys.clone())).collect();
    let errors = keymap.rebind_all(&wishes).into_iter().map(|(name, error)| {
        let line = config.keys.iter().find(|line| line.action == name);
        let at = line.map_or(0, |line| line.line);
        format!("{}, line {at}: {error}", config.places.config.display())
    });
    (keymap, errors.collect())
}

/// One file a workspace, so that two boards do not share a cursor; the demo keeps nothing.
fn place_file(config: &Config, is_demo: bool) -> Option<PathBuf> {
    let full = std::path::absolute(&config.database).unwrap_or_else(|_| config.database.clone());
    let name: String = full.to_string_lossy().chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    (!is_demo).then(|| config.places.state.join("places").join(format!("{}.toml", name.trim_matches('-'))))
}
