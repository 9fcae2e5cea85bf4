//! What a value means after the name and sign before it: `stage:new`, `age>3d`, `due<fri`.

use chrono::{SubsecRound, TimeDelta, TimeZone};

use super::token::{Letter, is_sign, text};
use super::{Asker, Cmp, Cond, Is, Sla, Wrong};
use crate::domain::{date, key::Key, nearest::nearest};

/// Every name, what it asks, and how it is written.
pub(super) const NAMES: [(&str, Name, &str); 16] = [
    ("stage", Name::Stage, "stage:diagnose"),
    ("stream", Name::Stream, "stream:operate"),
    ("type", Name::Type, "type:incident"),
    ("state", Name::State, "state:new"),
    ("label", Name::Label, "label:eu"),
    ("assignee", Name::Assignee, "assignee:ana"),
    ("team", Name::Team, "team:payments"),
    ("priority", Name::Priority, "priority:1"),
    ("key", Name::Key, "key:INC-142"),
    ("text", Name::Text, "text:checkout"),
    ("is", Name::Is, "is:blocked"),
    ("sla", Name::Sla, "sla:breach"),
    ("age", Name::Age, "age>3d"),
    ("entered", Name::Entered, "entered>2h"),
    ("due", Name::Due, "due<fri"),
    ("field", Name::Field, "field:amount=100"),
];

const IS: [&str; 9] = ["blocked", "waiting", "ready", "done", "unassigned", "archived", "mine", "overdue", "major"];
const SLA: [&str; 3] = ["ok", "risk", "breach"];
const PRIORITIES: [&str; 5] = ["1", "2", "3", "4", "none"];

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Name {
    Stage,
    Stream,
    Type,
    State,
    Label,
    Assignee,
    Team,
    Priority,
    Key,
    Text,
    Is,
    Sla,
    Age,
    Entered,
    Due,
    Field,
}

/// What stands before a value, and holds for the values after a `,` too.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Lead {
    pub(super) name: Name,
    pub(super) sign: char,
}

/// The condition of a value after its lead; `me` in quotes is a name.
pub(super) fn valued<Tz: TimeZone>(lead: Lead, letters: &[Letter], asker: &Asker<'_, Tz>) -> Result<Cond, Wrong> {
    let like = NAMES.iter().find(|n| n.1 == lead.name).map_or("", |n| n.2);
    if letters.is_empty() {
        return Err(Wrong::Empty(like));
    }
    if lead.sign != ':' || matches!(lead.name, Name::Age | Name::Entered | Name::Due) {
        return compared(lead, &text(letters), asker, like);
    }
    let value = text(letters);
    match lead.name {
        Name::Assignee if letters.iter().all(|l| !l.quoted) && value.eq_ignore_ascii_case("me") => Ok(mine(asker)),
        Name::Assignee => Ok(Cond::Assignee(value)),
        Name::Team if value.eq_ignore_ascii_case("none") && letters.iter().all(|l| !l.quoted) => Ok(Cond::Team(None)),
        Name::Team => Ok(Cond::Team(Some(value))),
        Name::Stage => Ok(Cond::Stage(value)),
        Name::Stream => Ok(Cond::Stream(value)),
        Name::Type => Ok(Cond::Type(value)),
        Name::State => Ok(Cond::State(value)),
        Name::Label => Ok(Cond::Label(value)),
        Name::Priority => priority(&value),
        Name::Key => key(&value).ok_or(Wrong::Unread(like)),
        Name::Is => is(&value, asker),
        Name::Sla => sla(&value),
        Name::Field => field(letters).ok_or(Wrong::Empty(like)),
        _ => Ok(Cond::Word(value)),
    }
}

