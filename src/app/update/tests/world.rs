//! A workspace in memory that answers what the model asks, and the sketches it is made from and shown as.
//!
//! A sketch names the stages in its first line, a number is a limit. Below stand cards by title, `*` marks the
//! cursor: `todo | doing 1 | done` and `A* | B |`.

use chrono::{TimeZone, Utc};
use uuid::Uuid;

use super::known::{sheet, words};

use crate::app::effect::{Effect, Query, Wish};
use crate::app::geometry;
use crate::app::key::{Input, parse_seq};
use crate::app::model::{Model, Screen};
use crate::app::msg::{Answer, Committed, Did, Msg, Undone, Words};
use crate::app::update::{Start, start, update};
use crate::domain::At;
use crate::domain::flow::Flow;
use crate::domain::id::{CardId, CriterionId, GroupId, ObjectId, StageId, StreamId, TypeId};
use crate::domain::intent::{Edit, Intent, Pass, Refusal, Spot, Stay, To};
use crate::domain::key::Key;
use crate::domain::rank::Rank;
use crate::domain::stream::{Policy, StreamKind};
use crate::domain::window::{Anchor, CardRow, Found, Hit, HitRow, Sheet, StageLine, StreamLine, Window};
use crate::metrics::across::across;
use crate::metrics::charts::charts;
use crate::metrics::forecast::forecast;

/// What is no longer there.
const GONE: Refusal = Refusal::Gone { what: "card" };

/// A model and the workspace behind it.
pub struct World {
    pub model: Model,
    /// Stages with their limits and cards, one list for each stream.
    pub streams: Vec<(String, Vec<Stage>)>,
    /// Moves forward are refused unless ticked or forced.
    pub enforces: bool,
    /// Answers wait until they are asked for.
    pub holds_answers: bool,
    pub waiting: Vec<Effect>,
    /// Counts claim so many cards more than can be read.
    pub n_phantoms: u64,
    /// What types, relations and people there are.
    pub words: Words,
    /// What objects have beside what all have.
    pub adorn: fn(&mut Sheet),
    /// Why the next wish is refused.
    pub refuses: Option<Refusal>,
    /// How cards went through the stream, for figures.
    pub flow: Option<Flow>,
    /// What waits for me.
    pub approvals: Vec<crate::domain::trace::WaitingRow>,
    /// How many open cards people have.
    pub wip: std::collections::BTreeMap<String, crate::domain::person::Wip>,
    /// Everything that was asked, but no reads.
    pub asked: Vec<Effect>,
    pub n_reads: usize,
    /// Links between cards, by title: from, what it is called from there and from the other end, to.
    pub links: Vec<(&'static str, &'static str, &'static str, &'static str)>,
}

pub struct Stage {
    pub name: String,
    pub limit: Option<u32>,
    pub cards: Vec<CardRow>,
}

/// The moment of all tests.
pub fn now() -> At {
    Utc.with_ymd_and_hms(2026, 11, 26, 9, 0, 0).single().unwrap()
}

/// A workspace from a sketch, with the cursor where its `*` is.
pub fn sketch(text: &str) -> World {
    sketch_at(text, 80, 24)
}

pub fn sketch_at(text: &str, width: u16, height: u16) -> World {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    let mut stages: Vec<Stage> = lines[0].split('|').map(stage).collect();
    let mut cursor = None;
    let mut n = 0;
    for line in &lines[1..] {
        for (idx, cell) in line.split('|').map(str::trim).enumerate().filter(|(_, c)| !c.is_empty()) {
            n += 1;
            let title = cell.trim_end_matches('*');
            let row = row("own", n, title, &stages[idx].name);
            if title.len() < cell.len() {
                cursor = Some((idx, row.card));
            }
            stages[idx].cards.push(row);
        }
    }
    let mut world = World::of(vec![("own".into(), stages)], width, height);
    if let Some((idx, card)) = cursor {
        world.model.board.focus = idx;
        world.model.board.columns[idx].cursor = Some(card);
    }
    world
}

