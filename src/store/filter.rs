//! Filters, made ready for rows.
//!
//! What can be said of objects alone (words, people, labels, priority, type, key) becomes a set of them, found by an
//! index and asked by a bit; a column is then walked in its index without touching a card. The rest, which depends on
//! the card or the time, is compared row by row among those that are left.

mod lookup;
mod set;

use std::collections::HashSet;

use rusqlite::{Connection, Row};

use super::error::{Db, unreadable};
use super::row::{self, at, ms};
use super::search;
use crate::domain::At;
use crate::domain::filter::{Cmp, Cond, Filter, Is, Sla, Term};
use crate::wire::verdict::times_from_json;
use set::Set;

/// A filter made ready. It holds for as long as nothing is written.
pub(super) struct Plan {
    /// What sets and stages settle.
    settled: Vec<Asked>,
    /// What must be compared in the row.
    open: Vec<Asked>,
}

/// Any of these, or none of these.
struct Asked {
    negated: bool,
    any: Vec<Test>,
}

/// A condition made ready.
enum Test {
    Objects(Set),
    Without(Set),
    Stages(HashSet<i64>),
    State(String),
    Is(Is),
    Sla(Sla),
    Age(Cmp, i64),
    Entered(Cmp, i64),
    Due(Cmp, At),
}

impl Plan {
    pub fn of(db: &Connection, filter: &Filter) -> Db<Self> {
        let asked = |term: &Term| {
            let any: Db<_> = term.any.iter().map(|cond| Test::of(db, cond)).collect();
            Ok(Asked { negated: term.negated, any: any? })
        };
        let terms: Vec<Asked> = filter.terms.iter().map(asked).collect::<Db<_>>()?;
        let (settled, open) = terms.into_iter().partition(|term| term.any.iter().all(Test::is_settled));
        Ok(Self { settled, open })
    }

    /// Whether sets and stages settle everything, or something, or nothing.
    pub fn is_settled(&self) -> bool {
        self.open.is_empty()
    }

    pub fn settles_something(&self) -> bool {
        !self.settled.is_empty()
    }

    /// The objects it can only be, if they are fewer than so many: worth fetching one by one.
    pub fn few_objects(&self, limit: u64) -> Option<Vec<i64>> {
        let sets = self.settled.iter().filter_map(|term| match (term.negated, term.any.as_slice()) {
            (false, [Test::Objects(objects)]) => Some(objects),
            _ => None,
        });
        let fewest = sets.min_by_key(|objects| objects.len()).filter(|objects| (objects.len() as u64) < limit)?;
        Some(fewest.iter().collect())
    }

    /// Whether an object in a stage may be meant, as far as sets and stages settle it.
    pub fn may_take(&self, oid: i64, sid: i64) -> bool {
        let holds = |test: &Test| match test {
            Test::Objects(objects) => objects.contains(oid),
            Test::Without(objects) => !objects.contains(oid),
            Test::Stages(stages) => stages.contains(&sid),
            _ => false,
        };
        self.settled.iter().all(|term| term.any.iter().any(holds) != term.negated)
    }

