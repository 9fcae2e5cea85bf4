//! Who works in the demo, and what about.

use fastrand::Rng;

use crate::wire::demo::{DemoPlan, StreamPlan};

/// What a finished card was about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    pub type_id: String,
    pub title: String,
    pub label: String,
}

/// The topics of a stream's finished cards, each of them once, in chance order.
pub fn topics(plan: &DemoPlan, stream: &StreamPlan, rng: &mut Rng) -> Vec<Topic> {
    let subjects = |group: &str| plan.subjects.get(group).map(Vec::as_slice).unwrap_or_default();
    let mut topics: Vec<Topic> = Vec::new();
    for pattern in &stream.titles {
        topics.extend(subjects(&pattern.of).iter().map(|subject| Topic {
            type_id: pattern.type_id.clone(),
            title: pattern.title.replace("{}", &subject.0),
            label: subject.1.clone(),
        }));
    }
    rng.shuffle(&mut topics);
    topics
}

/// Somebody of the team with this label; anybody where there is no such team.
pub fn member<'a>(plan: &'a DemoPlan, label: &str, rng: &mut Rng) -> &'a str {
    let team = plan.teams.iter().find(|t| t.label == label);
    let people: Vec<&String> = match team {
        Some(team) => team.people.iter().collect(),
        None => plan.teams.iter().flat_map(|t| &t.people).collect(),
    };
    rng.choice(people).map_or("", String::as_str)
}

/// Somebody, whichever team.
pub fn anybody<'a>(plan: &'a DemoPlan, rng: &mut Rng) -> &'a str {
    member(plan, "", rng)
}

/// One of the texts.
pub fn one_of(texts: &[String], rng: &mut Rng) -> Option<String> {
    rng.choice(texts).cloned()
}
