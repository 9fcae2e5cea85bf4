//! People and the roles they hold.

use rusqlite::{Connection, OptionalExtension, Row};

use super::error::{Db, Error};
use super::reader::Reader;
use super::row::Words;
use crate::domain::person::Person;

impl Reader {
    /// The people the workspace knows, by name, with their roles.
    pub fn team(&self) -> Result<Vec<Person>, Error> {
        self.read(|db| {
            let mut all = db.prepare_cached("SELECT name, roles FROM person WHERE deleted = 0 ORDER BY name")?;
            all.query_map([], row)?.collect()
        })
    }

    /// A person by name.
    pub fn person(&self, name: &str) -> Result<Option<Person>, Error> {
        self.read(|db| person(db, name))
    }
}

/// A person by name.
pub(super) fn person(db: &Connection, name: &str) -> Db<Option<Person>> {
    let mut find = db.prepare_cached("SELECT name, roles FROM person WHERE name = ?1 AND deleted = 0")?;
    find.query_row([name], row).optional()
}

fn row(row: &Row<'_>) -> Db<Person> {
    Ok(Person { name: row.get(0)?, roles: row.get::<_, Words>(1)?.0 })
}