fn stage(text: &str) -> Stage {
    let words: Vec<&str> = text.split_whitespace().collect();
    let limit = words.last().and_then(|w| w.parse().ok());
    let n = words.len() - usize::from(limit.is_some());
    Stage { name: words[..n].join(" "), limit, cards: Vec::new() }
}

/// A card of a stage; its ids come from its number.
pub fn row(stream: &str, n: u64, title: &str, stage: &str) -> CardRow {
    CardRow {
        card: CardId(Uuid::from_u128(u128::from(n))),
        object: ObjectId(Uuid::from_u128(1_000_000 + u128::from(n))),
        key: Key::new("C", n),
        title: title.to_owned(),
        type_id: TypeId::new("item"),
        state: None,
        stage: StageId::of(&StreamId::new(stream), stage),
        rank: Rank(format!("{n:08}")),
        priority: None,
        assignee: None,
        labels: Vec::new(),
        due_at: None,
        blocked: None,
        waiting_until: None,
        created_at: now(),
        since: None,
        entered_at: now(),
        done_at: None,
        archived: false,
        turns: None,
        n_met: 0,
        times: Vec::new(),
        waiting_for: None,
        n_asked: 2,
        open: Vec::new(),
        n_links: 0,
        n_overrides: 0,
        team: None,
        own_team: None,
    }
}

impl World {
    pub fn of(streams: Vec<(String, Vec<Stage>)>, width: u16, height: u16) -> Self {
        let (model, effects) = start(Start {
            now: now(),
            zone: chrono_tz::UTC,
            me: "ana".into(),
            width,
            height,
            settings: crate::app::model::Settings::default(),
            place: None,
            is_demo: false,
            news: None,
            warnings: Vec::new(),
        });
        let mut world = Self {
            model,
            streams,
            enforces: false,
            holds_answers: false,
            waiting: Vec::new(),
            n_phantoms: 0,
            words: words(),
            adorn: |_| {},
            refuses: None,
            flow: None,
            approvals: Vec::new(),
            wip: std::collections::BTreeMap::new(),
            asked: Vec::new(),
            n_reads: 0,
            links: Vec::new(),
        };
        world.settle(effects);
        world
    }

    /// A stage with so many cards, alone on its board.
    pub fn tall(n: u64) -> Self {
        let cards = (1..=n).map(|n| row("own", n, &format!("card {n}"), "todo")).collect();
        let todo = Stage { name: "todo".into(), limit: None, cards };
        let done = Stage { name: "done".into(), limit: None, cards: Vec::new() };
        Self::of(vec![("own".into(), vec![todo, done])], 80, 24)
    }

    /// Presses keys by their printed names and answers everything; what else was asked comes back.
    pub fn press(&mut self, keys: &str) -> Vec<Effect> {
        self.asked.clear();
        for word in keys.split(' ').filter(|w| !w.is_empty()) {
            for key in parse_seq(word).unwrap() {
                self.send(Msg::Input(Input::Key(key)));
            }
        }
        std::mem::take(&mut self.asked)
    }

    /// Types text, letter by letter.
    pub fn type_text(&mut self, text: &str) -> Vec<Effect> {
        self.asked.clear();
        for c in text.chars() {
            self.send(Msg::Input(Input::Key(crate::app::key::Key::char(c))));
        }
        std::mem::take(&mut self.asked)
    }

    /// One message and all that follows from it.
    pub fn send(&mut self, msg: Msg) {
        let effects = update(&mut self.model, msg);
        self.settle(effects);
    }

    /// One message without answers: what it asks for.
    pub fn dry(&mut self, msg: Msg) -> Vec<Effect> {
        update(&mut self.model, msg)
    }

    /// Answers what waits.
    pub fn release(&mut self) {
        self.holds_answers = false;
        let waiting = std::mem::take(&mut self.waiting);
        self.settle(waiting);
    }

