use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::problem::Problem;

/// One row of the labour market table: pay, jobs and outlook of a SOC 2020 unit group. What the surveys do not give
/// is empty and said to be missing; nothing is estimated.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabourRow {
    /// The unit group's code.
    pub soc2020: String,
    /// The unit group's title.
    pub title: String,
    /// Median gross pay of full-time employees, pounds a year.
    pub pay_gbp_year: Option<u32>,
    /// How sure the survey is of it.
    pub pay_quality: PayQuality,
    /// The survey.
    pub pay_survey: String,
    /// Its year.
    pub pay_year: u16,
    /// Its area.
    pub pay_area: String,
    /// Why there is no figure, where there is none.
    pub pay_missing: String,
    /// People in such jobs, thousands.
    pub jobs_thousands: Option<f64>,
    /// The survey.
    pub jobs_survey: String,
    /// Its area.
    pub jobs_area: String,
    /// Code of the two-digit group the projection is for.
    pub group: String,
    /// Title of that group.
    pub group_title: String,
    /// Change in jobs of that group, per cent.
    pub group_change_percent: Option<f64>,
    /// First and last year of the projection.
    pub group_years: String,
    /// Its area.
    pub group_area: String,
    /// Who made it.
    pub group_survey: String,
}

/// The survey's own word for its precision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PayQuality {
    /// Coefficient of variation up to 10 %.
    Precise,
    /// Above that, or not given: say "roughly", to the nearest thousand.
    Caution,
    /// No figure.
    Missing,
}

/// Reads the table. A broken row is left out and named.
pub(super) fn read_labour(
    file: &Path,
    text: &str,
    into: &mut BTreeMap<String, LabourRow>,
    problems: &mut Vec<Problem>,
) {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    for row in reader.deserialize::<LabourRow>() {
        match row {
            Ok(row) => {
                if row.pay_gbp_year.is_none() && row.pay_missing.is_empty() {
                    problems.push(Problem::at(
                        file,
                        0,
                        format!("{} {} has no pay and no reason", row.soc2020, row.title),
                        "say why in pay_missing",
                    ));
                }
                into.insert(row.soc2020.clone(), row);
            }
            Err(error) => {
                let line = error.position().map_or(0, |position| position.line() as usize);
                problems.push(Problem::at(
                    file,
                    line,
                    format!("{error}"),
                    "give the row the columns of the first line",
                ));
            }
        }
    }
}
