//! Cells of a table that were wrapped: what stands below a cell and belongs to it goes back into its row.
//!
//! Geometry alone decides. A line goes on in a row where each of its first words would not have fitted behind what stands above it, and
//! where rows of the table stand further apart than lines, or the line has fewer cells than the row. In doubt a line stays a row of its
//! own: a field that is missed is asked for, one that is wrong is not noticed.

use super::super::join;

/// Lines of one row stand at most so many letter heights apart.
const LEADING: f64 = 1.5;
/// Rows stand apart where their distance is at least so many times that of lines.
const APART: f64 = 1.25;
/// A row with more lines than this is no row but columns of running text.
const MOST_LINES: usize = 8;
/// A space between words, in letter heights.
const SPACE: f64 = 0.25;
/// What stands empty between columns at the least, in letter heights.
const BETWEEN: f64 = 0.8;

/// Words in one place of a line.
pub(super) struct Cell {
    pub(super) x: f64,
    pub(super) end: f64,
    pub(super) words: String,
}

/// A line of a page: its height, the size of its letters, and what stands side by side in it.
pub(super) struct Set {
    pub(super) y: f64,
    pub(super) size: f64,
    pub(super) cells: Vec<Cell>,
}

impl Set {
    pub(super) fn text(&self) -> String {
        self.cells.iter().map(|cell| cell.words.as_str()).collect::<Vec<_>>().join("\t")
    }
}

/// The lines of a page with wrapped cells put together; each row stands at the height of its first line, and has that of its last.
pub(super) fn put_together(lines: Vec<Set>) -> Vec<(Set, f64)> {
    let mut out = Vec::with_capacity(lines.len());
    let mut lines = lines.into_iter().peekable();
    while let Some(first) = lines.next() {
        if first.cells.len() < 2 {
            let y = first.y;
            out.push((first, y));
            continue;
        }
        let mut table = vec![first];
        while let Some(next) = lines.next_if(|next| is_of(&table, next)) {
            table.push(next);
        }
        out.extend(rows(table));
    }
    out
}

/// Whether a line belongs to the table above it: each of its cells stands below one column, and in a line of one cell that is no
/// running text.
fn is_of(table: &[Set], line: &Set) -> bool {
    let (Some(last), Some(widest)) = (table.last(), table.iter().max_by_key(|line| line.cells.len())) else {
        return false;
    };
    let near = last.y - line.y <= 3.0 * line.size.max(last.size);
    let placed: Option<Vec<usize>> = line.cells.iter().map(|cell| column(&widest.cells, cell)).collect();
    near && placed.is_some_and(|columns| columns.windows(2).all(|pair| pair[0] < pair[1]))
}

/// The one column that a cell stands below; none where it reaches over two or stands beside all.
fn column(above: &[Cell], cell: &Cell) -> Option<usize> {
    let mut under = (0..above.len()).filter(|at| above[*at].x < cell.end && cell.x < above[*at].end);
    let first = under.next()?;
    under.next().is_none().then_some(first)
}

fn rows(table: Vec<Set>) -> Vec<(Set, f64)> {
    let room = room(&table);
    let apart = stand_apart(&table);
    let mut rows: Vec<Vec<Set>> = Vec::new();
    for line in table {
        match rows.last_mut().filter(|row| goes_on(row, &line, apart, &room)) {
            Some(row) => row.push(line),
            None => rows.push(vec![line]),
        }
    }
    rows.into_iter().flat_map(as_one).collect()
}

/// The distance of lines in a row, where rows of this table stand further apart than that.
fn stand_apart(table: &[Set]) -> Option<f64> {
    let gaps = || table.windows(2).map(|pair| pair[0].y - pair[1].y);
    let least = gaps().min_by(f64::total_cmp)?;
    let size = table.iter().map(|line| line.size).fold(0.0, f64::max);
    let (wide, narrow) = (gaps().filter(|gap| *gap >= least * APART).count(), gaps().count());
    (least <= size * LEADING && wide > 0 && wide < narrow).then_some(least)
}

/// The columns of a table as its widest line has them, each up to the next; the last as far as its words reach anywhere.
fn room(table: &[Set]) -> Vec<(f64, f64)> {
    let Some(widest) = table.iter().max_by_key(|line| line.cells.len()) else { return Vec::new() };
    let mut room: Vec<(f64, f64)> = widest.cells.iter().map(|cell| (cell.x, cell.end)).collect();
    for cell in table.iter().flat_map(|line| &line.cells) {
        if let Some(at) = column(&widest.cells, cell) {
            room[at] = (room[at].0.min(cell.x), room[at].1.max(cell.end));
        }
    }
    for at in 1..room.len() {
        room[at - 1].1 = room[at].0 - widest.size * BETWEEN;
    }
    room
}

fn goes_on(row: &[Set], line: &Set, apart: Option<f64>, room: &[(f64, f64)]) -> bool {
    let (first, last) = (&row[0], &row[row.len() - 1]);
    let gap = last.y - line.y;
    let above: Option<Vec<&Cell>> = line.cells.iter().map(|cell| lowest(row, cell)).collect();
    let Some(above) = above.filter(|_| gap <= line.size.max(last.size) * LEADING) else { return false };
    let close = apart.map_or(line.cells.len() < first.cells.len(), |least| gap < least * APART);
    close && above.iter().zip(&line.cells).all(|(above, cell)| !would_fit(above, cell, line.size, room))
}

/// The lowest cell of a row above this one, where the row begins with something there.
fn lowest<'a>(row: &'a [Set], cell: &Cell) -> Option<&'a Cell> {
    let at = column(&row[0].cells, cell)?;
    let below = |line: &'a Set| line.cells.iter().find(|other| column(&row[0].cells, other) == Some(at));
    row.iter().rev().find_map(below)
}