    fn settle(&mut self, effects: Vec<Effect>) {
        let mut effects: std::collections::VecDeque<Effect> = effects.into();
        let mut n = 0;
        while let Some(effect) = effects.pop_front() {
            n += 1;
            assert!(n < 10_000, "it never comes to rest: {effect:?}");
            if self.holds_answers {
                self.waiting.push(effect);
                continue;
            }
            let answers: Vec<Msg> = match &effect {
                Effect::Read { ask, query } => {
                    self.n_reads += 1;
                    vec![Msg::Answer { ask: *ask, answer: self.read(query) }]
                }
                Effect::Commit(wish) => vec![self.commit(wish)],
                Effect::Undo(wish) => {
                    vec![Msg::Undone(Undone { redo: wish.redo, text: "C-1 moved".into(), card: None, stage: None })]
                }
                _ => Vec::new(),
            };
            if !matches!(effect, Effect::Read { .. }) {
                self.asked.push(effect);
            }
            for answer in answers {
                effects.extend(update(&mut self.model, answer));
            }
        }
    }

    fn read(&self, query: &Query) -> Answer {
        match query {
            Query::Overview => Answer::Overview(self.lines()),
            Query::Window { stage, filter, anchor, n } => Answer::Window(self.window(stage, filter, anchor, *n)),
            Query::Slice { slice, filter, anchor, n, .. } => Answer::Window(self.slice(slice, filter, anchor, *n)),
            Query::Lanes { by, .. } => Answer::Lanes(self.lanes(*by)),
            Query::Found { .. } => Answer::Found(Found::default()),
            Query::Locate(card) => {
                Answer::Located(self.cards().find(|r| r.card == *card).map(|r| (r.card, r.stage.clone())))
            }
            Query::Alert { from, .. } => {
                let blocked = self.cards().find(|r| r.blocked.is_some() && Some(r.card) != *from);
                Answer::Located(blocked.map(|r| (r.card, r.stage.clone())))
            }
            Query::Sheet(object) => {
                Answer::Sheet(self.cards().find(|r| r.object == *object).map(|r| Box::new(self.sheet(r))))
            }
            Query::Glance(object) => {
                let row = self.cards().find(|r| r.object == *object);
                Answer::Glance(row.map(|row| Box::new((sheet(row), Vec::new()))))
            }
            Query::ObjectLog(_) | Query::Activity => Answer::Log(Vec::new()),
            Query::Stage(_) => Answer::Stage(None),
            Query::Search { text, .. } => {
                let fits = |r: &&CardRow| r.title.contains(text.as_str()) || r.key.as_str() == text;
                Answer::Hits(self.cards().filter(fits).map(hit).collect())
            }
            Query::Walk(walk) => Answer::Walked(Box::new(self.walk(walk))),
            Query::Peek(object) => Answer::Peek(self.peek(*object).map(Box::new)),
            Query::Trace(ask) => Answer::Trace(Box::new(self.trace(ask.root, [ask.up, ask.down]))),
            Query::Impact(root) => Answer::Impact(Box::new(self.impact(*root))),
            Query::Words => Answer::Words(Box::new(self.words.clone())),
            Query::Wip => Answer::Wip(self.wip.clone()),
            Query::Approvals => Answer::Approvals(self.approvals.clone()),
            Query::Charts { days, .. } => {
                Answer::Charts(self.flow.as_ref().map(|flow| Box::new(charts(flow, now(), *days))))
            }
            Query::Forecast { days, question } => Answer::Forecast(Box::new(forecast(days, now(), *question))),
            Query::Across => Answer::Across(Box::new(across(self.flow.as_slice(), now(), 30))),
            Query::Ids { stages, .. } => {
                Answer::Ids(self.cards().filter(|r| stages.contains(&r.stage)).map(|r| (r.card, r.object)).collect())
            }
        }
    }

    fn sheet(&self, row: &CardRow) -> Sheet {
        let mut sheet = sheet(row);
        (self.adorn)(&mut sheet);
        sheet
    }

