//! A job, told in the order asked: the work, the ways in, the pay. Pay speaks of the whole SOC 2020 group and always with what it
//! leaves out; where there is none, the reason is said.

use crate::chat::{Bar, Block, Kind};
use crate::knowledge::{LabourRow, Occupation, PayQuality};
use crate::phrases::fill;
use crate::search::{JobSide, job_concept};

use super::ask::{Answer, Asking, Frame, Lead, Offer};
use super::compose::interview;
use super::quote::Said;

/// Sources of the labour market table.
const PAY_SOURCE: &str = "lmi-pay";
const JOBS_SOURCE: &str = "lmi-jobs";
const OUTLOOK_SOURCE: &str = "lmi-outlook";

/// The fact that the pay figure is drawn beside.
const ALL_JOBS: &str = "pay.all-jobs.median";

/// A side of a job as an answer; the other sides follow in short.
pub(super) fn job_answer(asking: &Asking<'_>, job: &Occupation, side: JobSide, confidence: f32) -> Answer {
    let mut said = Said::default();
    let labour = asking.library.labour.get(&job.soc2020);
    match side {
        JobSide::What => {
            work(job, &mut said);
            ways_in(asking, job, &mut said);
            pay(asking, job, labour, false, &mut said);
        }
        JobSide::Entry => {
            ways_in(asking, job, &mut said);
            entry(asking, job, &mut said);
            work(job, &mut said);
            pay(asking, job, labour, false, &mut said);
        }
        JobSide::Money => {
            pay(asking, job, labour, true, &mut said);
            outlook(asking, labour, &mut said);
            ways_in(asking, job, &mut said);
        }
    }
    for id in job.sources.iter().chain(job.ways_in.iter().map(|way| &way.source)) {
        said.source(asking, id, job.checked);
    }
    let mut answer = Answer::new(Kind::Answer, said.blocks, offers(asking, job, side), said.sources);
    answer.shown = vec![format!("occupation/{}#{}", job.id, section(side))];
    answer.confidence = confidence;
    answer.frame = Some(Frame { subject: job_concept(&job.id), ask: job.title.clone(), passage: None });
    answer
}

fn section(side: JobSide) -> &'static str {
    match side {
        JobSide::What => "work",
        JobSide::Entry => "entry",
        JobSide::Money => "pay",
    }
}

/// The side of a job that is shown under this name.
pub(super) fn side_of_section(name: &str) -> Option<JobSide> {
    [JobSide::What, JobSide::Entry, JobSide::Money].into_iter().find(|side| section(*side) == name)
}

fn work(job: &Occupation, said: &mut Said) {
    said.blocks.push(Block::Paragraph(job.work.clone()));
}

fn ways_in(asking: &Asking<'_>, job: &Occupation, said: &mut Said) {
    let routes = &asking.phrases.jobs.routes;
    let rows: Vec<(String, String)> = super::order(job.ways_in.len(), asking.rotation)
        .into_iter()
        .map(|at| &job.ways_in[at])
        .map(|way| (routes.get(&way.route).cloned().unwrap_or_else(|| way.route.clone()), way.text.clone()))
        .collect();
    if !rows.is_empty() {
        said.blocks.push(Block::Paragraph(format!("{} ({}):", asking.phrases.job.ways_in, job.title)));
        said.blocks.push(Block::Facts(rows));
    }
}

fn entry(asking: &Asking<'_>, job: &Occupation, said: &mut Said) {
    let phrases = &asking.phrases.job;
    let mut rows = Vec::new();
    if let Some(usual) = &job.usual_entry {
        rows.push((phrases.usual_entry.clone(), usual.clone()));
    }
    if !job.subjects.is_empty() {
        rows.push((phrases.subjects.clone(), job.subjects.join(", ")));
    }
    if !rows.is_empty() {
        said.blocks.push(Block::Facts(rows));
    }
}

fn pay(asking: &Asking<'_>, job: &Occupation, labour: Option<&LabourRow>, whole: bool, said: &mut Said) {
    let Some(row) = labour else { return };
    let phrases = &asking.phrases.job;
    said.source(asking, PAY_SOURCE, job.checked);
    let Some(pay) = row.pay_gbp_year else {
        said.blocks.push(Block::Paragraph(fill(&phrases.pay_missing, &[("reason", &row.pay_missing)])));
        return;
    };
    let (line, pay) = match row.pay_quality {
        PayQuality::Caution => (&phrases.pay_line_rough, (pay + 500) / 1000 * 1000),
        _ => (&phrases.pay_line, pay),
    };
    let year = row.pay_year.to_string();
    let mut text = fill(line, &[("area", &row.pay_area), ("pay", &thousands(pay)), ("year", &year)]);
    text.push(' ');
    text.push_str(&phrases.pay_caveat);
    if whole && !row.title.eq_ignore_ascii_case(&job.title) {
        text.push(' ');
        text.push_str(&fill(&phrases.pay_group, &[("group", &row.title)]));
    }
    said.blocks.push(Block::Paragraph(text));
    if whole {
        figure(asking, job, row, pay, said);
    }
}