    /// Whether a row of the view `card_row` is meant.
    pub fn takes(&self, row: &Row<'_>, now: At) -> Db<bool> {
        if !self.may_take(row.get(26)?, row.get(27)?) {
            return Ok(false);
        }
        for term in &self.open {
            let mut holds = false;
            for test in &term.any {
                holds = holds || test.holds(row, now)?;
            }
            if holds == term.negated {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

impl Test {
    fn of(db: &Connection, cond: &Cond) -> Db<Self> {
        Ok(match cond {
            Cond::Word(text) => Self::Objects(search::objects(db, text)?.into_iter().collect()),
            Cond::Assignee(name) => Self::Objects(lookup::of_assignee(db, name)?),
            Cond::Team(Some(team)) => Self::Objects(lookup::of_team(db, team)?),
            Cond::Team(None) => Self::Without(lookup::with_team(db)?),
            Cond::Label(label) => Self::Objects(lookup::of_label(db, label)?),
            Cond::Priority(0) => Self::Without(lookup::prioritised(db)?),
            Cond::Priority(priority) => Self::Objects(lookup::of_priority(db, *priority)?),
            Cond::Stage(text) => Self::Stages(lookup::stages(db, text)?),
            Cond::Stream(text) => Self::Stages(lookup::stages_of_streams(db, text)?),
            Cond::Type(text) => Self::Objects(lookup::of_type(db, text)?),
            Cond::Key(text) => Self::Objects(lookup::of_key(db, text)?),
            Cond::State(text) => Self::State(lookup::plain(text)),
            Cond::Is(Is::Unassigned) => Self::Without(lookup::assigned(db)?),
            Cond::Is(Is::Major) => Self::Objects(lookup::major(db)?),
            Cond::Is(is) => Self::Is(*is),
            Cond::Sla(sla) => Self::Sla(*sla),
            Cond::Age(cmp, seconds) => Self::Age(*cmp, *seconds),
            Cond::Entered(cmp, seconds) => Self::Entered(*cmp, *seconds),
            Cond::Due(cmp, at) => Self::Due(*cmp, *at),
            Cond::Field(name, value) => Self::Objects(lookup::of_field(db, name, value.as_deref())?),
        })
    }

    fn is_settled(&self) -> bool {
        matches!(self, Self::Objects(_) | Self::Without(_) | Self::Stages(_))
    }

    fn holds(&self, row: &Row<'_>, now: At) -> Db<bool> {
        let state = || Ok::<_, rusqlite::Error>(row.get_ref(5)?.as_str_or_null()?);
        Ok(match self {
            Self::Objects(objects) => objects.contains(row.get(26)?),
            Self::Without(objects) => !objects.contains(row.get(26)?),
            Self::Stages(stages) => stages.contains(&row.get(27)?),
            Self::State(wanted) => state()?.is_some_and(|s| lookup::plain(s).starts_with(wanted.as_str())),
            Self::Is(is) => holds_is(*is, row, now)?,
            Self::Sla(sla) => sla_of(row, now)? == Some(*sla),
            Self::Age(cmp, bound) => cmp_holds(*cmp, age_s(row, now)?, *bound),
            Self::Entered(cmp, bound) => cmp_holds(*cmp, in_stage_s(row, now)?, *bound),
            Self::Due(cmp, bound) => at(row, 11)?.is_some_and(|due| cmp_holds(*cmp, due, *bound)),
        })
    }
}

/// What a card can be, compared one by one: a state added to the grammar is simply none of these here.
fn holds_is(is: Is, row: &Row<'_>, now: At) -> Db<bool> {
    let has = |idx: usize| Ok::<_, rusqlite::Error>(row.get_ref(idx)? != rusqlite::types::ValueRef::Null);
    let is_waiting = at(row, 13)?.is_some_and(|until| until > now) || has(34)?;
    let is_overdue = at(row, 11)?.is_some_and(|due| due < now);
    let (is_blocked, is_done) = (has(12)?, has(17)?);
    let states = [
        (Is::Blocked, is_blocked),
        (Is::Waiting, is_waiting),
        (Is::Ready, !is_blocked && !is_waiting && !is_done && is_met(row, now)?),
        (Is::Done, is_done),
        (Is::Unassigned, !has(9)?),
        (Is::Archived, row.get(18)?),
        (Is::Overdue, is_overdue && !is_done),
    ];
    Ok(states.into_iter().any(|(state, holds)| state == is && holds))
}

/// Whether nothing of its gate is open. The first stretch of time at which that holds is a matter of two numbers.
fn is_met(row: &Row<'_>, now: At) -> Db<bool> {
    let (Some(from), Some(until)) = (row.get::<_, Option<i64>>(35)?, row.get::<_, Option<i64>>(36)?) else {
        return Ok(false);
    };
    if ms(now) < until {
        return Ok(from <= ms(now));
    }
    let times = times_from_json(row.get_ref(33)?.as_str()?).map_err(unreadable)?;
    let n_now = times.iter().filter(|when| when.holds_at(now)).count() as u32;
    Ok(row.get::<_, u32>(21)? + n_now == row.get::<_, u32>(22)?)
}

fn sla_of(row: &Row<'_>, now: At) -> Db<Option<Sla>> {
    let turns = if at(row, 17)?.is_some() { None } else { row::turns(row)? };
    Ok(turns.map(|turns| match () {
        () if turns.is_breached(now) => Sla::Breach,
        () if turns.is_at_risk(now) => Sla::Risk,
        () => Sla::Ok,
    }))
}

fn age_s(row: &Row<'_>, now: At) -> Db<i64> {
    let created_at = at(row, 14)?.unwrap_or(now);
    let start = at(row, 15)?.map_or(created_at, |since| since.min(created_at));
    Ok((at(row, 17)?.unwrap_or(now) - start).num_seconds())
}

fn in_stage_s(row: &Row<'_>, now: At) -> Db<i64> {
    let entered_at = at(row, 16)?.unwrap_or(now);
    Ok((at(row, 17)?.unwrap_or(now) - entered_at).num_seconds())
}

fn cmp_holds<T: PartialOrd + Copy>(cmp: Cmp, value: T, bound: T) -> bool {
    match cmp {
        Cmp::Less => value < bound,
        Cmp::More => value > bound,
    }
}
