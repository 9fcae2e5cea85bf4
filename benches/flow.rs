//! How long figures take, beside the floor: `cargo bench --bench flow`.
//!
//! The floor is what any program of our kind must do to show a board: a bare ratatui over SQLite, one indexed query
//! for each visible column, no features, settings like ours. `metrics` over a year of work may take at most ten times
//! its start, and ten times the visits may cost at most ten times as much. Both are started as programs, turn by turn,
//! and the fastest of many tries are compared, so that neither a slow machine nor a busy one matters. A plain `main`,
//! because what is asked is a verdict on ratios of programs, not a distribution of one function.
//!
//! The years are told with a fixed seed, through the journal like everything else, and kept in `target/flow-bench` for
//! as long as the schema stays what it is.

#![allow(clippy::print_stdout, clippy::print_stderr, clippy::unwrap_used)]

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;
use ratatui::widgets::{Block, List, ListItem};
use ratatui::{Terminal, TerminalOptions, Viewport};
use rusqlite::{Connection, OpenFlags};
use streamboard::domain::At;
use streamboard::domain::change::Via;
use streamboard::domain::id::{CardId, StageId, StreamId};
use streamboard::domain::intent::{Author, Edit, Intent, NewObject, Pass, Spot, Stand, To};
use streamboard::domain::value::parse_at;
use streamboard::store::{Ask, Reader, Receipt, Store};

/// How many times the floor's start figures may take.
const MOST: f64 = 10.0;

const N_TRIES: usize = 25;

const NOW: &str = "2026-11-23T09:00:00Z";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().collect();
    if let [_, word, file] = args.as_slice()
        && word == "floor"
    {
        floor(Path::new(file));
        return ExitCode::SUCCESS;
    }
    let (small, large) = (year(10_000), year(100_000));
    let mut rows = Vec::new();
    let asked: [(&str, &[&str]); 5] = [
        ("metrics, all streams", &["metrics"]),
        ("metrics, one stream", &["metrics", "operate"]),
        ("metrics --json, one stream", &["metrics", "operate", "--json"]),
        ("metrics of the whole year", &["metrics", "--since", "365d"]),
        ("bottlenecks", &["bottlenecks"]),
    ];
    let mut takes: Vec<[Duration; 2]> = vec![[Duration::MAX; 2]; asked.len() + 1];
    for _ in 0..N_TRIES {
        for (idx, file) in [&small, &large].into_iter().enumerate() {
            let me = std::env::current_exe().unwrap();
            let floor = run(Command::new(me).arg("floor").arg(&file.path));
            takes[0][idx] = takes[0][idx].min(floor);
            for (row, (_, args)) in asked.iter().enumerate() {
                let took = run(ours(&file.path).args(*args));
                takes[row + 1][idx] = takes[row + 1][idx].min(took);
            }
        }
    }
    println!("{:<28}{:>10}{:>10}{:>9}{:>9}", "", small.n_visits, large.n_visits, "growth", "x floor");
    let floor = takes[0][1];
    let growth_of_visits = large.n_visits as f64 / small.n_visits as f64;
    for (name, [few, many]) in std::iter::once("floor, start to frame").chain(asked.map(|(n, _)| n)).zip(&takes) {
        let (growth, ratio) = (ratio(*many, *few), ratio(*many, floor));
        println!("{name:<28}{:>10}{:>10}{growth:>8.1}x{ratio:>8.1}x", ms(*few), ms(*many));
        rows.push((name, growth, ratio));
    }
    let mut failed = false;
    // The whole year at once is shown for what it is; the promise is on what `metrics` reads by itself.
    for (name, growth, ratio) in rows.iter().filter(|(name, ..)| !name.contains("whole year")) {
        if *ratio > MOST || *growth > growth_of_visits {
            eprintln!(
                "{name}: {ratio:.1} times the floor, {growth:.1} times for {growth_of_visits:.1} times the visits"
            );
            failed = true;
        }
    }
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn ours(file: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_streamboard"));
    command.arg("--db").arg(file).env("STREAMBOARD_NOW", NOW);
    command
}

