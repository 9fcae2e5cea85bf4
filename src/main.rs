//! The program: hooks, arguments, run, exit code.

use std::process::ExitCode;

use streamboard::{cli, launch, tui};

fn main() -> ExitCode {
    // A failing hook would only mean plainer panics.
    let _ = color_eyre::install();
    tui::terminal::install_panic_hook();
    match cli::run(std::env::args_os().collect()) {
        cli::Ended::Code(code) => code,
        cli::Ended::Board(board) => launch::show(*board),
    }
}
