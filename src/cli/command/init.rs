//! `init`: a workspace of one's own, or of a group of this host.

use std::fs::{DirBuilder, OpenOptions, Permissions};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use crate::cli::args::Init;
use crate::cli::exit::{Answer, Code, Done, Failure, of_file};
use crate::cli::output::{Form, Output};
use crate::cli::session::Session;
use crate::domain::intent::Intent;
use crate::wire::json::FileDoc;

/// Makes the workspace; one that is there stays as it is.
pub fn run(args: &Init, session: &Session, out: &mut Output) -> Answer {
    let file = session.file();
    let is_new = session.is_new();
    if let Some(group) = &args.shared {
        if file.exists() {
            let message = format!("{} is there already; only a new workspace can be made shared", file.display());
            return Err(Failure::new(Code::NotAllowed, message));
        }
        share(file, group, session)?;
    }
    drop(session.store()?);
    if let Some(name) = &args.name {
        session.commit(vec![Intent::NameWorkspace { name: name.clone() }])?;
    }
    let name = file.display().to_string();
    match out.form {
        Form::Json => out.json(&FileDoc::new(name, args.name.as_deref()))?,
        _ => out.line(&name)?,
    }
    if !is_new {
        out.say("the workspace was there already")?;
    }
    Ok(Done::Whole)
}

/// The file is made with its rights before anything opens it: what is made beside it later takes them over. The
/// directory hands its group on.
fn share(file: &Path, group: &str, session: &Session) -> Answer<()> {
    let gid = group_id(group)?;
    let directory = file.parent().filter(|d| !d.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !directory.exists() {
        let made = DirBuilder::new().recursive(true).mode(0o700).create(directory);
        made.and_then(|()| own(directory, gid, 0o2770)).map_err(|e| of_file(directory, &e))?;
    } else if !hands_on(directory, gid) {
        let directory = directory.display();
        session
            .mention(&format!("{directory} was there already: {group} must own it, with mode 2770, for all to write"));
    }
    let made = OpenOptions::new().write(true).create_new(true).mode(0o660).open(file);
    made.and_then(|_| own(file, gid, 0o660)).map_err(|e| of_file(file, &e))
}

/// Whether what is made in a directory belongs to the group, which may write there.
fn hands_on(directory: &Path, gid: u32) -> bool {
    directory.metadata().is_ok_and(|meta| meta.gid() == gid && meta.mode() & 0o2070 == 0o2070)
}

fn own(path: &Path, gid: u32, mode: u32) -> std::io::Result<()> {
    std::os::unix::fs::chown(path, None, Some(gid))?;
    std::fs::set_permissions(path, Permissions::from_mode(mode))
}

fn group_id(group: &str) -> Answer<u32> {
    let file = std::fs::read_to_string("/etc/group").unwrap_or_default();
    let id = |line: &str| {
        let mut fields = line.split(':');
        (fields.next() == Some(group)).then(|| fields.nth(1)?.parse().ok()).flatten()
    };
    let found = file.lines().find_map(id).or_else(|| group.parse().ok());
    found.ok_or_else(|| Failure::new(Code::NotFound, format!("there is no group \"{group}\" on this host")))
}
