//! People: their roles, their teams.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Row};

use super::error::{Db, Error};
use super::reader::Reader;
use super::row::{Words, count};
use crate::domain::person::{Person, Wip, wip_limit};

impl Reader {
    /// The people the workspace knows, by name, with their roles.
    pub fn team(&self) -> Result<Vec<Person>, Error> {
        self.read(|db| {
            let mut all = db.prepare_cached("SELECT name, roles, team FROM person WHERE deleted = 0 ORDER BY name")?;
            all.query_map([], row)?.collect()
        })
    }

    /// How many open cards each has who has any, or a limit of their own; and how many are enough.
    pub fn wip(&self) -> Result<BTreeMap<String, Wip>, Error> {
        let settings = self.settings()?;
        let mut all = self.read(|db| {
            let mut all = db.prepare_cached(
                "SELECT value, sum(n) FROM share WHERE kind = 'assignee' AND value <> '' GROUP BY value",
            )?;
            let found = all.query_map([], |row| Ok((row.get(0)?, Wip { n_cards: count(row, 1)?, limit: None })))?;
            found.collect::<Db<BTreeMap<String, Wip>>>()
        })?;
        for person in self.team()? {
            all.entry(person.name).or_default();
        }
        for (name, wip) in &mut all {
            wip.limit = wip_limit(&settings, name);
        }
        Ok(all)
    }

    /// The teams there are: those of people, and those objects name.
    pub fn teams(&self) -> Result<Vec<String>, Error> {
        self.read(|db| {
            let mut all = db.prepare_cached(
                "SELECT team FROM person WHERE team IS NOT NULL AND deleted = 0
                 UNION SELECT value FROM share WHERE kind = 'team' AND value <> '' AND value NOT LIKE '@%' ORDER BY 1",
            )?;
            all.query_map([], |row| row.get(0))?.collect()
        })
    }

    /// A person by name.
    pub fn person(&self, name: &str) -> Result<Option<Person>, Error> {
        self.read(|db| person(db, name))
    }
}

/// A person by name.
pub(super) fn person(db: &Connection, name: &str) -> Db<Option<Person>> {
    let mut find = db.prepare_cached("SELECT name, roles, team FROM person WHERE name = ?1 AND deleted = 0")?;
    find.query_row([name], row).optional()
}

fn row(row: &Row<'_>) -> Db<Person> {
    Ok(Person { name: row.get(0)?, roles: row.get::<_, Words>(1)?.0, team: row.get(2)? })
}
