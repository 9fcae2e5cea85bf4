//! `completions`, `man` and `keys`: what is printed from the declarations.

use clap::CommandFactory;

use crate::app::action::key_table;
use crate::cli::args::Cli;
use crate::cli::exit::{Answer, Done, of_output};
use crate::cli::output::Output;

/// Prints the completions of a shell.
pub fn completions(shell: clap_complete::Shell, out: &mut Output) -> Answer {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "streamboard", &mut script);
    out.bytes(&script)?;
    Ok(Done::Whole)
}

/// Prints the manual: the page of the program, and behind it those of its commands.
pub fn man(out: &mut Output) -> Answer {
    let mut command = Cli::command();
    command.build();
    let mut pages = Vec::new();
    render(&command, &mut pages).map_err(|e| of_output(&e))?;
    out.bytes(&pages)?;
    Ok(Done::Whole)
}

fn render(command: &clap::Command, pages: &mut Vec<u8>) -> std::io::Result<()> {
    clap_mangen::Man::new(command.clone()).render(pages)?;
    let shown = command.get_subcommands().filter(|c| !c.is_hide_set() && c.get_name() != "help");
    shown.into_iter().try_for_each(|c| render(c, pages))
}

/// Prints the table of keys.
pub fn keys(out: &mut Output) -> Answer {
    out.bytes(key_table().as_bytes())?;
    Ok(Done::Whole)
}
