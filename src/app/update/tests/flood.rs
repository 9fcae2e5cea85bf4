//! Random keys at random sizes never panic, and leave the cursor where it can be seen.

use super::World;
use super::board::two_streams;
use crate::app::geometry;
use crate::app::key::{Button, Code, Input, Key, Mouse, MouseKind};
use crate::app::model::Screen;
use crate::app::msg::Msg;

/// A small generator, so that a failure comes back with its seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

const CODES: [Code; 14] = [
    Code::Enter,
    Code::Esc,
    Code::Tab,
    Code::Backspace,
    Code::Delete,
    Code::Up,
    Code::Down,
    Code::Left,
    Code::Right,
    Code::Home,
    Code::End,
    Code::PageUp,
    Code::PageDown,
    Code::F(1),
];

fn key(dice: &mut Dice) -> Key {
    match dice.roll(10) {
        0 | 1 => Key::new(CODES[dice.roll(14) as usize]),
        2 => Key::shift(CODES[dice.roll(14) as usize]),
        3 => Key::ctrl(char::from(b'a' + dice.roll(26) as u8)),
        4 => Key::char(['é', '結', '👩', '\u{301}'][dice.roll(4) as usize]),
        _ => Key::char(char::from(b' ' + dice.roll(95) as u8)),
    }
}

fn input(dice: &mut Dice) -> Input {
    match dice.roll(40) {
        0 => Input::Resize { width: dice.roll(220) as u16, height: dice.roll(70) as u16 },
        1 => Input::Paste("two\nlines \x1b[A".into()),
        2..=5 => {
            let kinds = [
                MouseKind::Down(Button::Left),
                MouseKind::Up(Button::Left),
                MouseKind::Drag(Button::Left),
                MouseKind::Down(Button::Right),
                MouseKind::WheelUp,
                MouseKind::WheelDown,
            ];
            let kind = kinds[dice.roll(6) as usize];
            let (column, row) = (dice.roll(220) as u16, dice.roll(70) as u16);
            Input::Mouse(Mouse { kind, column, row, ctrl: false, shift: false })
        }
        _ => Input::Key(key(dice)),
    }
}

fn play(world: &mut World, seed: u64, n: usize) {
    let mut dice = Dice(seed);
    for _ in 0..n {
        let input = input(&mut dice);
        world.send(Msg::Input(input));
        if dice.roll(50) == 0 {
            world.send(Msg::Tick(super::world::now() + chrono::TimeDelta::seconds(dice.roll(200) as i64)));
        }
        assert_seen(world, seed);
        geometry::hints(&world.model);
    }
}

fn assert_seen(world: &World, seed: u64) {
    let model = &world.model;
    if model.screen != Screen::Board {
        return;
    }
    for layout in geometry::board(model).columns {
        let column = &model.board.columns[layout.idx];
        if let (Some(at), false) = (column.cursor_idx(), matches!(model.mode, crate::app::model::Mode::Grab(_))) {
            let rows = column.top..column.top + layout.n_rows.max(1);
            assert!(rows.contains(&at), "seed {seed}: row {at} is not in {rows:?}");
        }
    }
}

#[test]
fn random_keys_at_random_sizes_never_panic() {
    for seed in 0..24 {
        play(&mut two_streams(), seed, 300);
        play(&mut World::tall(300), seed + 1_000, 200);
    }
}

#[test]
fn random_keys_while_nothing_is_answered_never_panic() {
    for seed in 0..12 {
        let mut world = World::tall(300);
        world.holds_answers = true;
        play(&mut world, seed, 200);
        world.release();
    }
}
