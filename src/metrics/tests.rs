//! Every definition on a history of a few lines, the answer worked out by hand beside it. Hours; `H` is one.

use super::accuracy::{self, Accuracy};
use super::ageing::ageing;
use super::bottleneck;
use super::breaches;
use super::cumulative_flow::{cumulative_flow, growth};
use super::cycle_time::cycle_times;
use super::distribution::distribution;
use super::efficiency::efficiency;
use super::figures::figures;
use super::forecast::{Answer, Days, Question, forecast};
use super::lead_time::lead_times;
use super::littles_law::littles_law;
use super::loops::{Loops, loops};
use super::sketch::{flow, hour, period};
use super::sla::{Sla, sla};
use super::sle;
use super::stage_time;
use super::stages::stages;
use super::throughput::{arrivals, dropped, slices, throughput};
use super::wip::{ages, standing, wip};

const H: i64 = 3_600;

#[test]
fn lead_time_runs_from_the_need_and_cycle_time_from_the_stage_that_starts_the_clock() {
    let flow = flow(
        "queue | doing* | checked",
        "A born -3 queue 0-2 doing 2-5 checked 5-9 done
         B queue 0-1 checked 1-4 done
         C queue 0-6 done",
    );
    // A: 9 - -3 = 12, and 9 - 2 = 7. B went past `doing`: its clock starts behind it, 4 - 1 = 3. C never started.
    assert_eq!(lead_times(&flow, &period(0.0, 10.0)), [12 * H, 4 * H, 6 * H]);
    assert_eq!(cycle_times(&flow, &period(0.0, 10.0)), [7 * H, 3 * H]);
}

#[test]
fn what_happens_at_the_end_of_a_period_is_in_it_and_what_happens_at_its_beginning_is_not() {
    let flow = flow("a", "A a 0-4 done\nB a 4-8 done");
    assert_eq!(throughput(&flow, &period(0.0, 4.0)), 1, "A at 4");
    assert_eq!(throughput(&flow, &period(4.0, 8.0)), 1, "B at 8, and A no second time");
    assert_eq!((arrivals(&flow, &period(0.0, 4.0)), arrivals(&flow, &period(-1.0, 8.0))), (1, 2));
}

#[test]
fn work_in_progress_is_started_and_neither_done_nor_archived() {
    let flow = flow(
        "queue | doing*",
        "A queue 0-1 doing 1-
         B queue 0-
         C queue 0-1 doing 1- gone 3
         D queue 0-1 doing 1-5 done",
    );
    // At 6: A has run 5 hours, B waits to start, C is archived, D done. At 4 D was still in progress, for 3 hours; at 2 C too.
    assert_eq!((wip(&flow, &period(0.0, 6.0)), standing(&flow, &period(0.0, 6.0))), (1, 2));
    assert_eq!(ages(&flow, &period(0.0, 6.0)), [5 * H]);
    assert_eq!(ages(&flow, &period(0.0, 4.0)), [3 * H, 3 * H]);
    assert_eq!(wip(&flow, &period(0.0, 2.0)), 3);
    assert_eq!(dropped(&flow, &period(0.0, 6.0)), 1);
}

#[test]
fn stage_time_adds_up_returns_and_counts_an_open_stay_until_now() {
    let flow = flow(
        "a | b",
        "A a 0-2 b 2-3 a 3-6 b 6-10 done
         B a 1-2 b 2-5 a 5-
         C a 4-",
    );
    // Until 9. `a`: A 2 + 3 = 5; B left it once and is back: 1 + (9 - 5) = 5; C has not left it.
    // `b`: A has left it (at 3) and stands there again: 1 + (9 - 6) = 4; B 3.
    let times = stage_time::by_stage(&flow, &period(0.0, 9.0));
    let [a, b] = [times[0].unwrap(), times[1].unwrap()];
    assert_eq!((a.n_cards, a.mean_s, a.percentiles.p50), (2, 5 * H, 5 * H));
    assert_eq!((b.n_cards, b.mean_s, b.percentiles.p50, b.percentiles.p85), (2, 7 * H / 2, 3 * H, 4 * H));
}

