//! The thread that works out figures: on a connection of its own, so that a year of history holds up no card.

use std::mem::discriminant;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender};

use chrono::TimeDelta;

use crate::app::effect::Query;
use crate::app::msg::{Answer, Msg};
use crate::clock::Clock;
use crate::domain::At;
use crate::domain::filter::Filter;
use crate::metrics::across::{WEEKS, across};
use crate::metrics::charts::charts;
use crate::metrics::forecast::forecast;
use crate::store::{Error, FlowAsk, Reader};
use crate::tui::News;

/// Days the figures of the map speak of: as many as the command takes unasked.
const MAP_DAYS: u32 = 90;

pub enum Job {
    Read {
        ask: u64,
        query: Query,
    },
    /// Nobody waits for an answer any more.
    End,
}

/// Whether a query is for this thread.
pub fn is_for(query: &Query) -> bool {
    matches!(query, Query::Charts { .. } | Query::Forecast { .. } | Query::Across)
}

fn since(now: At, days: u32) -> At {
    now - TimeDelta::days(i64::from(days))
}

pub struct Work {
    database: PathBuf,
    clock: Clock,
    news: Sender<News>,
    /// Opened with the first query: a start without figures does not wait for it.
    reader: Option<Reader>,
}

impl Work {
    pub fn new(database: PathBuf, clock: Clock, news: Sender<News>) -> Self {
        Self { database, clock, news, reader: None }
    }

    /// Works until the loop is gone; of several queries of a kind the last is answered.
    pub fn work(mut self, jobs: &Receiver<Job>) {
        while let Ok(job) = jobs.recv() {
            let mut asked: Vec<(u64, Query)> = Vec::new();
            for job in std::iter::once(job).chain(jobs.try_iter()) {
                let Job::Read { ask, query } = job else { return };
                asked.retain(|(_, earlier)| discriminant(earlier) != discriminant(&query));
                asked.push((ask, query));
            }
            for (ask, query) in asked {
                let answer = self.answer(ask, &query);
                if self.news.send(News::Msg(answer)).is_err() {
                    return;
                }
            }
        }
    }

    fn answer(&mut self, ask: u64, query: &Query) -> Msg {
        match self.find(query, self.clock.now()) {
            Ok(answer) => Msg::Answer { ask, answer },
            Err(error) => {
                tracing::warn!(%error, "figures could not be read");
                Msg::Failed { text: error.to_string(), is_write: false }
            }
        }
    }

    fn find(&mut self, query: &Query, now: At) -> Result<Answer, Error> {
        Ok(match query {
            Query::Forecast { days, question } => Answer::Forecast(Box::new(forecast(days, now, *question))),
            Query::Charts { stream, filter, days } => {
                let ask = FlowAsk { stream: Some(stream.clone()), since: since(now, *days), filter: filter.clone() };
                let flow = self.reader()?.flow(stream, &ask, now)?;
                Answer::Charts(flow.map(|flow| Box::new(charts(&flow, now, *days))))
            }
            _ => {
                let weeks = WEEKS as u32 * 7;
                let ask = FlowAsk { stream: None, since: since(now, weeks.max(MAP_DAYS)), filter: Filter::default() };
                Answer::Across(Box::new(across(&self.reader()?.flows(&ask, now)?, now, MAP_DAYS)))
            }
        })
    }

    fn reader(&mut self) -> Result<&Reader, Error> {
        let reader = match self.reader.take() {
            Some(reader) => reader,
            None => Reader::open(&self.database)?,
        };
        Ok(self.reader.insert(reader))
    }
}
