//! Cards: where they stand, what their gate says, when they turn.

use rusqlite::{OptionalExtension, Row};

use super::guarded::{self, Around};
use super::{Applied, handed, holds, visits};
use crate::domain::At;
use crate::domain::card::{Place, Waiting};
use crate::domain::change::{Kind, register};
use crate::domain::gate::Tick;
use crate::domain::hold::{Hold, Said};
use crate::domain::id::{CardId, CriterionId, EntityId, StageId};
use crate::domain::lane::shares;
use crate::domain::object::Object;
use crate::domain::rank::Rank;
use crate::domain::stream::Timing;
use crate::domain::target::{Clock, Reckoning};
use crate::domain::value::{Value, from_millis};
use crate::store::error::{Db, unreadable};
use crate::store::row::{self, Id, Ms, Words, at, ms};
use crate::store::work::Work;
use crate::wire::value::{Fields, from_json, to_json, words_to_json};

/// A card's row, as far as it follows from its registers.
struct Stored {
    cid: Option<i64>,
    id: CardId,
    oid: i64,
    place: Option<Place>,
    /// What somebody said holds it.
    held: Option<String>,
    waiting_until: Option<At>,
    waits: Option<Value>,
    created_at: At,
    deleted: bool,
    /// Whether it stood somewhere before, for those who hang on its object; none of a new card.
    was_open: Option<bool>,
    /// How it was counted before.
    counted: Option<Counted>,
}

impl Stored {
    /// What is said of it, as far as that holds it up.
    fn said(&self, is_owned: bool) -> Said {
        let stands = !self.deleted && self.place.as_ref().is_some_and(|place| !place.is_done());
        let (is_blocked, awaits) = (self.held.is_some(), self.waits.is_some());
        Said { is_blocked, until: self.waiting_until, awaits, is_owned, stands }
    }

    /// When its visit began.
    fn began_at(&self) -> Option<At> {
        match self.place {
            Some(Place::Standing { entered_at, .. }) => Some(entered_at),
            _ => None,
        }
    }
}

/// Where a card counts as standing.
struct Counted {
    sid: i64,
    rank: String,
    is_blocked: bool,
}

/// What a card takes from its object.
struct OfObject {
    is_gone: bool,
    is_linked: bool,
    priority: Option<u8>,
    is_taken: bool,
    due_at: Option<At>,
    since: Option<At>,
}

pub(super) fn apply(work: &Work<'_>, applied: &Applied<'_>) -> Db<()> {
    let Some(mut stored) = load(work, applied)? else {
        return Ok(());
    };
    let of = of_object(work, stored.oid)?;
    let before = stored.said(of.is_taken);
    for (field, value) in applied.fields {
        match field.as_str() {
            register::PLACE => stored.place = Place::from_value(value).or(stored.place),
            register::BLOCKED => stored.held = value.as_str().map(str::to_owned),
            register::WAITS => stored.waits = Some(value.clone()).filter(|v| !v.is_null()),
            register::WAITING_UNTIL => stored.waiting_until = value.as_at(),
            register::DELETED => stored.deleted = value.as_bool() == Some(true),
            register::CREATED_AT => stored.created_at = value.as_at().unwrap_or(stored.created_at),
            _ => {}
        }
    }
    let said = stored.said(of.is_taken);
    if let Some(cid) = stored.cid {
        holds::turn(work.db, cid, &before, &said, work.at.get())?;
    }
    let first =
        if stored.cid.is_none() { holds::first(&said, stored.began_at().unwrap_or(work.at.get())) } else { Vec::new() };
    let reckoning = reckon(work, &stored, &of, &first)?;
    let of = Known { of: &of, reckoning: &reckoning };
    let was_open = stored.was_open;
    let of_gate = |field: &String| {
        [register::TICK, register::FORCE, register::APPROVAL, register::BACK]
            .iter()
            .any(|register| field.starts_with(register))
    };
    if stored.cid.is_some() && applied.fields.keys().any(of_gate) {
        write_gate(work, &stored, applied)?;
        store(work, &stored, &of)?;
    } else {
        stored.cid = store(work, &stored, &of)?;
        if applied.creates && applied.fields.keys().any(of_gate) {
            write_gate(work, &stored, applied)?;
            stored.counted = counted(work, stored.cid)?;
            store(work, &stored, &of)?;
        }
    }
    if let Some(cid) = stored.cid {
        holds::add(work.db, cid, &first)?;
    }
    if applied.fields.contains_key(register::PLACE) {
        follow(work, &stored, was_open.is_none(), &reckoning)?;
    } else if let (Some(cid), Some(place)) = (stored.cid, &stored.place) {
        visits::reckon(work.db, cid, place, &reckoning)?;
    }
    let is_open = !stored.deleted && stored.place.as_ref().is_some_and(|place| !place.is_done());
    if !applied.fields.is_empty() && was_open != Some(is_open) {
        refresh_watchers(work, stored.oid)?;
    }
    Ok(())
}

