//! Cards, times and places in the words of a screen.

use chrono_tz::Tz;
use ratatui::style::Style;

use super::look::Look;
use crate::domain::At;
use crate::domain::date::{show_left, show_span};
use crate::domain::window::{CardRow, FigureRow, Sla};
use crate::tui::widget::strip::{Bit, bit, cells};

/// The mark of a card: blocked, breached, at risk, waiting, or several of them.
pub fn mark(row: &CardRow, now: At) -> &'static str {
    let held = row.blocked.is_some();
    match row.sla(now) {
        Some(Sla::Breached) if held => "#!",
        Some(Sla::AtRisk) if held => "#~",
        _ if held => "#",
        Some(Sla::Breached) if row.waiting_for.is_some() => "?!",
        Some(Sla::AtRisk) if row.waiting_for.is_some() => "?~",
        Some(Sla::Breached) => "!",
        Some(Sla::AtRisk) => "~",
        _ if row.is_waiting(now) && row.done_at.is_none() => "?",
        _ => "",
    }
}

/// The time of a card as short as it goes: over, left, or its age.
pub fn time(row: &CardRow, now: At) -> String {
    match row.turns.filter(|_| row.sla(now).is_some_and(|sla| sla != Sla::Ok)) {
        _ if row.done_at.is_some() => "done".to_owned(),
        Some(turns) => show_left(turns.left_s(now)),
        None => show_span(row.age_s(now)),
    }
}

/// The style of a card's time.
pub fn time_style(look: &Look<'_>, row: &CardRow) -> Style {
    let theme = look.theme;
    match row.sla(look.model.now) {
        Some(Sla::Breached) => theme.overdue,
        _ if row.blocked.is_some() => theme.blocked,
        Some(Sla::AtRisk) => theme.at_risk,
        _ => Style::new(),
    }
}

/// How a card stands against its clock, in words; nothing when it has time.
pub fn clock(look: &Look<'_>, row: &CardRow) -> Option<Bit<'static>> {
    let turns = row.turns?;
    let left = show_left(turns.left_s(look.model.now));
    match row.sla(look.model.now)? {
        Sla::Breached => Some(bit(format!("!{left} over"), look.theme.overdue)),
        Sla::AtRisk => Some(bit(format!("~{left} left"), look.theme.at_risk)),
        Sla::Ok => None,
    }
}

/// The clock of a card also when it has time.
pub fn clock_or_left(look: &Look<'_>, row: &CardRow) -> Option<Bit<'static>> {
    let left = || row.turns.map(|t| show_left(t.left_s(look.model.now)) + " left");
    clock(look, row).or_else(|| left().filter(|_| row.done_at.is_none()).map(|left| bit(left, Style::new())))
}

/// `P1`, or two spaces.
pub fn priority(priority: Option<u8>) -> String {
    priority.map_or_else(|| "  ".to_owned(), |p| format!("P{p}"))
}

/// `@ana`, or `@-` when nobody has it.
pub fn owner(assignee: Option<&str>) -> String {
    format!("@{}", assignee.unwrap_or("-"))
}

/// A moment as people of the time zone say it: today only the hour, else the day too, the year where it is another.
pub fn moment(at: At, now: At, zone: Tz) -> String {
    use chrono::Datelike;
    let (at, now) = (at.with_timezone(&zone), now.with_timezone(&zone));
    let form = match () {
        () if at.date_naive() == now.date_naive() => "%H:%M",
        () if at.year() == now.year() => "%a %-d %b %H:%M",
        () => "%-d %b %Y",
    };
    at.format(form).to_string()
}

/// `1 card`, `7 cards`.
pub fn many(n: u64, one: &str) -> String {
    format!("{n} {one}{}", if n == 1 { "" } else { "s" })
}

/// A list parted by commas, without its last parts where they do not fit.
pub fn that_fit(text: &str, room: u16) -> &str {
    let mut text = text;
    while cells(text) > room
        && let Some((shorter, _)) = text.rsplit_once(", ")
    {
        text = shorter;
    }
    text
}

/// `blocked by PRB-3`, or `blocked: the vendor is asked`.
pub fn blocked(why: &str) -> String {
    let join = if why.starts_with("by ") { "" } else { ":" };
    format!("blocked{join} {why}")
}

/// What a card waits for: an answer, or a date.
pub fn waits(row: &CardRow, now: At, zone: Tz) -> Option<String> {
    let until = || row.waiting_until.filter(|at| *at > now).map(|at| format!("waits until {}", moment(at, now, zone)));
    row.waiting_for.as_ref().map(|key| format!("waits for {key}")).or_else(until)
}

/// A text in which moments are told as everywhere else.
pub fn with_moments(text: &str, now: At, zone: Tz) -> String {
    let told = |word: &str| {
        let bare = word.trim_end_matches([',', ';', '.']);
        let at = chrono::DateTime::parse_from_rfc3339(bare).ok()?;
        Some(format!("{}{}", moment(at.to_utc(), now, zone), &word[bare.len()..]))
    };
    let words = text.split(' ').map(|word| told(word).unwrap_or_else(|| word.to_owned()));
    words.collect::<Vec<_>>().join(" ")
}

/// `Approved budget 1200 EUR`
pub fn figure(figure: &FigureRow) -> String {
    let unit = figure.unit.as_ref().map_or_else(String::new, |unit| format!(" {unit}"));
    format!("{} {}{unit}", figure.name, (figure.value * 100.0).round() / 100.0)
}
