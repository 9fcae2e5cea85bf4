//! How a guard stands on an object, and when.

use super::words::shown;
use super::{Graph, Guard, Linked, Reach, Subject, Verdict};
use crate::domain::At;
use crate::domain::change::register;
use crate::domain::object::Object;
use crate::domain::value::{Value, format_at};
use crate::domain::when::When;

/// How many objects in the way are named; the rest is counted.
const N_NAMED: usize = 3;

/// Asks a guard.
pub fn judge<G: Graph>(graph: &G, guard: &Guard, of: Subject<'_>) -> Result<Verdict, G::Error> {
    match guard {
        Guard::Field { field, one_of } => field_set(graph, of.object, field, one_of),
        Guard::Linked { reach, at_least, at_most } => linked(graph, of, reach, *at_least, *at_most),
        Guard::NoneOpen { reach } => none_open(graph, of, reach),
        Guard::Approval { role, stands_for } => approval(graph, of, role, stands_for.as_deref()),
        Guard::Window { from, until } => window(graph, of.object, from, until),
        Guard::Reached { field } => reached(graph, of.object, field),
        Guard::Before { field } => before(graph, of.object, field),
        Guard::Is { types, states } => is(graph, of.object, types, states),
        Guard::All(parts) => all(graph, parts, of),
        Guard::Any(parts) => any(graph, parts, of),
    }
}

/// The value of a field by its id, of those every object has as well.
pub fn field_of(object: &Object, field: &str) -> Value {
    let text = |text: Option<&String>| Value::text_or_null(text.map(String::as_str));
    match field {
        register::PRIORITY => object.priority.map_or(Value::Null, |p| Value::Int(p.into())),
        register::ASSIGNEE => text(object.assignee.as_ref()),
        register::DUE_AT => Value::at_or_null(object.due_at),
        register::SINCE => Value::at_or_null(object.since),
        register::DEMAND => text(object.demand.as_ref()),
        register::BODY => text(Some(&object.body).filter(|body| !body.is_empty())),
        "labels" if object.labels.is_empty() => Value::Null,
        "labels" => object.labels.clone().into(),
        _ => object.fields.get(field).cloned().unwrap_or_default(),
    }
}

fn holds(holds: bool, by: Vec<String>, missing: String) -> Verdict {
    Verdict { when: When::if_so(holds), by, missing }
}

fn field_set<G: Graph>(graph: &G, object: &Object, field: &str, one_of: &[String]) -> Result<Verdict, G::Error> {
    let value = field_of(object, field);
    let name = graph.field_name(&object.type_id, field)?;
    let by = vec![format!("{name} {}", shown(&value))];
    if one_of.is_empty() {
        return Ok(holds(is_set(&value), by, format!("{name} is not set")));
    }
    let is_one = match &value {
        Value::List(list) => list.iter().any(|one| one_of.contains(&shown(one))),
        one => one_of.contains(&shown(one)),
    };
    Ok(holds(is_one, by, format!("{name} is not {}", one_of.join(" or "))))
}

/// A flag that says no is not set.
fn is_set(value: &Value) -> bool {
    !value.is_null() && value.as_bool() != Some(false)
}

/// What a reach comes to.
struct Found {
    /// The objects in its states that meet its condition at some time, and when they do.
    fit: Vec<(Linked, When)>,
    /// What the others in its states miss.
    unfit: Vec<String>,
}

impl Found {
    /// When so many of them fit as is wanted.
    fn when(&self, is_enough: impl Fn(usize) -> bool) -> When {
        When::counted(&self.fit.iter().map(|(_, when)| when).collect::<Vec<_>>(), is_enough)
    }

    fn named(&self) -> String {
        named(self.fit.iter().map(|(found, _)| found))
    }
}