/// The visit its place begins or ends.
fn follow(work: &Work<'_>, stored: &Stored, is_new: bool, reckoning: &Reckoning) -> Db<()> {
    let (Some(cid), Some(place)) = (stored.cid, &stored.place) else {
        return Ok(());
    };
    match work.stage_of(place.stage())? {
        Some(stage) => {
            visits::follow(work.db, cid, is_new, place, stage.sid, reckoning)?;
            if is_new { Ok(()) } else { handed::settle(work.db, cid) }
        }
        None => Ok(()),
    }
}

fn load(work: &Work<'_>, applied: &Applied<'_>) -> Db<Option<Stored>> {
    if !applied.creates {
        let mut find = work.db.prepare_cached(
            "SELECT cid, card.id, oid, sid, rank, visit, entered_at, done_at, value, beneficiary, held, waiting_until,
               created_at, card.deleted, live, stage.id, waits, passed, blocked
             FROM card JOIN stage USING (sid) WHERE card.id = ?1",
        )?;
        return find.query_row([Id(applied.entity.0)], stored).optional();
    }
    let object = applied.fields.get(register::OBJECT).and_then(Value::as_str);
    let Some(object) = object.and_then(|id| id.parse().ok()) else {
        return Ok(None);
    };
    let mut find = work.db.prepare_cached("SELECT oid FROM object WHERE id = ?1")?;
    let oid = find.query_row([Id(object)], |row| row.get(0)).optional()?;
    let id = CardId(applied.entity.0);
    Ok(oid.map(|oid| Stored {
        cid: None,
        id,
        oid,
        place: None,
        held: None,
        waiting_until: None,
        waits: None,
        was_open: None,
        created_at: from_millis(0),
        deleted: false,
        counted: None,
    }))
}

fn stored(row: &Row<'_>) -> Db<Stored> {
    let is_blocked = row.get_ref(18)?.as_str_or_null()?.is_some();
    let is_live: bool = row.get(14)?;
    let counted = is_live.then(|| Db::Ok(Counted { sid: row.get(3)?, rank: row.get(4)?, is_blocked })).transpose()?;
    Ok(Stored {
        cid: row.get(0)?,
        id: CardId(row.get::<_, Id>(1)?.0),
        oid: row.get(2)?,
        place: Some(place(row)?),
        held: row.get(10)?,
        waits: value(row, 16)?,
        was_open: Some(is_live),
        waiting_until: at(row, 11)?,
        created_at: row.get::<_, Ms>(12)?.0,
        deleted: row.get(13)?,
        counted,
    })
}

fn place(row: &Row<'_>) -> Db<Place> {
    let (stage, visit) = (StageId(row.get(15)?), row.get(5)?);
    Ok(match at(row, 7)? {
        Some(at) => Place::Done { from: stage, at, visit, value: row.get(8)?, beneficiary: row.get(9)? },
        None => Place::Standing {
            stage,
            rank: Rank(row.get(4)?),
            entered_at: row.get::<_, Ms>(6)?.0,
            visit,
            passed: passed(row)?,
        },
    })
}

