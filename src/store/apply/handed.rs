//! Hand-offs as the object tells them: a card that was handed off in the visit it is in is put aside in its stage.

use rusqlite::Connection;

use crate::domain::change::register;
use crate::domain::id::CardId;
use crate::store::error::Db;
use crate::store::row::Id;
use crate::wire::value::Fields;

/// Takes in what an object says of where it was handed off.
pub(super) fn note(db: &Connection, oid: i64, fields: &Fields) -> Db<()> {
    let mut put =
        db.prepare_cached("INSERT OR REPLACE INTO handed (oid, target, card, visit) VALUES (?1, ?2, ?3, ?4)")?;
    let mut take = db.prepare_cached("DELETE FROM handed WHERE oid = ?1 AND target = ?2")?;
    for (field, value) in fields {
        let Some(target) = field.strip_prefix(register::HANDOFF) else {
            continue;
        };
        let card = value.get("card").as_str().and_then(|id| id.parse().ok()).map(CardId);
        match (card, value.get("visit").as_int()) {
            (Some(card), Some(visit)) => put.execute((oid, target, Id(card.0), visit))?,
            _ => take.execute((oid, target))?,
        };
    }
    let mut all = db.prepare_cached("SELECT cid FROM card WHERE oid = ?1")?;
    let cards: Vec<i64> = all.query_map([oid], |row| row.get(0))?.collect::<Db<_>>()?;
    cards.into_iter().try_for_each(|cid| settle(db, cid))
}

/// Whether a card was handed off in the visit it is in.
pub(super) fn settle(db: &Connection, cid: i64) -> Db<()> {
    let mut put = db.prepare_cached(
        "UPDATE card SET handed =
           EXISTS (SELECT 1 FROM handed WHERE handed.card = card.id AND handed.visit = card.visit AND card.done_at IS NULL)
         WHERE cid = ?1",
    )?;
    put.execute([cid]).map(|_| ())
}
