//! Ten cards with every figure worked out by hand: as plain values, through the journal and the tables, and once more
//! after everything was undone and done again.

use tempfile::TempDir;

use crate::domain::At;
use crate::domain::change::Via;
use crate::domain::filter::{Asker, Filter};
use crate::domain::flow::{Flow, Stay, Trail};
use crate::domain::hold::HoldKind;
use crate::domain::id::{CardId, ObjectId, StageId, StreamId};
use crate::domain::intent::{Author, Edit, Intent, NewObject, Pass, Spot, Stand, To};
use crate::metrics::cumulative_flow::cumulative_flow;
use crate::metrics::figures::{Figures, figures};
use crate::metrics::forecast::Days;
use crate::metrics::percentile::Percentiles;
use crate::metrics::sketch::{flow, hour, period};
use crate::metrics::sla::Sla;
use crate::metrics::sle::sle;
use crate::metrics::{breaches, cycle_time, lead_time, throughput};
use crate::store::check::replay_and_compare;
use crate::store::{Ask, FlowAsk, Reader, Store, UndoAsk};

const H: i64 = 3_600;

/// Hours; looked at as of hour 100. A to F are done, J was archived, G, H and I are in progress.
const TEN: &str = "
    A a 1-3 due 2 b 3-7 c 7-11 done                  unowned 1-2
    B a 2-4 due 4 b 4-14 c 14-22 done                unowned 2-4 blocked 6-10
    C a 5-6 b 6-10 c 10-12 b! 12-20 c 20-25 done
    D a 10-12 b 12-22 a! 22-26 b 26-30 c 30-40 done  unowned 10-15
    E a 15-20 c 20-30 done                           waiting 22-26
    F a 20-21 b 21-40 c 40-60 done                   blocked 45-55
    G a 30-50 due 45 met 40 b 50-                    unowned 30-60
    H a 40-44 b 44-90 c 90-
    I a 60- due 90                                   unowned 60-
    J a 70-80 b 80- gone 85
";

fn ten() -> Flow {
    flow("a | b | c", TEN)
}

#[test]
fn ten_cards_come_to_the_figures_worked_out_by_hand() {
    let told = figures(&ten(), &period(0.0, 100.0));
    expect_by_hand(&told);
    // With targets: A left at 3 what was due at 2; B on the dot; G met it. I stands over it since 90.
    assert_eq!(told.sla, Sla { n_visits: 3, n_breaches: 1, n_open_breaches: 1 });
    assert_eq!(told.stages.iter().map(|s| s.breaches).collect::<Vec<_>>(), [2, 0, 0]);
    let timeline = breaches::timeline(&ten(), &period(0.0, 100.0));
    assert_eq!(
        timeline.iter().map(|b| (b.at, b.ended_at)).collect::<Vec<_>>(),
        [(hour(2.0), Some(hour(3.0))), (hour(90.0), None)]
    );
}