fn counted(work: &Work<'_>, cid: Option<i64>) -> Db<Option<Counted>> {
    let mut find =
        work.db.prepare_cached("SELECT sid, rank, blocked IS NOT NULL FROM card WHERE cid = ?1 AND live = 1")?;
    find.query_row([cid], |row| Ok(Counted { sid: row.get(0)?, rank: row.get(1)?, is_blocked: row.get(2)? })).optional()
}

/// Writes ticks and what was forced.
fn write_gate(work: &Work<'_>, stored: &Stored, applied: &Applied<'_>) -> Db<()> {
    let mut tick = work.db.prepare_cached("INSERT OR REPLACE INTO tick (cid, criterion, val) VALUES (?1, ?2, ?3)")?;
    let mut untick = work.db.prepare_cached("DELETE FROM tick WHERE cid = ?1 AND criterion = ?2")?;
    let mut force = work
        .db
        .prepare_cached("INSERT OR REPLACE INTO override (cid, field, reason, by, at) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    let mut say = work.db.prepare_cached("INSERT OR REPLACE INTO approval (cid, role, val) VALUES (?1, ?2, ?3)")?;
    let mut unsay = work.db.prepare_cached("DELETE FROM approval WHERE cid = ?1 AND role = ?2")?;
    let mut unforce = work.db.prepare_cached("DELETE FROM override WHERE cid = ?1 AND field = ?2")?;
    for (field, value) in applied.fields {
        let text = |entry: &str| value.get(entry).as_str().unwrap_or_default().to_owned();
        if let Some(criterion) = field.strip_prefix(register::TICK) {
            if value.is_null() {
                untick.execute((stored.cid, criterion))?;
            } else {
                tick.execute((stored.cid, criterion, to_json(value)))?;
            }
        } else if let Some(role) = field.strip_prefix(register::APPROVAL) {
            if value.is_null() {
                unsay.execute((stored.cid, role))?;
            } else {
                say.execute((stored.cid, role, to_json(value)))?;
            }
        } else if field.starts_with(register::FORCE) {
            if value.is_null() {
                unforce.execute((stored.cid, field))?;
            } else {
                force.execute((stored.cid, field, text("reason"), text("by"), value.get("at").as_at().map(ms)))?;
            }
        } else if let Some(n) = field.strip_prefix(register::BACK).and_then(|n| n.parse().ok()) {
            visits::send_back(work.db, stored.cid, n, value.as_str())?;
        }
    }
    Ok(())
}

/// Works out what follows from the registers, writes the row and counts it.
fn store(work: &Work<'_>, stored: &Stored, known: &Known<'_>) -> Db<Option<i64>> {
    let Some(place) = &stored.place else {
        return Ok(stored.cid);
    };
    let Some(stage) = work.stage_of(place.stage())? else {
        return Ok(stored.cid);
    };
    let is_live = !place.is_done() && !stored.deleted && !known.of.is_gone;
    let asked =
        guarded::Of { cid: stored.cid, id: stored.id, oid: stored.oid, place, is_live, is_linked: known.of.is_linked };
    let around = guarded::around(work, &asked, &stage)?;
    let reckoning = known.reckoning;
    let blocked = stored.held.clone().or_else(|| around.blocker.clone());
    let is_blocked = blocked.is_some();
    let cid = write(work, stored, &Worked { place, sid: stage.sid, is_live, around: &around, blocked, reckoning })?;
    guarded::watch(work.db, cid, stored.cid.is_none(), &around.seen)?;
    recount(work, stored, place, stage.sid, is_live.then_some(is_blocked))?;
    Ok(Some(cid))
}

/// What is known of a card before its row is written.
struct Known<'a> {
    of: &'a OfObject,
    reckoning: &'a Reckoning,
}

