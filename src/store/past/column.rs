//! A column as it was: those who stand there still, those who have left since, those archived since.

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::domain::At;
use crate::domain::rank::Rank;
use crate::domain::value::from_millis;
use crate::domain::window::{Anchor, StageLine};
use crate::store::error::Db;
use crate::store::row::{Id, count as n_of, ms};

/// A card in the column: when it came in, and its number in this file. The order of the column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stay {
    pub entered: i64,
    pub cid: i64,
}

/// Sets the sign apart, so that times before 1970 sort first.
const SIGN: u64 = 1 << 63;

impl Stay {
    /// The first that could be, and the last.
    const FIRST: Self = Self { entered: i64::MIN, cid: i64::MIN };
    const LAST: Self = Self { entered: i64::MAX, cid: i64::MAX };

    /// Its place in words that sort as it does.
    pub fn rank(self) -> Rank {
        Rank(format!("{:016x}{:016x}", self.entered.cast_unsigned() ^ SIGN, self.cid.cast_unsigned()))
    }

    /// The place of such words; nothing of any other.
    fn of(rank: &Rank) -> Option<Self> {
        let number = |text: Option<&str>| u64::from_str_radix(text?, 16).ok();
        let entered = (number(rank.0.get(..16))? ^ SIGN).cast_signed();
        Some(Self { entered, cid: number(rank.0.get(16..))?.cast_signed() })
    }
}

/// A stage at an instant.
pub(super) struct Column<'a> {
    db: &'a Connection,
    sid: i64,
    at: At,
    /// Who stood there then and does not now, in order.
    left: Vec<Left>,
    /// Of those who stand there now and did: the few that were archived then.
    hidden: Vec<Stay>,
}

/// Somebody who has left.
struct Left {
    stay: Stay,
    /// It was past its target then.
    is_breached: bool,
}

impl<'a> Column<'a> {
    pub fn of(db: &'a Connection, sid: i64, at: At) -> Db<Self> {
        Ok(Self { db, sid, at, left: left(db, sid, at)?, hidden: hidden(db, sid, at)? })
    }

    /// How many stood there.
    pub fn n_total(&self) -> Db<u64> {
        Ok(self.n_still()? + self.left.len() as u64)
    }

    /// The stays around an anchor, and how many lie above the first.
    pub fn window(&self, anchor: &Anchor, n: usize) -> Db<(Vec<Stay>, u64)> {
        let stays = match anchor {
            Anchor::Top => self.after(Stay::FIRST, n)?,
            Anchor::Bottom => self.before(Stay::LAST, n)?,
            Anchor::Below(rank, _) => self.after(Stay::of(rank).unwrap_or(Stay::FIRST), n)?,
            Anchor::Above(rank, _) => self.before(Stay::of(rank).unwrap_or(Stay::LAST), n)?,
            Anchor::Around(card) => match self.stay_of(Id(card.0))? {
                Some(stay) => self.around(stay, n)?,
                None => self.after(Stay::FIRST, n)?,
            },
        };
        let n_above = stays.first().map_or(Ok(0), |first| self.n_before(*first))?;
        Ok((stays, n_above))
    }

    /// Those who came in after another.
    fn after(&self, stay: Stay, n: usize) -> Db<Vec<Stay>> {
        let mut find = self.db.prepare_cached(
            "SELECT entered_at, cid FROM card WHERE live = 1 AND sid = ?1 AND entered_at <= ?2
               AND (entered_at, cid) > (?3, ?4) ORDER BY entered_at, cid LIMIT ?5",
        )?;
        let n_rows = n + self.hidden.len();
        let still = find.query_map(params![self.sid, ms(self.at), stay.entered, stay.cid, n_rows as i64], read)?;
        let mut stays = self.shown(still)?;
        let from = self.left.partition_point(|l| l.stay <= stay);
        stays.extend(self.left[from..].iter().take(n).map(|l| l.stay));
        stays.sort_unstable();
        stays.truncate(n);
        Ok(stays)
    }

