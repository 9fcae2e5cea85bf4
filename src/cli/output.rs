//! What commands print. Data goes to stdout, talk to stderr; no text from data reaches either unsanitised, except in
//! JSON and CSV, which keep it byte by byte.

use std::io::{BufWriter, IsTerminal, StderrLock, StdoutLock, Write};

use serde::Serialize;

use super::args::{ColorWhen, Global, Shape};
use super::exit::{Answer, of_output};
use crate::text;
use crate::wire::json;

/// The form of what is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Plain,
    Json,
    Ndjson,
    Csv,
}

/// How a piece of text stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    #[default]
    Plain,
    Strong,
    Faint,
    Alarm,
    Care,
}

impl Tone {
    fn code(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Strong => "1",
            Self::Faint => "2",
            Self::Alarm => "31",
            Self::Care => "33",
        }
    }
}

/// A cell of a table.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    text: String,
    tone: Tone,
    /// A terminal may break it; it is never cut.
    is_whole: bool,
}

impl Cell {
    /// A cell that stands out.
    pub fn toned(text: &str, tone: Tone) -> Self {
        Self { text: text::sanitize(text).into_owned(), tone, is_whole: false }
    }

    /// A remark that nothing of may get lost.
    pub fn whole(text: &str, tone: Tone) -> Self {
        Self { is_whole: true, ..Self::toned(text, tone) }
    }

    /// What stands in it.
    pub fn text(&self) -> &str {
        &self.text
    }

    fn width(&self) -> usize {
        text::width(&self.text)
    }

    /// Whether nothing stands in it.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

impl<T: AsRef<str>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self::toned(text.as_ref(), Tone::Plain)
    }
}

/// Where a command prints to.
pub struct Output {
    out: BufWriter<StdoutLock<'static>>,
    pub form: Form,
    color: bool,
    is_terminal: bool,
    /// Cells of the terminal; nothing when stdout is none, and lines stay whole.
    width: Option<usize>,
}

const BUFFER: usize = 64 * 1024;

impl Output {
    /// The output as the flags want it.
    pub fn new(global: &Global) -> Self {
        let stdout = std::io::stdout();
        let is_terminal = stdout.is_terminal();
        let form = if global.json { Form::Json } else { Form::Plain };
        let color = wants_color(global.color, is_terminal);
        let width = if is_terminal { terminal_width() } else { None };
        Self { out: BufWriter::with_capacity(BUFFER, stdout.lock()), form, color, is_terminal, width }
    }

    /// Takes the form of a list.
    pub fn shape(&mut self, shape: &Shape) {
        match (shape.ndjson, shape.csv) {
            (true, _) => self.form = Form::Ndjson,
            (_, true) => self.form = Form::Csv,
            _ => {}
        }
    }

    /// Whether people read it.
    pub fn is_plain(&self) -> bool {
        self.form == Form::Plain
    }

    /// A line for people.
    pub fn line(&mut self, line: &str) -> Answer<()> {
        let line = text::sanitize(line);
        writeln!(self.out, "{line}").map_err(|e| of_output(&e))
    }

    /// A heading.
    pub fn heading(&mut self, line: &str) -> Answer<()> {
        let line = self.painted(&text::sanitize(line), Tone::Strong);
        writeln!(self.out, "{line}").map_err(|e| of_output(&e))
    }

    /// A text of several lines, each indented.
    pub fn paragraph(&mut self, paragraph: &str, indent: &str) -> Answer<()> {
        let paragraph = text::sanitize_lines(paragraph);
        paragraph.lines().try_for_each(|line| writeln!(self.out, "{indent}{line}").map_err(|e| of_output(&e)))
    }

    /// One JSON document.
    pub fn json<T: Serialize>(&mut self, document: &T) -> Answer<()> {
        self.document(document)?;
        self.bytes(b"\n")
    }

    /// A document within another one.
    pub fn document<T: Serialize>(&mut self, document: &T) -> Answer<()> {
        json::write(&mut self.out, document).map_err(|e| of_output(&e.into()))
    }

    /// Bytes as they are: parts of documents, and files on their way to stdout. A terminal gets what can be shown.
    pub fn bytes(&mut self, bytes: &[u8]) -> Answer<()> {
        let shown = self.is_terminal.then(|| text::sanitize_lines(&String::from_utf8_lossy(bytes)).into_owned());
        self.out.write_all(shown.as_deref().map_or(bytes, str::as_bytes)).map_err(|e| of_output(&e))
    }

    /// Rows with columns of equal width, two spaces between; nothing follows the last cell of a row, so that it may be
    /// longer than its column.
    pub fn table(&mut self, rows: &[Vec<Cell>]) -> Answer<()> {
        let n_columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let before_last =
            |row: &'_ Vec<Cell>, idx: usize| row.get(idx).filter(|_| idx + 1 < row.len()).map(Cell::width);
        let width_of = |idx: usize| rows.iter().filter_map(|row| before_last(row, idx)).max();
        let widths: Vec<usize> = (0..n_columns).map(|idx| width_of(idx).unwrap_or(0)).collect();
        rows.iter().try_for_each(|row| self.row(row, &widths))
    }

    fn row(&mut self, row: &[Cell], widths: &[usize]) -> Answer<()> {
        let last = row.iter().rposition(|cell| !cell.text.is_empty()).unwrap_or(0);
        let mut line = String::new();
        let mut used = 0;
        for (idx, cell) in row.iter().enumerate().take(last + 1) {
            let room = self.width.map_or(usize::MAX, |width| width.saturating_sub(used));
            let room = if cell.is_whole { usize::MAX } else { room };
            let shown = text::cut(&cell.text, room, "~");
            let gap = if idx == last { 0 } else { widths[idx] + 2 - cell.width() };
            line += &self.painted(&shown, cell.tone);
            line.extend(std::iter::repeat_n(' ', gap));
            used += cell.width() + gap;
        }
        writeln!(self.out, "{}", line.trim_end()).map_err(|e| of_output(&e))
    }

    fn painted(&self, text: &str, tone: Tone) -> String {
        let code = tone.code();
        if !self.color || code.is_empty() || text.is_empty() {
            return text.to_owned();
        }
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }

    /// Tells people something beside the data; silent where programs read.
    pub fn say(&mut self, sentence: &str) -> Answer<()> {
        if self.form != Form::Plain {
            return Ok(());
        }
        self.flush()?;
        tell(&format!("{}\n", text::sanitize(sentence)));
        Ok(())
    }

    /// Throws away what was not sent yet: half a document is worse than none.
    pub fn discard(self) {
        if self.form == Form::Json {
            let _ = self.out.into_parts();
        }
    }

    /// Sends what was printed so far.
    pub fn flush(&mut self) -> Answer<()> {
        self.out.flush().map_err(|e| of_output(&e))
    }
}

/// Writes to stderr; there is nobody to tell when that fails.
pub fn tell(text: &str) {
    let mut err: StderrLock<'static> = std::io::stderr().lock();
    let _ = err.write_all(text.as_bytes());
}

/// `NO_COLOR` and a terminal that cannot are heeded, unless the flag is explicit.
fn wants_color(when: ColorWhen, is_terminal: bool) -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    match when {
        ColorWhen::Always => true,
        ColorWhen::Never => false,
        ColorWhen::Auto => is_terminal && !set("NO_COLOR") && !is_dumb,
    }
}

fn terminal_width() -> Option<usize> {
    let size = rustix::termios::tcgetwinsize(rustix::stdio::stdout()).ok()?;
    Some(usize::from(size.ws_col)).filter(|columns| *columns > 0)
}