fn run(command: &mut Command) -> Duration {
    let begun = Instant::now();
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).status().unwrap();
    let took = begun.elapsed();
    assert!(status.success(), "{command:?}");
    took
}

fn ratio(a: Duration, b: Duration) -> f64 {
    a.as_secs_f64() / b.as_secs_f64()
}

fn ms(took: Duration) -> String {
    format!("{:.1} ms", took.as_secs_f64() * 1_000.0)
}

/// The floor: the board of one stream on 120 by 40 cells.
fn floor(file: &Path) {
    let db = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    db.execute_batch("PRAGMA foreign_keys = ON; PRAGMA mmap_size = 0; PRAGMA query_only = ON").unwrap();
    let mut stages = db.prepare("SELECT sid, name, n_live FROM stage WHERE stream = 'operate' ORDER BY ord").unwrap();
    let mut column = db
        .prepare(
            "SELECT object.key, object.title FROM card JOIN object USING (oid)
             WHERE sid = ?1 AND live = 1 ORDER BY rank, card.id LIMIT 40",
        )
        .unwrap();
    let mut columns = Vec::new();
    let mut rows = stages.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let head = format!("{} {}", row.get::<_, String>(1).unwrap(), row.get::<_, i64>(2).unwrap());
        let cells = column.query_map([row.get::<_, i64>(0).unwrap()], |row| {
            Ok(format!("{} {}", row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        });
        columns.push((head, cells.unwrap().collect::<Result<Vec<_>, _>>().unwrap()));
    }
    let viewport = Viewport::Fixed(Rect::new(0, 0, 120, 40));
    let backend = CrosstermBackend::new(std::io::stdout());
    let mut terminal = Terminal::with_options(backend, TerminalOptions { viewport }).unwrap();
    terminal
        .draw(|frame| {
            let areas = Layout::horizontal(vec![Constraint::Fill(1); columns.len()]).split(frame.area());
            for ((head, cells), area) in columns.into_iter().zip(areas.iter()) {
                let items = cells.into_iter().map(|cell| ListItem::new(Line::from(cell)));
                frame.render_widget(List::new(items).block(Block::bordered().title(head)), *area);
            }
        })
        .unwrap();
    std::io::stdout().flush().unwrap();
}

/// A workspace with a year of work in it.
struct Year {
    path: PathBuf,
    n_visits: usize,
}

fn year(n_visits: usize) -> Year {
    let mut hasher = DefaultHasher::new();
    let mut schema: Vec<_> = fs::read_dir("assets/schema").unwrap().map(|entry| entry.unwrap().path()).collect();
    schema.sort();
    for path in &schema {
        fs::read(path).unwrap().hash(&mut hasher);
    }
    include_str!("flow.rs").hash(&mut hasher);
    let directory = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/flow-bench");
    let path = directory.join(format!("{n_visits}-{:016x}.db", hasher.finish()));
    if !path.exists() {
        fs::create_dir_all(&directory).unwrap();
        let made = directory.join(format!("{n_visits}.making"));
        for end in ["", "-wal", "-shm"] {
            drop(fs::remove_file(format!("{}{end}", made.display())));
        }
        eprintln!("telling a year of {n_visits} visits");
        let begin = parse_at(NOW).unwrap() - TimeDelta::minutes(YEAR_MIN as i64);
        let store = Store::open(&made, begin).unwrap();
        Telling::new(n_visits, streams_of(&made)).write(store, begin);
        fs::rename(&made, &path).unwrap();
    }
    let db = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let n_visits: i64 = db.query_row("SELECT count(*) FROM visit", [], |row| row.get(0)).unwrap();
    Year { path, n_visits: n_visits as usize }
}

/// The streams work goes through: half of it the one of incidents, the rest two longer ones.
fn streams_of(path: &Path) -> Vec<(StreamId, Vec<StageId>)> {
    let streams = Reader::open(path).unwrap().streams().unwrap();
    let of = |id: &str| {
        let stream = streams.iter().find(|stream| stream.id.as_str() == id).unwrap();
        (stream.id.clone(), stream.stages.iter().map(|stage| stage.id.clone()).collect())
    };
    vec![of("operate"), of("explore"), of("integrate")]
}

/// What will happen to a card, in minutes of the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Add,
    Take,
    /// To the stage at this place; behind the last: done.
    Move(usize),
}

