//! Sample models in plain Rust: seven streams, one board with cards of every kind. The clock stands still.

use chrono::{TimeDelta, TimeZone, Utc};
use streamboard::app::model::{Board, Column, Model, Screen};
use streamboard::domain::At;
use streamboard::domain::id::{CardId, ObjectId, StageId, StreamId, TypeId};
use streamboard::domain::key::Key;
use streamboard::domain::rank::Rank;
use streamboard::domain::stream::{Policy, StreamKind};
use streamboard::domain::target::Turns;
use streamboard::domain::window::{CardRow, StageLine, StreamLine, Window};
use uuid::Uuid;

/// Thursday, 26 November 2026, 09:35 in Brussels.
pub fn now() -> At {
    Utc.with_ymd_and_hms(2026, 11, 26, 8, 35, 0).single().expect("a moment")
}

/// An empty model of a size.
pub fn bare(width: u16, height: u16) -> Model {
    let mut model = Model::new(now(), chrono_tz::Europe::Brussels, "ana", width, height);
    model.streams = streams();
    model
}

/// The map, the cursor on the stage with most breaches.
pub fn map(width: u16, height: u16) -> Model {
    let mut model = bare(width, height);
    model.map.stream_idx = 6;
    model.map.stage_idx = 1;
    model
}

/// The last stream's board, the cursor on the first card of its second stage.
pub fn board(width: u16, height: u16) -> Model {
    let mut model = bare(width, height);
    model.screen = Screen::Board;
    model.board = board_of(&model.streams[6], vec![detect(), diagnose(), resolve()]);
    model.board.focus = 1;
    model
}

/// A board of five stages, the cursor on the first card of all.
pub fn wide_board(width: u16, height: u16) -> Model {
    let mut model = bare(width, height);
    model.screen = Screen::Board;
    let cards = [
        vec![
            Sample::new(121, "Self-service refunds", 2).age(2 * DAY),
            Sample::new(119, "Carbon report per order", 3).age(4 * DAY),
        ],
        vec![Sample::new(40, "Checkout in under a minute", 2).age(5 * DAY)],
        vec![
            Sample::new(22, "Payments platform renewal", 1).left(DAY),
            Sample::new(21, "Data mesh pilot", 2).age(9 * DAY),
        ],
        Vec::new(),
        vec![Sample::new(9, "Retire the mainframe", 4).age(40 * DAY)],
    ];
    let columns = cards.into_iter().map(|cards| cards.iter().map(Sample::row).collect()).collect();
    model.board = board_of(&model.streams[0], columns);
    model
}

/// A board whose titles are hard to draw: wide letters, emoji, right to left, combining marks, control characters.
pub fn odd_letters(width: u16, height: u16) -> Model {
    let mut model = board(width, height);
    let titles = [
        "結帳頁面在歐洲區域回應非常緩慢需要處理",
        "שלום עולם כבר לא נטען",
        "Family 👩‍👩‍👧‍👦 plan is billed twice 💥💥💥💥",
        "Cafe\u{301} Zu\u{308}rich: n\u{303}andu\u{301} missing in the export",
        "Escape \x1b[2J\x1b]0;own\x07 tab\there \u{202e}evil",
        "Z\u{336}\u{335}\u{334}\u{337}\u{338}a\u{336}l\u{336}g\u{336}o text",
    ];
    let cards = titles.iter().enumerate().map(|(n, title)| Sample::new(900 + n as u64, title, 2).owner("müller").row());
    let window = model.board.columns[1].window.as_mut().expect("a window");
    window.rows = cards.collect();
    window.n_total = window.rows.len() as u64;
    model.board.columns[1].cursor = window.rows.first().map(|r| r.card);
    model
}

/// The same board as [`board`], without any card.
pub fn empty_board(width: u16, height: u16) -> Model {
    let mut model = board(width, height);
    for column in &mut model.board.columns {
        column.cursor = None;
        column.window = Some(Window { stage: column.stage.clone(), rows: Vec::new(), n_above: 0, n_total: 0 });
    }
    for stage in &mut model.streams[6].stages {
        *stage = emptied(stage);
    }
    let stream = &mut model.streams[6];
    (stream.n_cards, stream.n_breached, stream.n_at_risk, stream.n_blocked) = (0, 0, 0, 0);
    model
}

/// A stage without its cards.
pub fn emptied(stage: &StageLine) -> StageLine {
    StageLine { n_cards: 0, n_breached: 0, n_at_risk: 0, n_blocked: 0, oldest_entered_at: None, ..stage.clone() }
}

pub const MINUTE: i64 = 60;
pub const HOUR: i64 = 3600;
pub const DAY: i64 = 24 * HOUR;

