//! The number of cards does not show: 100,000 on a board start, answer and move as fast as 100.
//!
//! Both boards are open at once and take turns, and only ratios of the fastest of many tries are compared, so that
//! neither a slow machine nor a busy one matters.

#![allow(clippy::print_stdout)] // The figures, for whoever asks with --nocapture.

use std::time::{Duration, Instant};

use crate::common::pty::Pty;
use crate::common::session::Home;

const N_FEW: usize = 100;
const N_MANY: usize = 100_000;

/// How much longer the large board may take.
const MOST: f64 = 1.5;

/// How often each thing is tried; again when others keep the machine busy.
const N_TRIES: usize = 10;
const N_ROUNDS: usize = 6;

/// After this long a frame no longer waits for the one before it.
const PACE: Duration = Duration::from_millis(34);

/// One try of something, and how long it took.
type Try = fn(&mut Side) -> Duration;

/// A workspace with its board on screen.
struct Side {
    home: Home,
    pty: Pty,
    n: usize,
}

impl Side {
    /// A workspace of `n` cards in the first stage of one stream; from now on the program starts on this board.
    fn of(n: usize) -> Self {
        let home = Home::new();
        let csv = home.file("cards.csv");
        let rows: Vec<String> = (1..=n).map(|n| format!("Card {n:06}")).collect();
        std::fs::write(&csv, format!("title\n{}", rows.join("\n"))).unwrap();
        home.ok(&["import", csv.to_str().unwrap(), "--from", "csv", "--stream", "operate"]);
        let mut pty = home.open(80, 24);
        pty.wait_for("7 Oper");
        pty.send("g7");
        pty.wait_for(&at(1));
        pty.send("q");
        assert!(pty.exit().success());
        let pty = open(&home);
        Self { home, pty, n }
    }

    /// How long a start takes, up to the board with its cards.
    fn start(&mut self) -> Duration {
        let begun = Instant::now();
        let _pty = open(&self.home);
        begun.elapsed()
    }

    /// How long keys take, up to what they bring to the screen, when the terminal was quiet before.
    fn keys(&mut self, keys: &str, wish: impl Fn(&vt100::Screen) -> bool) -> Duration {
        self.pass_time();
        let begun = Instant::now();
        self.pty.send(keys);
        self.pty.wait_until(wish);
        begun.elapsed()
    }

    /// Starts beside it until the program may draw at once again.
    fn pass_time(&mut self) {
        let begun = Instant::now();
        while begun.elapsed() < PACE {
            self.start();
        }
    }

    fn step(&mut self) -> Duration {
        let down = self.keys("j", shows(at(2)));
        down.max(self.keys("k", shows(at(1))))
    }

    fn jump_to_the_ends(&mut self) -> Duration {
        let down = self.keys("G", shows(at(self.n)));
        down.max(self.keys("gg", shows(at(1))))
    }

    fn carry(&mut self) -> Duration {
        let there = self.keys("L", stands_right(true));
        self.keys("u", stands_right(false));
        there
    }
}

/// The program on the board it was left on.
fn open(home: &Home) -> Pty {
    let pty = home.open(80, 24);
    pty.wait_for("INC-2 ");
    pty
}

/// A card under the cursor.
fn at(number: usize) -> String {
    format!(">   INC-{number} ")
}

/// The screen shows a text.
fn shows(text: String) -> impl Fn(&vt100::Screen) -> bool {
    move |screen| screen.contents().contains(&text)
}

/// The first card stands in the second column, or does not.
fn stands_right(is_right: bool) -> impl Fn(&vt100::Screen) -> bool {
    move |screen| {
        let place = screen.contents().lines().skip(2).find_map(|line| line.find(&at(1)));
        place.is_some_and(|byte| (byte > 20) == is_right)
    }
}

/// What the large board takes, measured in what the small one takes: the fastest try of each, tried in turn.
fn ratio(few: &mut Side, many: &mut Side, what: &str, try_once: Try) -> f64 {
    let (mut least_few, mut least_many) = (Duration::MAX, Duration::MAX);
    let mut ratio = f64::INFINITY;
    for _ in 0..N_ROUNDS {
        for _ in 0..N_TRIES {
            least_few = least_few.min(try_once(few));
            least_many = least_many.min(try_once(many));
        }
        ratio = least_many.as_secs_f64() / least_few.as_secs_f64();
        if ratio <= MOST {
            break;
        }
    }
    println!("{what}: {least_few:?} with {N_FEW} cards, {least_many:?} with {N_MANY}, {ratio:.2} times");
    ratio
}

#[test]
fn a_hundred_thousand_cards_start_answer_and_move_as_fast_as_a_hundred() {
    let (mut few, mut many) = (Side::of(N_FEW), Side::of(N_MANY));
    let tries: [(&str, Try); 4] = [
        ("first frame", Side::start),
        ("a key", Side::step),
        ("to the ends", Side::jump_to_the_ends),
        ("a card moved", Side::carry),
    ];
    for (what, try_once) in tries {
        let ratio = ratio(&mut few, &mut many, what, try_once);
        assert!(ratio <= MOST, "{what} takes {ratio:.2} times as long with {N_MANY} cards as with {N_FEW}");
    }
}
