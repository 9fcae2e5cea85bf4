//! Clocks on screen: what turns with time alone, what stands still, and what comes next.

use chrono::TimeDelta;
use streamboard::app::msg::Msg;
use streamboard::app::update::update;
use streamboard::domain::target::{Stands, Turns};
use streamboard::tui::theme::Theme;

use super::{drawn, letters};
use crate::common::sample;

#[test]
fn a_card_turns_amber_and_red_as_time_goes_by_without_a_write() {
    let mut model = sample::board(120, 40);
    let entered = model.now;
    let hours = |n| entered + TimeDelta::hours(n);
    let key = model.board.columns[0].rows()[0].key.clone();
    model.board.columns[0].window.as_mut().unwrap().rows[0].turns = Some(Turns::at(hours(3), hours(4)));
    let stream = model.stream().unwrap().id.clone();
    model.streams.iter_mut().find(|line| line.id == stream).unwrap().next_breach = Some((hours(4), key.clone()));
    let mut marks = Vec::new();
    for (hour, second) in [(3, -1), (3, 0), (4, -1), (4, 0)] {
        update(&mut model, Msg::Tick(hours(hour) + TimeDelta::seconds(second)));
        let screen = letters(&drawn(&model, &Theme::mono()));
        let line =
            screen.lines().find(|line| line.contains(key.as_str()) && !line.contains("next")).unwrap().to_owned();
        let card = line.split(key.as_str()).nth(1).and_then(|rest| rest.split('│').next()).unwrap_or_default();
        let mark = |mark: char| card.contains(mark);
        marks.push((mark('~'), mark('!'), screen.contains(&format!("next !{key} in"))));
    }
    assert_eq!(marks, [(false, false, true), (true, false, true), (true, false, true), (false, true, false)]);
}

#[test]
fn a_clock_that_stands_still_says_so_and_keeps_what_it_has_left() {
    let mut model = sample::board(120, 40);
    let stands = Some(Stands { left_ms: 2 * 3_600_000, until: None });
    model.board.columns[0].window.as_mut().unwrap().rows[0].turns =
        Some(Turns { at_risk_at: None, breached_at: None, stands });
    update(&mut model, Msg::Tick(sample::now() + TimeDelta::days(9)));
    let screen = letters(&drawn(&model, &Theme::mono()));
    assert!(screen.contains("=2h"), "{screen}");
}
