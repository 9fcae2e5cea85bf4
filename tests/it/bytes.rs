//! How many bytes a frame costs, through the real backend: slow links are a promise.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Rect, Size};
use ratatui::{Terminal, TerminalOptions, Viewport};
use streamboard::app::model::metrics::Chart;
use streamboard::app::model::{Glance, Model};
use streamboard::tui::shadow::{Shadow, trim_resets};
use streamboard::tui::theme::Theme;
use streamboard::tui::view::view;

use crate::common::{explore, lanes, metrics, sample, sheet};

/// A sink that counts.
#[derive(Clone, Default)]
struct Counter(Rc<RefCell<Vec<u8>>>);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The real backend behind a shadow, as the program has it: the cursor is hidden once, short gaps are written over,
/// and one reset ends a draw.
struct Thrifty {
    inner: CrosstermBackend<Counter>,
    sent: Counter,
    shadow: Shadow,
    is_hidden: bool,
}

impl Backend for Thrifty {
    type Error = io::Error;

    fn draw<'a, I: Iterator<Item = (u16, u16, &'a Cell)>>(&mut self, content: I) -> io::Result<()> {
        let cells = self.shadow.joined(content);
        if cells.is_empty() {
            return Ok(());
        }
        self.inner.draw(cells.iter().map(|(x, y, cell)| (*x, *y, cell)))?;
        trim_resets(&mut self.sent.0.borrow_mut());
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if std::mem::replace(&mut self.is_hidden, true) { Ok(()) } else { self.inner.hide_cursor() }
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.is_hidden = false;
        self.inner.show_cursor()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(Position::default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.inner.set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.shadow.clear();
        self.inner.clear_region(clear_type)
    }

    fn size(&self) -> io::Result<Size> {
        Ok(Size::default())
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: Size::default(), pixels: Size::default() })
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A terminal and what went to it.
struct Link {
    terminal: Terminal<Thrifty>,
    sent: Counter,
    theme: Theme,
}

/// What a synchronized update puts around a frame.
const AROUND: usize = "\x1b[?2026h\x1b[?2026l".len();

impl Link {
    fn new(model: &Model) -> Self {
        let sent = Counter::default();
        let inner = CrosstermBackend::new(sent.clone());
        let backend = Thrifty { inner, sent: sent.clone(), shadow: Shadow::default(), is_hidden: false };
        let viewport = Viewport::Fixed(Rect::new(0, 0, model.width, model.height));
        let terminal = Terminal::with_options(backend, TerminalOptions { viewport }).expect("a terminal");
        Self { terminal, sent, theme: Theme::ansi() }
    }

    /// Draws a frame; the bytes it took.
    fn draw(&mut self, model: &Model) -> usize {
        self.sent.0.borrow_mut().clear();
        self.terminal.draw(|frame| view(model, &self.theme, frame)).expect("a frame");
        let n_bytes = self.sent.0.borrow().len();
        if n_bytes == 0 { 0 } else { n_bytes + AROUND }
    }
}

/// Steps through the rows of the focused column; the bytes of each step.
fn steps(model: &mut Model, link: &mut Link, n: usize) -> Vec<usize> {
    let mut step = |idx: usize| {
        let column = &mut model.board.columns[model.board.focus];
        column.cursor = Some(column.rows()[idx].card);
        link.draw(model)
    };
    (1..n).map(&mut step).collect()
}

#[test]
fn a_step_within_the_page_costs_at_most_150_bytes() {
    for make in [sample::board, sample::wide_board] {
        let mut model = make(80, 24);
        let mut link = Link::new(&model);
        link.draw(&model);
        let n = model.board.columns[model.board.focus].rows().len().min(9);
        let spent = steps(&mut model, &mut link, n);
        assert!(spent.iter().all(|bytes| *bytes <= 150), "{spent:?}");
    }
}

#[test]
fn a_step_in_a_lane_costs_no_more_and_one_to_another_lane_little() {
    let mut model = lanes::board(80, 24);
    let mut link = Link::new(&model);
    link.draw(&model);
    let spent = steps(&mut model, &mut link, 2);
    assert!(spent.iter().all(|bytes| *bytes <= 150), "{spent:?}");
    let n = model.board.n_across();
    let mut go = |focus: usize| {
        model.board.focus = focus;
        link.draw(&model)
    };
    let spent: Vec<usize> = [n + 1, 2 * n, 2 * n + 2, n + 2, 2].into_iter().map(&mut go).collect();
    assert!(spent.iter().all(|bytes| *bytes <= 300), "{spent:?}");
}

