//! Service level agreements: stays with a target, kept or not.

use crate::domain::flow::{Flow, Period};

/// Stays in stages that had a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sla {
    /// Ended in the period.
    pub n_visits: u32,
    /// Of these, those past their target.
    pub n_breaches: u32,
    /// Standing past their target at the end of the period.
    pub n_open_breaches: u32,
}

impl Sla {
    /// The part of the ended that kept their target, 0 to 1.
    pub fn compliance(&self) -> Option<f64> {
        (self.n_visits > 0).then(|| 1.0 - f64::from(self.n_breaches) / f64::from(self.n_visits))
    }
}

/// Of the whole stream.
pub fn sla(flow: &Flow, period: &Period) -> Sla {
    let mut sla = Sla::default();
    for trail in &flow.trails {
        for stay in trail.stays.iter().filter(|stay| stay.due_at.is_some()) {
            let is_breached = stay.breached_at(period.until).is_some();
            match stay.left_by(period.until) {
                Some(left_at) if period.holds(left_at) => {
                    sla.n_visits += 1;
                    sla.n_breaches += u32::from(is_breached);
                }
                None if trail.standing_at(period.until) == Some(stay) => {
                    sla.n_open_breaches += u32::from(is_breached);
                }
                _ => {}
            }
        }
    }
    sla
}
