//! The demo workspace, as a newcomer finds it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, Weak};

use streamboard::demo::{DEMO_AT, Seeded, seed};
use streamboard::domain::id::{CardId, ObjectId, StageId, StreamId};
use streamboard::domain::stream::Policy;
use streamboard::domain::window::{Anchor, CardRow, StreamLine};
use streamboard::store::check::replay_and_compare;
use streamboard::store::{KeyFound, ListAsk, Reader, Store};
use tempfile::TempDir;

/// A seeded workspace; its directory goes with the last who looks at it.
struct Seed {
    seeded: Seeded,
    file: PathBuf,
    _dir: TempDir,
}

/// Seeded once for all who only look.
static SHARED: Mutex<Weak<Seed>> = Mutex::new(Weak::new());

impl Seed {
    fn fresh() -> Arc<Self> {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("demo.db");
        let seeded = seed(&mut Store::open(&file, DEMO_AT).unwrap(), DEMO_AT).unwrap();
        Arc::new(Self { seeded, file, _dir: dir })
    }

    fn shared() -> Arc<Self> {
        let mut shared = SHARED.lock().unwrap();
        let found = shared.upgrade().unwrap_or_else(Self::fresh);
        *shared = Arc::downgrade(&found);
        found
    }
}

/// A look into a seeded workspace.
struct Demo {
    reader: Reader,
    seed: Arc<Seed>,
}

impl Demo {
    fn new() -> Self {
        Self::of(Seed::shared())
    }

    fn of(seed: Arc<Seed>) -> Self {
        Self { reader: Reader::open(&seed.file).unwrap(), seed }
    }

    fn cards(&self, done: bool) -> Vec<CardRow> {
        let mut rows = Vec::new();
        let keep = |row| {
            rows.push(row);
            ControlFlow::Continue(())
        };
        self.reader.cards(&ListAsk { done, ..ListAsk::default() }, DEMO_AT, keep).unwrap();
        rows
    }

    fn overview(&self) -> Vec<StreamLine> {
        self.reader.overview(DEMO_AT).unwrap()
    }

    fn object(&self, name: &str) -> ObjectId {
        match self.reader.find_object(self.seed.seeded.keys[name].as_str()).unwrap() {
            KeyFound::One(id) => id,
            found => panic!("{name}: {found:?}"),
        }
    }

    fn card(&self, name: &str, stream: &str) -> CardId {
        let sheet = self.reader.sheet(self.object(name), crate::common::sample::now()).unwrap().unwrap();
        let stands = sheet.cards.iter().find(|s| s.row.stage.stream() == StreamId::new(stream));
        stands.unwrap().card.id
    }

    /// How a card is told apart without its ids, which are new each time.
    fn picture(&self) -> BTreeSet<(String, String, String, String)> {
        let all = self.cards(false).into_iter().chain(self.cards(true));
        let tell = |r: CardRow| (r.key.to_string(), r.title, r.stage.to_string(), r.entered_at.to_string());
        all.map(tell).collect()
    }
}

#[test]
fn the_demo_is_the_same_each_time() {
    let (one, two) = (Demo::new(), Demo::of(Seed::fresh()));
    assert_eq!(one.seed.seeded, two.seed.seeded);
    assert_eq!(one.picture(), two.picture());
    let beside = 20;
    assert_eq!(one.picture().len(), one.seed.seeded.n_cards + beside, "support and status stand side by side");
    let order = |demo: &Demo| demo.cards(false).into_iter().map(|r| r.key).collect::<Vec<_>>();
    assert_eq!(order(&one), order(&two));
}

#[test]
fn every_board_is_as_full_as_the_pictures_show() {
    let demo = Demo::new();
    let counts: BTreeMap<String, Vec<u64>> =
        demo.overview().into_iter().map(|s| (s.id.0, s.stages.iter().map(|g| g.n_cards).collect())).collect();
    let expected = [
        ("consume", vec![3, 2, 5, 3, 3]),
        ("deploy", vec![2, 3, 2, 2]),
        ("evaluate", vec![4, 3, 2, 2, 1]),
        ("explore", vec![2, 2, 3, 1]),
        ("integrate", vec![6, 13, 8, 4]),
        ("operate", vec![14, 15, 12]),
        ("release", vec![2, 3, 1]),
    ];
    assert_eq!(counts, expected.map(|(id, n)| (id.to_owned(), n)).into());
    assert_eq!(demo.cards(false).len(), 123);
    assert_eq!(demo.cards(true).len(), 704);
}

#[test]
fn two_stages_are_over_their_limit() {
    let lines = Demo::new().overview();
    let over = lines.iter().flat_map(|s| &s.stages).filter(|s| s.is_over());
    let over: Vec<_> = over.map(|s| (s.id.as_str(), s.n_cards, s.wip)).collect();
    assert_eq!(over, [("integrate/design-develop", 13, Some(12)), ("operate/diagnose-issue", 15, Some(10))]);
}

#[test]
fn six_cards_are_breached_and_some_at_risk() {
    let lines = Demo::new().overview();
    let breached: Vec<_> = lines.iter().filter(|s| s.n_breached > 0).map(|s| (s.id.as_str(), s.n_breached)).collect();
    assert_eq!(breached, [("integrate", 1), ("release", 1), ("consume", 1), ("operate", 3)]);
    assert_eq!(lines.iter().map(|s| s.n_at_risk).sum::<u64>(), 9);
    assert_eq!(lines.iter().map(|s| s.n_blocked).sum::<u64>(), 5);
}