#[test]
fn a_step_to_another_column_costs_at_most_250_bytes() {
    // The wide board's fourth column has no cards: other keys work there, and the hints change.
    for (make, stops) in
        [(sample::board as fn(u16, u16) -> Model, vec![0, 1, 2, 1]), (sample::wide_board, vec![1, 2, 3, 2, 3, 2, 1, 0])]
    {
        let mut model = make(80, 24);
        let mut link = Link::new(&model);
        link.draw(&model);
        let mut go = |focus: usize| {
            model.board.focus = focus;
            link.draw(&model)
        };
        let spent: Vec<usize> = stops.into_iter().map(&mut go).collect();
        assert!(spent.iter().all(|bytes| *bytes <= 250), "{spent:?}");
    }
}

#[test]
fn a_step_among_links_and_branches_costs_at_most_150_bytes() {
    for (make, slot, n) in [(explore::model as fn(u16, u16) -> Model, 1, 6), (explore::trace, 3, 5)] {
        let mut model = make(80, 24);
        let mut link = Link::new(&model);
        link.draw(&model);
        let mut step = |idx: usize| {
            model.explore.as_mut().expect("an explorer").cursor[slot] = idx;
            link.draw(&model)
        };
        let spent: Vec<usize> = (0..n).map(&mut step).collect();
        assert!(spent.iter().all(|bytes| *bytes <= 150), "{spent:?}");
    }
}

#[test]
fn a_first_frame_is_small() {
    for (width, height, most) in [(40, 10, 2_000), (80, 24, 8_000), (120, 40, 10_600), (200, 60, 30_000)] {
        for make in [sample::board, sample::wide_board, explore::model, explore::trace, lanes::board, lanes::lens] {
            let model = make(width, height);
            let spent = Link::new(&model).draw(&model);
            assert!(spent <= most, "{width}x{height}: {spent} of {most}");
        }
    }
}

#[test]
fn the_gate_beside_the_board_comes_once_and_is_small() {
    let mut model = sample::board(120, 40);
    let mut link = Link::new(&model);
    let first = link.draw(&model);
    let row = model.current().expect("a card").clone();
    model.glance = Some(Glance { card: row.card, sheet: sheet::sheet(&row), log: sheet::log(&row) });
    let spent = link.draw(&model);
    assert!(spent <= 1_500 && first + spent <= 12_000, "{spent} after {first}");
    assert_eq!(link.draw(&model), 0);
}

#[test]
fn a_frame_without_a_change_costs_nothing() {
    let model = sample::board(80, 24);
    let mut link = Link::new(&model);
    link.draw(&model);
    assert_eq!(link.draw(&model), 0);
}

#[test]
fn a_step_of_the_time_cursor_costs_at_most_250_bytes() {
    for chart in Chart::ALL {
        for (width, height) in [(80, 24), (200, 60)] {
            let mut model = metrics::model(width, height, chart);
            let mut link = Link::new(&model);
            link.draw(&model);
            let mut step = |back: usize| {
                let view = model.metrics.as_mut().expect("the screen");
                (view.back, view.stage) = (back, back % 3);
                link.draw(&model)
            };
            let spent: Vec<usize> = (1..9).map(&mut step).collect();
            assert!(spent.iter().all(|bytes| *bytes <= 250), "{chart:?} {width}x{height}: {spent:?}");
        }
    }
}

#[test]
fn charts_fit_the_budget_of_a_first_frame() {
    for (width, height, most) in [(80, 24, 8_000), (120, 40, 10_600), (200, 60, 30_000)] {
        for chart in Chart::ALL {
            let model = metrics::model(width, height, chart);
            let spent = Link::new(&model).draw(&model);
            assert!(spent <= most, "{chart:?} {width}x{height}: {spent} of {most}");
        }
        let model = metrics::map(width, height);
        let spent = Link::new(&model).draw(&model);
        assert!(spent <= most, "map {width}x{height}: {spent} of {most}");
    }
}