fn fitting<G: Graph>(graph: &G, of: Subject<'_>, reach: &Reach) -> Result<Found, G::Error> {
    let mut all = Found { fit: Vec::new(), unfit: Vec::new() };
    for found in graph.reached(of.object.id, reach)? {
        if !reach.states.is_empty() && !found.state.as_ref().is_some_and(|state| reach.states.contains(state)) {
            continue;
        }
        let Some(whose) = &reach.whose else {
            all.fit.push((found, When::always()));
            continue;
        };
        if let Some(object) = graph.object(found.id)? {
            let verdict = judge(graph, whose, Subject { object: &object, card: None })?;
            if !verdict.when.is_always() {
                all.unfit.push(format!("{}: {}", found.key, verdict.missing));
            }
            if !verdict.when.is_never() {
                all.fit.push((found, verdict.when));
            }
        }
    }
    Ok(all)
}

/// The objects of a reach that are in its states and meet its condition now.
pub fn within<G: Graph>(graph: &G, object: &Object, reach: &Reach, now: At) -> Result<Vec<Linked>, G::Error> {
    let found = fitting(graph, Subject { object, card: None }, reach)?;
    Ok(found.fit.into_iter().filter(|(_, when)| when.holds_at(now)).map(|(linked, _)| linked).collect())
}

fn linked<G: Graph>(
    graph: &G,
    of: Subject<'_>,
    reach: &Reach,
    at_least: u32,
    at_most: Option<u32>,
) -> Result<Verdict, G::Error> {
    let found = fitting(graph, of, reach)?;
    let kind = super::words::reach(graph, reach)?;
    let n = found.fit.len();
    let (least, most) = (at_least as usize, at_most.map_or(usize::MAX, |most| most as usize));
    let when = found.when(|n| (least..=most).contains(&n));
    let missing = if n > most {
        format!("too many linked: {}, at most {most}", found.named())
    } else if !found.unfit.is_empty() {
        found.unfit.join("; ")
    } else if least <= 1 {
        format!("no {kind} is linked")
    } else {
        format!("{n} of {at_least} linked: {kind}")
    };
    let by =
        if when.is_never() { Vec::new() } else { found.fit.iter().map(|(l, _)| super::words::linked(l)).collect() };
    Ok(Verdict { when, by, missing })
}

fn none_open<G: Graph>(graph: &G, of: Subject<'_>, reach: &Reach) -> Result<Verdict, G::Error> {
    let mut found = fitting(graph, of, reach)?;
    found.fit.retain(|(found, _)| !reach.states.is_empty() || !found.is_closed);
    let kind = super::words::reach(graph, reach)?;
    let open = if reach.states.is_empty() { " open" } else { "" };
    let when = found.when(|n| n == 0);
    Ok(Verdict { when, by: vec![format!("no {kind}{open}")], missing: format!("in the way: {}", found.named()) })
}

fn approval<G: Graph>(graph: &G, of: Subject<'_>, role: &str, stands_for: Option<&str>) -> Result<Verdict, G::Error> {
    let mut name = graph.role_name(role)?;
    if let Some(what) = stands_for {
        name = format!("{name} ({what})");
    }
    let given = match of.card {
        Some((card, visit)) => graph.approvals(card)?.into_iter().find(|a| a.role == role && a.visit == visit),
        None => None,
    };
    Ok(match given {
        Some(given) if !given.is_rejected => holds(true, vec![format!("{}, {name}", given.by)], String::new()),
        Some(given) => {
            let why = given.comment.map_or(String::new(), |c| format!(": {c}"));
            holds(false, Vec::new(), format!("rejected by {}, {name}{why}", given.by))
        }
        None => holds(false, Vec::new(), format!("approval by {name}")),
    })
}

fn date_of(object: &Object, field: &str) -> Option<At> {
    field_of(object, field).as_at()
}

fn window<G: Graph>(graph: &G, object: &Object, from: &str, until: &str) -> Result<Verdict, G::Error> {
    let (Some(opens), Some(closes)) = (date_of(object, from), date_of(object, until)) else {
        let unset = if date_of(object, from).is_none() { from } else { until };
        let name = graph.field_name(&object.type_id, unset)?;
        return Ok(holds(false, Vec::new(), format!("{name} is not set")));
    };
    let window = format!("{} to {}", format_at(opens), format_at(closes));
    let when = When::between(Some(opens), Some(closes));
    let ends = if when.is_never() { ", which ends before it begins" } else { "" };
    Ok(Verdict { when, missing: format!("the window is {window}{ends}"), by: vec![format!("window {window}")] })
}

