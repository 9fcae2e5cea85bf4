//! Figures as people read them, in eighty columns.

use crate::cli::exit::Answer;
use crate::cli::output::{Cell, Output, Tone};
use crate::cli::session::Session;
use crate::domain::date::show_span;
use crate::domain::flow::{Flow, Period};
use crate::metrics::bottleneck::{reason, show_rate};
use crate::metrics::figures::Figures;
use crate::metrics::forecast::{Answer as Likely, Forecast, Question};
use crate::metrics::percentile::Percentiles;
use crate::metrics::sle::Sle;
use crate::metrics::stages::StageFigures;

/// One stream whole.
pub fn one(figures: &Figures, session: &Session, out: &mut Output) -> Answer<()> {
    out.heading(&format!("{}, {}", figures.name, span(&figures.period, session)))?;
    out.line(&counts(figures))?;
    for (name, spans) in [("cycle time", figures.cycle), ("lead time", figures.lead), ("age", figures.age)] {
        if let Some(spans) = spans {
            out.line(format!("  {name:<11}{}", percentiles(&spans)).trim_end())?;
        }
    }
    quality(figures).iter().try_for_each(|line| out.line(&format!("  {line}")))?;
    out.line("")?;
    let head = ["  stage", "now", "in/wk", "out/wk", "p50", "p85", "waits", "breached", "c&a"];
    let mut rows = vec![head.iter().map(|name| Cell::toned(name, Tone::Faint)).collect()];
    rows.extend(figures.stages.iter().map(|stage| stage_row(stage, &figures.period)));
    out.table(&rows)?;
    if let Some(stage) = figures.bottleneck() {
        out.line("")?;
        out.line(&format!("> bottleneck {}: {}", stage.name, reason(stage, &figures.period)))?;
    }
    Ok(())
}

/// A line a stream.
pub fn all(all: &[Figures], period: &Period, session: &Session, out: &mut Output) -> Answer<()> {
    out.heading(&format!("All streams, {}", span(period, session)))?;
    let head = ["stream", "wip", "in/wk", "out/wk", "p50", "p85", "active", "kept", "c&a", "bottleneck"];
    let mut rows: Vec<Vec<Cell>> = vec![head.iter().map(|name| Cell::toned(name, Tone::Faint)).collect()];
    rows.extend(all.iter().map(|figures| {
        let cycle = |pick: fn(&Percentiles) -> i64| figures.cycle.map(|c| show_span(pick(&c)));
        vec![
            Cell::toned(&figures.name, Tone::Strong),
            figures.wip.to_string().into(),
            show_rate(period.per_week(figures.arrivals)).into(),
            show_rate(period.per_week(figures.throughput)).into(),
            or_dash(cycle(|c| c.p50)),
            or_dash(cycle(|c| c.p85)),
            or_dash(figures.efficiency.share().map(percent)),
            or_dash(figures.sla.compliance().map(percent)),
            or_dash(figures.rolled_accuracy.map(percent)),
            figures.bottleneck().map_or("-", |stage| stage.name.as_str()).into(),
        ]
    }));
    out.table(&rows)
}

/// What is likely, and what that rests on.
pub fn forecast(forecast: &Forecast, name: &str, session: &Session, out: &mut Output) -> Answer<()> {
    out.heading(&match forecast.question {
        Question::HowMany { by } => format!("{name}: how many more by {}", session.local(by)),
        Question::When { n } => format!("{name}: when {n} more are done"),
    })?;
    for (chance, likely) in &forecast.answers {
        let said = match likely {
            Likely::AtLeast(n) => format!("at least {n}"),
            Likely::By(at) => format!("by {}", session.local(*at)),
            Likely::Never => "not in ten years".to_owned(),
        };
        out.line(&format!("  {chance}%  {said}"))?;
    }
    out.line("Assumed:")?;
    forecast.assumptions.iter().try_for_each(|line| out.line(&format!("  {line}")))
}

/// What can be expected of a card.
pub fn sle(
    expected: &[Sle],
    n_finished: u32,
    flow: &Flow,
    period: &Period,
    session: &Session,
    out: &mut Output,
) -> Answer<()> {
    out.heading(&format!("{}, {}", flow.name, span(period, session)))?;
    for sle in expected {
        out.line(&format!("  {}% of cards are done within {}", sle.percent, show_span(sle.within_s)))?;
    }
    match n_finished {
        0 => out.line("  nothing was finished, so nothing can be expected yet"),
        n => out.line(&format!("  from the cycle times of {n} finished cards; a forecast, no promise")),
    }
}

