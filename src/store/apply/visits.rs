//! Visits, as the places of a card tell them.

use rusqlite::{Connection, OptionalExtension};

use crate::domain::card::Place;
use crate::domain::change::register;
use crate::domain::target::Reckoning;
use crate::store::error::{Db, unreadable};
use crate::store::row::ms;
use crate::wire::value::fields_from_json;

/// Takes in the next place of a card: `domain::visit::follow`, over the table. `sid` is the stage of the place.
pub(super) fn follow(
    db: &Connection,
    cid: i64,
    is_new: bool,
    place: &Place,
    sid: i64,
    reckoning: &Reckoning,
) -> Db<()> {
    let (n, began_at) = match place {
        Place::Standing { visit, entered_at, .. } => (*visit, ms(*entered_at)),
        Place::Done { visit, at, .. } => (*visit, ms(*at)),
    };
    if !is_new {
        db.prepare_cached("DELETE FROM visit WHERE cid = ?1 AND n >= ?2")?.execute((cid, n))?;
        let mut end =
            db.prepare_cached("UPDATE visit SET left_at = max(?3, entered_at) WHERE cid = ?1 AND n = ?2 - 1")?;
        end.execute((cid, n, began_at))?;
    }
    if !place.is_done() {
        let mut begin = db.prepare_cached(
            "INSERT INTO visit (cid, n, sid, entered_at, due_at, met_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        let (due_at, met_at) = (reckoning.stage_due_at.map(ms), reckoning.met_at.map(ms));
        begin.execute((cid, n, sid, began_at, due_at, met_at))?;
    }
    Ok(())
}

/// Keeps why a card came back, or that it did not after all.
pub(super) fn send_back(db: &Connection, cid: Option<i64>, n: i64, reason: Option<&str>) -> Db<()> {
    match reason {
        Some(reason) => db
            .prepare_cached("INSERT OR REPLACE INTO sent_back (cid, n, reason) VALUES (?1, ?2, ?3)")?
            .execute((cid, n, reason))?,
        None => db.prepare_cached("DELETE FROM sent_back WHERE cid = ?1 AND n = ?2")?.execute((cid, n))?,
    };
    Ok(())
}

/// Keeps when the target of the visit a card is in runs out, and when it was met.
pub(super) fn reckon(db: &Connection, cid: i64, place: &Place, reckoning: &Reckoning) -> Db<()> {
    if place.is_done() {
        return Ok(());
    }
    let mut put = db.prepare_cached(
        "UPDATE visit SET due_at = ?3, met_at = ?4 WHERE cid = ?1 AND n = ?2 AND (due_at IS NOT ?3 OR met_at IS NOT ?4)",
    )?;
    put.execute((cid, place.visit(), reckoning.stage_due_at.map(ms), reckoning.met_at.map(ms)))?;
    Ok(())
}

/// Writes the visits of all cards anew from the journal: a file of an earlier format has none yet.
pub(in crate::store) fn rebuild(db: &Connection) -> Db<()> {
    db.execute("DELETE FROM visit", [])?;
    let mut ops = db.prepare_cached(
        "SELECT cid, val FROM op JOIN card ON card.id = op.entity WHERE op.kind = 'card' ORDER BY op.hms, op.hctr, op.seq",
    )?;
    let mut stage = db.prepare_cached("SELECT sid FROM stage WHERE id = ?1")?;
    let mut rows = ops.query([])?;
    while let Some(row) = rows.next()? {
        let fields = fields_from_json(row.get_ref(1)?.as_str()?).map_err(unreadable)?;
        if let Some(place) = fields.get(register::PLACE).and_then(Place::from_value)
            && let Some(sid) = stage.query_row([place.stage().as_str()], |row| row.get(0)).optional()?
        {
            follow(db, row.get(0)?, false, &place, sid, &Reckoning::default())?;
        }
    }
    Ok(())
}
