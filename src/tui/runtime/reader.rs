//! The thread that reads: queries of the screen, and what others wrote.

use std::collections::VecDeque;
use std::mem::discriminant;
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use super::Workspace;
use crate::app::effect::Query;
use crate::app::msg::{Answer, Msg, Words};
use crate::domain::At;
use crate::domain::filter::Filter;
use crate::domain::id::{CardId, ObjectId, StageId};
use crate::domain::saved::Saved;
use crate::domain::stream::Stage;
use crate::store::{Error, ListAsk, LogAsk, Reader};
use crate::tui::News;

/// How often the database is asked where no hint comes.
const SLOW_POLL: Duration = Duration::from_secs(1);

/// A hint often comes before the commit can be seen: when to ask again, after it.
const ASK_AGAIN: [Duration; 4] =
    [Duration::from_millis(2), Duration::from_millis(8), Duration::from_millis(30), Duration::from_millis(90)];

pub enum Job {
    Read {
        ask: u64,
        query: Query,
    },
    /// The database may have changed.
    Hint,
    /// Nobody waits for an answer any more.
    End,
}

/// Whether a running read of this kind is worth cutting short when a newer one comes.
pub fn makes_earlier_void(query: &Query) -> bool {
    matches!(query, Query::Search { .. } | Query::Found { .. })
}

pub struct Work {
    reader: Reader,
    workspace: Workspace,
    session: String,
    news: Sender<News>,
    /// The journal's position others' changes were told up to.
    seen_seq: i64,
    data_version: i64,
    /// When the database is asked again for a change that was hinted at.
    again: VecDeque<Instant>,
}

impl Work {
    pub fn new(reader: Reader, workspace: Workspace, session: String, news: Sender<News>) -> Self {
        let seen_seq = reader.last_seq().unwrap_or_default();
        let data_version = reader.data_version().unwrap_or_default();
        Self { reader, workspace, session, news, seen_seq, data_version, again: VecDeque::new() }
    }