#[test]
fn flow_efficiency_is_the_sum_of_active_time_over_the_sum_of_cycle_time() {
    let flow = flow(
        "queue | doing*",
        "A queue 0-2 doing 2-12 done unowned 0-4 blocked 3-5 waiting 6-7
         B queue 0-1 doing 1-3 done
         C queue 0-1 doing 1- unowned 1-",
    );
    // A: cycle 10, held 2-5 (owner and block overlap) and 6-7, active 6. B: cycle 2, active 2. C is not finished.
    let sum = efficiency(&flow, &period(0.0, 20.0));
    assert_eq!((sum.active_s, sum.cycle_s, sum.wait_s()), (8 * H, 12 * H, 4 * H));
    assert!((sum.share().unwrap() - 8.0 / 12.0).abs() < 1e-9, "not the mean of 0.6 and 1");
}

#[test]
fn a_move_back_is_a_loop_and_so_is_coming_back_from_done() {
    let flow = flow("a | b", "A a 0-1 b 1-2 a 2-3 b 3-4 done\nB a 0-1 b 1-2 b 5-6 done");
    // A: a>b, b>a back, a>b, done. B: a>b, done at 2, back at 5, done at 6.
    assert_eq!(loops(&flow, &period(0.0, 9.0)), Loops { n_back: 2, n_moves: 8 });
    assert_eq!(loops(&flow, &period(3.5, 9.0)), Loops { n_back: 1, n_moves: 3 });
}

#[test]
fn a_hand_over_is_missed_when_the_card_comes_back_with_a_reason() {
    let flow = flow(
        "a | b | c",
        "A a 0-1 b 1-2 c 2-3 b! 3-4 c 4-5 done
         B a 0-1 b 1-2 a 2-3 b 3-4 c 4-
         C a 0-1 b 1-2 c 2-3 a! 3-",
    );
    // Hand-overs from a: A, B twice, C = 4; only C's is a miss (B came back without a reason).
    // From b: A at 2 (missed: back to b), A at 4, B, C (missed: back behind b) = 4, 2 missed. From c: A when done = 1.
    let stages = accuracy::by_stage(&flow, &period(-1.0, 9.0));
    let of = |n_handed, n_missed| Accuracy { n_handed, n_missed };
    assert_eq!(stages, [of(4, 1), of(4, 2), of(1, 0)]);
    // 0.75 x 0.5 x 1
    assert!((accuracy::rolled(&stages).unwrap() - 0.375).abs() < 1e-9);
}

#[test]
fn a_target_is_kept_by_leaving_or_meeting_it_in_time() {
    let flow = flow(
        "a | b",
        "A a 0-1 due 2 b 1-
         B a 0-3 due 2 b 3-
         C a 0-5 due 2 met 1.5 b 5-
         D a 0- due 2
         E a 0- due 9
         F a 0-2 due 2 b 2-",
    );
    // Ended with a target: A in time, B an hour over, C met in time, F on the dot = 4, one breach. D stands over it.
    assert_eq!(sla(&flow, &period(0.0, 6.0)), Sla { n_visits: 4, n_breaches: 1, n_open_breaches: 1 });
    assert_eq!(sla(&flow, &period(0.0, 6.0)).compliance(), Some(0.75));
    let breaches = breaches::timeline(&flow, &period(0.0, 6.0));
    let told: Vec<_> = breaches.iter().map(|b| (b.key.as_str(), b.at, b.ended_at)).collect();
    assert_eq!(told, [("B-2", hour(2.0), Some(hour(3.0))), ("D-4", hour(2.0), None)]);
    assert!(breaches::timeline(&flow, &period(0.0, 1.9)).is_empty(), "not before its time");
}

#[test]
fn the_bottleneck_is_the_stage_in_which_most_time_was_waited() {
    let mut flow = flow(
        "a 2 | b 2",
        "A a 0-4 b 4- unowned 0-3
         B a 0-6 b 6- blocked 6-8
         C a 1- waiting 2-3",
    );
    // Until 8. Waited in a: A 3, C 1 = 4; in b: B 2.
    let of_stage = stages(&flow, &period(-1.0, 8.0));
    assert_eq!((of_stage[0].spent.wait_s, of_stage[1].spent.wait_s), (4 * H, 2 * H));
    // In a: 4 + 6 + 7 = 17 hours spent; in b: 4 + 2.
    assert_eq!((of_stage[0].spent.all_s, of_stage[1].spent.all_s), (17 * H, 6 * H));
    assert!(of_stage[0].is_bottleneck && !of_stage[1].is_bottleneck);
    let why = bottleneck::reason(&of_stage[0], &period(-1.0, 8.0));
    assert_eq!(why, "in 56 > out 37/wk, waits 24% (no owner), oldest C-3 7h");
    // Equal waits: the stage that fills up wins. b: in 2, out 0; a: in 3, out 2.
    flow.trails[0].holds = flow.trails[2].holds.clone();
    let tied = stages(&flow, &period(-1.0, 8.0));
    assert_eq!((tied[0].spent.wait_s, tied[1].spent.wait_s), (2 * H, 2 * H));
    assert!(tied[1].is_bottleneck);
}