/// A card in the making.
#[derive(Debug, Clone)]
pub struct Sample {
    number: u64,
    title: String,
    priority: u8,
    owner: Option<&'static str>,
    age_s: i64,
    left_s: Option<i64>,
    blocked: Option<&'static str>,
}

impl Sample {
    pub fn new(number: u64, title: &str, priority: u8) -> Self {
        Self { number, title: title.into(), priority, owner: None, age_s: HOUR, left_s: None, blocked: None }
    }

    pub fn owner(self, owner: &'static str) -> Self {
        Self { owner: Some(owner), ..self }
    }

    pub fn age(self, age_s: i64) -> Self {
        Self { age_s, ..self }
    }

    /// At risk, so long before its breach.
    pub fn left(self, left_s: i64) -> Self {
        Self { left_s: Some(left_s), ..self }
    }

    /// Breached so long ago.
    pub fn over(self, over_s: i64) -> Self {
        Self { left_s: Some(-over_s), ..self }
    }

    pub fn blocked(self, why: &'static str) -> Self {
        Self { blocked: Some(why), ..self }
    }

    pub fn row(&self) -> CardRow {
        let ago = |seconds| now() - TimeDelta::seconds(seconds);
        CardRow {
            times: Vec::new(),
            waiting_for: None,
            card: CardId(Uuid::from_u128(u128::from(self.number))),
            object: ObjectId(Uuid::from_u128(u128::from(self.number) << 64)),
            key: Key::new("INC", self.number),
            title: self.title.clone(),
            type_id: TypeId::new("incident"),
            state: Some("in-progress".into()),
            stage: StageId::new("operate/diagnose"),
            rank: Rank(format!("a{:03}", self.number)),
            priority: (self.priority > 0).then_some(self.priority),
            assignee: self.owner.map(str::to_owned),
            labels: vec!["eu".into(), "web".into()],
            due_at: None,
            blocked: self.blocked.map(str::to_owned),
            waiting_until: None,
            created_at: ago(self.age_s),
            since: None,
            entered_at: ago(self.age_s / 2),
            done_at: None,
            archived: false,
            turns: self.left_s.map(|left| Turns::at(ago(HOUR), ago(-left))),
            n_met: (self.number % 3) as u32,
            n_asked: 4,
            open: Vec::new(),
            n_links: (self.number % 5) as u32,
            n_overrides: 0,
            team: None,
            own_team: None,
        }
    }
}

fn detect() -> Vec<CardRow> {
    let known = [
        Sample::new(1051, "Disk 91% on pg-07", 2).left(20 * MINUTE).owner("ops"),
        Sample::new(2210, "Cert expires in 9 days", 3).age(3 * HOUR).owner("lee"),
        Sample::new(2214, "Queue depth alert flaps", 3).age(2 * HOUR),
        Sample::new(2215, "Backup took 3h (norm is 40 minutes)", 4).age(2 * HOUR),
    ];
    fill(&known, 14, 2230)
}

fn diagnose() -> Vec<CardRow> {
    let known = [
        Sample::new(1042, "Checkout p95 latency > 2s in eu-west since 06:55", 1).over(130 * MINUTE).owner("ana"),
        Sample::new(1047, "Mobile login answers 502 now and then", 1).over(35 * MINUTE).owner("raj"),
        Sample::new(1044, "Invoices printed twice", 2).over(5 * MINUTE).owner("kim"),
        Sample::new(1046, "Search index lags behind the catalogue", 2)
            .blocked("vendor answers on Friday")
            .age(4 * HOUR)
            .owner("ana"),
        Sample::new(1048, "Push messages arrive late", 2).left(HOUR).owner("raj"),
        Sample::new(1030, "Fonts missing in PDF", 3).age(DAY),
    ];
    fill(&known, 15, 2310)
}

fn resolve() -> Vec<CardRow> {
    let known = [
        Sample::new(1038, "Roll back pay-api 4.18", 1).left(HOUR).owner("ana"),
        Sample::new(1036, "Resize pg-07 volume", 2).age(5 * HOUR).owner("ops"),
        Sample::new(1029, "Rotate vendor keys", 2).blocked("keys are with the vendor").age(DAY).owner("lee"),
    ];
    fill(&known, 12, 2410)
}

/// The known cards, and plain ones behind them up to `n`.
fn fill(known: &[Sample], n: usize, from: u64) -> Vec<CardRow> {
    const TITLES: [&str; 4] =
        ["DNS retries up 4%", "Footer shows the old year", "Login errors, one tenant", "New probe on pay-api"];
    let titles = TITLES.iter().cycle().zip(from..);
    let plain = titles.map(|(title, number)| Sample::new(number, title, 4).age(20 * HOUR));
    known.iter().cloned().chain(plain).take(n).map(|s| s.row()).collect()
}

