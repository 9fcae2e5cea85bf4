//! The one door for changes: intents in, rules asked on fresh data, ops recorded.

use std::collections::VecDeque;

use rusqlite::{OptionalExtension, Row};

use super::error::{CommitError, Db, Stop};
use super::journal::{Group, Heading};
use super::row::{self, Id};
use super::work::Work;
use super::{Store, error};
use crate::domain::change::{Change, Kind, Via, What};
use crate::domain::id::{CardId, GroupId, ObjectId};
use crate::domain::intent::{Author, Chain, Decision, Intent, No, Refusal, decide};
use crate::domain::key::Key;

/// What somebody asks for: intents that happen together or not at all.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    pub intents: Vec<Intent>,
    pub author: Author,
    /// The operating system's user.
    pub os_user: Option<String>,
    /// The terminal it was asked in; undo looks there first.
    pub terminal: Option<String>,
    /// The same key again is the same ask again, and happens once.
    pub idempotency_key: Option<String>,
    pub reason: Option<String>,
    /// Do what can be done, and say what cannot.
    pub partial: bool,
}

impl Ask {
    /// An ask for these intents, and nothing else said.
    pub fn new(author: Author, intents: Vec<Intent>) -> Self {
        Self { intents, author, os_user: None, terminal: None, idempotency_key: None, reason: None, partial: false }
    }
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Receipt {
    pub group: GroupId,
    /// The journal's last op.
    pub seq: i64,
    pub done: Vec<Done>,
    /// Intents (by position) that were refused; only where the ask was `partial`.
    pub stay: Vec<(usize, Refusal)>,
    /// It had been done before, under the same idempotency key.
    pub repeated: bool,
}

/// What came of one intent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    pub intent_idx: usize,
    pub what: What,
    pub key: Option<Key>,
    pub object: Option<ObjectId>,
    pub card: Option<CardId>,
    /// Where the card came to stand, by its name.
    pub arrived: Option<String>,
    /// What a `warn` gate let pass.
    pub left_open: Vec<String>,
}

impl Store {
    /// Does what is asked, or nothing.
    pub fn commit(&mut self, ask: &Ask) -> Result<Receipt, CommitError> {
        let done = self.with_room_for(ask.intents.len(), |store| store.transact(|work| group(work, ask)));
        if let Err(CommitError::Refused(refusal)) = &done
            && refusal.is_worth_keeping()
        {
            self.note_refusal(ask, refusal)?;
        }
        done
    }

    /// Does several asks in one transaction, a group each: all of them, or none.
    pub fn commit_all(&mut self, asks: &[Ask]) -> Result<Vec<Receipt>, CommitError> {
        let n_intents = asks.iter().map(|ask| ask.intents.len()).sum();
        self.with_room_for(n_intents, |store| store.transact(|work| asks.iter().map(|ask| group(work, ask)).collect()))
    }

    /// Does asks in one transaction, a group each, all of them or none; each is made knowing what came of the one
    /// before. Says how many there were.
    pub fn commit_each(&mut self, mut next: impl FnMut(Option<&Receipt>) -> Option<Ask>) -> Result<usize, CommitError> {
        self.transact(|work| {
            let (mut n_groups, mut last) = (0, None);
            while let Some(ask) = next(last.as_ref()) {
                last = Some(group(work, &ask)?);
                n_groups += 1;
            }
            Ok(n_groups)
        })
    }

    /// A gate, a limit, a guard or a role that said no is worth remembering: a group without ops.
    fn note_refusal(&mut self, ask: &Ask, refusal: &Refusal) -> Result<(), CommitError> {
        let words = refusal.to_string();
        self.transact(|work| {
            work.at.set(ask.author.at);
            let about = match ask.intents.as_slice() {
                [Intent::Move { card, .. } | Intent::Approve { card, .. }] => object_of(work, *card)?,
                [Intent::Place { object, .. } | Intent::Edit { object, .. }] => Some(*object),
                [Intent::HandOff(wish)] => Some(wish.object),
                _ => None,
            };
            let heading =
                Heading { reason: Some(&words), idem: None, what: Some(What::Refused), about, ..heading(ask) };
            Group::begin(work)?.end(work, &heading)?;
            Ok(())
        })
    }
}

fn heading(ask: &Ask) -> Heading<'_> {
    Heading {
        author: &ask.author,
        os_user: ask.os_user.as_deref(),
        terminal: ask.terminal.as_deref(),
        reason: ask.reason.as_deref(),
        idem: ask.idempotency_key.as_deref(),
        undoes: None,
        what: None,
        about: None,
    }
}

fn object_of(work: &Work<'_>, card: CardId) -> Db<Option<ObjectId>> {
    let mut find = work.db.prepare_cached("SELECT object.id FROM card JOIN object USING (oid) WHERE card.id = ?1")?;
    Ok(find.query_row([Id(card.0)], |row| row.get::<_, Id>(0)).optional()?.map(|id| ObjectId(id.0)))
}