/// Whether the first word of a cell would have had room behind the words above it.
fn would_fit(above: &Cell, cell: &Cell, size: f64, room: &[(f64, f64)]) -> bool {
    let Some((from, to)) = room.iter().rfind(|(from, _)| *from <= cell.x + 0.1) else { return true };
    let letters = cell.words.trim().chars().count().max(1) as f64;
    let first = cell.words.split_whitespace().next().map_or(0, |word| word.chars().count()) as f64;
    let word = (cell.end - cell.x) / letters * first;
    (above.end - above.x) + size * SPACE + word <= to - from
}

/// The lines of a row as one; what is too long for a row stays as it is.
fn as_one(lines: Vec<Set>) -> Vec<(Set, f64)> {
    if lines.len() > MOST_LINES {
        return lines.into_iter().map(|line| (line.y, line)).map(|(y, line)| (line, y)).collect();
    }
    let lowest = lines.last().map_or(0.0, |line| line.y);
    let mut lines = lines.into_iter();
    let Some(mut row) = lines.next() else { return Vec::new() };
    for cell in lines.flat_map(|line| line.cells) {
        if let Some(at) = column(&row.cells, &cell) {
            let above = &mut row.cells[at];
            above.words = join::as_one(&above.words, &cell.words);
            (above.x, above.end) = (above.x.min(cell.x), above.end.max(cell.end));
        }
    }
    vec![(row, lowest)]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cells as `(place, words)`, with letters half as wide as they are high.
    fn line(y: f64, cells: &[(f64, &str)]) -> Set {
        let cell = |(x, words): &(f64, &str)| Cell {
            x: *x,
            end: x + words.chars().count() as f64 * 5.0,
            words: (*words).to_owned(),
        };
        Set { y, size: 10.0, cells: cells.iter().map(cell).collect() }
    }

    fn read(lines: Vec<Set>) -> Vec<String> {
        put_together(lines).into_iter().map(|(row, _)| row.text()).collect()
    }

    #[test]
    fn in_a_table_whose_rows_stand_apart_close_lines_are_one_row() {
        let read = read(vec![
            line(700.0, &[(70.0, "Academy"), (170.0, "Careers lead"), (270.0, "E-mail")]),
            line(680.0, &[(70.0, "Ashby Grove"), (170.0, "Mrs Philippa Anne"), (270.0, "p.frost@ashby-")]),
            line(668.0, &[(70.0, "Academy"), (170.0, "Frost-Weatherby"), (270.0, "grove.example")]),
            line(648.0, &[(70.0, "The Oaks"), (170.0, "Ms Emeka Lloyd"), (270.0, "e.lloyd@oaks.example")]),
        ]);
        assert_eq!(
            read,
            [
                "Academy\tCareers lead\tE-mail",
                "Ashby Grove Academy\tMrs Philippa Anne Frost-Weatherby\tp.frost@ashby-grove.example",
                "The Oaks\tMs Emeka Lloyd\te.lloyd@oaks.example"
            ]
        );
    }

    #[test]
    fn in_a_tight_table_what_had_no_room_goes_on() {
        let read = read(vec![
            line(700.0, &[(70.0, "Owner"), (170.0, "The careers leader and the")]),
            line(688.0, &[(170.0, "assistant principal")]),
            line(676.0, &[(70.0, "Next review"), (170.0, "May 2027")]),
        ]);
        assert_eq!(read, ["Owner\tThe careers leader and the assistant principal", "Next review\tMay 2027"]);
    }

    #[test]
    fn a_row_below_a_cell_that_spans_rows_stays_a_row() {
        let rows = [
            vec![(70.0, "Fern Vale"), (170.0, "Leader"), (270.0, "Rosalind Pell")],
            vec![(170.0, "Adviser"), (270.0, "Idris Quill")],
            vec![(70.0, "Oak Lane"), (170.0, "Leader"), (270.0, "Maud Farrant")],
        ];
        let lines = rows.iter().enumerate().map(|(at, cells)| line(700.0 - 12.0 * at as f64, cells)).collect();
        assert_eq!(read(lines)[1], "Adviser\tIdris Quill", "there was room for it above, so it is no wrapped cell");
    }

    #[test]
    fn rows_that_stand_in_groups_stay_rows() {
        let read = read(vec![
            line(700.0, &[(70.0, "Careers leader"), (200.0, "Rosalind Pell")]),
            line(688.0, &[(70.0, "Phone"), (200.0, "01632 960123")]),
            line(664.0, &[(70.0, "Careers adviser"), (200.0, "Idris Quill")]),
            line(652.0, &[(70.0, "Phone"), (200.0, "01632 960124")]),
        ]);
        assert_eq!(read.len(), 4, "{read:?}");
    }

    #[test]
    fn rows_of_a_tight_table_are_never_one() {
        let names = ["Ashby Grove", "Birchfield", "Smallthorn Primary", "Oaks"];
        let row = |(at, name): (usize, &&str)| {
            line(700.0 - 12.0 * at as f64, &[(70.0, name), (200.0, "01632 960601"), (300.0, "x@oaks.example")])
        };
        assert_eq!(read(names.iter().enumerate().map(row).collect()).len(), 4);
    }

    #[test]
    fn two_columns_of_running_text_are_left_as_they_are() {
        let lines: Vec<Set> = (0..20)
            .map(|at| {
                line(
                    700.0 - 12.0 * f64::from(at) - if at == 12 { 20.0 } else { 0.0 },
                    &[(70.0, "words that run on"), (300.0, "and others beside")],
                )
            })
            .collect();
        assert_eq!(read(lines).len(), 20);
    }
}