    /// Other words from now on.
    pub fn knows(&mut self, words: Words) {
        self.words = words.clone();
        self.model.words = Some(words);
    }

    fn lines(&self) -> Vec<StreamLine> {
        let line = |(name, stages): &(String, Vec<Stage>)| StreamLine {
            id: StreamId::new(name.as_str()),
            name: name.clone(),
            short: name.chars().take(4).collect(),
            kind: StreamKind::Own,
            gate: if self.enforces { Policy::Enforce } else { Policy::Warn },
            card_type: TypeId::new("item"),
            targets: Vec::new(),
            n_cards: stages.iter().map(|s| s.cards.len() as u64).sum(),
            n_breached: 0,
            n_at_risk: 0,
            n_blocked: 0,
            next_breach: None,
            stages: stages.iter().map(|s| stage_line(name, s)).collect(),
        };
        self.streams.iter().map(line).collect()
    }

    fn window(&self, stage: &StageId, filter: &crate::domain::filter::Filter, anchor: &Anchor, n: usize) -> Window {
        let subject = |r: &CardRow| {
            let labels = r.labels.clone();
            (r.title.clone(), labels, r.assignee.clone())
        };
        let fits = |r: &&CardRow| {
            let (title, labels, who) = subject(r);
            let subject = crate::domain::filter::Subject {
                title: &title,
                labels: &labels,
                assignee: who.as_deref(),
                ..Default::default()
            };
            filter.matches(&subject, now())
        };
        let rows: Vec<CardRow> = self.stage(stage).map_or(&[][..], |s| &s.cards).iter().filter(fits).cloned().collect();
        self.cut(stage, &rows, anchor, n)
    }

    /// A part of some rows.
    pub fn cut(&self, stage: &StageId, rows: &[CardRow], anchor: &Anchor, n: usize) -> Window {
        let at = |card: &CardId| rows.iter().position(|r| r.card == *card);
        let from = match anchor {
            Anchor::Top => 0,
            Anchor::Bottom => rows.len().saturating_sub(n),
            Anchor::Around(card) => at(card).unwrap_or(0).saturating_sub(n / 2),
            Anchor::Below(_, card) => at(card).map_or(0, |i| i + 1),
            Anchor::Above(_, card) => at(card).unwrap_or(0).saturating_sub(n),
        };
        let end = match anchor {
            Anchor::Above(_, card) => at(card).unwrap_or(0),
            _ => (from + n).min(rows.len()),
        };
        let n_total = rows.len() as u64 + self.n_phantoms;
        Window { stage: stage.clone(), rows: rows[from..end].to_vec(), n_above: from as u64, n_total }
    }

    fn commit(&mut self, wish: &Wish) -> Msg {
        let mut done = Vec::new();
        let mut stay = Vec::new();
        for intent in &wish.intents {
            match self.apply(intent) {
                Ok(did) => done.push(did),
                Err(refusal) => stay.push(refusal),
            }
        }
        if let (false, [refusal]) = (wish.partial, stay.as_slice()) {
            return Msg::Refused { refusal: refusal.clone(), wish: wish.clone() };
        }
        let group = GroupId(Uuid::from_u128(1));
        Msg::Committed(Committed { group, seq: 1, what: wish.what.clone(), done, stay })
    }