/// All figures that do not hang on targets.
fn expect_by_hand(told: &Figures) {
    assert_eq!((told.arrivals, told.throughput, told.dropped), (10, 6, 1));
    assert_eq!((told.wip, told.standing), (3, 3));
    // Cycle and lead: A 10, B 20, C 20, D 30, E 15, F 40. In order 10 15 20 20 30 40: the 3rd, 5th, 6th and 6th.
    let spans = Percentiles { p50: 20 * H, p70: 30 * H, p85: 40 * H, p95: 40 * H };
    assert_eq!((told.cycle, told.lead), (Some(spans), Some(spans)));
    // Ages: I 40, H 60, G 70.
    assert_eq!(told.age, Some(Percentiles { p50: 60 * H, p70: 70 * H, p85: 70 * H, p95: 70 * H }));
    // Active: A 9, B 20 - 2 - 4 = 14, C 20, D 25, E 11, F 30 = 109, of 135 hours.
    assert_eq!((told.efficiency.active_s, told.efficiency.cycle_s), (109 * H, 135 * H));
    // Moves: A 3, B 3, C 5, D 5, E 2, F 3, G 1, H 2, J 1 = 25; back: C and D.
    assert_eq!((told.loops.n_back, told.loops.n_moves), (2, 25));
    // In progress: 10 + 20 + 20 + 30 + 15 + 40 + 70 + 60 + 40 + 15 (J) = 320 of 100 hours; 1.44 a day times 0.9375 days.
    let law = told.littles_law.unwrap();
    assert!(near(law.wip, 3.2) && near(law.expected(), 1.35) && !law.holds(), "{law:?}");
    // Six in 100 hours.
    assert!(near(told.framework.velocity, 10.08));
    let counts: Vec<_> = told.stages.iter().map(|s| (s.wip, s.arrivals, s.departures, s.returns)).collect();
    // a: ten and D again, all left but I. b: C and D twice, not E; J was archived there, G stands. c: C twice.
    assert_eq!(counts, [(1, 11, 10, 1), (1, 10, 9, 1), (1, 8, 7, 0)]);
    let times: Vec<_> =
        told.stages.iter().map(|s| s.time.unwrap()).map(|t| (t.n_cards, t.mean_s, t.percentiles)).collect();
    // a: A 2, B 2, C 1, D 2 + 4, E 5, F 1, G 20, H 4, J 10 = 51 of 9.  In order 1 1 2 2 4 5 6 10 20.
    let a = Percentiles { p50: 4 * H, p70: 6 * H, p85: 10 * H, p95: 20 * H };
    // b: A 4, B 10, C 4 + 8, D 10 + 4, F 19, H 46 = 105 of 6. In order 4 10 12 14 19 46.
    let b = Percentiles { p50: 12 * H, p70: 19 * H, p85: 46 * H, p95: 46 * H };
    // c: A 4, B 8, C 2 + 5, D 10, E 10, F 20 = 59 of 6. In order 4 7 8 10 10 20.
    let c = Percentiles { p50: 8 * H, p70: 10 * H, p85: 20 * H, p95: 20 * H };
    assert_eq!(times, [(9, 51 * H / 9, a), (6, 105 * H / 6, b), (6, 59 * H / 6, c)]);
    // Waited in a: A 1, B 2, D 2, G 20, I 40; in b: B 4, D 3, G 10; in c: E 4, F 10.
    let spent: Vec<_> = told.stages.iter().map(|s| (s.spent.wait_s / H, s.spent.all_s / H)).collect();
    assert_eq!(spent, [(65, 51 + 40), (17, 105 + 50 + 5), (14, 59 + 10)]);
    let by: Vec<_> =
        told.stages.iter().map(|s| [s.spent.blocked_s, s.spent.waiting_s, s.spent.unowned_s].map(|s| s / H)).collect();
    assert_eq!(by, [[0, 0, 65], [4, 0, 13], [10, 4, 0]]);
    assert_eq!(told.bottleneck().unwrap().id.local().chars().next(), told.stages[0].id.local().chars().next());
    // Handed over: from a ten times, D's first missed; from b seven times, C's first missed; from c six times.
    let handed: Vec<_> = told.stages.iter().map(|s| (s.accuracy.n_handed, s.accuracy.n_missed)).collect();
    assert_eq!(handed, [(10, 1), (7, 1), (6, 0)]);
    assert!(near(told.rolled_accuracy.unwrap(), 0.9 * 6.0 / 7.0));
    let oldest: Vec<_> = told.stages.iter().map(|s| s.oldest.as_ref().unwrap().in_stage_s / H).collect();
    assert_eq!(oldest, [40, 50, 10]);
}