/// The year, event by event in the order of time.
struct Telling {
    rng: fastrand::Rng,
    queue: BinaryHeap<Reverse<(u64, usize, Event)>>,
    streams: Vec<(StreamId, Vec<StageId>)>,
    /// Stream and card of each, once it is there.
    cards: Vec<(usize, Option<Receipt>)>,
}

const YEAR_MIN: u64 = 365 * 24 * 60;

impl Telling {
    fn new(n_visits: usize, streams: Vec<(StreamId, Vec<StageId>)>) -> Self {
        let mut telling =
            Self { rng: fastrand::Rng::with_seed(4), queue: BinaryHeap::new(), streams, cards: Vec::new() };
        for idx in 0..n_visits * 2 / 7 {
            let stream = [0, 0, 1, 2][idx % 4];
            telling.cards.push((stream, None));
            let at = telling.rng.u64(0..YEAR_MIN);
            telling.queue.push(Reverse((at, idx, Event::Add)));
        }
        telling
    }

    fn write(mut self, mut store: Store, begin: At) {
        let mut asked: Option<usize> = None;
        store
            .commit_each(|last| {
                if let (Some(idx), Some(receipt)) = (asked.take(), last)
                    && self.cards[idx].1.is_none()
                {
                    self.cards[idx].1 = Some(receipt.clone());
                }
                let Reverse((at, idx, event)) = self.queue.pop()?;
                if at >= YEAR_MIN {
                    return None;
                }
                asked = Some(idx);
                let at_time = begin + TimeDelta::minutes(at as i64);
                Some(self.ask(at, idx, event, at_time))
            })
            .unwrap();
    }

    /// What is asked at an event; what follows from it is told for later.
    fn ask(&mut self, at: u64, idx: usize, event: Event, time: At) -> Ask {
        let (stream, made) = &self.cards[idx];
        let (stream, stages) = &self.streams[*stream];
        let made = made.as_ref().map(|receipt| &receipt.done[0]);
        let card: Option<CardId> = made.and_then(|done| done.card);
        let object = made.and_then(|done| done.object);
        let (intent, next) = match (event, card, object) {
            (Event::Take, _, Some(object)) => {
                (Intent::Edit { object, edits: vec![Edit::Assignee(Some("ana".into()))] }, Vec::new())
            }
            (Event::Move(to), Some(card), _) => {
                let goal = match stages.get(to) {
                    Some(stage) => To::Stage(stage.clone()),
                    None => To::Done { value: None, beneficiary: None },
                };
                let intent = Intent::Move { card, to: goal, spot: Spot::Bottom, pass: Pass::Free, reason: None };
                let is_back = to > 0 && to < stages.len() && self.rng.u8(0..100) < 6;
                let next = if is_back { to - 1 } else { to + 1 };
                (intent, if to < stages.len() { vec![Event::Move(next)] } else { Vec::new() })
            }
            _ => {
                let new = NewObject {
                    title: format!("Work of the year, number {idx}"),
                    priority: Some(self.rng.u8(1..=4)),
                    stand: Some(Stand::in_stage(stream.clone(), Some(stages[0].clone()))),
                    ..NewObject::default()
                };
                (Intent::Add(Box::new(new)), vec![Event::Take, Event::Move(1)])
            }
        };
        for event in next {
            let after = match event {
                Event::Take => self.rng.u64(1..240),
                _ => self.rng.u64(60..4_000),
            };
            self.queue.push(Reverse((at + after, idx, event)));
        }
        Ask::new(Author { actor: "ana".into(), via: Via::Cli, at: time }, vec![intent])
    }
}
