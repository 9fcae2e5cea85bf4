//! The thread that writes. Wishes are committed in the order they were made.

use std::sync::mpsc::{Receiver, Sender};

use super::Workspace;
use crate::app::effect::{UndoWish, Wish};
use crate::app::msg::{Committed, Did, Msg, Undone};
use crate::domain::change::Via;
use crate::domain::intent::{Author, Intent};
use crate::store::{Ask, CommitError, Done, Reader, Receipt, Store, UndoAsk, UndoReceipt, UndoRefusal};
use crate::tui::News;
use crate::wire::preset;

pub enum Job {
    Commit(Wish),
    Undo(UndoWish),
    /// A plain board of a team's own.
    AddBoard {
        name: String,
    },
}

pub struct Writer {
    store: Store,
    workspace: Workspace,
    session: String,
    news: Sender<News>,
}

impl Writer {
    pub fn new(store: Store, workspace: Workspace, session: String, news: Sender<News>) -> Self {
        Self { store, workspace, session, news }
    }

    /// Works until the loop is gone.
    pub fn work(mut self, jobs: &Receiver<Job>) {
        for job in jobs {
            let msg = match job {
                Job::Commit(wish) => self.commit(wish),
                Job::Undo(wish) => self.undo(wish),
                Job::AddBoard { name } => self.add_board(&name),
            };
            if self.news.send(News::Msg(msg)).is_err() {
                return;
            }
        }
    }

    fn commit(&mut self, wish: Wish) -> Msg {
        let ask = Ask {
            intents: wish.intents.clone(),
            author: Author { actor: self.workspace.actor.clone(), via: Via::Tui, at: self.workspace.clock.now() },
            os_user: self.workspace.os_user.clone(),
            terminal: Some(self.session.clone()),
            idempotency_key: None,
            reason: None,
            partial: wish.partial,
        };
        match self.store.commit(&ask) {
            Ok(receipt) => Msg::Committed(committed(wish.what, receipt)),
            Err(CommitError::Refused(refusal)) => Msg::Refused { refusal, wish },
            Err(error) => failed(&error),
        }
    }

    fn add_board(&mut self, name: &str) -> Msg {
        let now = self.workspace.clock.now();
        let streams = match Reader::open(&self.workspace.database).and_then(|reader| reader.overview(now)) {
            Ok(streams) => streams,
            Err(error) => return failed(&error.into()),
        };
        let taken: Vec<&str> = streams.iter().map(|s| s.id.as_str()).collect();
        match preset::stream("plain", Some(name), &taken) {
            Some(Ok(stream)) => self.commit(Wish {
                intents: vec![Intent::AddStream(Box::new(stream))],
                partial: false,
                what: format!("{} made", name.trim()),
            }),
            _ => Msg::Failed { text: format!("no board \"{name}\" could be made"), is_write: true },
        }
    }

    fn undo(&mut self, wish: UndoWish) -> Msg {
        let ask = UndoAsk {
            actor: self.workspace.actor.clone(),
            os_user: self.workspace.os_user.clone(),
            terminal: Some(self.session.clone()),
            at: self.workspace.clock.now(),
            n: 1,
            rest: wish.rest,
            skip: wish.skip,
            elsewhere_ok: wish.elsewhere_ok,
        };
        let done = if wish.redo { self.store.redo(&ask) } else { self.store.undo(&ask) };
        match done {
            Ok(receipt) => Msg::Undone(undone(wish.redo, &receipt)),
            Err(CommitError::Undo(refusal)) => {
                let asks = matches!(refusal, UndoRefusal::Elsewhere { .. });
                let has_rest = matches!(refusal, UndoRefusal::WrittenLater { .. });
                Msg::UndoRefused { text: refusal.to_string(), asks, has_rest, wish }
            }
            Err(error) => failed(&error),
        }
    }
}

fn failed(error: &CommitError) -> Msg {
    tracing::warn!(%error, "a write failed");
    Msg::Failed { text: error.to_string(), is_write: true }
}

fn committed(what: String, receipt: Receipt) -> Committed {
    let did = |done: Done| Did {
        key: done.key,
        object: done.object,
        card: done.card,
        arrived: done.arrived,
        left_open: done.left_open,
    };
    Committed {
        group: receipt.group,
        seq: receipt.seq,
        what,
        done: receipt.done.into_iter().map(did).collect(),
        stay: receipt.stay.into_iter().map(|(_, refusal)| refusal).collect(),
    }
}

fn undone(redo: bool, receipt: &UndoReceipt) -> Undone {
    let first = receipt.undone.first();
    let told = |one: &crate::store::Undone| match one.n_objects {
        0 | 1 => one.made.to_string(),
        n => format!("{n} {}", one.made.what.word()),
    };
    Undone { redo, text: first.map(told).unwrap_or_default(), card: first.and_then(|one| one.card), stage: None }
}