#[test]
fn ten_cards_come_to_the_series_worked_out_by_hand() {
    let (flow, period) = (ten(), period(0.0, 100.0));
    let moments = cumulative_flow(&flow, &period, 5);
    let told: Vec<_> = moments.iter().map(|m| (m.standing.clone(), m.n_done)).collect();
    // At 25: D, F, E stand in a, b, c; A, B, C are done. At 50: G and H in b, F in c. At 75: I, J in a, G, H in b.
    let by_hand = [([0, 0, 0], 0), ([1, 1, 1], 3), ([0, 2, 1], 5), ([2, 2, 0], 6), ([1, 1, 1], 6)];
    assert_eq!(told, by_hand.map(|(standing, n_done)| (standing.to_vec(), n_done)));
    // Days back from 100: after 4, 28, 52 and 76.
    assert_eq!(Days::of(&flow, &period).finished, [3, 2, 1, 0]);
    assert_eq!(sle(&flow, &period, 85).unwrap().within_s, 40 * H);
    let ends: Vec<_> = cycle_time::scatter(&flow, &period).iter().map(|dot| dot.cycle_s / H).collect();
    assert_eq!(ends, [10, 20, 20, 15, 30, 40], "A, B, C, E, D, F in the order of their ends");
    // As it was at 50: F, G and H in progress, five done.
    let then = crate::metrics::sketch::period(0.0, 50.0);
    assert_eq!((throughput::throughput(&flow, &then), crate::metrics::wip::wip(&flow, &then)), (5, 3));
    assert_eq!(lead_time::percentiles(&flow, &then).unwrap().p95, 30 * H);
}

#[test]
fn the_same_ten_cards_through_the_journal_come_to_the_same_and_so_they_do_undone_and_redone() {
    let mut told = Told::new();
    let n_groups = told.tell(&ten());
    let (first, trails) = told.figures("");
    assert_eq!(trails, shape(&ten().trails));
    expect_by_hand(&first);
    for n in 0..n_groups {
        told.store.undo(&UndoAsk::last("ana", hour(200.0 + n as f64))).unwrap();
    }
    let (nothing, _) = told.figures("");
    assert_eq!((nothing.arrivals, nothing.standing, nothing.throughput), (0, 0, 0));
    for n in 0..n_groups {
        told.store.redo(&UndoAsk::last("ana", hour(500.0 + n as f64))).unwrap();
    }
    let (again, trails) = told.figures("");
    assert_eq!(trails, shape(&ten().trails));
    assert_eq!(again, first);
    assert_eq!(replay_and_compare(&told.reader).unwrap(), []);
    // Only those that fit the filter: A and I are P1.
    let (urgent, _) = told.figures("p1");
    assert_eq!((urgent.arrivals, urgent.throughput, urgent.wip), (2, 1, 1));
}

/// A workspace in which the cards of a sketch were told.
struct Told {
    _directory: TempDir,
    store: Store,
    reader: Reader,
}