fn span(period: &Period, session: &Session) -> String {
    format!("{:.0} days, {} to {}", period.days(), session.local(period.since), session.local(period.until))
}

fn counts(figures: &Figures) -> String {
    let rate = |n: u32| format!("{n} ({}/wk)", show_rate(figures.period.per_week(n)));
    let to_start = match figures.standing - figures.wip {
        0 => String::new(),
        n => format!(", {n} to start"),
    };
    let archived = if figures.dropped > 0 { format!("   archived {}", figures.dropped) } else { String::new() };
    format!(
        "  in progress {}{to_start}   arrived {}   finished {}{archived}",
        figures.wip,
        rate(figures.arrivals),
        rate(figures.throughput)
    )
}

fn percentiles(spans: &Percentiles) -> String {
    spans.each().map(|(percent, span_s)| format!("p{percent} {:<6}", show_span(span_s))).concat()
}

/// Lines on how well it goes.
fn quality(figures: &Figures) -> Vec<String> {
    let mut shares = Vec::new();
    for (name, share) in [
        ("active", figures.efficiency.share()),
        ("waiting", figures.efficiency.wait_share()),
        ("loop-backs", figures.loops.rate()),
        ("complete and accurate", figures.rolled_accuracy),
    ] {
        shares.extend(share.map(|share| format!("{name} {}", percent(share))));
    }
    let mut lines = vec![shares.join("   ")];
    let sla = &figures.sla;
    if let Some(kept) = sla.compliance() {
        let open = format!("{} stand past theirs", sla.n_open_breaches);
        lines.push(format!(
            "targets kept {}: {} of {} visits breached; {open}",
            percent(kept),
            sla.n_breaches,
            sla.n_visits
        ));
    } else if sla.n_open_breaches > 0 {
        lines.push(format!("{} stand past their target", sla.n_open_breaches));
    }
    let kinds = figures.distribution.iter().take(5).map(|kind| format!("{} {}", kind.type_id, percent(kind.share)));
    let kinds: Vec<String> = kinds.collect();
    if !kinds.is_empty() {
        lines.push(format!("finished by type: {}", kinds.join("  ")));
    }
    lines.extend(figures.littles_law.map(|law| {
        let verdict = if law.holds() { "in balance" } else { "out of balance" };
        let rate = format!("{:.2}/day x {:.1}d = {:.1}", law.throughput, law.cycle, law.expected());
        format!("Little's law: {:.1} in progress, {rate}; {verdict}", law.wip)
    }));
    lines.retain(|line| !line.is_empty());
    lines
}

fn stage_row(stage: &StageFigures, period: &Period) -> Vec<Cell> {
    let mark = if stage.is_bottleneck { "> " } else { "  " };
    let time = |pick: fn(&Percentiles) -> i64| stage.time.map(|time| show_span(pick(&time.percentiles)));
    let is_over = stage.limit.is_some_and(|limit| stage.wip > limit);
    let breaches = if stage.breaches > 0 { Tone::Alarm } else { Tone::Plain };
    vec![
        Cell::toned(&format!("{mark}{}", stage.name), Tone::Strong),
        Cell::toned(&load(stage), if is_over { Tone::Care } else { Tone::Plain }),
        show_rate(period.per_week(stage.arrivals)).into(),
        show_rate(period.per_week(stage.departures)).into(),
        or_dash(time(|t| t.p50)),
        or_dash(time(|t| t.p85)),
        or_dash(stage.spent.wait_share().map(percent)),
        Cell::toned(&stage.breaches.to_string(), breaches),
        or_dash(stage.accuracy.share().map(percent)),
    ]
}

/// `15/10`, or `15` where there is no limit.
pub fn load(stage: &StageFigures) -> String {
    stage.limit.map_or_else(|| stage.wip.to_string(), |limit| format!("{}/{limit}", stage.wip))
}

fn or_dash(text: Option<String>) -> Cell {
    text.map_or_else(|| Cell::from("-"), Cell::from)
}

/// Whole, but never all or nothing where that is not so.
fn percent(share: f64) -> String {
    let percent = share * 100.0;
    let hides = (percent > 0.0 && percent < 0.5) || (99.5..100.0).contains(&percent);
    if hides { format!("{percent:.1}%") } else { format!("{percent:.0}%") }
}
