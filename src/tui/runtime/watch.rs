//! Hints that the database changed: its write-ahead log was written. A hint is no truth, only a reason to ask.

use std::path::Path;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

/// Hints come while it is held.
pub type Watch = RecommendedWatcher;

/// Calls `hint` when a file of the database is written. `None` where the file system tells nothing; the slow
/// poll is there all the same.
pub fn beside(database: &Path, hint: impl Fn() + Send + 'static) -> Option<Watch> {
    let folder = database.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = database.file_name()?.to_string_lossy().into_owned();
    let on_event = move |event: notify::Result<Event>| {
        let Ok(event) = event else { return };
        let is_write = matches!(event.kind, EventKind::Modify(_) | EventKind::Create(_));
        let is_ours = |path: &std::path::PathBuf| {
            path.file_name().is_some_and(|f| {
                let file = f.to_string_lossy();
                // The shared-memory file changes when somebody reads.
                file.starts_with(&name) && !file.ends_with("-shm")
            })
        };
        if is_write && event.paths.iter().any(is_ours) {
            hint();
        }
    };
    let mut watcher = notify::recommended_watcher(on_event).ok()?;
    watcher.watch(folder, RecursiveMode::NonRecursive).ok()?;
    Some(watcher)
}
