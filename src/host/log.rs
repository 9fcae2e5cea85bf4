//! The program's own log: a file beside the state, made when there is something to say.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use tracing_subscriber::fmt;

/// From now on what is traced is appended to `file`, which only its owner may read. A second call changes nothing.
pub fn to_file(file: PathBuf) {
    let open = move || append(&file).unwrap_or_else(|_| Box::new(io::sink()));
    // The first one holds; the terminal is never written to.
    let _ = fmt().with_ansi(false).with_writer(open).try_init();
}

fn append(file: &Path) -> io::Result<Box<dyn Write>> {
    std::fs::create_dir_all(file.parent().unwrap_or(Path::new(".")))?;
    let file = OpenOptions::new().append(true).create(true).mode(0o600).open(file)?;
    Ok(Box::new(file))
}