/// Something that happens to a card of the sketch.
enum Event<'a> {
    Add(&'a Trail),
    Move(&'a Stay),
    Done,
    Take,
    Block,
    Unblock,
    Wait(At),
    Archive,
}

impl Told {
    fn new() -> Self {
        let directory = TempDir::new().unwrap();
        let file = directory.path().join("ten.db");
        let store = Store::open(&file, hour(0.0)).unwrap();
        let reader = Reader::open(&file).unwrap();
        Self { _directory: directory, store, reader }
    }

    /// Tells everything in the order of time, a group each; says how many there were.
    fn tell(&mut self, flow: &Flow) -> usize {
        let mut events: Vec<(At, usize, Event<'_>)> = Vec::new();
        for (idx, trail) in flow.trails.iter().enumerate() {
            events.extend(events_of(trail).into_iter().map(|(at, event)| (at, idx, event)));
        }
        events.sort_by_key(|(at, ..)| *at);
        let mut made: Vec<Option<(ObjectId, CardId)>> = vec![None; flow.trails.len()];
        for (at, idx, event) in &events {
            let intent = intent(event, made[*idx]);
            let author = Author { actor: "ana".into(), via: Via::Cli, at: *at };
            let done = self.store.commit(&Ask::new(author, vec![intent])).unwrap().done.remove(0);
            if matches!(event, Event::Add(_)) {
                made[*idx] = done.object.zip(done.card);
            }
        }
        events.len()
    }

    fn figures(&self, filter: &str) -> (Figures, Vec<Trail>) {
        let asker = Asker { me: "ana", now: hour(100.0), zone: &chrono::Utc };
        let ask = FlowAsk { stream: None, since: hour(0.0), filter: Filter::parse(filter, &asker).unwrap() };
        let read = self.reader.flow(&StreamId::new("operate"), &ask, hour(100.0)).unwrap().unwrap();
        (figures(&read, &period(0.0, 100.0)), shape(&read.trails))
    }
}

fn events_of(trail: &Trail) -> Vec<(At, Event<'_>)> {
    let mut events = vec![(trail.stays[0].entered_at, Event::Add(trail))];
    events.extend(trail.stays[1..].iter().map(|stay| (stay.entered_at, Event::Move(stay))));
    for hold in &trail.holds {
        match hold.kind {
            HoldKind::Blocked => {
                events.push((hold.from_at, Event::Block));
                events.extend(hold.until_at.map(|at| (at, Event::Unblock)));
            }
            HoldKind::Waiting => events.extend(hold.until_at.map(|at| (hold.from_at, Event::Wait(at)))),
            HoldKind::Unowned => events.extend(hold.until_at.map(|at| (at, Event::Take))),
        }
    }
    events.extend(trail.done_at.map(|at| (at, Event::Done)));
    events.extend(trail.gone_at.map(|at| (at, Event::Archive)));
    events
}

fn intent(event: &Event<'_>, made: Option<(ObjectId, CardId)>) -> Intent {
    if let Event::Add(trail) = event {
        let is_owned = !trail.holds.iter().any(|hold| hold.kind == HoldKind::Unowned);
        return Intent::Add(Box::new(NewObject {
            title: trail.title.clone(),
            assignee: is_owned.then(|| "ana".into()),
            priority: ["A", "I"].contains(&trail.key.prefix()).then_some(1),
            stand: Some(Stand::in_stage(StreamId::new("operate"), Some(stage(&trail.stays[0])))),
            ..NewObject::default()
        }));
    }
    let (object, card) = made.unwrap();
    let go = |to, reason| Intent::Move { card, to, spot: Spot::Bottom, pass: Pass::Free, reason };
    match event {
        Event::Move(stay) => go(To::Stage(stage(stay)), stay.sent_back.then(|| "not what was needed".into())),
        Event::Done => go(To::Done { value: None, beneficiary: None }, None),
        Event::Take => Intent::Edit { object, edits: vec![Edit::Assignee(Some("ana".into()))] },
        Event::Block => Intent::Block { card, reason: "the vendor is silent".into() },
        Event::Unblock => Intent::Unblock { card },
        Event::Wait(at) => Intent::Wait { card, until: Some(*at) },
        Event::Archive | Event::Add(_) => Intent::Archive { object },
    }
}

fn stage(stay: &Stay) -> StageId {
    StageId::new(["operate/detect-issue", "operate/diagnose-issue", "operate/resolve-issue"][stay.stage_idx])
}

/// Trails without what only one of the two can know: ids, types, targets.
fn shape(trails: &[Trail]) -> Vec<Trail> {
    let sketch = ten();
    let mut shaped = trails.to_vec();
    for (trail, known) in shaped.iter_mut().zip(&sketch.trails) {
        *trail = Trail {
            card: known.card,
            object: known.object,
            key: known.key.clone(),
            type_id: known.type_id.clone(),
            priority: None,
            ..trail.clone()
        };
        trail.holds.sort_by_key(|hold| (hold.kind, hold.from_at));
        for stay in &mut trail.stays {
            (stay.due_at, stay.met_at) = (None, None);
        }
    }
    shaped
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}
