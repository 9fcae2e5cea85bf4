//! Golden screens: what is drawn, at several sizes; `UPDATE_GOLDEN=1` rewrites `tests/golden`.

mod clocks;
mod lanes;

use std::fmt::Write as _;
use std::path::Path;

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};
use streamboard::app::key::{Input, Key};
use streamboard::app::line::Line;
use streamboard::app::model::explore::Part;
use streamboard::app::model::{
    ChangesView, Choice, FilterState, Form, FormField, FormFor, Grab, Help, HelpPage, Menu, MenuItem, Mode, Model,
    Notice, NoticeKind, Palette, PaletteEntry, PaletteKind, Past, Prompt, PromptFor, Run, ThenView,
};
use streamboard::app::msg::Msg;
use streamboard::app::update::update;
use streamboard::domain::around::Neighbours;
use streamboard::domain::id::TypeId;
use streamboard::domain::object::Object;
use streamboard::domain::past::{Between, Changed, Net, SheetThen};
use streamboard::domain::window::{Found, Hit, HitRow};
use streamboard::tui::theme::Theme;
use streamboard::tui::view::view;

use crate::common::{explore, sample, sheet, standup, triage};

/// The screen of a model.
pub fn drawn(model: &Model, theme: &Theme) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(model.width, model.height)).expect("a terminal");
    terminal.draw(|frame| view(model, theme, frame)).expect("a frame");
    terminal.backend().buffer().clone()
}

