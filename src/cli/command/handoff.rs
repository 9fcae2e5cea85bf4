//! `handoff`: work carried to another stream along an edge.

use super::add;
use crate::cli::args::HandOff as Args;
use crate::cli::exit::{Answer, Code, Failure};
use crate::cli::names::ambiguous;
use crate::cli::output::Output;
use crate::cli::session::Session;
use crate::domain::id::{CardId, StageId, StreamId};
use crate::domain::intent::{HandOff, Intent, Pass};
use crate::domain::trace::EdgeRow;
use crate::domain::window::{Sheet, Standing};

/// Hands an object off.
pub fn run(args: &Args, session: &Session, out: &mut Output) -> Answer {
    let (stream, stage) = session.place(&args.stream)?;
    let stage = match &args.stage {
        Some(word) => Some(session.stage(word, Some(stream))?),
        None => stage,
    };
    let sheet = session.sheet(&args.key)?;
    let ways = ways(session, &sheet, args.from.as_deref())?;
    let way = chosen(&sheet, &ways, &stream.id, args.edge.as_deref())?;
    let wish = HandOff {
        object: sheet.object.id,
        card: way.card,
        edge: way.row.edge.id.clone(),
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

/// A hand-off that fits, and the card it would go out from.
struct Way {
    card: Option<CardId>,
    from: Option<StageId>,
    row: EdgeRow,
}

/// What fits from where the object stands, or from anywhere when it stands nowhere.
fn ways(session: &Session, sheet: &Sheet, from: Option<&str>) -> Answer<Vec<Way>> {
    let cards: Vec<Standing> = match from {
        Some(word) => vec![session.open_card(sheet.object.key.as_str(), Some(word))?.1],
        None => sheet.cards.iter().filter(|c| !c.card.place.is_done()).cloned().collect(),
    };
    let reader = session.reader()?;
    if cards.is_empty() {
        let rows = reader.edges_of(sheet.object.id, None)?;
        return Ok(rows.into_iter().map(|row| Way { card: None, from: None, row }).collect());
    }
    let mut ways = Vec::new();
    for card in cards {
        let way = |row| Way { card: Some(card.card.id), from: Some(card.row.stage.clone()), row };
        ways.extend(reader.edges_of(sheet.object.id, Some(card.card.id))?.into_iter().map(way));
    }
    Ok(ways)
}

/// The one way to a stream; by its edge where that is named.
fn chosen<'a>(sheet: &Sheet, ways: &'a [Way], to: &StreamId, edge: Option<&str>) -> Answer<&'a Way> {
    let leads = |way: &&Way| way.row.edge.to == *to && edge.is_none_or(|id| way.row.edge.id == id);
    let fitting: Vec<&Way> = ways.iter().filter(leads).collect();
    match fitting.as_slice() {
        [one] => Ok(one),
        [] => Err(none_fits(sheet, ways, to, edge)),
        [first, rest @ ..] if rest.iter().all(|way| way.row.edge.id == first.row.edge.id) => {
            let from = fitting.iter().filter_map(|way| way.from.as_ref()).map(StageId::as_str);
            let failure = ambiguous("card", sheet.object.key.as_str(), from);
            Err(failure.hint("name one with --from STREAM or --from STREAM/STAGE"))
        }
        many => {
            let failure = ambiguous("hand-off", to.as_str(), many.iter().map(|way| way.row.edge.id.as_str()));
            Err(failure.hint("name one with --edge"))
        }
    }
}

fn none_fits(sheet: &Sheet, ways: &[Way], to: &StreamId, edge: Option<&str>) -> Failure {
    let key = &sheet.object.key;
    let along = edge.map(|id| format!(" along {id}")).unwrap_or_default();
    let failure = Failure::new(Code::NotAllowed, format!("{key} cannot be handed off to {to}{along} from where it is"));
    if ways.is_empty() {
        return failure.hint(format!("no hand-off leaves from there; streamboard place {key} {to} puts a card there"));
    }
    let told: Vec<String> = ways.iter().map(|way| format!("{} to {}", way.row.edge.id, way.row.to_name)).collect();
    failure.hint(format!("what fits is {}", told.join(", ")))
}
