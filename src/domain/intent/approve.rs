//! What people say for their roles, and which roles they hold.

use super::{Author, Decided, Decision, Facts, No, Refusal, checked, edit, movement};
use crate::domain::card::Card;
use crate::domain::change::{Change, Kind, What, register};
use crate::domain::gate::GateRule;
use crate::domain::guard::{Approval, Guard};
use crate::domain::id::{CardId, EntityId};
use crate::domain::object::Object;
use crate::domain::person::Person;

/// Yes or no for a role.
pub(super) struct Word<'a> {
    pub role: &'a str,
    pub is_rejected: bool,
    pub comment: Option<&'a str>,
}

/// Nobody speaks for a role they do not hold; a no sends the card back, with the comment as the reason.
pub(super) fn approve<F: Facts>(facts: &F, id: CardId, word: &Word<'_>, author: &Author) -> Decided<F> {
    let (card, object) = super::live_card(facts, id)?;
    let rule = facts.gate(card.place.stage()).map_err(No::Facts)?.ok_or(Refusal::Gone { what: "stage" })?;
    if card.place.is_done() {
        return Err(Refusal::Already { key: object.key.to_string(), what: "done".into() }.into());
    }
    is_asked(facts, &rule, &object, word.role)?;
    holds(facts, &author.actor, word.role)?;
    checked(word.comment.unwrap_or_default(), "comment", !word.is_rejected)?;
    let said = Approval {
        role: word.role.to_owned(),
        is_rejected: word.is_rejected,
        by: author.actor.clone(),
        at: author.at,
        comment: word.comment.map(str::to_owned),
        visit: card.place.visit(),
    };
    let what = if word.is_rejected { What::Rejected } else { What::Approved };
    let register = format!("{}{}", register::APPROVAL, word.role);
    let mut changes = Vec::new();
    let arrived = if word.is_rejected { send_back(facts, &card, &object, &mut changes, author)? } else { None };
    // Last, since the whole is remembered by it.
    changes.push(Change::new(Kind::Card, EntityId(id.0), what, Some(object.id)).with(register, said.to_value()));
    Ok(Decision {
        card: Some(id),
        arrived,
        reason: word.comment.map(str::to_owned),
        ..Decision::about(&object, changes)
    })
}

fn is_asked<F: Facts>(facts: &F, gate: &GateRule, object: &Object, role: &str) -> Result<(), No<F::Error>> {
    let next = match &gate.next {
        Some(next) => facts.gate(next).map_err(No::Facts)?,
        None => None,
    };
    let barriers = gate.rules.back.iter().chain(next.iter().flat_map(|next| &next.rules.entry));
    let guards = gate.criteria.iter().filter_map(|c| c.guard.as_ref()).chain(barriers.map(|barrier| &barrier.guard));
    let mut all: Vec<&str> = guards.flat_map(Guard::roles).map(|(role, _)| role).collect();
    if all.contains(&role) {
        return Ok(());
    }
    all.dedup();
    let name = facts.role_name(role).map_err(No::Facts)?;
    let mut names = Vec::new();
    for role in all {
        names.push(facts.role_name(role).map_err(No::Facts)?);
    }
    let wanted = if names.is_empty() { "nobody's approval".into() } else { names.join(", ") };
    let what = format!("{} does not ask for {name} where it stands; asked for is {wanted}", object.key);
    Err(Refusal::NotAllowed { what }.into())
}

fn holds<F: Facts>(facts: &F, actor: &str, role: &str) -> Result<(), No<F::Error>> {
    let person = facts.person(actor).map_err(No::Facts)?;
    if person.as_ref().is_some_and(|person| person.holds(role)) {
        return Ok(());
    }
    let name = facts.role_name(role).map_err(No::Facts)?;
    Err(Refusal::NoRole { actor: actor.to_owned(), role: name }.into())
}

/// The changes that put a card one stage back, unless it stands in the first, or past a point of no return.
fn send_back<F: Facts>(
    facts: &F,
    card: &Card,
    object: &Object,
    changes: &mut Vec<Change>,
    author: &Author,
) -> Result<Option<String>, No<F::Error>> {
    let stream = super::stream(facts, &card.place.stage().stream())?;
    let Some(before) = stream.position(card.place.stage()).and_then(|idx| stream.stages.get(idx.checked_sub(1)?))
    else {
        return Ok(None);
    };
    let rule = facts.gate(card.place.stage()).map_err(No::Facts)?;
    for barrier in rule.iter().flat_map(|rule| &rule.rules.back) {
        if movement::passage::bar(facts, barrier, object, Some(card), author)?.is_some() {
            return Ok(None);
        }
    }
    changes.extend(movement::put(facts, card, &before.id, author)?);
    Ok(Some(before.name.clone()))
}

/// Makes a person known, or changes the roles of one.
pub(super) fn set_person<F: Facts>(facts: &F, name: &str, roles: &[(String, bool)]) -> Decided<F> {
    let name = name.trim();
    edit::name_value(Some(name), "name")?;
    let known = facts.roles().map_err(No::Facts)?;
    let mut change = Change::new(Kind::Person, Person::entity(name), What::Configured, None).with(register::NAME, name);
    for (role, on) in roles {
        if !known.iter().any(|k| k.id == *role) {
            let known = known.iter().map(|k| k.id.clone()).collect();
            return Err(Refusal::Unknown { what: "role", word: role.clone(), known }.into());
        }
        change = change.with(format!("{}{role}", register::ROLE), *on);
    }
    Ok(Decision::of_workspace(vec![change]))
}

/// Puts a person into a team, or into none; one nobody knows yet becomes known.
pub(super) fn set_team<E>(name: &str, team: Option<&str>) -> Result<Decision, No<E>> {
    let name = name.trim();
    edit::name_value(Some(name), "name")?;
    let change = Change::new(Kind::Person, Person::entity(name), What::Configured, None).with(register::NAME, name);
    Ok(Decision::of_workspace(vec![change.with(register::TEAM, edit::team_value(team)?)]))
}
