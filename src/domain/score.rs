//! The score of an object: what it brings against what it takes.
//!
//! `score = sum(weight x benefit) / max(1, sum(weight x effort))`, where value, risk (what it spares us), urgency and
//! impact are benefits, cost and time are efforts; each from 0 to 10. What is not known counts nothing. A weight is
//! what the team sets, 1 where it set none. Without any benefit there is no score.

use std::collections::BTreeMap;

use super::value::Value;

/// Something a score is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Factor {
    Value,
    Risk,
    Urgency,
    Impact,
    Cost,
    Time,
}

impl Factor {
    /// Every one: benefits, then efforts.
    pub const ALL: [Self; 6] = [Self::Value, Self::Risk, Self::Urgency, Self::Impact, Self::Cost, Self::Time];

    /// The word for it: in registers, on the command line, on screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::Risk => "risk",
            Self::Urgency => "urgency",
            Self::Impact => "impact",
            Self::Cost => "cost",
            Self::Time => "time",
        }
    }

    /// The factor of a word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|factor| factor.word() == word)
    }

    /// Whether more of it is worse.
    pub fn is_effort(self) -> bool {
        matches!(self, Self::Cost | Self::Time)
    }
}

/// The most a factor or a weight can be.
pub const MOST: u8 = 10;

/// What is known of an object, by factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scores([Option<u8>; 6]);

impl Scores {
    /// A factor.
    pub fn get(&self, factor: Factor) -> Option<u8> {
        self.0[factor as usize]
    }

    /// Sets a factor, or forgets it.
    pub fn set(&mut self, factor: Factor, points: Option<u8>) {
        self.0[factor as usize] = points.map(|points| points.min(MOST));
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }

    /// The factors known.
    pub fn known(&self) -> impl Iterator<Item = (Factor, u8)> + '_ {
        Factor::ALL.into_iter().filter_map(|factor| Some((factor, self.get(factor)?)))
    }

    /// What it brings against what it takes; nothing where no benefit is known.
    pub fn score(&self, weights: &Weights) -> Option<f64> {
        let sum = |is_effort: bool| {
            let known = self.known().filter(|(factor, _)| factor.is_effort() == is_effort);
            known.map(|(factor, points)| f64::from(weights.get(factor)) * f64::from(points)).sum::<f64>()
        };
        let has_benefit = self.known().any(|(factor, _)| !factor.is_effort());
        has_benefit.then(|| (sum(false) / sum(true).max(1.0) * 100.0).round() / 100.0)
    }
}

/// How much each factor counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weights([u8; 6]);

impl Default for Weights {
    fn default() -> Self {
        Self([1; 6])
    }
}

/// The setting of the team that holds the weights.
pub const SETTING: &str = "weights";

impl Weights {
    /// The weight of a factor.
    pub fn get(&self, factor: Factor) -> u8 {
        self.0[factor as usize]
    }

    /// Sets the weight of a factor.
    pub fn set(&mut self, factor: Factor, weight: u8) {
        self.0[factor as usize] = weight.min(MOST);
    }

    /// The weights of a setting; what it does not say counts once.
    pub fn of(setting: Option<&Value>) -> Self {
        let mut weights = Self::default();
        for factor in Factor::ALL {
            let said = setting.and_then(|value| value.get(factor.word()).as_int());
            if let Some(weight) = said.and_then(|weight| u8::try_from(weight).ok()) {
                weights.set(factor, weight);
            }
        }
        weights
    }

    /// The setting that holds them.
    pub fn value(&self) -> Value {
        let entry = |factor: Factor| (factor.word().to_owned(), Value::Int(self.get(factor).into()));
        Value::Map(Factor::ALL.into_iter().map(entry).collect::<BTreeMap<_, _>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scores(known: &[(Factor, u8)]) -> Scores {
        let mut scores = Scores::default();
        for (factor, points) in known {
            scores.set(*factor, Some(*points));
        }
        scores
    }

    #[test]
    fn benefits_are_set_against_efforts() {
        // (8 + 4) / (3 + 1) = 3
        let all = [(Factor::Value, 8), (Factor::Urgency, 4), (Factor::Cost, 3), (Factor::Time, 1)];
        assert_eq!(scores(&all).score(&Weights::default()), Some(3.0));
        // No effort known, or none at all: against one.
        assert_eq!(scores(&[(Factor::Value, 8)]).score(&Weights::default()), Some(8.0));
        assert_eq!(scores(&[(Factor::Value, 8), (Factor::Cost, 0)]).score(&Weights::default()), Some(8.0));
    }

    #[test]
    fn without_a_benefit_there_is_no_score() {
        assert_eq!(scores(&[(Factor::Cost, 3)]).score(&Weights::default()), None);
        assert_eq!(Scores::default().score(&Weights::default()), None);
        assert_eq!(scores(&[(Factor::Risk, 0)]).score(&Weights::default()), Some(0.0));
    }

    #[test]
    fn weights_are_what_the_team_sets_and_else_one() {
        let setting = Value::map([("value", Value::Int(2)), ("cost", Value::Int(3)), ("risk", Value::Int(99))]);
        let weights = Weights::of(Some(&setting));
        // (2 * 5 + 1 * 2) / (3 * 1) = 4
        let known = scores(&[(Factor::Value, 5), (Factor::Impact, 2), (Factor::Cost, 1)]);
        assert_eq!(known.score(&weights), Some(4.0));
        assert_eq!(weights.get(Factor::Risk), MOST);
        assert_eq!(Weights::of(Some(&weights.value())), weights);
    }
}