fn board_of(stream: &StreamLine, cards: Vec<Vec<CardRow>>) -> Board {
    let column = |(stage, rows): (&StageLine, Vec<CardRow>)| Column {
        stage: stage.id.clone(),
        lane: None,
        cursor: rows.first().map(|r| r.card),
        top: 0,
        window: Some(Window { stage: stage.id.clone(), n_above: 0, n_total: rows.len() as u64, rows }),
    };
    let columns = stream.stages.iter().zip(cards).map(column).collect();
    Board { columns, ..Board::empty(stream.id.clone()) }
}

/// Name, count, limit, breached, at risk, blocked, days since the oldest came.
type StageSketch = (&'static str, u64, Option<u32>, u64, u64, u64, i64);

fn streams() -> Vec<StreamLine> {
    vec![
        stream(
            "Evaluate",
            "Eval",
            &[
                ("Gather Influencers", 4, Some(6), 0, 0, 0, 2),
                ("Gap Analysis", 3, Some(4), 0, 0, 0, 5),
                ("Investments", 2, Some(4), 0, 1, 0, 9),
                ("Mandates", 2, Some(3), 0, 0, 0, 3),
                ("Governance", 1, Some(3), 0, 0, 0, 2),
            ],
        ),
        stream(
            "Explore",
            "Expl",
            &[
                ("Backlog Ranking", 2, None, 0, 0, 0, 4),
                ("Blueprint", 2, Some(4), 0, 0, 0, 6),
                ("Refine", 3, Some(4), 0, 1, 0, 8),
                ("Roadmap", 1, Some(3), 0, 0, 0, 2),
            ],
        ),
        stream(
            "Integrate",
            "Intg",
            &[
                ("Plan", 6, Some(8), 0, 0, 0, 1),
                ("Develop", 13, Some(12), 1, 1, 1, 6),
                ("Test", 8, Some(8), 0, 1, 0, 2),
                ("Accept", 4, Some(6), 0, 0, 0, 1),
            ],
        ),
        stream(
            "Deploy",
            "Depl",
            &[
                ("Approve", 2, Some(4), 0, 0, 0, 1),
                ("Fulfill", 3, Some(4), 0, 0, 0, 2),
                ("Validate", 2, Some(3), 0, 0, 0, 0),
                ("Observe", 2, Some(3), 0, 0, 0, 1),
            ],
        ),
        stream(
            "Release",
            "Rels",
            &[
                ("Define", 2, Some(3), 0, 0, 0, 3),
                ("Implement", 3, Some(3), 1, 0, 0, 6),
                ("Publish", 1, Some(3), 0, 0, 0, 2),
            ],
        ),
        stream(
            "Consume",
            "Cons",
            &[
                ("Select", 3, Some(8), 0, 0, 0, 1),
                ("Agree", 2, Some(6), 0, 0, 0, 2),
                ("Subscribe", 5, Some(6), 1, 2, 0, 3),
                ("Support", 3, Some(9), 0, 0, 1, 0),
                ("Status", 1, Some(4), 0, 0, 0, 0),
            ],
        ),
        stream(
            "Operate",
            "Oper",
            &[
                ("Detect", 14, Some(18), 0, 1, 0, 0),
                ("Diagnose", 15, Some(10), 3, 1, 1, 2),
                ("Resolve", 12, Some(15), 0, 1, 1, 1),
            ],
        ),
    ]
}

fn stream(name: &str, short: &str, stages: &[StageSketch]) -> StreamLine {
    let id = StreamId::new(name.to_lowercase());
    let stages: Vec<StageLine> = stages.iter().map(|sketch| stage(&id, sketch)).collect();
    let sum = |count: fn(&StageLine) -> u64| stages.iter().map(count).sum();
    StreamLine {
        name: name.into(),
        short: short.into(),
        kind: StreamKind::It4it,
        gate: Policy::Warn,
        card_type: TypeId::new("incident"),
        targets: Vec::new(),
        n_cards: sum(|s| s.n_cards),
        n_breached: sum(|s| s.n_breached),
        n_at_risk: sum(|s| s.n_at_risk),
        n_blocked: sum(|s| s.n_blocked),
        next_breach: None,
        stages,
        id,
    }
}

fn stage(stream: &StreamId, sketch: &StageSketch) -> StageLine {
    let (name, n_cards, wip, n_breached, n_at_risk, n_blocked, days) = *sketch;
    let short = name.split(' ').next().unwrap_or_default();
    StageLine {
        id: StageId::of(stream, &name.to_lowercase().replace(' ', "-")),
        name: name.into(),
        short: short.chars().take(9).collect(),
        wip,
        targets: Vec::new(),
        n_cards,
        n_breached,
        n_at_risk,
        n_blocked,
        oldest_entered_at: Some(now() - TimeDelta::seconds(days * DAY + 3 * HOUR)),
    }
}
