//! Golden screens of the charts, and of the map with the figures of all streams.

use streamboard::app::charts::told;
use streamboard::app::model::Model;
use streamboard::app::model::metrics::{Chart, Metrics};
use streamboard::metrics::forecast::{Question, forecast};
use streamboard::tui::theme::Theme;

use crate::common::{metrics, sample};
use crate::screen::{SIZES, check, drawn, golden, letters, styles};

const NAMED: [(Chart, &str); 5] = [
    (Chart::Flow, "flow"),
    (Chart::Cycle, "cycle"),
    (Chart::Ageing, "ageing"),
    (Chart::Throughput, "throughput"),
    (Chart::Breaches, "breaches"),
];

fn with(mut model: Model, change: impl FnOnce(&mut Metrics)) -> Model {
    change(model.metrics.as_mut().expect("the screen"));
    model
}

#[test]
fn cumulative_flow_at_every_size() {
    for (width, height) in SIZES {
        check("metrics", &metrics::model(width, height, Chart::Flow));
    }
}

#[test]
fn every_chart() {
    for (chart, name) in NAMED.iter().skip(1) {
        check(&format!("metrics-{name}"), &metrics::model(80, 24, *chart));
    }
    check("metrics-throughput", &metrics::model(120, 40, Chart::Throughput));
    check("metrics-breaches", &metrics::model(200, 60, Chart::Breaches));
}

#[test]
fn every_chart_has_its_numbers_in_rows() {
    for (chart, name) in NAMED {
        let model = with(metrics::model(80, 24, chart), |view| view.is_table = true);
        check(&format!("metrics-{name}-table"), &model);
    }
}

#[test]
fn what_was_asked_of_the_days_to_come_is_told_with_what_it_rests_on() {
    let model = with(metrics::model(80, 24, Chart::Throughput), |view| {
        let days = view.read.as_ref().expect("the charts").days.clone();
        view.forecast = Some(forecast(&days, sample::now(), Question::When { n: 20 }));
    });
    check("metrics-forecast", &model);
}

#[test]
fn a_stream_without_a_card_says_what_to_do() {
    for (width, height) in [(40, 10), (80, 24), (200, 60)] {
        check("metrics-empty", &metrics::empty(width, height));
    }
}

#[test]
fn charts_are_readable_in_ascii() {
    for (chart, name) in NAMED {
        let mut model = metrics::model(80, 24, chart);
        model.settings.ascii = true;
        let text = letters(&drawn(&model, &Theme::mono()));
        assert!(text.is_ascii(), "{text}");
        golden(&format!("ascii-metrics-{name}-80x24"), &text);
    }
    let mut model = metrics::map(200, 60);
    model.settings.ascii = true;
    assert!(letters(&drawn(&model, &Theme::mono())).is_ascii());
}

#[test]
fn colour_repeats_what_letters_say() {
    let model = metrics::model(80, 24, Chart::Flow);
    let (plain, coloured) = (drawn(&model, &Theme::mono()), drawn(&model, &Theme::ansi()));
    assert_eq!(letters(&plain), letters(&coloured));
    golden("styles-metrics-ansi", &styles(&coloured));
}

#[test]
fn the_map_tells_what_holds_work_up() {
    for (width, height) in SIZES {
        check("map-figures", &metrics::map(width, height));
    }
}

#[test]
fn the_sentence_below_the_picture_is_about_the_stage_that_fills_up() {
    let model = metrics::model(80, 24, Chart::Flow);
    let charts = model.metrics.as_ref().and_then(|view| view.read.as_deref()).expect("the charts");
    let said = told::insight(Chart::Flow, charts, model.zone).expect("a sentence");
    assert!(said.starts_with("Diagnose band "), "{said}");
}
