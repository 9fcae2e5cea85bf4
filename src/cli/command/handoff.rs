//! `handoff`: work carried to another stream along an edge.

use super::add;
use crate::cli::args::HandOff as Args;
use crate::cli::exit::{Answer, Code, Failure};
use crate::cli::names::ambiguous;
use crate::cli::output::Output;
use crate::cli::session::Session;
use crate::domain::id::{CardId, StageId, StreamId, TypeId};
use crate::domain::intent::{HandOff, Intent, Pass, fits};
use crate::domain::stream::Edge;
use crate::domain::window::{Sheet, Standing};

/// Hands an object off.
pub fn run(args: &Args, session: &Session, out: &mut Output) -> Answer {
    let sheet = session.sheet(&args.key)?;
    let asked = args.stream.as_deref().map(|word| session.place(word)).transpose()?;
    let goal = Goal { to: asked.as_ref().map(|(stream, _)| &stream.id), edge: args.edge.as_deref() };
    let edges = session.reader()?.edges()?;
    let ways = ways(session, &edges, &sheet, args.from.as_deref())?;
    let Some(way) = chosen(&sheet, &ways, &goal)? else {
        return Err(none_fits(session, &edges, &sheet, &ways, &goal)?);
    };
    let stream = session.stream(way.edge.to.as_str())?;
    let stage = match &args.stage {
        Some(word) => Some(session.stage(word, Some(stream))?),
        None => asked.and_then(|(_, stage)| stage),
    };
    let wish = HandOff {
        object: sheet.object.id,
        card: way.card,
        edge: way.edge.id.clone(),
        stage,
        type_id: args.type_name.as_deref().map(|word| session.object_type(word)).transpose()?.map(|kind| kind.id),
        title: args.title.clone(),
        pass: args.force.clone().map_or(Pass::Ask, Pass::Force),
    };
    let receipt = session.commit(vec![Intent::HandOff(Box::new(wish))])?;
    let arrived = receipt.done.first().and_then(|done| done.arrived.as_deref());
    let place = arrived.map_or_else(|| stream.name.clone(), |stage| format!("{} > {stage}", stream.name));
    out.say(&format!("{} handed off to {place}", sheet.object.key))?;
    add::print(session, out, &receipt)
}

/// Where to, or along which edge.
struct Goal<'a> {
    to: Option<&'a StreamId>,
    edge: Option<&'a str>,
}

impl Goal<'_> {
    fn is_reached_by(&self, edge: &Edge) -> bool {
        self.to.is_none_or(|to| edge.to == *to) && self.edge.is_none_or(|id| edge.id == id)
    }
}

/// A hand-off that fits, and the card it would go out from.
struct Way<'a> {
    card: Option<CardId>,
    from: Option<StageId>,
    edge: &'a Edge,
}

/// What fits from where the object stands, or from anywhere when it stands nowhere.
fn ways<'a>(session: &Session, edges: &'a [Edge], sheet: &Sheet, from: Option<&str>) -> Answer<Vec<Way<'a>>> {
    let cards: Vec<Standing> = match from {
        Some(word) => vec![session.open_card(sheet.object.key.as_str(), Some(word))?.1],
        None => open_cards(sheet).cloned().collect(),
    };
    let fitting = |card: Option<CardId>, from: Option<StageId>| {
        let fitting = edges.iter().filter(|edge| fits(edge, &sheet.object.type_id, from.as_ref()));
        fitting.map(|edge| Way { card, from: from.clone(), edge }).collect::<Vec<_>>()
    };
    Ok(match cards.as_slice() {
        [] => fitting(None, None),
        cards => cards.iter().flat_map(|at| fitting(Some(at.card.id), Some(at.row.stage.clone()))).collect(),
    })
}

fn open_cards(sheet: &Sheet) -> impl Iterator<Item = &Standing> {
    sheet.cards.iter().filter(|card| !card.card.place.is_done())
}

/// The one way that leads there.
fn chosen<'a, 'e>(sheet: &Sheet, ways: &'a [Way<'e>], goal: &Goal<'_>) -> Answer<Option<&'a Way<'e>>> {
    let fitting: Vec<&Way> = ways.iter().filter(|way| goal.is_reached_by(way.edge)).collect();
    match fitting.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(one)),
        [first, rest @ ..] if rest.iter().all(|way| way.edge.id == first.edge.id) => {
            let from = fitting.iter().filter_map(|way| way.from.as_ref()).map(StageId::as_str);
            let failure = ambiguous("card", sheet.object.key.as_str(), from);
            Err(failure.hint("name one with --from STREAM or --from STREAM/STAGE"))
        }
        many => {
            let to = goal.to.map_or("", StreamId::as_str);
            let failure = ambiguous("hand-off", to, many.iter().map(|way| way.edge.id.as_str()));
            Err(failure.hint("name one with --edge"))
        }
    }
}

/// What would fit from here, and what would lead there from elsewhere.
fn none_fits(session: &Session, edges: &[Edge], sheet: &Sheet, ways: &[Way], goal: &Goal<'_>) -> Answer<Failure> {
    let key = &sheet.object.key;
    let to = goal.to.map(|to| format!(" to {to}")).unwrap_or_default();
    let along = goal.edge.map(|id| format!(" along {id}")).unwrap_or_default();
    let failure = Failure::new(Code::NotAllowed, format!("{key} cannot be handed off{to}{along} from where it is"));
    let mut told = Vec::new();
    for way in ways {
        told.push(format!("{} to {}", way.edge.id, session.stream(way.edge.to.as_str())?.name));
    }
    for card in open_cards(sheet) {
        let from = card.row.stage.stream();
        let is_told = |edge: &Edge| ways.iter().any(|way| way.edge.id == edge.id);
        let from_here = edges.iter().filter(|edge| edge.from == from);
        told.extend(from_here.filter(|edge| goal.is_reached_by(edge) && !is_told(edge)).map(condition));
    }
    Ok(if told.is_empty() {
        let place = goal.to.map_or("STREAM", StreamId::as_str);
        failure.hint(format!("no hand-off leads there; streamboard place {key} {place} puts a card there"))
    } else {
        failure.hint(format!("there is {}", told.join(", ")))
    })
}

/// An edge that does not fit, with what it would fit.
fn condition(edge: &Edge) -> String {
    let from = edge.from_stage.as_ref().map(|stage| format!(" from {}", stage.local())).unwrap_or_default();
    let types: Vec<&str> = edge.carry.types.iter().map(TypeId::as_str).collect();
    let types = if types.is_empty() { String::new() } else { format!(" for {}", types.join(", ")) };
    format!("{}{from}{types}", edge.id)
}