    fn apply(&mut self, intent: &Intent) -> Result<Did, Refusal> {
        if let Some(refusal) = self.refuses.take() {
            return Err(refusal);
        }
        match intent {
            Intent::HandOff(_) => {
                let key = Some(Key::new("DEF", 7));
                Ok(Did { key, object: None, card: None, arrived: Some("Plan".into()), left_open: Vec::new() })
            }
            Intent::Approve { card, .. } => Ok(did(self.cards().find(|r| r.card == *card).ok_or(GONE)?, None)),
            Intent::Move { card, to, spot, pass, .. } => self.move_card(*card, to, *spot, pass),
            Intent::Edit { object, edits } => {
                let row = self.cards_mut().find(|r| r.object == *object).ok_or(GONE)?;
                for edit in edits {
                    match edit {
                        Edit::Title(title) => row.title.clone_from(title),
                        Edit::Priority(p) => row.priority = *p,
                        Edit::Assignee(who) => row.assignee.clone_from(who),
                        Edit::Team(team) => row.team.clone_from(team),
                        _ => {}
                    }
                }
                Ok(did(row, None))
            }
            Intent::Block { card, reason } => {
                let row = self.cards_mut().find(|r| r.card == *card).ok_or(GONE)?;
                row.blocked = Some(reason.clone());
                Ok(did(row, None))
            }
            Intent::Unblock { card } => {
                let row = self.cards_mut().find(|r| r.card == *card).ok_or(GONE)?;
                row.blocked = None;
                Ok(did(row, None))
            }
            Intent::Archive { object } => {
                let row = self.cards().find(|r| r.object == *object).ok_or(GONE)?.clone();
                for stage in self.streams.iter_mut().flat_map(|(_, s)| s) {
                    stage.cards.retain(|r| r.object != *object);
                }
                Ok(did(&row, None))
            }
            Intent::Add(new) => {
                let Some(stand) = new.stand.clone() else {
                    return Ok(Did { key: None, object: None, card: None, arrived: None, left_open: Vec::new() });
                };
                let n = 500 + self.cards().count() as u64;
                let id = stand.stage.unwrap();
                let stage = self.stage_mut(&id).unwrap();
                let row = row(id.stream().as_str(), n, &new.title, &stage.name);
                let name = stage.name.clone();
                if stage.limit.is_some_and(|limit| stage.cards.len() >= limit as usize) {
                    let full = crate::domain::intent::Full { stage: name, n_cards: 1, limit: 1 };
                    let stay =
                        Stay { key: row.key, stage: None, open: Vec::new(), barred: Vec::new(), full: Some(full) };
                    return Err(Refusal::Stays(Box::new(stay)));
                }
                stage.cards.push(row.clone());
                Ok(did(&row, Some(name)))
            }
            _ => Ok(Did { key: None, object: None, card: None, arrived: None, left_open: Vec::new() }),
        }
    }

    fn move_card(&mut self, card: CardId, to: &To, spot: Spot, pass: &Pass) -> Result<Did, Refusal> {
        let mut row = self.cards().find(|r| r.card == card).ok_or(GONE)?.clone();
        let stream = row.stage.stream();
        let stages = &mut self.streams.iter_mut().find(|(name, _)| *name == stream.as_str()).unwrap().1;
        let from = stages.iter().position(|s| s.cards.iter().any(|r| r.card == card)).unwrap();
        let to = match to {
            To::Step(by) if (from as i64) + i64::from(*by) < 0 => return Err(GONE),
            To::Step(by) => from as i64 + i64::from(*by),
            To::Stage(stage) => stages.iter().position(|s| s.name == stage.local()).unwrap() as i64,
            To::Done { .. } => stages.len() as i64,
        };
        if self.enforces && to > from as i64 && *pass == Pass::Ask {
            let open = vec![(CriterionId::new("own/out1"), "the first thing".to_owned())];
            let stay =
                Stay { key: row.key, stage: Some(stages[from].name.clone()), open, barred: Vec::new(), full: None };
            return Err(Refusal::Stays(Box::new(stay)));
        }
        stages[from].cards.retain(|r| r.card != card);
        let Some(target) = stages.get_mut(to as usize) else {
            return Ok(did(&row, Some("done".into())));
        };
        row.stage = StageId::of(&stream, &target.name);
        let at = |card: CardId| target.cards.iter().position(|r| r.card == card);
        let place = match spot {
            Spot::Bottom => target.cards.len(),
            Spot::Top => 0,
            Spot::Before(card) => at(card).unwrap_or(0),
            Spot::After(card) => at(card).map_or(0, |i| i + 1),
        };
        let arrived = (to != from as i64).then(|| target.name.clone());
        target.cards.insert(place, row.clone());
        Ok(did(&row, arrived))
    }

