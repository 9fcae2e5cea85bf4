//! One test a rule, on histories of a few lines.

use chrono::TimeDelta;
use chrono_tz::Tz;

use super::scale::Scale;
use super::{improvement, items, table, told};
use crate::app::model::metrics::{Chart, Metrics};
use crate::metrics::charts::{Charts, charts};
use crate::metrics::sketch::{flow, hour};

/// Three cards through two stages within two days, one still there; looked at for thirty days.
fn sample() -> Charts {
    let flow = flow(
        "todo 1 | doing",
        "A todo 0-2 doing 2-20 done
         B todo 1-3 doing 3-9 due 8 done
         C todo 30- due 40
         D todo 31-",
    );
    charts(&flow, hour(48.0), 30)
}

fn at(chart: Chart) -> Metrics {
    Metrics { chart, ..Metrics::default() }
}

#[test]
fn a_scale_has_round_steps_two_rows_apart() {
    let labels = |scale: Scale| scale.labels.into_iter().map(|(_, label)| label).collect::<Vec<_>>();
    assert_eq!(labels(Scale::of_counts(150, 12)), ["150", "100", "50"]);
    assert_eq!(labels(Scale::of_counts(7, 8)), ["8", "6", "4", "2"]);
    assert_eq!(labels(Scale::of_counts(0, 8)), ["1"]);
    assert_eq!(labels(Scale::of_spans(3 * 86_400 + 1, 10)), ["4d", "3d", "2d", "24h"]);
    assert_eq!(labels(Scale::of_spans(100, 2)), ["5m"]);
    assert!((Scale::of_counts(150, 12).share(75.0) - 0.5).abs() < 1e-9);
}

#[test]
fn a_thing_belongs_to_the_day_that_ends_behind_it() {
    let charts = sample();
    assert_eq!(charts.moments.len(), 31);
    let last = charts.figures.period.until;
    let day = |hours: i64| items::day(&charts, last - TimeDelta::hours(hours));
    assert_eq!([day(0), day(1), day(24), day(25), day(24 * 40)], [30, 30, 29, 29, 0]);
}

#[test]
fn the_picked_is_the_first_at_the_cursor_until_one_is_chosen() {
    let charts = sample();
    let key = |view: &Metrics| items::picked(view, &charts).map(|(_, item)| item.key.to_string());
    // On the last day C and D came; the day before A and B came and went, B done first.
    assert_eq!(key(&at(Chart::Flow)).as_deref(), Some("C-3"));
    let second = Metrics { item: items::items(Chart::Flow, &charts).len().checked_sub(1), ..at(Chart::Flow) };
    assert_eq!(key(&second).as_deref(), Some("D-4"));
    assert_eq!(key(&Metrics { back: 5, ..at(Chart::Flow) }), None);
    assert_eq!(key(&Metrics { back: 1, ..at(Chart::Cycle) }).as_deref(), Some("B-2"));
    assert_eq!(key(&Metrics { item: Some(0), ..at(Chart::Cycle) }), None, "it is of another day");
}

#[test]
fn the_line_of_the_cursor_tells_the_figures_there() {
    let charts = sample();
    let said = |view: Metrics| told::cursor(&view, &charts, Tz::UTC);
    let date = |back: i64| told::day(charts.figures.period.until - TimeDelta::days(back), Tz::UTC);
    assert_eq!(said(at(Chart::Flow)), format!("cursor {}: todo 2  doing 0  done 2", date(0)));
    let before = Metrics { back: 1, ..at(Chart::Cycle) };
    assert_eq!(said(before), format!("cursor {}: 2 finished, the slowest after 20h", date(1)));
    assert_eq!(said(at(Chart::Ageing)), "todo: 2 in progress, 85% left it by the age of 2h");
    assert_eq!(said(at(Chart::Throughput)), format!("week to {}: arrived 4  finished 2", date(0)));
    assert_eq!(said(at(Chart::Breaches)), format!("cursor {}: 1 breached", date(0)));
}

#[test]
fn what_stands_out_is_said_in_one_sentence() {
    let charts = sample();
    let said = |chart| told::insight(chart, &charts, Tz::UTC);
    assert_eq!(said(Chart::Flow).as_deref(), Some("More comes in than goes out: in 0.9/wk, out 0.5/wk"));
    assert_eq!(said(Chart::Cycle).as_deref(), Some("85% are done within 20h, half within 8h; 0% of it is waiting"));
    assert_eq!(said(Chart::Ageing).as_deref(), Some("None of 2 in progress is older than 85% of the finished"));
    let kept = said(Chart::Breaches).unwrap();
    assert_eq!(kept, "0% of 1 target kept, 1 card is past its target now");
    let ahead = said(Chart::Throughput).unwrap();
    assert!(ahead.starts_with("In the next 30 days at least ") && ahead.contains("with 85%"), "{ahead}");
}

#[test]
fn a_band_that_has_doubled_is_named_with_the_day_since_when() {
    let cards: Vec<String> = (0..6).map(|n| format!("A todo {}-", if n < 2 { 0 } else { 24 * 20 })).collect();
    let charts = charts(&flow("todo | doing", &cards.join("\n")), hour(24.0 * 30.0), 90);
    let said = told::insight(Chart::Flow, &charts, Tz::UTC).unwrap();
    assert!(said.starts_with("todo band grew from 2 to 6 since "), "{said}");
}

#[test]
fn the_numbers_in_rows_are_those_of_the_drawing() {
    let charts = sample();
    let row = |view: Metrics| {
        let table = table::table(&view, &charts);
        let row = &table.rows[table.at.unwrap()];
        (table.head.join(","), row.iter().map(table::Cell::plain).collect::<Vec<_>>().join(","))
    };
    let (head, last) = row(at(Chart::Flow));
    assert_eq!((head.as_str(), &last[20..]), ("day,todo,doing,done", ",2,0,2"));
    let (head, dot) = row(Metrics { back: 1, ..at(Chart::Cycle) });
    assert_eq!(head, "done,took,key,title");
    assert!(dot.contains(",28800,B-2,"), "{dot}");
    assert!(row(at(Chart::Ageing)).1.starts_with("todo,64800,64800,C-3"), "{}", row(at(Chart::Ageing)).1);
    assert!(row(at(Chart::Breaches)).1.contains(",todo,,C-3"), "{}", row(at(Chart::Breaches)).1);
}

#[test]
fn an_improvement_names_the_stage_and_tells_its_figures() {
    let charts = sample();
    let (stage, period) = (&charts.figures.stages[0], &charts.figures.period);
    assert_eq!(improvement::title("Own", stage, period), "Improve todo in Own: over 2/1");
    let body = improvement::body("Own", stage, period, Tz::UTC);
    let lines: Vec<&str> = body.lines().collect();
    assert!(lines[0].starts_with("Raised from todo in Own; figures of 30 days, "), "{body}");
    assert_eq!(lines[1..4], ["- load 2, limit 1", "- in 0.9/wk, out 0.5/wk", "- waiting 0% of the time"]);
    assert!(body.contains("- breaches 1\n") && body.contains("- oldest C-3 "), "{body}");
}
