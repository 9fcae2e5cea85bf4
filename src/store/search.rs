//! The words of objects, in FTS5.

use rusqlite::{Connection, Row};

use super::error::Db;
use super::row::Words;

/// Writes the words of an object anew.
pub(super) fn reword(db: &Connection, oid: i64, is_new: bool) -> Db<()> {
    if !is_new {
        db.prepare_cached("DELETE FROM object_fts WHERE rowid = ?1")?.execute([oid])?;
    }
    let mut find = db.prepare_cached("SELECT plain, title, body, labels, deleted FROM object WHERE oid = ?1")?;
    let words = |row: &Row<'_>| {
        let labels = row.get::<_, Words>(3)?.0.join(" ");
        Ok((
            row.get::<_, String>(0)?,
            row.get::<_, String>(1)?,
            row.get::<_, String>(2)?,
            labels,
            row.get::<_, bool>(4)?,
        ))
    };
    let (key, title, body, labels, is_deleted) = find.query_row([oid], words)?;
    if is_deleted {
        return Ok(());
    }
    let mut comments = db.prepare_cached("SELECT text FROM comment WHERE oid = ?1 AND deleted = 0 ORDER BY at")?;
    let comments: Vec<String> = comments.query_map([oid], |row| row.get(0))?.collect::<Db<_>>()?;
    let mut add = db.prepare_cached(
        "INSERT INTO object_fts (rowid, key, title, body, labels, comments) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    add.execute((oid, key, title, body, labels, comments.join("\n")))?;
    Ok(())
}

/// The question to FTS for text as typed: its words in a row, the last one by its beginning. Nothing when there is
/// no word in it.
pub(super) fn phrase(text: &str) -> Option<String> {
    let has_word = text.chars().any(char::is_alphanumeric);
    has_word.then(|| format!("\"{}\"*", text.replace('"', " ")))
}

/// The question for all words of a text, wherever they stand.
pub(super) fn all_words(text: &str) -> Option<String> {
    let words: Vec<String> = text.split_whitespace().filter_map(phrase).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// The objects that hold a phrase; text without words, such as an emoji, is looked for as it is.
pub(super) fn objects(db: &Connection, text: &str) -> Db<Vec<i64>> {
    let Some(phrase) = phrase(text) else {
        let mut find =
            db.prepare_cached("SELECT oid FROM object WHERE deleted = 0 AND instr(title || body, ?1) ORDER BY oid")?;
        return find.query_map([text.trim()], |row| row.get(0))?.collect();
    };
    let mut find = db.prepare_cached("SELECT rowid FROM object_fts WHERE object_fts MATCH ?1 ORDER BY rowid")?;
    find.query_map([phrase], |row| row.get(0))?.collect()
}