    /// Those who came in before another, the last of them.
    fn before(&self, stay: Stay, n: usize) -> Db<Vec<Stay>> {
        let mut find = self.db.prepare_cached(
            "SELECT entered_at, cid FROM card WHERE live = 1 AND sid = ?1 AND entered_at <= ?2
               AND (entered_at, cid) < (?3, ?4) ORDER BY entered_at DESC, cid DESC LIMIT ?5",
        )?;
        let n_rows = n + self.hidden.len();
        let still = find.query_map(params![self.sid, ms(self.at), stay.entered, stay.cid, n_rows as i64], read)?;
        let mut stays = self.shown(still)?;
        let until = self.left.partition_point(|l| l.stay < stay);
        stays.extend(self.left[until.saturating_sub(n)..until].iter().map(|l| l.stay));
        stays.sort_unstable();
        Ok(stays.split_off(stays.len().saturating_sub(n)))
    }

    /// The stay with about half of the rows before it; near an end the other side gives more.
    fn around(&self, stay: Stay, n: usize) -> Db<Vec<Stay>> {
        let mut before = self.before(stay, n)?;
        let after = self.after(stay, n.saturating_sub(1))?;
        let n_before = before.len().min((n / 2).max(n.saturating_sub(after.len() + 1)));
        let mut stays = before.split_off(before.len() - n_before);
        stays.push(stay);
        stays.extend(after);
        stays.truncate(n);
        Ok(stays)
    }

    fn shown(&self, still: impl Iterator<Item = Db<Stay>>) -> Db<Vec<Stay>> {
        still.filter(|stay| !stay.as_ref().is_ok_and(|stay| self.hidden.contains(stay))).collect()
    }

    /// The stay of a card, if it stood here.
    fn stay_of(&self, card: Id) -> Db<Option<Stay>> {
        let mut find = self.db.prepare_cached(
            "SELECT entered_at, cid FROM card WHERE id = ?1 AND live = 1 AND sid = ?2 AND entered_at <= ?3",
        )?;
        let still = find.query_row(params![card, self.sid, ms(self.at)], read).optional()?;
        if let Some(still) = still {
            return Ok(Some(still).filter(|stay| !self.hidden.contains(stay)));
        }
        let mut cid = self.db.prepare_cached("SELECT cid FROM card WHERE id = ?1")?;
        let cid: Option<i64> = cid.query_row([card], |row| row.get(0)).optional()?;
        Ok(self.left.iter().map(|l| l.stay).find(|stay| Some(stay.cid) == cid))
    }

    fn n_before(&self, stay: Stay) -> Db<u64> {
        let mut count = self.db.prepare_cached(
            "SELECT count(*) FROM card WHERE live = 1 AND sid = ?1 AND entered_at <= ?2 AND (entered_at, cid) < (?3, ?4)",
        )?;
        let still = if stay == Stay::FIRST {
            0
        } else {
            count.query_row(params![self.sid, ms(self.at), stay.entered, stay.cid], |row| n_of(row, 0))?
        };
        let n_hidden = self.hidden.partition_point(|h| *h < stay) as u64;
        Ok(still.saturating_sub(n_hidden) + self.left.partition_point(|l| l.stay < stay) as u64)
    }

    /// How many stand there still: counted from the end of the column that is nearer, in growing strides.
    fn n_still(&self) -> Db<u64> {
        let mut n_live = self.db.prepare_cached("SELECT n_live FROM stage WHERE sid = ?1")?;
        let n_live: u64 = n_live.query_row([self.sid], |row| n_of(row, 0))?;
        let mut older = self.db.prepare_cached(
            "SELECT count(*) FROM (SELECT 1 FROM card WHERE live = 1 AND sid = ?1 AND entered_at <= ?2 LIMIT ?3)",
        )?;
        let mut newer = self.db.prepare_cached(
            "SELECT count(*) FROM (SELECT 1 FROM card WHERE live = 1 AND sid = ?1 AND entered_at > ?2 LIMIT ?3)",
        )?;
        let n_hidden = self.hidden.len() as u64;
        let mut stride = 256_u64;
        loop {
            let asked = params![self.sid, ms(self.at), stride as i64];
            let n_newer: u64 = newer.query_row(asked, |row| n_of(row, 0))?;
            if n_newer < stride {
                return Ok(n_live.saturating_sub(n_newer + n_hidden));
            }
            let n_older: u64 = older.query_row(asked, |row| n_of(row, 0))?;
            if n_older < stride {
                return Ok(n_older.saturating_sub(n_hidden));
            }
            stride *= 8;
        }
    }
}

