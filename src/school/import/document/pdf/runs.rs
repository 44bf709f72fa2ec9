use pdf_extract::{MediaBox, OutputDev, OutputError, Transform};

use super::super::Raw;
use super::cells::{Cell, Set, put_together};

/// A gap wider than this many letter heights is a new column.
const COLUMN: f64 = 1.2;
/// And in a page whose letters hold their own spaces.
const NEAR_COLUMN: f64 = 0.8;
/// A gap wider than this is a space, in a page whose letters hold no spaces of their own.
const SPACE: f64 = 0.15;
/// And in a page whose letters do.
const WIDE_SPACE: f64 = 0.3;
/// No page has more runs of letters than this.
const MOST: usize = 200_000;

/// Letters that were set in one go, and their place in points from the page's lower left.
struct Run {
    x: f64,
    y: f64,
    end: f64,
    size: f64,
    words: String,
}

/// All runs of a page.
#[derive(Default)]
pub(super) struct Runs {
    all: Vec<Run>,
    begun: bool,
}

impl OutputDev for Runs {
    fn begin_page(&mut self, _: u32, _: &MediaBox, _: Option<(f64, f64, f64, f64)>) -> Result<(), OutputError> {
        Ok(())
    }
    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
    fn output_character(
        &mut self,
        trm: &Transform,
        width: f64,
        _: f64,
        size: f64,
        words: &str,
    ) -> Result<(), OutputError> {
        let high = (trm.m21 * size).hypot(trm.m22 * size);
        let end = trm.m31 + width * (trm.m11 * size).hypot(trm.m12 * size);
        let upright = trm.m11.abs() > trm.m12.abs();
        let taken = self.all.len() < MOST && upright && high > 0.0 && end.is_finite() && trm.m32.is_finite();
        match self.all.last_mut().filter(|_| self.begun) {
            Some(run) => {
                run.words.push_str(words);
                run.end = end;
            }
            None if taken => {
                self.all.push(Run { x: trm.m31, y: trm.m32, end, size: high, words: words.to_owned() });
                self.begun = true;
            }
            None => {}
        }
        Ok(())
    }
    fn begin_word(&mut self) -> Result<(), OutputError> {
        self.begun = false;
        Ok(())
    }
    fn end_word(&mut self) -> Result<(), OutputError> {
        self.begun = false;
        Ok(())
    }
    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}

impl Runs {
    /// Runs on one height are a line, and lines of wrapped cells one row; a wide gap below a line is an empty one.
    pub(super) fn lines(mut self, page: usize) -> Vec<Raw> {
        let gaps = if self.has_spaces() { (WIDE_SPACE, NEAR_COLUMN) } else { (SPACE, COLUMN) };
        self.all.sort_by(|a, b| b.y.total_cmp(&a.y));
        let mut out = Vec::new();
        let mut above: Option<(f64, f64)> = None;
        let sets =
            rows(self.all).into_iter().map(|row| Set { y: row[0].y, size: row[0].size, cells: cells(row, gaps) });
        for (set, lowest) in put_together(sets.collect()) {
            let (y, size) = (set.y, set.size);
            if above.is_some_and(|(above, size_above)| above - y > 1.75 * size.max(size_above)) {
                out.push(Raw { page, ..Raw::default() });
            }
            out.push(Raw { page, text: set.text(), ..Raw::default() });
            above = Some((lowest, size));
        }
        out
    }

    /// True where spaces are letters like others.
    fn has_spaces(&self) -> bool {
        let letters = self.all.iter().flat_map(|run| run.words.chars());
        let (spaces, all) =
            letters.fold((0, 1), |(spaces, all), letter| (spaces + usize::from(letter == ' '), all + 1));
        spaces * 12 > all
    }
}

fn rows(runs: Vec<Run>) -> Vec<Vec<Run>> {
    let mut rows: Vec<Vec<Run>> = Vec::new();
    for run in runs {
        match rows.last_mut().filter(|row| (row[0].y - run.y).abs() < run.size.max(row[0].size) * 0.4) {
            Some(row) => row.push(run),
            None => rows.push(vec![run]),
        }
    }
    rows
}

/// What stands side by side in a line, where wide gaps part it.
fn cells(mut row: Vec<Run>, (space, column): (f64, f64)) -> Vec<Cell> {
    row.sort_by(|a, b| a.x.total_cmp(&b.x));
    let mut out: Vec<Cell> = Vec::new();
    for run in row {
        let first = out.len() == 1;
        match out.last_mut() {
            Some(cell) if run.x - cell.end <= run.size * column || (first && is_blank_or_marker(&cell.words)) => {
                let gap = run.x - cell.end;
                if gap > run.size * space && !cell.words.ends_with(char::is_whitespace) && !cell.words.trim().is_empty()
                {
                    cell.words.push(' ');
                }
                cell.words.push_str(&run.words);
                cell.end = cell.end.max(run.end);
            }
            last => {
                if let Some(cell) = last {
                    cell.words.truncate(cell.words.trim_end().len());
                }
                out.push(Cell { x: run.x, end: run.end, words: run.words });
            }
        }
    }
    out
}

fn is_blank_or_marker(words: &str) -> bool {
    words.trim().is_empty() || is_marker(words)
}

/// A bullet or number, behind which text is set in.
fn is_marker(words: &str) -> bool {
    let words = words.trim();
    let count = words.chars().count();
    (count < 9 && !words.chars().any(char::is_alphabetic))
        || (count <= 3 && words.ends_with(['.', ')']))
        || words == "o"
}