fn reached<G: Graph>(graph: &G, object: &Object, field: &str) -> Result<Verdict, G::Error> {
    let name = graph.field_name(&object.type_id, field)?;
    Ok(match date_of(object, field) {
        None => holds(false, Vec::new(), format!("{name} is not set")),
        Some(at) => Verdict {
            when: When::between(Some(at), None),
            by: vec![format!("{name} {}", format_at(at))],
            missing: format!("{name} is {}", format_at(at)),
        },
    })
}

fn before<G: Graph>(graph: &G, object: &Object, field: &str) -> Result<Verdict, G::Error> {
    let name = graph.field_name(&object.type_id, field)?;
    let value = field_of(object, field);
    let missing = format!("{name} was passed");
    Ok(match (value.as_at(), value.as_bool()) {
        (Some(at), _) => {
            let by = vec![format!("{name} is {}", format_at(at))];
            Verdict { when: When::between(None, Some(at)), by, missing: format!("{missing} at {}", format_at(at)) }
        }
        (None, Some(true)) => holds(false, Vec::new(), missing),
        _ => holds(true, vec![format!("{name} is not set")], missing),
    })
}

fn is<G: Graph>(
    graph: &G,
    object: &Object,
    types: &[crate::domain::id::TypeId],
    states: &[String],
) -> Result<Verdict, G::Error> {
    let is_type = types.is_empty() || types.contains(&object.type_id);
    let is_state = states.is_empty() || object.state.as_ref().is_some_and(|state| states.contains(state));
    let kind = graph.type_name(&object.type_id)?;
    let state = object.state.as_deref().unwrap_or("without a state");
    let by = if states.is_empty() { format!("it is of type {kind}") } else { format!("it is {state}") };
    let mut names = Vec::new();
    for id in types {
        names.push(graph.type_name(id)?);
    }
    let missing = if is_type {
        format!("it is {state}, not {}", states.join(" or "))
    } else {
        format!("it is of type {kind}, not {}", names.join(" or "))
    };
    Ok(holds(is_type && is_state, vec![by], missing))
}

fn all<G: Graph>(graph: &G, parts: &[Guard], of: Subject<'_>) -> Result<Verdict, G::Error> {
    let mut sum = Verdict { when: When::always(), by: Vec::new(), missing: String::new() };
    let mut missing = Vec::new();
    for part in parts {
        let verdict = judge(graph, part, of)?;
        if !verdict.when.is_always() {
            missing.push(verdict.missing);
        }
        sum.when = sum.when.and(&verdict.when);
        sum.by.extend(verdict.by);
    }
    sum.missing = missing.join("; ");
    Ok(sum)
}

fn any<G: Graph>(graph: &G, parts: &[Guard], of: Subject<'_>) -> Result<Verdict, G::Error> {
    let mut sum = Verdict::default();
    let mut missing = Vec::new();
    for part in parts {
        let verdict = judge(graph, part, of)?;
        if !verdict.when.is_never() {
            sum.by.extend(verdict.by);
        }
        sum.when = sum.when.or(&verdict.when);
        // What fails for the type alone says nothing to somebody who has an object of another.
        if !matches!(part, Guard::Is { types, .. } if !types.is_empty() && !types.contains(&of.object.type_id)) {
            missing.push(verdict.missing);
        }
    }
    missing.dedup();
    sum.missing = missing.join(", or ");
    Ok(sum)
}

fn named<'a>(found: impl ExactSizeIterator<Item = &'a Linked>) -> String {
    let n = found.len();
    let mut words: Vec<String> = found.take(N_NAMED).map(super::words::linked).collect();
    if n > N_NAMED {
        words.push(format!("{} more", n - N_NAMED));
    }
    words.join(", ")
}