#[test]
fn the_worst_card_lies_on_top_of_the_jammed_stage() {
    let demo = Demo::new();
    let stage = StageId::new("operate/diagnose-issue");
    let window =
        demo.reader.window(&stage, &streamboard::domain::filter::Filter::default(), &Anchor::Top, 3, DEMO_AT).unwrap();
    let keys: Vec<_> = window.rows.iter().map(|r| &r.key).collect();
    assert_eq!(keys, ["checkout", "mobile-login", "invoices"].map(|name| &demo.seed.seeded.keys[name]));
    let over_s = -window.rows[0].turns.unwrap().left_s(DEMO_AT) / 60;
    assert_eq!(over_s, 130);
}

#[test]
fn a_chain_of_links_leads_through_four_streams() {
    let demo = Demo::new();
    let path = demo.path(demo.object("checkout-event"), demo.object("card-offer"));
    let types: Vec<_> = path
        .iter()
        .map(|id| demo.reader.sheet(*id, crate::common::sample::now()).unwrap().unwrap().object.type_id.0)
        .collect();
    let asked = ["event", "incident", "problem", "defect", "product-release", "service-offer"];
    let mut rest = types.iter();
    assert!(asked.iter().all(|wanted| rest.any(|t| t == wanted)), "{types:?}");
    let change = demo.object("pay-change");
    assert!(demo.linked(demo.object("pay-release")).contains(&change), "the release is being deployed");
    let streams: BTreeSet<StreamId> = path.iter().chain([&change]).flat_map(|id| demo.streams_of(*id)).collect();
    assert_eq!(streams, ["deploy", "integrate", "operate", "release"].map(StreamId::new).into());
    assert!(demo.linked(demo.object("checkout")).contains(&demo.object("pay-instance")));
    assert_eq!(demo.streams_of(demo.object("payments-platform")), ["evaluate", "explore"].map(StreamId::new));
}

impl Demo {
    fn linked(&self, id: ObjectId) -> Vec<ObjectId> {
        self.reader.sheet(id, crate::common::sample::now()).unwrap().unwrap().links.iter().map(|l| l.object).collect()
    }

    fn streams_of(&self, id: ObjectId) -> Vec<StreamId> {
        self.reader
            .sheet(id, crate::common::sample::now())
            .unwrap()
            .unwrap()
            .cards
            .iter()
            .map(|s| s.row.stage.stream())
            .collect()
    }

    /// The way the work went: links along which things came of one another, not through the running instance.
    fn path(&self, from: ObjectId, to: ObjectId) -> Vec<ObjectId> {
        let short_cuts = ["pay-instance", "pay-product", "pool-workaround", "drain-runbook"].map(|n| self.object(n));
        let mut came_from = BTreeMap::from([(from, from)]);
        let mut next = VecDeque::from([from]);
        while let Some(id) = next.pop_front().filter(|id| *id != to) {
            for other in self.linked(id) {
                if !came_from.contains_key(&other) && !short_cuts.contains(&other) {
                    came_from.insert(other, id);
                    next.push_back(other);
                }
            }
        }
        let mut path = vec![to];
        while path.last() != Some(&from) {
            path.push(came_from[path.last().unwrap()]);
        }
        path.reverse();
        path
    }
}

#[test]
fn one_gate_that_holds_is_half_ticked() {
    let demo = Demo::new();
    let streams = demo.reader.streams().unwrap();
    let policy = |row: &CardRow| streams.iter().find(|s| s.id == row.stage.stream()).unwrap().gate;
    let cards = demo.cards(false);
    let half = |row: &&CardRow| policy(row) == Policy::Enforce && row.n_met > 0 && row.n_met < row.n_asked;
    let half: Vec<_> = cards.iter().filter(half).map(|r| (r.card, r.n_met, r.n_asked)).collect();
    assert!(half.contains(&(demo.card("pay-change", "deploy"), 3, 5)), "{half:?}");
}

#[test]
fn the_journal_tells_the_tables() {
    let demo = Demo::new();
    assert_eq!(replay_and_compare(&demo.reader).unwrap(), []);
}

#[test]
fn titles_come_in_many_scripts() {
    let titles: Vec<String> = Demo::new().cards(false).into_iter().map(|r| r.title).collect();
    let holding = |fits: fn(char) -> bool| titles.iter().filter(|t| t.chars().any(fits)).count();
    assert!(holding(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}')) >= 2, "wide letters");
    assert!(holding(|c| matches!(c, '\u{590}'..='\u{6ff}')) >= 2, "right to left");
    assert!(holding(|c| matches!(c, 'À'..='ž')) >= 5, "accents");
    assert_eq!(holding(|c| matches!(c, '\u{1f300}'..='\u{1faff}')), 1, "one emoji");
    assert_eq!(titles.iter().collect::<BTreeSet<_>>().len(), titles.len() - 3, "three objects stand twice");
}

#[test]
fn people_have_names_in_many_scripts() {
    let people = Demo::new().reader.people().unwrap();
    for name in ["ana", "zoë", "佐藤", "ליאור", "monitor"] {
        assert!(people.iter().any(|p| p == name), "{name}");
    }
}