/// What follows from a card's registers.
struct Worked<'a> {
    place: &'a Place,
    sid: i64,
    is_live: bool,
    around: &'a Around,
    /// What holds or blocks it.
    blocked: Option<String>,
    reckoning: &'a Reckoning,
}

fn write(work: &Work<'_>, stored: &Stored, worked: &Worked<'_>) -> Db<i64> {
    let (rank, entered_at, done_at, value, beneficiary) = match worked.place {
        Place::Standing { rank, entered_at, .. } => (rank.0.as_str(), Some(ms(*entered_at)), None, None, None),
        Place::Done { at, value, beneficiary, .. } => ("", None, Some(ms(*at)), value.as_ref(), beneficiary.as_ref()),
    };
    let turns = worked.reckoning.turns;
    let stands = turns.and_then(|turns| turns.stands);
    // A gate that is open whatever the time has neither; one that is always met begins with time.
    let (ready_from, ready_until) = worked
        .around
        .ready
        .map_or((None, None), |(from, until)| (Some(from.map_or(i64::MIN, ms)), Some(until.map_or(i64::MAX, ms))));
    let mut put = work.db.prepare_cached(match stored.cid {
        None => {
            "INSERT INTO card (cid, id, oid, sid, rank, visit, entered_at, done_at, value, beneficiary, blocked, waiting_until,
               created_at, deleted, gate_met, gate_asked, at_risk_at, breached_at, live, held, waits, waits_for, verdicts,
               gate_times, ready_from, ready_until, passed, clock_left_ms, stands_until, whole_due_at, n_overrides)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21,
               (SELECT oid FROM object WHERE id = ?22), ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, 0)"
        }
        Some(_) => {
            "UPDATE card SET id = ?2, oid = ?3, sid = ?4, rank = ?5, visit = ?6, entered_at = coalesce(?7, entered_at),
               done_at = ?8, value = ?9, beneficiary = ?10, blocked = ?11, waiting_until = ?12, created_at = ?13,
               deleted = ?14, gate_met = ?15, gate_asked = ?16, at_risk_at = ?17, breached_at = ?18, live = ?19,
               held = ?20, waits = ?21, waits_for = (SELECT oid FROM object WHERE id = ?22), verdicts = ?23,
               gate_times = ?24, ready_from = ?25, ready_until = ?26, passed = ?27,
               clock_left_ms = ?28, stands_until = ?29, whole_due_at = iif(?8 IS NULL, ?30, whole_due_at),
               n_overrides = (SELECT count(*) FROM override WHERE cid = ?1)
             WHERE cid = ?1"
        }
    })?;
    put.execute(rusqlite::params![
        stored.cid,
        Id(stored.id.0),
        stored.oid,
        worked.sid,
        rank,
        worked.place.visit(),
        entered_at,
        done_at,
        value,
        beneficiary,
        worked.blocked,
        stored.waiting_until.map(ms),
        ms(stored.created_at),
        stored.deleted,
        worked.around.n_met,
        worked.around.n_asked,
        turns.and_then(|t| t.at_risk_at).map(ms),
        turns.and_then(|t| t.breached_at).map(ms),
        worked.is_live,
        stored.held,
        stored.waits.as_ref().map(to_json),
        stored.waits.as_ref().and_then(Waiting::from_value).map(|waiting| Id(waiting.object.0)),
        worked.around.verdicts,
        worked.around.times,
        ready_from,
        ready_until,
        words_to_json(&worked.place.passed().iter().map(CriterionId::as_str).collect::<Vec<_>>()),
        stands.map(|stands| stands.left_ms),
        stands.and_then(|stands| stands.until).map(ms),
        worked.reckoning.whole_due_at.map(ms),
    ])?;
    Ok(stored.cid.unwrap_or_else(|| work.db.last_insert_rowid()))
}

