//! `trace` and `impact`: what an object came from, what came of it, what depends on it.

use std::collections::HashMap;

use crate::cli::args::{Impact as ImpactArgs, Trace as TraceArgs};
use crate::cli::exit::{Answer, Done};
use crate::cli::output::{Cell, Form, Output, Tone};
use crate::cli::session::Session;
use crate::domain::id::ObjectId;
use crate::domain::trace::{Trace, TraceAsk, TraceEdge, TraceNode};
use crate::wire::json::{ImpactDoc, TraceDoc};

/// Prints what an object came from and what came of it.
pub fn run(args: &TraceArgs, session: &Session, out: &mut Output) -> Answer {
    let root = session.object(&args.key)?;
    let is_both = args.up == args.down;
    let ask = TraceAsk { root, up: args.up || is_both, down: args.down || is_both, depth: depth(args.depth) };
    let trace = session.reader()?.trace(&ask)?;
    if out.form == Form::Json {
        out.json(&TraceDoc::of(&trace))?;
        return Ok(Done::Whole);
    }
    print(out, &trace, [("came from", ask.up), ("led to", ask.down)])?;
    Ok(Done::Whole)
}

/// Prints what depends on an object.
pub fn run_impact(args: &ImpactArgs, session: &Session, out: &mut Output) -> Answer {
    let object = session.object(&args.key)?;
    let impact = session.reader()?.impact(object, depth(args.depth))?;
    if out.form == Form::Json {
        out.json(&ImpactDoc::of(&impact))?;
        return Ok(Done::Whole);
    }
    print(out, &impact.trace, [("", false), ("depends on it", true)])?;
    apart(out, "open now", &impact.disturbing)?;
    apart(out, "at risk", &impact.at_risk)?;
    Ok(Done::Whole)
}

fn depth(asked: Option<u32>) -> usize {
    asked.map_or(usize::MAX, |n| n as usize)
}

/// The root, then a tree for each way that was asked for.
fn print(out: &mut Output, trace: &Trace, ways: [(&str, bool); 2]) -> Answer<()> {
    let Some(root) = trace.nodes.first() else { return Ok(()) };
    out.heading(&format!("{}  {}", root.key, about(root)))?;
    let tree = trace.tree();
    for ((title, is_asked), sign) in ways.into_iter().zip([-1, 1]) {
        let mut rows = Vec::new();
        branches(&tree, root.object, (2, sign), &mut rows);
        match (is_asked, rows.is_empty()) {
            (false, _) => {}
            (true, true) => out.line(&format!("  {title}: nothing"))?,
            (true, false) => {
                out.line(&format!("  {title}"))?;
                out.table(&rows)?;
            }
        }
    }
    if trace.is_cut {
        out.say(&format!("cut after {} objects; --depth N asks for fewer steps", trace.nodes.len()))?;
    }
    Ok(())
}

type Tree<'a> = HashMap<ObjectId, Vec<(&'a TraceEdge, &'a TraceNode)>>;

fn branches(tree: &Tree<'_>, from: ObjectId, (indent, sign): (usize, i32), rows: &mut Vec<Vec<Cell>>) {
    let leaving = tree.get(&from).map_or(&[][..], Vec::as_slice);
    for (edge, node) in leaving.iter().filter(|(_, node)| node.depth.signum() == sign) {
        let tone = if node.is_closed { Tone::Faint } else { Tone::Plain };
        let lead = format!("{}{} {}", "  ".repeat(indent), edge.name, node.key);
        rows.push(vec![lead.into(), Cell::toned(&about(node), tone)]);
        branches(tree, node.object, (indent + 1, sign), rows);
    }
}

/// `Problem, analysed: Pool leak  (Operate > Diagnose)`.
fn about(node: &TraceNode) -> String {
    let state = node.state.as_deref().map(|state| format!(", {state}")).unwrap_or_default();
    let stands: Vec<&str> = node.stands.iter().map(|(_, place)| place.as_str()).collect();
    let stands = if stands.is_empty() { String::new() } else { format!("  ({})", stands.join("; ")) };
    format!("{}{state}: {}{stands}", node.type_name, node.title)
}

fn apart(out: &mut Output, title: &str, nodes: &[TraceNode]) -> Answer<()> {
    if nodes.is_empty() {
        return Ok(());
    }
    out.line(&format!("  {title}"))?;
    let row = |node: &TraceNode| vec![Cell::toned(&format!("    {}", node.key), Tone::Care), about(node).into()];
    out.table(&nodes.iter().map(row).collect::<Vec<_>>())
}