/// The letters of a screen, line by line. The cell behind a wide letter holds nothing.
pub fn letters(buffer: &Buffer) -> String {
    let area = buffer.area;
    let mut text = String::new();
    for y in 0..area.height {
        let mut line = String::new();
        let mut x = 0;
        while x < area.width {
            let symbol = buffer[(x, y)].symbol();
            line.push_str(symbol);
            x += streamboard::text::width(symbol).max(1) as u16;
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// Compares with the file in `tests/golden`, or writes it.
pub fn golden(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(format!("{name}.txt"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        return std::fs::write(&path, text).expect("written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == text, "{name} differs; UPDATE_GOLDEN=1 rewrites it. Now:\n{text}\nkept:\n{kept}");
}

pub fn check(name: &str, model: &Model) {
    let (width, height) = (model.width, model.height);
    golden(&format!("{name}-{width}x{height}"), &letters(&drawn(model, &Theme::mono())));
}

pub const SIZES: [(u16, u16); 4] = [(40, 10), (80, 24), (120, 40), (200, 60)];

#[test]
fn the_board() {
    for (width, height) in SIZES {
        check("board", &sample::board(width, height));
    }
}

#[test]
fn a_board_of_five_stages() {
    for (width, height) in SIZES {
        check("wide-board", &sample::wide_board(width, height));
    }
}

#[test]
fn odd_letters() {
    for (width, height) in SIZES {
        check("odd-letters", &sample::odd_letters(width, height));
    }
}

#[test]
fn an_empty_board() {
    for (width, height) in SIZES {
        check("empty-board", &sample::empty_board(width, height));
    }
}

#[test]
fn the_map() {
    for (width, height) in SIZES {
        check("map", &sample::map(width, height));
    }
}

#[test]
fn the_first_run() {
    for (width, height) in SIZES {
        let mut model = sample::map(width, height);
        model.is_first_run = true;
        for stage in model.streams.iter_mut().flat_map(|s| &mut s.stages) {
            *stage = sample::emptied(stage);
        }
        for stream in &mut model.streams {
            (stream.n_cards, stream.n_breached, stream.n_at_risk, stream.n_blocked) = (0, 0, 0, 0);
        }
        check("first-run", &model);
    }
}

#[test]
fn the_detail() {
    for (width, height) in SIZES {
        check("sheet", &sheet::model(width, height));
    }
}

#[test]
fn the_triage() {
    for (width, height) in SIZES {
        check("triage", &triage::model(width, height));
    }
    check("triage-empty", &triage::empty(80, 24));
    let mut plain = triage::model(80, 24);
    plain.settings.ascii = true;
    check("ascii-triage", &plain);
}

#[test]
fn something_major_over_the_board_and_the_map() {
    let one = triage::major(142, "Checkout down");
    for (width, height) in [(40, 10), (80, 24)] {
        let mut board = sample::board(width, height);
        board.majors = vec![one.clone()];
        check("major-board", &board);
    }
    let mut map = sample::map(80, 24);
    map.majors = vec![one, triage::major(150, "Mail bounces")];
    check("major-map", &map);
}

#[test]
fn the_objects_around_a_card() {
    for (width, height) in SIZES {
        check("objects", &explore::model(width, height));
        check("trace", &explore::trace(width, height));
    }
    check("impact", &explore::impact(80, 24));
}

#[test]
fn the_way_walked_and_the_object_picked_have_the_keys_too() {
    for part in [Part::Path, Part::Preview] {
        for (width, height) in [(40, 10), (80, 24)] {
            let mut model = explore::model(width, height);
            model.explore.as_mut().expect("an explorer").part = part;
            check(if part == Part::Path { "objects-way" } else { "objects-preview" }, &model);
        }
    }
}

#[test]
fn an_object_that_is_linked_to_nothing_says_what_to_do() {
    let mut model = explore::model(80, 24);
    let explore = model.explore.as_mut().expect("an explorer");
    explore.path.truncate(1);
    explore.around = Some(Neighbours::default());
    explore.peek = None;
    check("objects-none", &model);
    let explore = model.explore.as_mut().expect("an explorer");
    explore.only = Some(TypeId::new("defect"));
    check("objects-none-of-type", &model);
}

#[test]
fn a_refused_move_opens_the_gate() {
    for (width, height) in SIZES {
        check("gate", &sheet::refused(width, height));
    }
}

#[test]
fn a_gate_says_what_it_checks_and_who_approved() {
    for (width, height) in SIZES {
        check("guarded-gate", &sheet::guarded(width, height));
    }
}

#[test]
fn the_detail_tells_what_became_true_by_itself() {
    for (width, height) in SIZES {
        check("told-sheet", &sheet::told(width, height));
    }
}

#[test]
fn a_standup() {
    for (width, height) in SIZES {
        check("standup", &standup::model(width, height));
        check("standup-summary", &standup::summary(width, height));
    }
    let mut ascii = standup::model(80, 24);
    ascii.settings.ascii = true;
    check("standup-ascii", &ascii);
}

#[test]
fn a_standup_with_nothing_to_walk_says_why() {
    check("standup-empty", &standup::empty(80, 24, 0));
    check("standup-skipped", &standup::empty(80, 24, 3));
}

#[test]
fn what_others_did_meanwhile_is_told() {
    let mut model = sample::board(120, 40);
    model.missed.n = 12;
    check("since-you-left", &model);
}

#[test]
fn the_filter_while_typing() {
    for (width, height) in SIZES {
        let mut model = sample::board(width, height);
        model.filter.text = "@me check".into();
        model.filter.found = Some(Found { n_here: 1, n_elsewhere: 12, n_done: 3 });
        model.mode = Mode::Filter { line: Line::new("@me check"), before: FilterState::default() };
        check("filter", &model);
    }
}

#[test]
fn one_line_adds_a_card() {
    for (width, height) in SIZES {
        let mut model = sample::board(width, height);
        let stage = model.board.columns[1].stage.clone();
        model.mode = Mode::Add { line: Line::new("Fix login !p1 @me #eu ^fri since:06:55"), stage };
        check("add", &model);
    }
}

#[test]
fn a_prompt_completes_what_is_typed() {
    for (width, height) in SIZES {
        let mut model = sample::board(width, height);
        model.mode = Mode::Prompt(Prompt {
            title: "assign INC-1042 to".into(),
            line: Line::new("an"),
            purpose: PromptFor::Assign,
            completions: vec!["ana".into(), "anders".into(), "joanna".into()],
            choice: Some(1),
            reads_as: None,
            on: Vec::new(),
            hits: Vec::new(),
        });
        check("prompt", &model);
    }
}

#[test]
fn a_prompt_for_a_date_says_what_it_reads_as() {
    let mut model = sample::board(80, 24);
    model.mode = Mode::Prompt(Prompt {
        title: "INC-1042 is due".into(),
        line: Line::new("fri 17:00"),
        purpose: PromptFor::Due,
        completions: Vec::new(),
        choice: None,
        reads_as: Some(Ok("Fri 27 Nov 17:00".into())),
        on: Vec::new(),
        hits: Vec::new(),
    });
    check("prompt-date", &model);
}

#[test]
fn a_form() {
    for (width, height) in SIZES {
        let mut model = sample::board(width, height);
        model.mode = Mode::Form(form());
        check("form", &model);
    }
}

fn form() -> Form {
    let field = |id: &str, label: &str, text: &str| FormField {
        id: id.into(),
        label: label.into(),
        line: Line::new(text),
        was: String::new(),
        multi_line: false,
        choices: Vec::new(),
        reads_as: None,
    };
    let priorities = ["none", "P1", "P2", "P3", "P4"].map(str::to_owned).to_vec();
    Form {
        title: "Add to Diagnose".into(),
        purpose: FormFor::NewStream,
        fields: vec![
            field("title", "title", "Checkout is slow"),
            FormField { choices: priorities, ..field("priority", "priority", "P2") },
            field("assignee", "owner", "ana"),
            FormField { reads_as: Some(Ok("Fri 27 Nov 23:59".into())), ..field("due", "due", "fri") },
            FormField {
                multi_line: true,
                ..field("body", "text", "Since 06:55 the checkout answers slowly.\nOther regions are fine.")
            },
        ],
        focus: 1,
        error: Some((3, "the date has passed".into())),
        told: Vec::new(),
        asks_discard: false,
    }
}

#[test]
fn the_palette() {
    for (width, height) in SIZES {
        let mut model = sample::board(width, height);
        let entry = |label: &str, side: &str, off: Option<&str>| PaletteEntry {
            label: label.into(),
            side: side.into(),
            off: off.map(str::to_owned),
            run: Run::Typed(label.into()),
        };
        model.mode = Mode::Palette(Palette {
            kind: PaletteKind::Commands,
            line: Line::new("gate"),
            entries: vec![
                entry("open the gate of this card", "x", None),
                entry("show what is ready to go on", "fg", None),
                entry("force the gate with a reason", "F", Some("the gate is met")),
            ],
            cursor: 0,
            hits: Vec::new(),
        });
        check("palette", &model);
    }
}

#[test]
fn a_menu_says_why_not() {
    let mut model = sample::board(80, 24);
    let item = |key: char, label: &str, off: Option<&str>| MenuItem {
        key: Some(Key::char(key)),
        label: label.into(),
        off: off.map(str::to_owned),
        chosen: Choice::Nothing,
    };
    model.mode = Mode::Menu(Menu {
        title: "INC-1042".into(),
        items: vec![item('1', "P1", None), item('b', "blocked", None), item('L', "move on", Some("the gate is open"))],
        cursor: 1,
        at: None,
        on: Vec::new(),
    });
    check("menu", &model);
}

#[test]
fn the_help() {
    for (width, height) in SIZES {
        let mut model = sample::board(width, height);
        model.mode = Mode::Help(Help { page: HelpPage::Here, search: None, scroll: 0, stage: None });
        check("help", &model);
    }
}

#[test]
fn a_card_in_hand() {
    let mut model = sample::board(80, 24);
    let row = model.current().expect("a card").clone();
    model.mode = Mode::Grab(Grab { row, column: 2, row_idx: 1, at: None });
    check("grab", &model);
}

#[test]
fn marks_notices_and_pending_keys() {
    let mut model = sample::board(80, 24);
    let rows = model.board.columns[1].rows().to_vec();
    for row in &rows[..3] {
        model.marks.insert(row.card, row.object);
    }
    model.count = Some(12);
    model.notice = Some(Notice {
        text: "INC-1042 moved to Resolve. u undoes.".into(),
        kind: NoticeKind::Done,
        at: sample::now(),
        sticky: false,
    });
    model.banner = Some("Demo: a throw-away workspace. Nothing here is kept.".into());
    model.coach = Some(0);
    check("marks", &model);
}

#[test]
fn the_box_of_continuations() {
    for (width, height) in SIZES {
        let mut model = sample::board(width, height);
        model.pending = vec![Key::char('z')];
        model.pending_since = Some(sample::now() - chrono::TimeDelta::seconds(1));
        check("which-key", &model);
    }
}

#[test]
fn recent_activity() {
    let mut model = sample::board(80, 24);
    let entries = sheet::log(model.current().expect("a card"));
    model.mode = Mode::Activity { entries, scroll: 0 };
    check("activity", &model);
}

/// A board looked back at, on Monday evening two weeks before.
fn past(width: u16, height: u16) -> Model {
    let mut model = sample::board(width, height);
    let at = model.now - chrono::TimeDelta::days(14);
    for line in model.board.columns.iter_mut().filter_map(|c| c.window.as_mut()).flat_map(|w| &mut w.rows) {
        line.entered_at -= chrono::TimeDelta::days(14);
        line.created_at -= chrono::TimeDelta::days(14);
        (line.turns, line.n_asked, line.n_links) = (None, 0, 0);
    }
    model.past = Some(Past { at, filter: FilterState::default(), lanes: None });
    model
}

#[test]
fn a_board_as_it_was() {
    for (width, height) in [(40, 10), (80, 24), (120, 40)] {
        check("past", &past(width, height));
    }
    let mut model = past(80, 24);
    model.settings.ascii = true;
    check("ascii-past", &model);
}

#[test]
fn an_object_as_it_was_and_what_changed_since() {
    let mut model = past(80, 24);
    let row = model.current().expect("a card").clone();
    let at = model.now - chrono::TimeDelta::days(14);
    let mut object = Object::blank(row.object, row.key.clone(), row.created_at);
    object.title.clone_from(&row.title);
    object.priority = Some(3);
    let cards = vec![row.clone()];
    let sheet = SheetThen { at, object, type_name: "Incident".into(), cards, links: Vec::new(), comments: Vec::new() };
    model.mode = Mode::Then(ThenView { object: row.object, card: row.card, sheet: Some(Box::new(sheet)), scroll: 0 });
    check("past-object", &model);
    let (from, to) = (row.stage.clone(), row.stage.clone());
    let changes = vec![Net::Moved { from, to }, Net::Priority { from: Some(3), to: row.priority }];
    let stages = vec![(row.stage.clone(), "Diagnose".into(), [9, 15])];
    let between = Between { from: at, to: model.now, cards: vec![Changed { row, changes }], stages };
    model.mode = Mode::Changes(ChangesView { between: Some(Box::new(between)), cursor: 1 });
    check("past-changes", &model);
}

#[test]
fn a_board_under_a_filter_that_fits_nothing() {
    let mut model = sample::empty_board(80, 24);
    model.filter.text = "@me p1 chekout".into();
    model.filter.nearest = Some("checkout".into());
    model.filter.found = Some(Found { n_here: 0, n_elsewhere: 12, n_done: 3 });
    check("no-match", &model);
}

#[test]
fn everything_is_readable_in_ascii() {
    for (name, make) in [
        ("ascii-board", sample::board as fn(u16, u16) -> Model),
        ("ascii-map", sample::map),
        ("ascii-sheet", sheet::model),
        ("ascii-gate", sheet::refused),
        ("ascii-objects", explore::model),
        ("ascii-trace", explore::trace),
    ] {
        let mut model = make(80, 24);
        model.settings.ascii = true;
        let text = letters(&drawn(&model, &Theme::mono()));
        assert!(text.is_ascii(), "{text}");
        golden(&format!("{name}-80x24"), &text);
    }
}

#[test]
fn folded_and_zoomed_columns() {
    let mut model = sample::board(80, 24);
    let stage = model.board.columns[0].stage.clone();
    model.board.folded.insert(stage);
    check("folded", &model);
    model.board.zoom = true;
    check("zoomed", &model);
}

#[test]
fn styles_say_what_letters_say() {
    for (name, theme) in [("ansi", Theme::ansi()), ("mono", Theme::mono())] {
        golden(&format!("styles-board-{name}"), &styles(&drawn(&sample::board(80, 24), &theme)));
        golden(&format!("styles-map-{name}"), &styles(&drawn(&sample::map(80, 24), &theme)));
    }
}

/// Every run of cells with a style of its own: where, which, what.
pub fn styles(buffer: &Buffer) -> String {
    let mut text = String::new();
    for y in 0..buffer.area.height {
        let mut x = 0;
        while x < buffer.area.width {
            let style = |x: u16| (buffer[(x, y)].fg, buffer[(x, y)].bg, buffer[(x, y)].modifier);
            let (start, here) = (x, style(x));
            let mut run = String::new();
            while x < buffer.area.width && style(x) == here {
                run.push_str(buffer[(x, y)].symbol());
                x += 1;
            }
            let (fg, bg, modifier) = here;
            if here != style_of_nothing() {
                let _ = writeln!(text, "{y:>2},{start:<3} {fg} on {bg} {modifier:?}: {}", run.trim_end());
            }
        }
    }
    text
}

fn style_of_nothing() -> (Color, Color, Modifier) {
    (Color::Reset, Color::Reset, Modifier::empty())
}

#[test]
fn no_size_makes_it_fall() {
    let screens: [fn(u16, u16) -> Model; 8] = [
        sample::board,
        sample::wide_board,
        sample::map,
        sample::odd_letters,
        sheet::model,
        sheet::refused,
        explore::model,
        explore::trace,
    ];
    for make in screens {
        for (width, height) in (1..90).step_by(7).flat_map(|w| (1..40).step_by(3).map(move |h| (w, h))) {
            drawn(&make(width, height), &Theme::ansi());
        }
    }
}

#[test]
fn a_screen_of_another_size_than_the_model_is_drawn_as_far_as_it_goes() {
    let model = sample::board(120, 40);
    let mut terminal = Terminal::new(TestBackend::new(30, 8)).expect("a terminal");
    terminal.draw(|frame| view(&model, &Theme::ansi(), frame)).expect("a frame");
}

#[test]
fn nothing_raw_reaches_the_terminal() {
    let text = letters(&drawn(&sample::odd_letters(120, 40), &Theme::ansi()));
    assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text:?}");
    assert!(!text.contains('\u{202e}'));
}

#[test]
fn relating_offers_what_fits_and_what_could_be_made() {
    let mut model = sample::board(80, 24);
    let hit = Hit {
        row: HitRow::Object(model.current().expect("a card").object),
        key: streamboard::domain::key::Key::new("PRB", 310),
        title: "Connection pool leaks under retry".into(),
        place: "Operate > Diagnose".into(),
    };
    model.mode = Mode::Prompt(Prompt {
        title: "Relate: how, then to what".into(),
        line: Line::new("is caused by pool"),
        purpose: PromptFor::Relate,
        completions: vec!["PRB-310 Connection pool leaks under retry".into(), "new Problem \"pool\"".into()],
        choice: Some(1),
        reads_as: None,
        on: Vec::new(),
        hits: vec![hit],
    });
    check("relate", &model);
}

#[test]
fn the_help_of_a_stage_says_what_it_is_for() {
    for (width, height) in SIZES {
        let mut model = sample::board(width, height);
        model.mode = Mode::Help(Help { page: HelpPage::Stage, search: None, scroll: 0, stage: Some(sheet::stage()) });
        check("help-stage", &model);
    }
}

#[test]
fn a_folded_stage_makes_room_for_the_others() {
    let mut model = sample::wide_board(80, 24);
    let stage = model.board.columns[1].stage.clone();
    model.board.folded.insert(stage);
    check("folded-wide", &model);
}

/// Keys pressed at random: whatever the program comes to, it can be drawn.
#[test]
fn any_keys_at_any_size_can_be_drawn() {
    const KEYS: &str = "h j k l H L J K g g o b z f a d p u t s f m c x e r i w y + - { } [ ] 0 $ G 1 2 : ? / v V * n m \
        enter esc tab space backspace o < > ctrl-p ctrl-d ctrl-u down up left right a A D c q";
    let keys: Vec<Key> = KEYS.split_whitespace().map(|k| Key::parse(k).expect("a key")).collect();
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |n: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % n as u64) as usize
    };
    let screens = [sample::board as fn(u16, u16) -> Model, sample::wide_board, sample::map, sheet::model];
    for make in screens.into_iter().chain([sheet::refused, explore::model, explore::trace]) {
        let mut model = make(80, 24);
        for n in 0..400 {
            update(&mut model, Msg::Input(Input::Key(keys[next(keys.len())])));
            if n % 40 == 0 {
                let (width, height) = (next(130) as u16 + 1, next(50) as u16 + 1);
                update(&mut model, Msg::Input(Input::Resize { width, height }));
            }
            drawn(&model, &Theme::ansi());
        }
    }
}