fn recount(work: &Work<'_>, stored: &Stored, place: &Place, sid: i64, is_blocked: Option<bool>) -> Db<()> {
    let (before, after) = (stored.counted.as_ref().map(|c| c.sid), is_blocked.map(|_| sid));
    if before != after {
        share(work, stored.oid, before, after)?;
    }
    let id = Id(stored.id.0);
    let mut tally = work.tally.borrow_mut();
    if let Some(before) = &stored.counted {
        tally.count(before.sid, (before.rank.clone(), id), before.is_blocked, -1);
    }
    if let (Place::Standing { rank, .. }, Some(is_blocked)) = (place, is_blocked) {
        tally.count(sid, (rank.0.clone(), id), is_blocked, 1);
    }
    Ok(())
}

/// What the card's object shares is counted elsewhere from now on.
fn share(work: &Work<'_>, oid: i64, before: Option<i64>, after: Option<i64>) -> Db<()> {
    let latest = work.latest.borrow();
    let shared = if let Some((_, object)) = latest.as_ref().filter(|(latest, _)| *latest == oid) {
        shares(object)
    } else {
        let mut find = work.db.prepare_cached("SELECT * FROM object WHERE oid = ?1")?;
        shares(&find.query_row([oid], row::object)?.1)
    };
    let mut tally = work.tally.borrow_mut();
    if let Some(sid) = before {
        tally.share(sid, shared.clone(), -1);
    }
    if let Some(sid) = after {
        tally.share(sid, shared, 1);
    }
    Ok(())
}

/// An object shares something else from now on: its cards are counted anew where they stand.
pub(super) fn reshare(work: &Work<'_>, oid: i64, was: &Object, is: &Object) -> Db<()> {
    let (was, is) = (shares(was), shares(is));
    if was == is {
        return Ok(());
    }
    let mut all = work.db.prepare_cached("SELECT sid FROM card WHERE oid = ?1 AND live = 1")?;
    let sids: Vec<i64> = all.query_map([oid], |row| row.get(0))?.collect::<Db<_>>()?;
    let mut tally = work.tally.borrow_mut();
    for sid in sids {
        tally.share(sid, was.clone(), -1);
        tally.share(sid, is.clone(), 1);
    }
    Ok(())
}

fn of_object(work: &Work<'_>, oid: i64) -> Db<OfObject> {
    let mut find = work.db.prepare_cached(
        "SELECT archived OR deleted, priority, assignee IS NOT NULL, due_at, since_at, n_links > 0 FROM object WHERE oid = ?1",
    )?;
    find.query_row([oid], |row| {
        Ok(OfObject {
            is_gone: row.get(0)?,
            priority: row.get(1)?,
            is_taken: row.get(2)?,
            due_at: at(row, 3)?,
            since: at(row, 4)?,
            is_linked: row.get(5)?,
        })
    })
}

fn value(row: &Row<'_>, idx: usize) -> Db<Option<Value>> {
    let text = row.get_ref(idx)?.as_str_or_null()?;
    text.map(|text| from_json(text).map_err(unreadable)).transpose()
}

fn passed(row: &Row<'_>) -> Db<Vec<CriterionId>> {
    Ok(row.get::<_, Words>(17)?.0.into_iter().map(CriterionId).collect())
}

pub(super) fn ticks(work: &Work<'_>, cid: i64) -> Db<Vec<Tick>> {
    let mut all = work.db.prepare_cached("SELECT criterion, val FROM tick WHERE cid = ?1")?;
    let ticks: Vec<Option<Tick>> = all.query_map([cid], row::tick)?.collect::<Db<_>>()?;
    Ok(ticks.into_iter().flatten().collect())
}