fn compared<Tz: TimeZone>(lead: Lead, value: &str, asker: &Asker<'_, Tz>, like: &'static str) -> Result<Cond, Wrong> {
    let cmp = match lead.sign {
        '<' => Some(Cmp::Less),
        '>' => Some(Cmp::More),
        _ => None,
    };
    let span = || date::parse_span(value).map_err(|_| Wrong::Unread(like));
    match (lead.name, cmp) {
        (Name::Age, Some(cmp)) => Ok(Cond::Age(cmp, span()?)),
        (Name::Entered, Some(cmp)) => Ok(Cond::Entered(cmp, span()?)),
        (Name::Due, cmp) => due(cmp, value, asker).ok_or(Wrong::Unread(like)),
        _ => Err(Wrong::Sign(like)),
    }
}

/// `due<fri` is before Friday begins, `due>fri` after it ends, `due:fri` by its end. A filter keeps whole seconds, so
/// that it can be shown and read again.
fn due<Tz: TimeZone>(cmp: Option<Cmp>, value: &str, asker: &Asker<'_, Tz>) -> Option<Cond> {
    let second = TimeDelta::seconds(1);
    let day = date::parse_day(value, asker.now, asker.zone).map(|(start, next)| (start, next - second));
    let moment = || date::parse_due(value, asker.now, asker.zone).ok().map(|at| at.trunc_subsecs(0));
    let (first, last) = day.or_else(|| moment().map(|at| (at, at)))?;
    Some(match cmp {
        Some(Cmp::Less) => Cond::Due(Cmp::Less, first),
        Some(Cmp::More) => Cond::Due(Cmp::More, last),
        None => Cond::Due(Cmp::Less, last + second),
    })
}

fn mine<Tz>(asker: &Asker<'_, Tz>) -> Cond {
    Cond::Assignee(asker.me.to_owned())
}

fn priority(value: &str) -> Result<Cond, Wrong> {
    let lower = value.to_lowercase();
    match lower.strip_prefix('p').unwrap_or(&lower) {
        "none" | "0" => Ok(Cond::Priority(0)),
        "1" => Ok(Cond::Priority(1)),
        "2" => Ok(Cond::Priority(2)),
        "3" => Ok(Cond::Priority(3)),
        "4" => Ok(Cond::Priority(4)),
        _ => Err(unknown(value, &PRIORITIES)),
    }
}

/// A key, or letters that keys begin with: `inc-142`, `inc`.
fn key(value: &str) -> Option<Cond> {
    let prefix = || value.bytes().all(|b| b.is_ascii_alphabetic()).then(|| value.to_ascii_uppercase());
    let key = Key::parse(value).map(|key| key.as_str().to_owned());
    key.or_else(prefix).map(Cond::Key)
}

/// A field that is set, or the value it has: `investment_status`, `investment_status=invest`.
fn field(letters: &[Letter]) -> Option<Cond> {
    let Some(at) = letters.iter().position(|l| is_sign(*l, "=")) else {
        return Some(Cond::Field(text(letters), None));
    };
    let (name, value) = (text(&letters[..at]), text(&letters[at + 1..]));
    (!name.is_empty() && !value.is_empty()).then_some(Cond::Field(name, Some(value)))
}

fn is<Tz>(value: &str, asker: &Asker<'_, Tz>) -> Result<Cond, Wrong> {
    let is = match value.to_lowercase().as_str() {
        "mine" => return Ok(mine(asker)),
        "blocked" => Is::Blocked,
        "waiting" => Is::Waiting,
        "ready" => Is::Ready,
        "done" => Is::Done,
        "unassigned" => Is::Unassigned,
        "archived" => Is::Archived,
        "overdue" => Is::Overdue,
        "major" => Is::Major,
        _ => return Err(unknown(value, &IS)),
    };
    Ok(Cond::Is(is))
}

fn sla(value: &str) -> Result<Cond, Wrong> {
    match value.to_lowercase().as_str() {
        "ok" => Ok(Cond::Sla(Sla::Ok)),
        "risk" => Ok(Cond::Sla(Sla::Risk)),
        "breach" => Ok(Cond::Sla(Sla::Breach)),
        _ => Err(unknown(value, &SLA)),
    }
}

fn unknown(value: &str, valid: &'static [&'static str]) -> Wrong {
    Wrong::Value { nearest: nearest(value, valid.iter().copied()), valid }
}
