//! What is told of an object because of those around it: notices, and figures over them. Worked out when it is read.

use rusqlite::{Connection, OptionalExtension};

use super::error::Db;
use super::graph::Looking;
use super::row::Id;
use crate::domain::At;
use crate::domain::change::register;
use crate::domain::guard::{Graph, Linked, Subject, field_of, judge, within};
use crate::domain::intent::told;
use crate::domain::object::{Object, ObjectType};
use crate::domain::rule::{Figure, Fold, Notice};
use crate::domain::value::{Value, from_millis};
use crate::domain::window::{FigureRow, NoticeRow};

/// What became true by itself, the latest first.
pub(super) fn notices(db: &Connection, object: &Object, kind: Option<&ObjectType>, now: At) -> Db<Vec<NoticeRow>> {
    let looking = Looking::at(db);
    let mut rows = Vec::new();
    for notice in kind.map_or(&[][..], |kind| &kind.notices) {
        rows.extend(of_notice(db, &looking, object, notice, now)?);
    }
    rows.sort_by(|a: &NoticeRow, b| b.at.cmp(&a.at).then_with(|| a.text.cmp(&b.text)));
    rows.dedup_by(|a, b| a.text == b.text);
    Ok(rows)
}

fn of_notice(db: &Connection, looking: &Looking<'_>, object: &Object, notice: &Notice, now: At) -> Db<Vec<NoticeRow>> {
    if let Some(guard) = &notice.guard
        && !judge(looking, guard, Subject { object, card: None })?.when.holds_at(now)
    {
        return Ok(Vec::new());
    }
    let mut rows = Vec::new();
    for found in within(looking, object, &notice.reach, now)? {
        if notice.open_only && found.is_closed {
            continue;
        }
        if let Some(other) = looking.object(found.id)? {
            let at = entered_state_at(db, &other)?;
            rows.push(NoticeRow { text: told(&notice.text, &other), object: other.id, key: other.key, at });
        }
    }
    Ok(rows)
}

/// When an object came into its state: its last write, else its creation.
fn entered_state_at(db: &Connection, object: &Object) -> Db<At> {
    let mut find = db.prepare_cached(
        "SELECT grp.at FROM op JOIN grp USING (gid) WHERE op.entity = ?1 AND json_type(op.val, ?2) IS NOT NULL
         ORDER BY op.seq DESC LIMIT 1",
    )?;
    let path = format!("$.{}", register::STATE);
    let at = find.query_row((Id(object.id.0), path), |row| row.get(0)).optional()?;
    Ok(at.map_or(object.created_at, from_millis))
}

/// The figures of an object's type, worked out.
pub(super) fn figures(db: &Connection, object: &Object, kind: Option<&ObjectType>, now: At) -> Db<Vec<FigureRow>> {
    let looking = Looking::at(db);
    let mut rows = Vec::new();
    for figure in kind.map_or(&[][..], |kind| &kind.figures) {
        let value = value(&looking, object, figure, now)?;
        rows.extend(value.map(|value| FigureRow {
            id: figure.id.clone(),
            name: figure.name.clone(),
            value,
            unit: figure.unit.clone(),
        }));
    }
    Ok(rows)
}

/// Nothing where there is nothing to count.
fn value(looking: &Looking<'_>, object: &Object, figure: &Figure, now: At) -> Db<Option<f64>> {
    let found = within(looking, object, &figure.reach, now)?;
    if found.is_empty() {
        return Ok(None);
    }
    Ok(Some(match figure.fold {
        Fold::Count => found.len() as f64,
        Fold::Closed => 100.0 * found.iter().filter(|f| f.is_closed).count() as f64 / found.len() as f64,
        Fold::Sum => sum(looking, &found, figure.field.as_deref().unwrap_or_default())?,
    }))
}

fn sum(looking: &Looking<'_>, found: &[Linked], field: &str) -> Db<f64> {
    let mut sum = 0.0;
    for one in found {
        sum += match looking.object(one.id)?.map(|object| field_of(&object, field)) {
            Some(Value::Int(n)) => n as f64,
            Some(Value::Real(n)) => n,
            _ => 0.0,
        };
    }
    Ok(sum)
}