/// What its clocks come to. `first` are the holds of a card that is new.
fn reckon(work: &Work<'_>, stored: &Stored, of: &OfObject, first: &[Hold]) -> Db<Reckoning> {
    let Some(place @ Place::Standing { entered_at, visit, .. }) = &stored.place else {
        return Ok(Reckoning::default());
    };
    let Some(stage) = work.stage_of(place.stage())? else {
        return Ok(Reckoning::default());
    };
    let has_target = !stage.targets.is_empty() || !stage.stream_targets.is_empty();
    let kept = match stored.cid {
        Some(cid) if has_target => holds::of(work.db, cid)?,
        _ => Vec::new(),
    };
    let calendar = if stage.clock == Timing::Working && has_target { Some(work.calendar()?) } else { None };
    let clock = Clock {
        created_at: stored.created_at,
        since: of.since,
        entered_at: *entered_at,
        is_first_visit: *visit == 1,
        priority: of.priority,
        due_at: of.due_at,
        stage_targets: &stage.targets,
        taken_meets: stage.taken_meets_target,
        stream_targets: &stage.stream_targets,
        holds: if stored.cid.is_some() { &kept } else { first },
        blocked_pauses: stage.blocked_pauses,
        calendar: calendar.as_deref(),
    };
    Ok(clock.reckon())
}

/// Works out anew what the cards of an object take from it.
pub(super) fn refresh_of(work: &Work<'_>, oid: i64) -> Db<()> {
    let mut all = work.db.prepare_cached("SELECT id FROM card WHERE oid = ?1")?;
    let ids: Vec<Id> = all.query_map([oid], |row| row.get(0))?.collect::<Db<_>>()?;
    ids.into_iter().try_for_each(|id| refresh(work, id))
}

/// Works out one card anew.
pub(super) fn refresh_one(work: &Work<'_>, cid: i64) -> Db<()> {
    let mut find = work.db.prepare_cached("SELECT id FROM card WHERE cid = ?1")?;
    let id = find.query_row([cid], |row| row.get(0))?;
    refresh(work, id)
}

/// Works out anew the cards that hang on an object, and its own.
pub(super) fn refresh_around(work: &Work<'_>, oid: i64) -> Db<()> {
    refresh_of(work, oid)?;
    refresh_watchers(work, oid)
}

/// Works out anew the cards of other objects that hang on this one.
pub(super) fn refresh_watchers(work: &Work<'_>, oid: i64) -> Db<()> {
    let mut all = work.db.prepare_cached("SELECT card.id FROM watch JOIN card USING (cid) WHERE watch.oid = ?1")?;
    let ids: Vec<Id> = all.query_map([oid], |row| row.get(0))?.collect::<Db<_>>()?;
    ids.into_iter().try_for_each(|id| refresh(work, id))
}

/// Works out anew what cards take from their stage, or from all stages of their stream.
pub(super) fn refresh_in(work: &Work<'_>, owner: &str) -> Db<()> {
    let mut all = work
        .db
        .prepare_cached("SELECT card.id FROM card JOIN stage USING (sid) WHERE stage.id = ?1 OR stage.stream = ?1")?;
    let ids: Vec<Id> = all.query_map([owner], |row| row.get(0))?.collect::<Db<_>>()?;
    ids.into_iter().try_for_each(|id| refresh(work, id))
}

/// Works out anew the cards whose clocks go by the team's working time.
pub(super) fn refresh_working(work: &Work<'_>) -> Db<()> {
    let mut all = work.db.prepare_cached(
        "SELECT card.id FROM stream JOIN stage ON stage.stream = stream.id JOIN card USING (sid)
         WHERE stream.clock = 'working' AND card.done_at IS NULL",
    )?;
    let ids: Vec<Id> = all.query_map([], |row| row.get(0))?.collect::<Db<_>>()?;
    ids.into_iter().try_for_each(|id| refresh(work, id))
}

/// Works out anew what every card takes from the reference.
pub(in crate::store) fn refresh_all(work: &Work<'_>) -> Db<()> {
    let mut all = work.db.prepare_cached("SELECT id FROM card")?;
    let ids: Vec<Id> = all.query_map([], |row| row.get(0))?.collect::<Db<_>>()?;
    ids.into_iter().try_for_each(|id| refresh(work, id))
}

fn refresh(work: &Work<'_>, id: Id) -> Db<()> {
    let fields = Fields::new();
    apply(work, &Applied { kind: Kind::Card, entity: EntityId(id.0), creates: false, fields: &fields })
}