/// How many stood in a stage, how many of them were late, and when the first came.
pub(super) fn count(column: &Column<'_>, stage: &mut StageLine) -> Db<()> {
    let mut turned = column.db.prepare_cached(
        "SELECT (SELECT count(*) FROM card WHERE live = 1 AND sid = ?1 AND breached_at <= ?2 AND entered_at <= ?2),
           (SELECT count(*) FROM card WHERE live = 1 AND sid = ?1 AND at_risk_at <= ?2 AND entered_at <= ?2)",
    )?;
    let (n_breached, n_at_risk): (u64, u64) =
        turned.query_row(params![column.sid, ms(column.at)], |row| Ok((n_of(row, 0)?, n_of(row, 1)?)))?;
    stage.n_cards = column.n_total()?;
    stage.n_breached = n_breached + column.left.iter().filter(|l| l.is_breached).count() as u64;
    stage.n_at_risk = n_at_risk.saturating_sub(n_breached);
    // Who was blocked is known card by card alone.
    stage.n_blocked = 0;
    stage.oldest_entered_at = column.after(Stay::FIRST, 1)?.first().map(|stay| from_millis(stay.entered));
    Ok(())
}

fn read(row: &Row<'_>) -> Db<Stay> {
    Ok(Stay { entered: row.get(0)?, cid: row.get(1)? })
}

/// Who stood there then and has left since, or was archived since; in order.
fn left(db: &Connection, sid: i64, at: At) -> Db<Vec<Left>> {
    // The plus signs keep to the visits that ended since, and to the objects archived since.
    let mut find = db.prepare_cached(
        "SELECT visit.entered_at, visit.cid, visit.due_at <= ?2 AND (visit.met_at IS NULL OR visit.met_at > ?2)
         FROM visit CROSS JOIN card ON card.cid = visit.cid CROSS JOIN object ON object.oid = card.oid
         WHERE visit.sid = ?1 AND visit.left_at > ?2 AND visit.entered_at <= ?2 AND +card.deleted = 0
           AND +object.deleted = 0
           AND NOT EXISTS (SELECT 1 FROM away WHERE away.oid = card.oid AND from_at <= ?2
             AND (until_at IS NULL OR until_at > ?2))
         UNION ALL
         SELECT visit.entered_at, visit.cid, visit.due_at <= ?2 AND (visit.met_at IS NULL OR visit.met_at > ?2)
         FROM away CROSS JOIN card ON card.oid = away.oid CROSS JOIN visit ON visit.cid = card.cid
         CROSS JOIN object ON object.oid = card.oid
         WHERE away.from_at > ?2 AND away.until_at IS NULL AND visit.sid = ?1 AND visit.left_at IS NULL
           AND visit.entered_at <= ?2 AND +card.deleted = 0 AND +object.deleted = 0
           AND NOT EXISTS (SELECT 1 FROM away AS gone WHERE gone.oid = card.oid AND gone.from_at <= ?2
             AND (gone.until_at IS NULL OR gone.until_at > ?2))
         ORDER BY 1, 2",
    )?;
    let late = |row: &Row<'_>| Ok::<_, rusqlite::Error>(row.get::<_, Option<bool>>(2)? == Some(true));
    find.query_map((sid, ms(at)), |row| Ok(Left { stay: read(row)?, is_breached: late(row)? }))?.collect()
}

/// Who stands there now, came before then, and was archived then.
fn hidden(db: &Connection, sid: i64, at: At) -> Db<Vec<Stay>> {
    let mut find = db.prepare_cached(
        "SELECT card.entered_at, card.cid FROM away CROSS JOIN card ON card.oid = away.oid
         WHERE away.until_at > ?2 AND away.from_at <= ?2 AND +card.live = 1 AND +card.sid = ?1 AND card.entered_at <= ?2
         ORDER BY 1, 2",
    )?;
    find.query_map((sid, ms(at)), read)?.collect()
}
