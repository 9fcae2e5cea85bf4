//! A file of rows as it was found: its header, its rows with their lines, and what is wrong with them.

use csv::{ByteRecord, ReaderBuilder, WriterBuilder};

/// What the rejects file has beside the columns of its source.
pub const REASON: &str = "reason";

/// A file of rows.
#[derive(Debug, Clone)]
pub struct Table {
    delimiter: u8,
    header: ByteRecord,
    /// The names of the columns, without spaces around them.
    pub columns: Vec<String>,
    pub rows: Vec<Row>,
}

/// A row as it was found.
#[derive(Debug, Clone)]
pub struct Row {
    /// Where it begins in the file, from 1.
    pub line: u64,
    record: ByteRecord,
    /// A quote was opened and the file ended in it.
    is_open: bool,
}

/// Why a file holds no rows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    #[error("the file is empty; its first line should name the columns")]
    Empty,
    #[error("the first line is not UTF-8; save the file as UTF-8")]
    Header,
    #[error("line {line}: {what}")]
    Broken { line: u64, what: String },
}

impl Table {
    /// Reads a file: commas, semicolons or tabs between the cells, whichever the header has most of.
    pub fn read(bytes: &[u8]) -> Result<Self, TableError> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let delimiter = delimiter(bytes);
        let mut reader = ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(bytes);
        let mut records = reader.byte_records().map(|record| record.map_err(|error| broken(&error)));
        let header = records.next().ok_or(TableError::Empty)??;
        let columns: Result<Vec<String>, _> = header.iter().map(|name| String::from_utf8(name.to_vec())).collect();
        let columns = columns.map_err(|_| TableError::Header)?.iter().map(|name| name.trim().to_owned()).collect();
        let rows = records.map(|record| {
            let record = record?;
            Ok(Row { line: line_of(&record, bytes), record, is_open: false })
        });
        let mut rows = rows.collect::<Result<Vec<_>, TableError>>()?;
        if let Some(last) = rows.last_mut() {
            last.is_open = ends_in_quotes(rest_of(&last.record, bytes), delimiter);
        }
        Ok(Self { delimiter, header, columns, rows })
    }

    /// The rows at these places with why each was not taken, as a file to be mended and read again.
    pub fn rejects(&self, rejected: &[(usize, String)]) -> Vec<u8> {
        let n_columns = self.columns.iter().position(|c| c.eq_ignore_ascii_case(REASON)).unwrap_or(self.columns.len());
        let mut writer = WriterBuilder::new().delimiter(self.delimiter).flexible(true).from_writer(Vec::new());
        // A writer into memory cannot fail.
        let _ = writer.write_byte_record(&with_reason(&self.header, n_columns, REASON));
        for (row, reason) in rejected.iter().filter_map(|(idx, reason)| Some((self.rows.get(*idx)?, reason))) {
            let _ = writer.write_byte_record(&with_reason(&row.record, n_columns, reason));
        }
        writer.into_inner().unwrap_or_default()
    }
}

impl Row {
    /// Its cells as text, as many as there are columns; missing ones are empty.
    pub fn cells(&self, n_columns: usize) -> Result<Vec<&str>, String> {
        let n_cells = self.record.len();
        if self.is_open {
            return Err("a quote is opened and never closed; the rows behind it were taken for its text".to_owned());
        }
        if self.record.iter().skip(n_columns).any(|cell| !cell.is_empty()) {
            return Err(format!("the row has {n_cells} cells, the header {n_columns}"));
        }
        let text = |idx: usize| std::str::from_utf8(self.record.get(idx).unwrap_or_default());
        let cells: Result<Vec<&str>, _> = (0..n_columns).map(text).collect();
        cells.map_err(|_| "the row is not UTF-8".to_owned())
    }
}

/// A row's cells, filled up or cut so that the reason stands in its column.
fn with_reason(record: &ByteRecord, n_columns: usize, reason: &str) -> ByteRecord {
    let cell = |idx: usize| record.get(idx).unwrap_or_default().to_vec();
    let mut cells: Vec<Vec<u8>> = (0..n_columns).map(cell).collect();
    cells.push(reason.as_bytes().to_vec());
    ByteRecord::from(cells)
}

