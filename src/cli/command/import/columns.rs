//! Which column of a file is what, and which of its words stand for which of ours.

use std::collections::HashMap;

use crate::cli::exit::{Answer, Failure};
use crate::cli::names::unknown;
use crate::domain::object::ObjectType;
use crate::wire::csv::{COLUMNS, REASON};

/// The field that passes a column over.
const PASS_OVER: &str = "-";

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Holds {
    /// One of our columns, by its name.
    Own(&'static str),
    /// A field of a type.
    Field(String),
    Nothing,
}

/// How a file is read.
#[derive(Debug)]
pub struct Columns {
    /// In the order of the file.
    pub holds: Vec<Holds>,
    /// Words of the file, folded, by what their column holds.
    words: HashMap<(Holds, String), String>,
    /// Names of columns that are passed over and perhaps should not be.
    pub unread: Vec<String>,
}

impl Columns {
    /// Settles it for a header, `--map COL=FIELD` and `--map-value FIELD:"FROM"=TO`.
    pub fn of(header: &[String], maps: &[String], map_values: &[String], types: &[ObjectType]) -> Answer<Self> {
        let mut holds: Vec<Holds> = header.iter().map(|name| own(name).map_or(Holds::Nothing, Holds::Own)).collect();
        let mut mapped = vec![false; header.len()];
        for map in maps {
            let (column, field) = map.rsplit_once('=').ok_or_else(|| bad(map, "--map", "COL=FIELD"))?;
            let idx = header.iter().position(|name| same(name, column));
            let idx = idx.ok_or_else(|| unknown("column", column, header.iter().map(String::as_str)))?;
            holds[idx] = held(field.trim(), types)?;
            mapped[idx] = true;
        }
        give_way(&mut holds, &mapped);
        expect_single(&holds, header)?;
        let words = map_values.iter().map(|text| word(text, types)).collect::<Answer<_>>()?;
        let is_unread = |(idx, name): &(usize, &String)| {
            holds[*idx] == Holds::Nothing && !mapped[*idx] && !name.is_empty() && !same(name, REASON)
        };
        let unread = header.iter().enumerate().filter(is_unread).map(|(_, name)| name.clone()).collect();
        if !holds.contains(&Holds::Own("title")) {
            return Err(
                Failure::invalid("the file has no column \"title\"").hint("--map COL=title names the one that is")
            );
        }
        Ok(Self { holds, words, unread })
    }

    /// The word of ours for a cell.
    pub fn word<'a>(&'a self, holds: &Holds, cell: &'a str) -> &'a str {
        if self.words.is_empty() {
            return cell;
        }
        self.words.get(&(holds.clone(), fold(cell))).map_or(cell, String::as_str)
    }
}

/// A column that was mapped takes the place of one that only has the name.
fn give_way(holds: &mut [Holds], mapped: &[bool]) {
    let taken: Vec<Holds> = holds.iter().zip(mapped).filter(|(_, m)| **m).map(|(h, _)| h.clone()).collect();
    for (held, _) in holds.iter_mut().zip(mapped).filter(|(_, mapped)| !**mapped) {
        if taken.contains(held) {
            *held = Holds::Nothing;
        }
    }
}

fn expect_single(holds: &[Holds], header: &[String]) -> Answer<()> {
    for (idx, held) in holds.iter().enumerate().filter(|(_, held)| **held != Holds::Nothing) {
        if let Some(other) = holds.iter().skip(idx + 1).position(|h| h == held) {
            let (one, two) = (&header[idx], &header[idx + 1 + other]);
            return Err(Failure::invalid(format!("the columns \"{one}\" and \"{two}\" mean the same")));
        }
    }
    Ok(())
}

/// `FIELD:"FROM"=TO`; the quotes may be left out.
fn word(text: &str, types: &[ObjectType]) -> Answer<((Holds, String), String)> {
    let wrong = || bad(text, "--map-value", "FIELD:\"FROM\"=TO");
    let (field, rest) = text.split_once(':').ok_or_else(wrong)?;
    let (from, to) = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split_once("\"=").ok_or_else(wrong)?,
        None => rest.split_once('=').ok_or_else(wrong)?,
    };
    Ok(((held(field.trim(), types)?, fold(from)), to.trim_matches('"').to_owned()))
}

fn held(field: &str, types: &[ObjectType]) -> Answer<Holds> {
    if field == PASS_OVER {
        return Ok(Holds::Nothing);
    }
    if let Some(own) = own(field) {
        return Ok(Holds::Own(own));
    }
    let mut ids = types.iter().flat_map(|kind| &kind.fields).map(|f| f.id.as_str());
    match ids.find(|id| same(id, field)) {
        Some(id) => Ok(Holds::Field(id.to_owned())),
        None => Err(unknown("field", field, COLUMNS.into_iter())),
    }
}

fn own(name: &str) -> Option<&'static str> {
    COLUMNS.into_iter().find(|column| same(column, name))
}

fn same(one: &str, other: &str) -> bool {
    let plain = |name: &str| fold(name).replace([' ', '-'], "_");
    plain(one) == plain(other)
}

fn fold(text: &str) -> String {
    text.trim().to_lowercase()
}

fn bad(text: &str, flag: &str, like: &str) -> Failure {
    Failure::invalid(format!("{flag} \"{text}\" is not of the form {like}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn columns_are_known_by_name_in_any_case_or_by_a_map() {
        let maps = ["Summary=title".to_owned(), "Due date=due_at".to_owned()];
        let values = ["priority:\"Very high\"=1".to_owned(), "stage:Open=detect".to_owned()];
        let columns =
            Columns::of(&header(&["Summary", "PRIORITY", "Due Date", "votes", "Title"]), &maps, &values, &[]).unwrap();
        let expected =
            [Holds::Own("title"), Holds::Own("priority"), Holds::Own("due_at"), Holds::Nothing, Holds::Nothing];
        assert_eq!(columns.holds, expected);
        assert_eq!(columns.unread, ["votes", "Title"]);
        assert_eq!(columns.word(&Holds::Own("priority"), " very HIGH"), "1");
        assert_eq!(columns.word(&Holds::Own("stage"), "open"), "detect");
        assert_eq!(columns.word(&Holds::Own("title"), "open"), "open");
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        let of = |names: &[&str], map: &str| {
            Columns::of(&header(names), &[map.to_owned()], &[], &[]).err().map(|f| f.code.word())
        };
        assert_eq!(of(&["a"], "a"), Some("invalid"));
        assert_eq!(of(&["a"], "b=title"), Some("not-found"));
        assert_eq!(of(&["a"], "a=titel"), Some("not-found"));
        assert_eq!(of(&["a"], "a=body"), Some("invalid"), "no title");
        assert_eq!(of(&["title", "Title"], "title=-"), None);
        assert_eq!(of(&["title", "x", "Title"], "x=body"), Some("invalid"), "two titles");
    }
}
