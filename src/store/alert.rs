//! The next card that calls for attention: at risk, breached or blocked.

use rusqlite::{Connection, OptionalExtension, named_params};

use super::error::{Db, Error};
use super::reader::Reader;
use super::row::{Id, ms};
use crate::domain::At;
use crate::domain::id::{CardId, StageId, StreamId};

impl Reader {
    /// The alert behind (or before) a card in the order of the board, from the start again at the end.
    pub fn next_alert(
        &self,
        stream: &StreamId,
        from: Option<CardId>,
        forward: bool,
        now: At,
    ) -> Result<Option<(CardId, StageId)>, Error> {
        self.read(|db| match find(db, stream, from, forward, now)? {
            None if from.is_some() => find(db, stream, None, forward, now),
            found => Ok(found),
        })
    }
}

fn find(
    db: &Connection,
    stream: &StreamId,
    from: Option<CardId>,
    forward: bool,
    now: At,
) -> Db<Option<(CardId, StageId)>> {
    let mut next = db.prepare_cached(if forward {
        "SELECT card.id, stage.id FROM stage JOIN card ON card.sid = stage.sid AND card.live = 1
         WHERE stage.stream = :stream AND (card.at_risk_at <= :now OR card.blocked IS NOT NULL)
           AND (:from IS NULL OR (stage.ord, card.rank, card.id) >
             (SELECT s.ord, c.rank, c.id FROM card AS c JOIN stage AS s ON s.sid = c.sid WHERE c.id = :from))
         ORDER BY stage.ord, card.rank, card.id LIMIT 1"
    } else {
        "SELECT card.id, stage.id FROM stage JOIN card ON card.sid = stage.sid AND card.live = 1
         WHERE stage.stream = :stream AND (card.at_risk_at <= :now OR card.blocked IS NOT NULL)
           AND (:from IS NULL OR (stage.ord, card.rank, card.id) <
             (SELECT s.ord, c.rank, c.id FROM card AS c JOIN stage AS s ON s.sid = c.sid WHERE c.id = :from))
         ORDER BY stage.ord DESC, card.rank DESC, card.id DESC LIMIT 1"
    })?;
    let params = named_params! {
        ":stream": stream.as_str(), ":now": ms(now), ":from": from.map(|card| Id(card.0)),
    };
    next.query_row(params, |row| Ok((CardId(row.get::<_, Id>(0)?.0), StageId(row.get(1)?)))).optional()
}