fn delimiter(bytes: &[u8]) -> u8 {
    let end = bytes.iter().position(|b| *b == b'\n').unwrap_or(bytes.len());
    let header = String::from_utf8_lossy(&bytes[..end]);
    let n_of = |delimiter: u8| header.matches(char::from(delimiter)).count();
    // The last of equals counts, so a header without any is read with commas.
    [b'\t', b';', b','].into_iter().max_by_key(|d| n_of(*d)).unwrap_or(b',')
}

/// The reader tells where it began to look; empty lines before the row are passed over.
fn line_of(record: &ByteRecord, bytes: &[u8]) -> u64 {
    let Some(start) = record.position() else { return 0 };
    let blank = rest_of(record, bytes).iter().take_while(|b| matches!(b, b'\r' | b'\n'));
    start.line() + blank.map(|b| u64::from(*b == b'\n')).sum::<u64>()
}

fn rest_of<'a>(record: &ByteRecord, bytes: &'a [u8]) -> &'a [u8] {
    record.position().and_then(|start| bytes.get(start.byte() as usize..)).unwrap_or_default()
}

/// Whether the last of these cells begins with a quote that nothing closes.
fn ends_in_quotes(bytes: &[u8], delimiter: u8) -> bool {
    let (mut is_inside, mut is_start) = (false, true);
    for byte in bytes {
        // A doubled quote closes and opens again.
        if *byte == b'"' && (is_inside || is_start) {
            is_inside = !is_inside;
            is_start = !is_inside;
            continue;
        }
        is_start = !is_inside && (*byte == delimiter || matches!(byte, b'\r' | b'\n'));
    }
    is_inside
}

fn broken(error: &csv::Error) -> TableError {
    let line = error.position().map_or(0, csv::Position::line);
    TableError::Broken { line, what: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_know_their_lines() {
        let table = Table::read(b"\xef\xbb\xbfTitle , stage\r\n\r\none,two\n\n\n\"three\nlines\",x\nfour\n").unwrap();
        assert_eq!(table.columns, ["Title", "stage"]);
        assert_eq!(table.rows.iter().map(|r| r.line).collect::<Vec<_>>(), [3, 6, 8]);
        assert_eq!(table.rows[2].cells(2).unwrap(), ["four", ""]);
    }

    #[test]
    fn cells_are_parted_as_the_header_shows() {
        assert_eq!(Table::read(b"a;b;c\n1;2,5;3\n").unwrap().rows[0].cells(3).unwrap(), ["1", "2,5", "3"]);
        assert_eq!(Table::read(b"a\tb\n1\t2\n").unwrap().columns, ["a", "b"]);
        assert_eq!(Table::read(b"title\none;two, three\n").unwrap().columns, ["title"]);
    }

    #[test]
    fn rejected_rows_keep_their_bytes_and_say_why() {
        let table = Table::read(b"title,stage,reason\n\xff,x,old\nb\nc,d,e,f\n").unwrap();
        assert_eq!(table.rows[0].cells(3).unwrap_err(), "the row is not UTF-8");
        assert_eq!(table.rows[2].cells(3).unwrap_err(), "the row has 4 cells, the header 3");
        let rejects = table.rejects(&[(0, "not UTF-8".into()), (1, "no stage".into())]);
        assert_eq!(rejects, b"title,stage,reason\n\xff,x,not UTF-8\nb,,no stage\n");
    }

    #[test]
    fn a_quote_that_is_never_closed_is_found() {
        let reason = |bytes: &[u8]| Table::read(bytes).unwrap().rows.last().unwrap().cells(2).err();
        assert!(reason(b"a,b\n1,2\n\"three,4\n5,6\n").unwrap().starts_with("a quote is opened"));
        assert!(reason(b"a,b\n1,\"two \"\"2\"\" \n").is_some());
        for whole in [&b"a,b\n1,\"two\"\"\"\n"[..], b"a,b\n1,6\" nails\n", b"a,b\n\"\",\"\"", b"a,b\n\"x\ny\",2\n"] {
            assert_eq!(reason(whole), None, "{}", String::from_utf8_lossy(whole));
        }
    }

    #[test]
    fn a_file_without_a_header_is_said_to_be() {
        assert_eq!(Table::read(b"").unwrap_err(), TableError::Empty);
        assert_eq!(Table::read(b"\xff\xfe,x\n").unwrap_err(), TableError::Header);
    }
}
