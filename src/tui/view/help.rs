//! Help: the keys of this place, all keys, or what the current stage is for.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::look::Look;
use crate::app::action::{self, HelpGroup};
use crate::app::geometry;
use crate::app::model::{Help, HelpPage};
use crate::domain::stream::{Criterion, CriterionKind, Mode, Stage};
use crate::text;
use crate::tui::layout;
use crate::tui::widget::strip::{Bit, bit, cells};
use crate::tui::widget::text_field::text_field;

/// A line of the help.
type Row<'a> = Vec<Bit<'a>>;

/// Cells from which keys stand in two columns.
const TWO_FROM: u16 = 72;

/// Draws the help; answers where the cursor stands while searching.
pub fn draw(look: &Look<'_>, help: &Help, buf: &mut Buffer) -> Option<Position> {
    let area = layout::rect(geometry::overlay(look.model, 110, 30));
    let title = match help.page {
        _ if area.width < 60 => " Help ",
        HelpPage::Here => " Help: here  (? all keys, Tab this stage) ",
        HelpPage::AllKeys => " Help: all keys  (? here, Tab this stage) ",
        HelpPage::Stage => " Help: this stage  (? keys) ",
    };
    let inner = look.popup(vec![bit(title, look.theme.title)], Vec::new()).draw_over(area, buf);
    let inner = layout::inset(inner, 1);
    let (list, cursor) = match &help.search {
        Some(line) => {
            let row = layout::row(inner, 0);
            look.put(buf, row, "/", look.theme.key);
            let cursor = text_field(buf, layout::indent(row, 1), &line.text, line.at, look.theme.input);
            (layout::below(inner, 1), cursor)
        }
        None => (inner, None),
    };
    let n_below = match help.page {
        HelpPage::Stage => stage(look, help, list, buf),
        HelpPage::Here | HelpPage::AllKeys => keys(look, help, list, buf),
    };
    if n_below > 0 {
        // In the upper edge: the footer may cover the lower one.
        let edge = layout::inset(layout::row(area, 0), 2);
        look.strip(buf, edge).put_right(&format!(" +{n_below} below "), look.theme.key);
    }
    cursor
}

/// Draws keys; answers how many lines lie below.
fn keys(look: &Look<'_>, help: &Help, area: Rect, buf: &mut Buffer) -> usize {
    let search = help.search.as_ref().map_or("", |line| &line.text);
    let groups = action::help(look.model, help.page == HelpPage::AllKeys, search);
    if groups.is_empty() {
        look.put(buf, area, "No key fits.  Backspace takes a letter back, Esc goes back.", look.theme.dim);
        return 0;
    }
    let fits_in_one = height(&groups) <= usize::from(area.height);
    let two = area.width >= TWO_FROM && !fits_in_one;
    let width = if two { (area.width - 2) / 2 } else { area.width };
    let (left, right) = if two { halves(&groups) } else { (&groups[..], &groups[..0]) };
    let (left, right) = (lines(look, left, width), lines(look, right, width));
    let n = left.len().max(right.len());
    let scroll = help.scroll.min(n.saturating_sub(usize::from(area.height)));
    for y in 0..area.height {
        let row = layout::row(area, y);
        let idx = scroll + usize::from(y);
        for (lines, x) in [(&left, 0), (&right, width + 2)] {
            if let Some(bits) = lines.get(idx) {
                look.strip(buf, Rect { width, ..layout::indent(row, x) }).put_all(bits);
            }
        }
    }
    n.saturating_sub(scroll + usize::from(area.height))
}

/// The groups in two parts of about the same height.
fn halves(groups: &[HelpGroup]) -> (&[HelpGroup], &[HelpGroup]) {
    let worse = |at: &usize| height(&groups[..*at]).max(height(&groups[*at..]));
    groups.split_at((0..=groups.len()).min_by_key(worse).unwrap_or(groups.len()))
}

