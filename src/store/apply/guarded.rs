//! What a card takes from the objects around it: how its guards stand, what blocks it, and which objects that hangs on.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension};

use super::card::ticks;
use crate::domain::At;
use crate::domain::card::Place;
use crate::domain::gate::{Seen, Tally, judge_all};
use crate::domain::guard::Subject;
use crate::domain::id::CardId;
use crate::domain::link::BLOCKS;
use crate::domain::object::Object;
use crate::domain::value::from_millis;
use crate::store::catalogue::StageFacts;
use crate::store::error::Db;
use crate::store::graph::{LINKED, Looking, linked};
use crate::store::row;
use crate::store::work::Work;
use crate::wire::verdict;

/// What follows from the objects around a card.
pub(super) struct Around {
    pub n_met: u32,
    pub n_asked: u32,
    /// The columns `verdicts` and `gate_times`.
    pub verdicts: String,
    pub times: String,
    /// When nothing is open.
    pub ready: Option<(Option<At>, Option<At>)>,
    /// What blocks it, where nobody holds it.
    pub blocker: Option<String>,
    /// The objects this hangs on.
    pub seen: BTreeSet<i64>,
}

/// A card, as far as its gate asks.
pub(super) struct Of<'a> {
    /// None of a new one, of which nobody said anything yet.
    pub cid: Option<i64>,
    pub id: CardId,
    pub oid: i64,
    pub place: &'a Place,
    pub is_live: bool,
    /// Whether its object is linked with others.
    pub is_linked: bool,
}

/// Works it out.
pub(super) fn around(work: &Work<'_>, of: &Of<'_>, stage: &StageFacts) -> Db<Around> {
    let ticks = match of.cid {
        None => Vec::new(),
        Some(cid) => ticks(work, cid)?,
    };
    let judges = of.is_live && stage.is_guarded;
    let latest = work.latest.take().filter(|(oid, _)| judges && *oid == of.oid).map(|(_, object)| object);
    let object = if judges && latest.is_none() { object(work.db, of.oid)? } else { latest };
    let lonely = object.as_ref().map(|object| object.id).filter(|_| !of.is_linked);
    let looking = Looking::within(work, lonely);
    let blocker = if of.is_live && of.is_linked { blocker(work.db, &looking, of.oid)? } else { None };
    if ticks.is_empty() && !judges {
        let ready = (stage.n_asked == 0).then_some((None, None));
        let (verdicts, times) = ("[]".into(), "[]".into());
        let seen = looking.seen();
        return Ok(Around { n_met: 0, n_asked: stage.n_asked, verdicts, times, ready, blocker, seen });
    }
    let (visit, card) = (of.place.visit(), of.id);
    let verdicts = match &object {
        Some(object) => judge_all(&looking, &stage.criteria, Subject { object, card: Some((card, visit)) })?,
        None => Vec::new(),
    };
    let (passed, now) = (of.place.passed(), from_millis(0));
    let seen = Seen { ticks: &ticks, approvals: &[], verdicts: &verdicts, passed, visit, now };
    let tally = Tally::of(&stage.criteria, stage.exit_mode, &seen);
    let mut seen = looking.seen();
    seen.remove(&of.oid);
    Ok(Around {
        n_met: tally.n_always as u32,
        n_asked: tally.n_asked as u32,
        verdicts: verdict::verdicts_to_json(&verdicts),
        times: verdict::times_to_json(&tally.times),
        ready: tally.ready.spans().first().map(|span| (span.from, span.until)),
        blocker,
        seen,
    })
}

fn object(db: &Connection, oid: i64) -> Db<Option<Object>> {
    let mut find = db.prepare_cached("SELECT * FROM object WHERE oid = ?1")?;
    Ok(find.query_row([oid], row::object).optional()?.map(|(_, object, _)| object))
}

/// The first open object that blocks this one, in words.
fn blocker(db: &Connection, looking: &Looking<'_>, oid: i64) -> Db<Option<String>> {
    let mut all = db.prepare_cached(&format!(
        "SELECT {LINKED}, o.oid FROM link JOIN object AS o ON o.oid = link.from_oid
         WHERE link.to_oid = ?1 AND link.relation = ?2 AND link.live = 1 AND o.deleted = 0 ORDER BY o.oid"
    ))?;
    let mut rows = all.query((oid, BLOCKS))?;
    while let Some(row) = rows.next()? {
        looking.note(row.get(6)?);
        let found = linked(row)?;
        if !found.is_closed {
            return Ok(Some(format!("by {}", found.key)));
        }
    }
    Ok(None)
}

/// Keeps which objects a card hangs on.
pub(super) fn watch(db: &Connection, cid: i64, is_new: bool, seen: &BTreeSet<i64>) -> Db<()> {
    if is_new && seen.is_empty() {
        return Ok(());
    }
    let mut all = db.prepare_cached("SELECT oid FROM watch WHERE cid = ?1")?;
    let before: BTreeSet<i64> = all.query_map([cid], |row| row.get(0))?.collect::<Db<_>>()?;
    let mut drop = db.prepare_cached("DELETE FROM watch WHERE cid = ?1 AND oid = ?2")?;
    for oid in before.difference(seen) {
        drop.execute((cid, oid))?;
    }
    let mut add = db.prepare_cached("INSERT INTO watch (cid, oid) VALUES (?1, ?2)")?;
    for oid in seen.difference(&before) {
        add.execute((cid, oid))?;
    }
    Ok(())
}
