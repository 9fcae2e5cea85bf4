//! When a frame is due: at once after a key, never more than thirty a second, and not while an answer is on its way.

use std::time::{Duration, Instant};

/// The least time between two frames: thirty a second.
const FRAME: Duration = Duration::from_millis(33);

/// How long a frame waits for answers that are on their way, so that a move is drawn once and not in pieces.
const ANSWERS: Duration = Duration::from_millis(40);

/// Keeps the pace of frames.
pub struct Pace {
    stale_since: Option<Instant>,
    drawn_at: Option<Instant>,
}

impl Pace {
    /// Nothing is drawn yet.
    pub fn new() -> Self {
        Self { stale_since: Some(Instant::now()), drawn_at: None }
    }

    /// Something may look different now.
    pub fn changed(&mut self) {
        self.stale_since.get_or_insert_with(Instant::now);
    }

    /// A frame was drawn; one that wrote nothing does not hold up the next.
    pub fn drawn(&mut self, has_written: bool) {
        self.stale_since = None;
        if has_written {
            self.drawn_at = Some(Instant::now());
        }
    }

    /// Whether a frame is due now or soon.
    pub fn is_stale(&self) -> bool {
        self.stale_since.is_some()
    }

    /// How long until the next frame; `None` when there is nothing to draw.
    pub fn until_frame(&self, awaits_answers: bool) -> Option<Duration> {
        let stale = self.stale_since?;
        let paced = self.drawn_at.map_or(Duration::ZERO, |at| FRAME.saturating_sub(at.elapsed()));
        let answers = if awaits_answers { ANSWERS.saturating_sub(stale.elapsed()) } else { Duration::ZERO };
        Some(paced.max(answers))
    }
}