/// Writes one ask as a group.
fn group(work: &Work<'_>, ask: &Ask) -> Result<Receipt, Stop> {
    if let Some(earlier) = earlier(work, ask)? {
        return Ok(earlier);
    }
    work.at.set(ask.author.at);
    let mut group = Group::begin(work)?;
    let mut receipt = Receipt { group: group.id, seq: 0, done: Vec::new(), stay: Vec::new(), repeated: false };
    let mut reason = ask.reason.clone();
    for (idx, intent) in ask.intents.iter().enumerate() {
        match decide(work, intent, &ask.author) {
            Ok(decision) => {
                reason = reason.or_else(|| decision.reason.clone());
                let (done, changes) = record(work, &mut group, idx, decision)?;
                receipt.done.push(done);
                if ask.author.via != Via::Import {
                    consequences(work, &mut group, changes, &ask.author)?;
                }
            }
            Err(No::Refused(refusal)) if ask.partial => receipt.stay.push((idx, refusal)),
            Err(no) => return Err(no.into()),
        }
    }
    group.end(work, &Heading { reason: reason.as_deref(), ..heading(ask) })?;
    receipt.seq = work.journal.get().seq;
    Ok(receipt)
}

/// Records what follows from changes that were applied, and what follows from that.
fn consequences(work: &Work<'_>, group: &mut Group, changes: Vec<Change>, author: &Author) -> Result<(), Stop> {
    let mut happened = VecDeque::from(changes);
    let mut chain = Chain::default();
    while let Some(change) = happened.pop_front() {
        for next in chain.follow(work, &change, author)? {
            if group.record(work, &next)? {
                happened.push_back(next);
            }
        }
    }
    Ok(())
}

fn record(work: &Work<'_>, group: &mut Group, intent_idx: usize, decision: Decision) -> Db<(Done, Vec<Change>)> {
    for change in &decision.changes {
        group.record(work, change)?;
    }
    let what = what(&decision);
    // Ticking the rest and moving is a move to whoever takes it back, and so is giving and moving.
    if group.what.is_some() && (intent_idx == 0 || what == What::Moved) {
        group.what = Some(what);
    }
    let Decision { key, object, card, arrived, left_open, changes, .. } = decision;
    Ok((Done { intent_idx, what, key, object, card, arrived, left_open }, changes))
}

/// What a decision did as a whole: a hand-off, or what made something new, else what it came to for its card; what
/// follows from that for others is no part of it.
fn what(decision: &Decision) -> What {
    if decision.changes.iter().any(|c| c.what == What::HandedOff) {
        return What::HandedOff;
    }
    let first = decision.changes.first().map(|c| c.what);
    if let Some(what @ (What::Created | What::Imported | What::Rejected)) = first {
        return what;
    }
    let mut own = decision.changes.iter().filter(|c| decision.card.is_none_or(|card| c.entity.0 == card.0));
    let last = own.rfind(|c| c.what != What::Reordered).map(|c| c.what);
    last.or(first).unwrap_or(What::Edited)
}

/// The receipt of an ask that was done before under the same key.
fn earlier(work: &Work<'_>, ask: &Ask) -> Db<Option<Receipt>> {
    let Some(idem) = &ask.idempotency_key else {
        return Ok(None);
    };
    let mut find = work.db.prepare_cached("SELECT gid, id FROM grp WHERE idem = ?1")?;
    let found =
        find.query_row([idem], |row| Ok((row.get::<_, i64>(0)?, GroupId(row.get::<_, Id>(1)?.0)))).optional()?;
    let Some((gid, group)) = found else {
        return Ok(None);
    };
    let done = done_in(work, gid)?;
    Ok(Some(Receipt { group, seq: work.journal.get().seq, done, stay: Vec::new(), repeated: true }))
}

/// What a group did, object by object.
fn done_in(work: &Work<'_>, gid: i64) -> Db<Vec<Done>> {
    let mut ops = work.db.prepare_cached(
        "SELECT op.kind, op.entity, op.what, op.about, object.key FROM grp
         JOIN op ON op.seq BETWEEN grp.first_seq AND grp.first_seq + grp.n_ops - 1
         LEFT JOIN object ON object.id = op.about WHERE grp.gid = ?1 ORDER BY op.seq",
    )?;
    let mut done: Vec<Done> = Vec::new();
    let mut rows = ops.query([gid])?;
    while let Some(row) = rows.next()? {
        let (object, card) = about(row)?;
        let known = done.iter_mut().find(|d| object.is_some() && d.object == object);
        if let Some(known) = known {
            known.card = known.card.or(card);
        } else if object.is_some() {
            let what = What::of(row.get_ref(2)?.as_str()?).unwrap_or(What::Edited);
            let key = row.get_ref(4)?.as_str_or_null()?.map(row::key);
            done.push(Done { intent_idx: done.len(), what, key, object, card, arrived: None, left_open: Vec::new() });
        }
    }
    Ok(done)
}

fn about(row: &Row<'_>) -> error::Db<(Option<ObjectId>, Option<CardId>)> {
    let object = row.get::<_, Option<Id>>(3)?.map(|id| ObjectId(id.0));
    let is_card = row.get_ref(0)?.as_str()? == Kind::Card.word();
    let card = if is_card { Some(CardId(row.get::<_, Id>(1)?.0)) } else { None };
    Ok((object, card))
}
