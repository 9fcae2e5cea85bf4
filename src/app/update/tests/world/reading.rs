//! What the world answers to what is read.

use super::*;

impl World {
    pub(super) fn read(&self, query: &Query) -> Answer {
        match query {
            Query::Overview | Query::OverviewAt(_) => Answer::Overview(self.lines()),
            Query::Window { stage, filter, anchor, n } => Answer::Window(self.window(stage, filter, anchor, *n)),
            Query::WindowAt { stage, anchor, n, .. } => {
                Answer::Window(self.window(stage, &Filter::default(), anchor, *n))
            }
            Query::SheetAt(..) => Answer::Then(None),
            Query::Between { from, to, .. } => Answer::Between(Box::new(self.between(*from, *to))),
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
            Query::Standup(ask) => Answer::Standup(Box::new(self.standup(ask))),
            Query::Groom { stage, filter, n } => {
                let window = self.window(stage, filter, &Anchor::Top, *n);
                let (rows, n_total) = (window.rows, window.n_total);
                Answer::Groom(Box::new(Groomed { rows, n_total, weights: Weights::default() }))
            }
            Query::Missed(_) => Answer::Missed(self.missed),
            Query::Words => Answer::Words(Box::new(self.words.clone())),
            Query::Wip => Answer::Wip(self.wip.clone()),
            Query::Approvals => Answer::Approvals(self.approvals.clone()),
            Query::Charts { days, .. } => {
                Answer::Charts(self.flow.as_ref().map(|flow| Box::new(charts(flow, now(), *days))))
            }
            Query::Forecast { days, question } => Answer::Forecast(Box::new(forecast(days, now(), *question))),
            Query::Across => Answer::Across(Box::new(across(self.flow.as_slice(), now(), 30))),
            Query::Queue(ask) => Answer::Queue(Box::new(self.queue(ask))),
            Query::Twins(object) => Answer::Twins(*object, self.twins.clone()),
            Query::Majors => Answer::Majors(self.majors.clone()),
            Query::Ids { stages, .. } => {
                Answer::Ids(self.cards().filter(|r| stages.contains(&r.stage)).map(|r| (r.card, r.object)).collect())
            }
        }
    }

    /// Every card that stands in the first stage is new.
    fn between(&self, from: At, to: At) -> Between {
        let first = self.streams.first().and_then(|(_, stages)| stages.first());
        let cards = first.map_or(&[][..], |stage| &stage.cards).iter();
        let changed = |row: &CardRow| Changed { row: row.clone(), changes: vec![Net::New { to: row.stage.clone() }] };
        Between { from, to, cards: cards.map(changed).collect(), stages: Vec::new() }
    }

    /// What is to be sorted, as it lies on the board.
    fn queue(&self, ask: &crate::domain::triage::QueueAsk) -> crate::domain::triage::Queue {
        let cards = self.stage(&ask.stage).map_or(&[][..], |stage| &stage.cards);
        let rows: Vec<CardRow> = cards.iter().filter(|row| !row.is_waiting(now())).cloned().collect();
        crate::domain::triage::Queue {
            stage: ask.stage.clone(),
            has_before: false,
            has_after: false,
            n_to_sort: rows.len() as u64,
            n_breached: 0,
            n_at_risk: 0,
            n_done: 0,
            oldest_at: rows.iter().map(|row| row.entered_at).min(),
            reasons: Vec::new(),
            rows,
        }
    }

    /// The cards from right to left; of a walk begun those of the walk.
    fn standup(&self, ask: &StandupAsk) -> Standup {
        let mut rows: Vec<CardRow> = match ask.keep.as_slice() {
            [] => {
                self.streams.iter().flat_map(|(_, stages)| stages.iter().rev()).flat_map(|s| s.cards.clone()).collect()
            }
            keep => keep.iter().filter_map(|card| self.cards().find(|r| r.card == *card).cloned()).collect(),
        };
        rows.retain(|row| !row.archived);
        let step = |row: CardRow| Step {
            stage: row.stage.clone(),
            place: row.stage.local().to_owned(),
            call: standup::call(&row, now()),
            is_touched: false,
            row,
        };
        Standup {
            stream: ask.stream.clone(),
            name: "Own".into(),
            since: now() - chrono::TimeDelta::days(1),
            is_last: false,
            now: now(),
            length_s: 900,
            steps: rows.into_iter().map(step).collect(),
            n_skipped: 0,
            n_rest: 0,
            changes: standup::Changes::default(),
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

    pub(super) fn lines(&self) -> Vec<StreamLine> {
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

    pub(super) fn window(
        &self,
        stage: &StageId,
        filter: &crate::domain::filter::Filter,
        anchor: &Anchor,
        n: usize,
    ) -> Window {
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
}
