//! Figures as comma-separated values: a row a stream, with its cycle times, and a row a stage, with its stage times.

use crate::cli::exit::Answer;
use crate::cli::output::Output;
use crate::metrics::figures::Figures;
use crate::metrics::percentile::Percentiles;
use crate::metrics::stages::StageFigures;
use crate::wire::csv::line;

const COLUMNS: [&str; 16] = [
    "stream",
    "stage",
    "wip",
    "limit",
    "arrivals",
    "departures",
    "mean_s",
    "p50_s",
    "p70_s",
    "p85_s",
    "p95_s",
    "wait_share",
    "breaches",
    "compliance",
    "complete_accurate",
    "bottleneck",
];

/// What a row says of a stage, without its name.
pub const STAGE_COLUMNS: &[&str] = COLUMNS.split_at(2).1;

/// Prints them.
pub fn print(all: &[Figures], out: &mut Output) -> Answer<()> {
    out.bytes(&line(&COLUMNS))?;
    for figures in all {
        out.bytes(&line(&of_stream(figures)))?;
        for stage in &figures.stages {
            let names = [figures.stream.to_string(), stage.id.local().to_owned()];
            out.bytes(&line(&[&names[..], &stage_cells(stage)[..]].concat()))?;
        }
    }
    Ok(())
}

fn of_stream(figures: &Figures) -> [String; 16] {
    let [p50, p70, p85, p95] = spans(figures.cycle.as_ref());
    [
        figures.stream.to_string(),
        String::new(),
        figures.wip.to_string(),
        String::new(),
        figures.arrivals.to_string(),
        (figures.throughput + figures.dropped).to_string(),
        String::new(),
        p50,
        p70,
        p85,
        p95,
        share(figures.efficiency.wait_share()),
        figures.sla.n_breaches.to_string(),
        share(figures.sla.compliance()),
        share(figures.rolled_accuracy),
        String::new(),
    ]
}

/// The cells of [`STAGE_COLUMNS`].
pub fn stage_cells(stage: &StageFigures) -> [String; 14] {
    let [p50, p70, p85, p95] = spans(stage.time.as_ref().map(|time| &time.percentiles));
    [
        stage.wip.to_string(),
        stage.limit.map(|limit| limit.to_string()).unwrap_or_default(),
        stage.arrivals.to_string(),
        stage.departures.to_string(),
        stage.time.map(|time| time.mean_s.to_string()).unwrap_or_default(),
        p50,
        p70,
        p85,
        p95,
        share(stage.spent.wait_share()),
        stage.breaches.to_string(),
        String::new(),
        share(stage.accuracy.share()),
        stage.is_bottleneck.to_string(),
    ]
}

fn spans(of: Option<&Percentiles>) -> [String; 4] {
    of.map_or_else(Default::default, |of| of.each().map(|(_, span_s)| span_s.to_string()))
}

fn share(share: Option<f64>) -> String {
    share.map(|share| format!("{share:.4}")).unwrap_or_default()
}
