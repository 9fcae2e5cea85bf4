//! Rows into nouns.

use chrono::DateTime;
use rusqlite::Row;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use uuid::Uuid;

use super::error::{Db, unreadable};
use crate::domain::At;
use crate::domain::gate::Tick;
use crate::domain::id::{CardId, CriterionId, ObjectId, StageId, TypeId};
use crate::domain::key::Key;
use crate::domain::major::Major;
use crate::domain::object::Object;
use crate::domain::rank::Rank;
use crate::domain::score::{Factor, Scores};
use crate::domain::target::{Stands, Turns};
use crate::domain::value::{Value, from_millis};
use crate::domain::window::CardRow;
use crate::wire::value::{fields_from_json, fields_to_json, from_json, words_from_json};
use crate::wire::verdict::times_from_json;

/// An instant as a column holds it.
pub(super) struct Ms(pub At);

impl FromSql for Ms {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        i64::column_result(value).map(|ms| Self(from_millis(ms)))
    }
}

/// Milliseconds of an instant.
pub(super) fn ms(at: At) -> i64 {
    DateTime::timestamp_millis(&at)
}

/// An id as a column holds it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(super) struct Id(pub Uuid);

impl FromSql for Id {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let bytes = value.as_blob()?;
        Uuid::from_slice(bytes)
            .map(Self)
            .map_err(|_| FromSqlError::InvalidBlobSize { expected_size: 16, blob_size: bytes.len() })
    }
}

impl ToSql for Id {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(ValueRef::Blob(self.0.as_bytes())))
    }
}

/// A list of words in a column.
pub(super) struct Words(pub Vec<String>);

impl FromSql for Words {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let text = value.as_str()?;
        if text == "[]" {
            return Ok(Self(Vec::new()));
        }
        words_from_json(text).map(Self).map_err(|e| FromSqlError::Other(Box::new(e)))
    }
}

/// A count.
pub(super) fn count(row: &Row<'_>, idx: usize) -> Db<u64> {
    Ok(row.get::<_, i64>(idx)?.max(0) as u64)
}

/// An instant that may be missing.
pub(super) fn at(row: &Row<'_>, idx: usize) -> Db<Option<At>> {
    Ok(row.get::<_, Option<Ms>>(idx)?.map(|ms| ms.0))
}

/// A word of a closed set.
pub(super) fn word<T>(row: &Row<'_>, idx: usize) -> Db<T>
where
    T: std::str::FromStr<Err: std::error::Error + Send + Sync + 'static>,
{
    row.get_ref(idx)?.as_str()?.parse().map_err(unreadable)
}

/// A key in a column; what is no key shows as it is.
pub(super) fn key(text: &str) -> Key {
    Key::parse(text).unwrap_or_else(|| Key::new(text, 0))
}

/// A row of the view `card_row`, whose columns come in this order.
pub(super) fn card_row(row: &Row<'_>) -> Db<CardRow> {
    let created_at = row.get::<_, Ms>(14)?.0;
    Ok(CardRow {
        card: CardId(row.get::<_, Id>(0)?.0),
        object: ObjectId(row.get::<_, Id>(1)?.0),
        key: key(row.get_ref(2)?.as_str_or_null()?.unwrap_or_default()),
        title: row.get(3)?,
        type_id: TypeId(row.get(4)?),
        state: row.get(5)?,
        stage: StageId(row.get(6)?),
        rank: Rank(row.get(7)?),
        priority: row.get(8)?,
        assignee: row.get(9)?,
        labels: row.get::<_, Words>(10)?.0,
        due_at: at(row, 11)?,
        blocked: row.get(12)?,
        waiting_until: at(row, 13)?,
        created_at,
        since: at(row, 15)?,
        entered_at: at(row, 16)?.unwrap_or(created_at),
        done_at: at(row, 17)?,
        archived: row.get(18)?,
        turns: turns(row)?,
        n_met: row.get(21)?,
        times: times_from_json(row.get_ref(33)?.as_str()?).map_err(unreadable)?,
        waiting_for: row.get_ref(34)?.as_str_or_null()?.map(key),
        n_asked: row.get(22)?,
        open: Vec::new(),
        n_links: row.get(23)?,
        n_overrides: row.get(24)?,
        scores: scores(row, 41)?,
        score: None,
        team: row.get(37)?,
        own_team: row.get(38)?,
    })
}

/// The clock of a row of the view `card_row`.
pub(super) fn turns(row: &Row<'_>) -> Db<Option<Turns>> {
    let (at_risk_at, breached_at) = (at(row, 19)?, at(row, 20)?);
    let until = at(row, 40)?;
    let stands = row.get::<_, Option<i64>>(39)?.map(|left_ms| Stands { left_ms, until });
    Ok((breached_at.is_some() || stands.is_some()).then_some(Turns { at_risk_at, breached_at, stands }))
}

/// A row of the table `object`, without its aliases; with its rowid and its key as registered.
pub(super) fn object(row: &Row<'_>) -> Db<(i64, Object, String)> {
    let plain: String = row.get(3)?;
    let object = Object {
        id: ObjectId(row.get::<_, Id>(1)?.0),
        key: key(row.get_ref(2)?.as_str_or_null()?.unwrap_or(&plain)),
        type_id: TypeId(row.get(4)?),
        title: row.get(5)?,
        body: row.get(6)?,
        state: row.get(7)?,
        priority: row.get(8)?,
        assignee: row.get(9)?,
        labels: row.get::<_, Words>(10)?.0,
        due_at: at(row, 11)?,
        since: at(row, 12)?,
        demand: row.get(13)?,
        scenario: row.get(14)?,
        team: row.get("team")?,
        fields: fields_from_json(row.get_ref(15)?.as_str()?).map_err(unreadable)?,
        created_at: row.get::<_, Ms>(16)?.0,
        created_by: row.get(17)?,
        major: major(row, "major")?.map(Box::new),
        archived: row.get(18)?,
        deleted: row.get(19)?,
        scores: scores(row, row.as_ref().column_index("scores")?)?,
        aliases: Vec::new(),
    };
    Ok((row.get(0)?, object, plain))
}

/// That an object is major, or was.
pub(super) fn major(row: &Row<'_>, idx: impl rusqlite::RowIndex) -> Db<Option<Major>> {
    let text = row.get_ref(idx)?.as_str_or_null()?;
    let value = text.map(|text| from_json(text).map_err(unreadable)).transpose()?;
    Ok(value.as_ref().and_then(Major::from_value))
}

/// What is known of an object by factor, as a column holds it.
fn scores(row: &Row<'_>, idx: usize) -> Db<Scores> {
    let text = row.get_ref(idx)?.as_str()?;
    let mut scores = Scores::default();
    if text == "{}" {
        return Ok(scores);
    }
    for (factor, points) in fields_from_json(text).map_err(unreadable)? {
        let points = points.as_int().and_then(|points| u8::try_from(points).ok());
        if let Some(factor) = Factor::of(&factor) {
            scores.set(factor, points);
        }
    }
    Ok(scores)
}

/// The same as a column holds it.
pub(super) fn scores_to_json(scores: &Scores) -> String {
    let known = scores.known().map(|(factor, points)| (factor.word().to_owned(), Value::Int(points.into())));
    fields_to_json(&known.collect())
}

/// A tick of its criterion and its register's value.
pub(super) fn tick(row: &Row<'_>) -> Db<Option<Tick>> {
    let value = from_json(row.get_ref(1)?.as_str()?).map_err(unreadable)?;
    Ok(Tick::from_value(CriterionId(row.get(0)?), &value))
}