/// The rows of groups under each other, about.
fn height(groups: &[HelpGroup]) -> usize {
    groups.iter().map(|g| g.rows.len() + 2).sum()
}

fn lines<'a>(look: &Look<'_>, groups: &[HelpGroup], width: u16) -> Vec<Row<'a>> {
    let widest = groups.iter().flat_map(|g| &g.rows).map(|(keys, _)| cells(keys)).max().unwrap_or(0);
    let keys_width = usize::from(widest.min(width / 3).max(6));
    let room = usize::from(width).saturating_sub(keys_width + 2);
    let mut lines: Vec<Row<'a>> = Vec::new();
    for group in groups {
        if !lines.is_empty() {
            lines.push(Vec::new());
        }
        lines.push(vec![bit(group.title.clone(), look.theme.heading)]);
        for (keys, does) in &group.rows {
            let keys = text::pad(keys, keys_width, look.glyphs.cut);
            for (n, part) in text::wrap(does, room).into_iter().enumerate() {
                let keys = if n == 0 { keys.clone() } else { " ".repeat(keys_width) };
                lines.push(vec![bit(keys, look.theme.key), bit("  ", Style::new()), bit(part, Style::new())]);
            }
        }
    }
    lines
}

/// Draws what the stage is for; answers how many lines lie below.
fn stage(look: &Look<'_>, help: &Help, area: Rect, buf: &mut Buffer) -> usize {
    let Some(stage) = &help.stage else {
        look.put(buf, area, "Reading.", look.theme.dim);
        return 0;
    };
    let lines = told(look, stage, area.width);
    let scroll = help.scroll.min(lines.len().saturating_sub(usize::from(area.height)));
    for (n, bits) in lines[scroll..].iter().take(usize::from(area.height)).enumerate() {
        look.strip(buf, layout::row(area, n as u16)).put_all(bits);
    }
    lines.len().saturating_sub(scroll + usize::from(area.height))
}

/// What a stage is for: purpose, what it is worth, what its gate asks, who works in it.
fn told<'a>(look: &Look<'_>, stage: &Stage, width: u16) -> Vec<Row<'a>> {
    let mut lines: Vec<Row<'a>> = vec![vec![bit(stage.name.clone(), look.theme.heading)]];
    let mut say = |heading: &str, texts: Vec<String>| {
        if texts.is_empty() {
            return;
        }
        lines.push(Vec::new());
        lines.push(vec![bit(heading.to_owned(), look.theme.heading)]);
        for text in texts {
            for (n, part) in
                text::wrap(&text::sanitize(&text), usize::from(width).saturating_sub(2)).into_iter().enumerate()
            {
                let lead = if n == 0 { "- " } else { "  " };
                lines.push(vec![bit(lead, Style::new()), bit(part, Style::new())]);
            }
        }
    };
    let of_kind = |kind: CriterionKind| stage.criteria.iter().filter(|c| c.kind == kind).map(criterion).collect();
    say("WHAT IT IS FOR", Some(stage.purpose.clone()).filter(|text| !text.is_empty()).into_iter().collect());
    let exits = match stage.exit_mode {
        Mode::All => "TO LEAVE IT, ALL OF",
        Mode::Any => "TO LEAVE IT, ONE OF",
    };
    say(exits, of_kind(CriterionKind::Exit));
    say("WHAT IS DONE HERE", of_kind(CriterionKind::Activity));
    say("HOW WORK COMES IN", of_kind(CriterionKind::Entrance));
    say("WHAT COMES OF IT", stage.value_items.clone());
    say("WHO WORKS HERE", stage.roles.clone());
    say("USUAL WAYS BACK", stage.loops.iter().map(|l| format!("{}: {}", l.to.local(), l.why)).collect());
    lines
}

fn criterion(criterion: &Criterion) -> String {
    criterion.level.map_or_else(String::new, |level| format!("{level}: ")) + &criterion.text
}