/// The job's pay beside that of all jobs, where the library has that figure today.
fn figure(asking: &Asking<'_>, job: &Occupation, row: &LabourRow, pay: u32, said: &mut Said) {
    let Some(fact) = asking.library.facts.get(ALL_JOBS) else { return };
    let Some(number) = fact.number.filter(|_| fact.standing(asking.today) == crate::knowledge::Standing::Current)
    else {
        return;
    };
    let phrases = &asking.phrases.job;
    let bar =
        |label: &str, value: f64| Bar {
            label: label.to_owned(), value, text: format!("£{}", thousands(value as u32))
        };
    said.blocks.push(Block::Figure {
        title: fill(&phrases.figure, &[("area", &row.pay_area), ("year", &row.pay_year.to_string())]),
        bars: vec![bar(&job.title, f64::from(pay)), bar(&phrases.figure_all, number)],
        caveat: String::new(),
    });
    said.source(asking, &fact.source, fact.checked);
}

fn outlook(asking: &Asking<'_>, labour: Option<&LabourRow>, said: &mut Said) {
    let Some(row) = labour else { return };
    let phrases = &asking.phrases.job;
    let mut lines = Vec::new();
    if let Some(jobs) = row.jobs_thousands {
        let jobs = thousands(jobs.round() as u32 * 1000);
        lines.push(fill(&phrases.jobs_line, &[("jobs", &jobs), ("area", &row.jobs_area)]));
        said.source(asking, JOBS_SOURCE, asking.today.min(checked(asking)));
    }
    if let Some(change) = row.group_change_percent {
        let (from, to) = row.group_years.split_once('-').unwrap_or((&row.group_years, ""));
        let line = if change < 0.0 { &phrases.outlook_down } else { &phrases.outlook_up };
        let change = format!("{:.1}", change.abs());
        lines.push(fill(
            line,
            &[("group", &row.group_title), ("area", &row.group_area), ("change", &change), ("from", from), ("to", to)],
        ));
        said.source(asking, OUTLOOK_SOURCE, asking.today.min(checked(asking)));
    }
    if !lines.is_empty() {
        said.blocks.push(Block::Paragraph(lines.join(" ")));
    }
}

/// The day the labour market table was last compared: that of the figure for all jobs.
fn checked(asking: &Asking<'_>) -> chrono::NaiveDate {
    asking.library.facts.get(ALL_JOBS).map_or(asking.today, |fact| fact.checked)
}

fn offers(asking: &Asking<'_>, job: &Occupation, side: JobSide) -> Vec<Offer> {
    let phrases = &asking.phrases.job;
    let name = with_article(&job.title);
    let other = |to: JobSide, words: &str| {
        (to != side).then(|| Offer { label: fill(words, &[("a_job", &name)]), lead: Lead::Job(job.id.clone(), to) })
    };
    let mut offers: Vec<Offer> = [
        other(JobSide::Entry, &phrases.how_in),
        other(JobSide::Money, &phrases.how_paid),
        other(JobSide::What, &phrases.what_work),
    ]
    .into_iter()
    .flatten()
    .collect();
    offers.extend(
        job.related
            .iter()
            .filter_map(|id| asking.library.occupations.iter().find(|other| other.id == *id))
            .take(1)
            .map(|other| Offer { label: other.title.clone(), lead: Lead::Job(other.id.clone(), JobSide::What) }),
    );
    offers.push(interview(asking));
    offers
}

/// "an electrician", "a GP": the title inside a sentence.
pub(super) fn with_article(title: &str) -> String {
    let vowel = title.starts_with(|c: char| matches!(c.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u'));
    let abbreviation = title.chars().take(2).all(char::is_uppercase);
    let name = if abbreviation { title.to_owned() } else { title.to_lowercase() };
    format!("{} {name}", if vowel { "an" } else { "a" })
}

/// 39647 as 39,647.
fn thousands(number: u32) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn thousands_are_parted_by_commas() {
        assert_eq!(super::thousands(39647), "39,647");
        assert_eq!(super::thousands(950), "950");
        assert_eq!(super::thousands(1_200_000), "1,200,000");
    }
}