#[test]
fn cumulative_flow_counts_what_stood_and_what_was_done_at_each_moment() {
    let flow = flow(
        "a | b",
        "A a 0-2 b 2-4 done
         B a 1-6 b 6-
         C a 1- gone 3",
    );
    let moments = cumulative_flow(&flow, &period(0.0, 8.0), 5);
    let told: Vec<_> = moments.iter().map(|m| (m.standing[0], m.standing[1], m.n_done)).collect();
    // At 0: A. At 2: B and C in a, A in b. At 4: B in a, A done. At 6: B in b.
    assert_eq!(told, [(1, 0, 0), (2, 1, 0), (1, 0, 1), (0, 1, 1), (0, 1, 1)]);
    assert_eq!(moments[1].at, hour(2.0));
    assert_eq!(growth(&moments), None, "one card more is no news");
}

#[test]
fn the_rest_of_the_families_on_one_small_flow() {
    let flow = flow(
        "a | b",
        "A type defect a 0-10 b 10-24 done
         B a 0-10 b 10-48 done
         C a 24-36 b 36-72 done
         D a 48-",
    );
    let day = period(0.0, 72.0);
    let told: Vec<_> =
        distribution(&flow, &day).into_iter().map(|k| (k.type_id.0, k.n_finished, (k.share * 100.0) as u32)).collect();
    assert_eq!(told, [("story".into(), 2, 66), ("defect".into(), 1, 33)]);
    // Cycle times 24, 48, 48: 85 of a hundred within 48 hours.
    assert_eq!(sle::sle(&flow, &day, 85).unwrap().within_s, 48 * H);
    // A day each: one ended in each of three days; arrivals A and B at the very beginning belong to the day before.
    let told: Vec<_> = slices(&flow, &day, 1).iter().map(|s| (s.n_arrived, s.n_finished)).collect();
    assert_eq!(told, [(1, 1), (1, 1), (0, 1)]);
    // In progress: 24 + 48 + 48 + 24 = 144 of 72 hours, 2 cards; 1 a day times 40 hours (1.67 days).
    let law = littles_law(&flow, &day).unwrap();
    assert!((law.wip - 2.0).abs() < 1e-9 && (law.expected() - 5.0 / 3.0).abs() < 1e-9 && law.holds());
    let work = ageing(&flow, &day);
    assert_eq!((work.cards[0].age_s, work.band(work.cards[0].age_s)), (24 * H, Some(50)));
    // Age when leaving a: 10, 10, 12.
    assert_eq!(work.pace[0].unwrap().p95, 12 * H);
    assert_eq!(figures(&flow, &day).framework.load, 1);
}

#[test]
fn a_forecast_draws_days_from_history_with_a_fixed_seed() {
    let same = Days { finished: vec![2; 10] };
    let how_many = forecast(&same, hour(0.0), Question::HowMany { by: hour(5.5 * 24.0) });
    // Two a day for five whole days, whatever is drawn.
    assert!(how_many.answers.iter().all(|(_, answer)| *answer == Answer::AtLeast(10)), "{how_many:?}");
    let when = forecast(&same, hour(0.0), Question::When { n: 7 });
    assert!(when.answers.iter().all(|(_, answer)| *answer == Answer::By(hour(4.0 * 24.0))), "{when:?}");
    let idle = Days { finished: vec![0; 10] };
    assert!(forecast(&idle, hour(0.0), Question::When { n: 1 }).answers.iter().all(|(_, a)| *a == Answer::Never));
}

#[test]
fn a_surer_forecast_promises_less_and_the_same_each_time() {
    let days = Days { finished: vec![0, 0, 1, 3, 0, 2, 0] };
    let ask = || forecast(&days, hour(0.0), Question::HowMany { by: hour(30.0 * 24.0) });
    let promised: Vec<u32> = ask()
        .answers
        .iter()
        .map(|(_, answer)| match answer {
            Answer::AtLeast(n) => *n,
            _ => panic!("{answer:?}"),
        })
        .collect();
    assert!(promised.is_sorted_by(|a, b| a >= b), "{promised:?}");
    // 30 days of 6/7 a day: about 26 in the middle.
    assert!((23..=28).contains(&promised[0]), "{promised:?}");
    assert_eq!(ask(), ask());
    assert_eq!(days.n_idle(), 4);
}