    fn stage(&self, id: &StageId) -> Option<&Stage> {
        let (_, stages) = self.streams.iter().find(|(name, _)| *name == id.stream().as_str())?;
        stages.iter().find(|s| s.name == id.local())
    }

    fn stage_mut(&mut self, id: &StageId) -> Option<&mut Stage> {
        let (_, stages) = self.streams.iter_mut().find(|(name, _)| *name == id.stream().as_str())?;
        stages.iter_mut().find(|s| s.name == id.local())
    }

    pub fn cards(&self) -> impl Iterator<Item = &CardRow> {
        self.streams.iter().flat_map(|(_, s)| s).flat_map(|s| &s.cards)
    }

    pub fn cards_mut(&mut self) -> impl Iterator<Item = &mut CardRow> {
        self.streams.iter_mut().flat_map(|(_, s)| s).flat_map(|s| &mut s.cards)
    }

    /// The board as the model knows it, as a sketch.
    pub fn show(&self) -> String {
        let columns = &self.model.board.columns;
        let names: Vec<&str> = columns.iter().map(|c| c.stage.local()).collect();
        let n = columns.iter().map(|c| c.rows().len()).max().unwrap_or(0);
        let cell = |(idx, column): (usize, &crate::app::model::Column), line: usize| {
            let Some(row) = column.rows().get(line) else {
                return String::new();
            };
            let is_cursor = idx == self.model.board.focus && column.cursor == Some(row.card);
            let mark = if self.model.marks.contains(&row.card) { "+" } else { "" };
            format!("{}{mark}{}", row.title, if is_cursor { "*" } else { "" })
        };
        let line = |line: usize| {
            let cells: Vec<String> = columns.iter().enumerate().map(|c| cell(c, line)).collect();
            cells.join(" | ").trim_end().to_owned()
        };
        let lines: Vec<String> = std::iter::once(names.join(" | ")).chain((0..n).map(line)).collect();
        lines.join("\n")
    }

    pub fn notice(&self) -> &str {
        self.model.notice.as_ref().map_or("", |n| &n.text)
    }

    /// The title of the card under the cursor.
    pub fn current(&self) -> &str {
        self.model.current().map_or("", |row| &row.title)
    }

    /// A cell of a card on the screen.
    pub fn cell(&self, title: &str) -> (u16, u16) {
        assert_eq!(self.model.screen, Screen::Board);
        let layout = geometry::board(&self.model);
        for column in &layout.columns {
            let c = &self.model.board.columns[column.idx];
            if let Some(at) = c.rows().iter().position(|r| r.title == title) {
                let y = column.inner.y + (at - c.top) as u16 * layout.card_lines;
                return (column.inner.x + 1, y);
            }
        }
        panic!("{title} is not on the screen");
    }
}

fn did(row: &CardRow, arrived: Option<String>) -> Did {
    Did { key: Some(row.key.clone()), object: Some(row.object), card: Some(row.card), arrived, left_open: Vec::new() }
}

fn hit(row: &CardRow) -> Hit {
    let place = HitRow::Card { card: row.card, object: row.object, stage: row.stage.clone(), is_done: false };
    Hit { row: place, key: row.key.clone(), title: row.title.clone(), place: row.stage.local().to_owned() }
}

fn stage_line(stream: &str, stage: &Stage) -> StageLine {
    StageLine {
        id: StageId::of(&StreamId::new(stream), &stage.name),
        name: stage.name.clone(),
        short: stage.name.clone(),
        wip: stage.limit,
        targets: Vec::new(),
        n_cards: stage.cards.len() as u64,
        n_breached: 0,
        n_at_risk: 0,
        n_blocked: stage.cards.iter().filter(|r| r.blocked.is_some()).count() as u64,
        oldest_entered_at: None,
    }
}
