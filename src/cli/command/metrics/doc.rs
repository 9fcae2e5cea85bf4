//! Figures as JSON documents.

use crate::domain::flow::{Flow, Period};
use crate::domain::value::format_at;
use crate::metrics::figures::Figures;
use crate::metrics::forecast::{Answer, Days, Forecast, Question, RUNS, SEED};
use crate::metrics::percentile::Percentiles;
use crate::metrics::sle::Sle;
use crate::metrics::stages::StageFigures;
use crate::wire::json::{
    AnswerDoc, ExpectedDoc, FiguresDoc, ForecastDoc, FrameworkDoc, KindDoc, LittlesLawDoc, OldestDoc, PercentilesDoc,
    SCHEMA, SlaDoc, SleDoc, StageFiguresDoc,
};

/// The figures of a stream.
pub fn of(figures: &Figures) -> FiguresDoc<'_> {
    let kind = |kind: &'_ crate::metrics::distribution::Kind| (kind.n_finished, rounded(kind.share));
    FiguresDoc {
        stream: figures.stream.as_str(),
        name: &figures.name,
        since: figures.period.since,
        until: figures.period.until,
        wip: figures.wip,
        standing: figures.standing,
        throughput: figures.throughput,
        arrivals: figures.arrivals,
        archived: figures.dropped,
        throughput_per_week: rounded(figures.period.per_week(figures.throughput)),
        arrivals_per_week: rounded(figures.period.per_week(figures.arrivals)),
        flow_efficiency: figures.efficiency.share().map(rounded),
        wait_share: figures.efficiency.wait_share().map(rounded),
        loop_rate: figures.loops.rate().map(rounded),
        complete_accurate: figures.rolled_accuracy.map(rounded),
        cycle_time_s: figures.cycle.map(percentiles),
        lead_time_s: figures.lead.map(percentiles),
        age_s: figures.age.map(percentiles),
        sla: SlaDoc {
            visits: figures.sla.n_visits,
            breaches: figures.sla.n_breaches,
            compliance: figures.sla.compliance().map(rounded),
            open_breaches: figures.sla.n_open_breaches,
        },
        distribution: figures
            .distribution
            .iter()
            .map(|of| KindDoc { r#type: of.type_id.as_str(), finished: kind(of).0, share: kind(of).1 })
            .collect(),
        flow_framework: FrameworkDoc {
            velocity_per_week: rounded(figures.framework.velocity),
            time_s: figures.framework.time.map(percentiles),
            efficiency: figures.framework.efficiency.map(rounded),
            load: figures.framework.load,
        },
        littles_law: figures.littles_law.map(|law| LittlesLawDoc {
            wip: rounded(law.wip),
            throughput_per_day: rounded(law.throughput),
            cycle_days: rounded(law.cycle),
            holds: law.holds(),
        }),
        stages: figures.stages.iter().map(stage).collect(),
    }
}

/// The figures of a stage.
pub fn stage(stage: &StageFigures) -> StageFiguresDoc<'_> {
    let span = |pick: fn(&Percentiles) -> i64| stage.time.map(|time| pick(&time.percentiles));
    StageFiguresDoc {
        id: stage.id.local(),
        name: &stage.name,
        wip: stage.wip,
        limit: stage.limit,
        arrivals: stage.arrivals,
        departures: stage.departures,
        mean_s: stage.time.map(|time| time.mean_s),
        p50_s: span(|p| p.p50),
        p70_s: span(|p| p.p70),
        p85_s: span(|p| p.p85),
        p95_s: span(|p| p.p95),
        wait_s: stage.spent.wait_s,
        wait_share: stage.spent.wait_share().map(rounded),
        blocked_s: stage.spent.blocked_s,
        waiting_s: stage.spent.waiting_s,
        unowned_s: stage.spent.unowned_s,
        breaches: stage.breaches,
        returns: stage.returns,
        complete_accurate: stage.accuracy.share().map(rounded),
        oldest: stage.oldest.as_ref().map(|oldest| OldestDoc {
            key: oldest.key.as_str(),
            title: &oldest.title,
            in_stage_s: oldest.in_stage_s,
        }),
        bottleneck: stage.is_bottleneck,
    }
}

/// A forecast with what it rests on.
pub fn forecast<'a>(forecast: &'a Forecast, days: &Days, flow: &'a Flow, period: &Period) -> ForecastDoc<'a> {
    let (by, items) = match forecast.question {
        Question::HowMany { by } => (Some(format_at(by)), None),
        Question::When { n } => (None, Some(n)),
    };
    let answer = |(chance, answer): &(u32, Answer)| match answer {
        Answer::AtLeast(n) => AnswerDoc { chance: *chance, items: Some(*n), by: None },
        Answer::By(at) => AnswerDoc { chance: *chance, items: None, by: Some(format_at(*at)) },
        Answer::Never => AnswerDoc { chance: *chance, items: None, by: None },
    };
    ForecastDoc {
        schema: SCHEMA,
        stream: flow.stream.as_str(),
        since: period.since,
        until: period.until,
        by,
        items,
        answers: forecast.answers.iter().map(answer).collect(),
        days: days.finished.len(),
        idle_days: days.n_idle(),
        finished: days.finished.iter().sum(),
        runs: RUNS,
        seed: SEED,
        assumptions: &forecast.assumptions,
    }
}

/// What can be expected of a card.
pub fn sle<'a>(expected: &[Sle], n_finished: u32, flow: &'a Flow, period: &Period) -> SleDoc<'a> {
    let doc = |sle: &Sle| ExpectedDoc { percent: sle.percent, within_s: sle.within_s };
    SleDoc::new(flow.stream.as_str(), period, n_finished, expected.iter().map(doc).collect())
}

fn percentiles(of: Percentiles) -> PercentilesDoc {
    PercentilesDoc { p50: of.p50, p70: of.p70, p85: of.p85, p95: of.p95 }
}

/// Four digits behind the point say all that a share can.
fn rounded(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}