    /// Works until the loop is gone.
    pub fn work(mut self, jobs: &Receiver<Job>) {
        loop {
            match jobs.recv_timeout(self.until_next_look()) {
                Ok(job) => {
                    if self.take(job, jobs).is_none() {
                        return;
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    while self.again.front().is_some_and(|at| *at <= Instant::now()) {
                        self.again.pop_front();
                    }
                    if self.look().is_none() {
                        return;
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn until_next_look(&self) -> Duration {
        self.again.front().map_or(SLOW_POLL, |at| at.saturating_duration_since(Instant::now()))
    }

    /// Does a job and all that wait behind it; queries that a later one makes void are left out.
    fn take(&mut self, job: Job, jobs: &Receiver<Job>) -> Option<()> {
        let mut waiting = vec![job];
        waiting.extend(jobs.try_iter());
        let mut reads: Vec<(u64, Query)> = Vec::new();
        let mut is_hinted = false;
        for job in waiting {
            match job {
                Job::Hint => is_hinted = true,
                Job::End => return None,
                Job::Read { ask, query } => {
                    reads.retain(|(_, earlier)| !is_same_slot(earlier, &query));
                    reads.push((ask, query));
                }
            }
        }
        for (ask, query) in reads {
            self.answer(ask, query)?;
        }
        if is_hinted {
            self.again = ASK_AGAIN.iter().map(|wait| Instant::now() + *wait).collect();
            self.look()?;
        }
        Some(())
    }

    fn answer(&mut self, ask: u64, query: Query) -> Option<()> {
        let now = self.workspace.clock.now();
        let msg = match self.find(&query, now) {
            Ok(answer) => Msg::Answer { ask, answer },
            // Cut short for a newer one of its kind; anything else cut short with it is read again.
            Err(Error::Interrupted { .. }) if makes_earlier_void(&query) => return Some(()),
            Err(Error::Interrupted { .. }) => return self.answer(ask, query),
            Err(error) => {
                tracing::warn!(%error, "a read failed");
                Msg::Failed { text: error.to_string(), is_write: false }
            }
        };
        self.news.send(News::Msg(msg)).ok()
    }

    fn find(&self, query: &Query, now: At) -> Result<Answer, Error> {
        let reader = &self.reader;
        Ok(match query {
            Query::Overview => Answer::Overview(reader.overview(now)?),
            Query::Window { stage, filter, anchor, n } => {
                Answer::Window(reader.window(stage, filter, anchor, *n, now)?)
            }
            Query::Slice { stream, slice, filter, anchor, n } => {
                Answer::Window(reader.slice(stream, slice, filter, anchor, *n, now)?)
            }
            Query::Lanes { stream, by, filter } => Answer::Lanes(reader.lanes(stream, *by, filter, now)?),
            Query::Found { stream, filter } => Answer::Found(reader.found(stream, filter, now)?),
            Query::Locate(card) => {
                let row = reader.row(*card)?;
                Answer::Located(row.filter(|r| r.done_at.is_none()).map(|r| (r.card, r.stage)))
            }
            Query::Sheet(object) => Answer::Sheet(reader.sheet(*object, now)?.map(Box::new)),
            Query::Glance(object) => self.glance(*object, now)?,
            Query::ObjectLog(object) => Answer::Log(reader.log(&newest(Some(*object), now))?),
            Query::Activity => Answer::Log(reader.log(&newest(None, now))?),
            Query::Stage(stage) => Answer::Stage(self.stage(stage)?.map(Box::new)),
            Query::Search { text, n } => Answer::Hits(reader.search(text, *n)?),
            Query::Words => Answer::Words(Box::new(Words {
                people: reader.people()?,
                labels: reader.labels()?,
                types: reader.types()?,
                relations: reader.relations()?,
                scenarios: reader.scenarios(None)?,
                edges: reader.edges()?,
                roles: reader.roles()?,
                team: reader.team()?,
                teams: reader.teams()?,
                saved: Saved::all(&reader.settings()?),
            })),
            Query::Wip => Answer::Wip(reader.wip()?),
            Query::Approvals => Answer::Approvals(reader.waiting_for_me(&self.workspace.actor, now)?),
            Query::Alert { stream, from, forward } => {
                let found = reader.next_alert(stream, *from, *forward, now)?;
                Answer::Located(found)
            }
            Query::Walk(walk) => Answer::Walked(Box::new(reader.walk(walk)?)),
            Query::Peek(object) => Answer::Peek(reader.peek(*object, now)?.map(Box::new)),
            Query::Trace(ask) => Answer::Trace(Box::new(reader.trace(ask)?)),
            Query::Impact(object) => Answer::Impact(Box::new(reader.impact(*object, usize::MAX)?)),
            // The thread of figures answers these.
            Query::Charts { .. } | Query::Forecast { .. } | Query::Across => Answer::Charts(None),
            Query::Ids { stages, filter } => Answer::Ids(self.ids(stages, filter, now)?),
        })
    }

    fn glance(&self, object: ObjectId, now: At) -> Result<Answer, Error> {
        let Some(sheet) = self.reader.sheet(object, now)? else {
            return Ok(Answer::Glance(None));
        };
        let ask = LogAsk { about: Some(object), limit: N_GLANCE, breached_by: Some(now), ..LogAsk::default() };
        let log = self.reader.log(&ask)?;
        Ok(Answer::Glance(Some(Box::new((sheet, log)))))
    }

    fn stage(&self, id: &StageId) -> Result<Option<Stage>, Error> {
        let stream = self.reader.stream(&id.stream())?;
        Ok(stream.and_then(|s| s.stages.into_iter().find(|stage| stage.id == *id)))
    }

    fn ids(&self, stages: &[StageId], filter: &Filter, now: At) -> Result<Vec<(CardId, ObjectId)>, Error> {
        let mut ids = Vec::new();
        for stage in stages {
            let ask = ListAsk { filter: filter.clone(), stage: Some(stage.clone()), ..ListAsk::default() };
            self.reader.cards(&ask, now, |row| {
                ids.push((row.card, row.object));
                ControlFlow::Continue(())
            })?;
        }
        Ok(ids)
    }

    /// Asks whether somebody wrote, and tells what.
    fn look(&mut self) -> Option<()> {
        let Ok(version) = self.reader.data_version() else { return Some(()) };
        if version == self.data_version {
            return Some(());
        }
        self.data_version = version;
        let Ok(mut entries) = self.reader.news(self.seen_seq) else { return Some(()) };
        if let Some(last) = entries.iter().map(|e| e.seq).max() {
            self.seen_seq = last;
        }
        entries.retain(|e| e.terminal.as_deref() != Some(&self.session));
        if entries.is_empty() {
            return Some(());
        }
        self.news.send(News::Msg(Msg::Changed(entries))).ok()
    }
}

/// How many entries of the journal a screen shows.
const N_LOG: usize = 200;

/// How many of them stand beside the board.
const N_GLANCE: usize = 12;

fn newest(about: Option<ObjectId>, now: At) -> LogAsk {
    LogAsk { about, limit: N_LOG, breached_by: Some(now), ..LogAsk::default() }
}

fn is_same_slot(earlier: &Query, later: &Query) -> bool {
    match (earlier, later) {
        (Query::Window { stage: a, .. }, Query::Window { stage: b, .. }) => a == b,
        (Query::Slice { slice: a, .. }, Query::Slice { slice: b, .. }) => a == b,
        _ => discriminant(earlier) == discriminant(later),
    }
}
