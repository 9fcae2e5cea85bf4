//! New ids and the jitter of order keys.

use std::cell::Cell;

use uuid::{ContextV7, Timestamp, Uuid};

use crate::domain::At;

/// Mints ids; those of one instant ascend, so that a bulk import appends to its indexes.
pub(super) struct Ids {
    context: ContextV7,
    state: Cell<u64>,
}

impl Default for Ids {
    fn default() -> Self {
        let seed = Uuid::new_v7(Timestamp::from_unix(ContextV7::new(), 0, 0));
        Self { context: ContextV7::new(), state: Cell::new(seed.as_u64_pair().1) }
    }
}

impl Ids {
    /// An id of `at`.
    pub fn fresh(&self, at: At) -> Uuid {
        let seconds = u64::try_from(at.timestamp()).unwrap_or_default();
        Uuid::new_v7(Timestamp::from_unix(&self.context, seconds, at.timestamp_subsec_nanos()))
    }

    /// Three base-62 digits (splitmix64: speed matters, secrecy does not).
    pub fn jitter(&self) -> [u8; 3] {
        let state = self.state.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.state.set(state);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        [mixed >> 8, mixed >> 24, mixed >> 40].map(|part| (part % 62) as u8)
    }
}
