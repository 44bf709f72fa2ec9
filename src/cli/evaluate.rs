use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, ensure};
use clap::Args;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::Place;
use super::open::Opened;
use crate::evaluate::{
    Asker, Half, Question, Ranking, SafetyExample, SafetyScore, Scores, Tally, WordingScore, Wordings, evaluate, pools,
    rank_bodies, read_lines, safety, weighed, wordings,
};

/// Measure answers on gold questions.
#[derive(Debug, Args)]
pub(super) struct Evaluate {
    /// The folder of gold questions: `*.jsonl`, with `wordings.jsonl` and `safety.jsonl` beside them.
    #[arg(long, default_value = "tests/gold")]
    gold: PathBuf,
    /// Which half counts. Weights are set on the even one; the odd one is read by nobody.
    #[arg(long, value_enum, default_value = "all")]
    half: Half,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
    /// Name what went wrong (even half only: the other stays unread).
    #[arg(long)]
    wrong: bool,
    /// Print, for each question, the ids of sections that a person should judge: our best and plain BM25's, in no telling order.
    #[arg(long)]
    pool: bool,
    /// Print, for each question, what spoke for answering it and against it (even half only: thresholds are set on these).
    #[arg(long)]
    grounds: bool,
}

/// Everything that was measured.
struct Measured {
    scores: Scores,
    plain: Ranking,
    wordings: WordingScore,
    safety: SafetyScore,
}

impl Evaluate {
    pub(super) fn run(&self, place: &Place) -> anyhow::Result<ExitCode> {
        let opened = Opened::new(place)?;
        let guide = opened.guide(false)?;
        let schools = opened.schools()?;
        let school = schools.find(None).context("there is no school in config/schools")?;
        let asker = Asker { guide: &guide, school, now: (opened.clock)() };
        let mut questions: Vec<Question> = Vec::new();
        for file in question_files(&self.gold)? {
            questions.extend(read::<Question>(&file)?);
        }
        questions.retain(|question| self.half.has(&question.id));
        if self.pool {
            for pool in pools(&asker, &questions)? {
                println!("{}", serde_json::to_string(&pool)?);
            }
            return Ok(ExitCode::SUCCESS);
        }
        if self.grounds {
            ensure!(self.half.is_read(), "--grounds prints what thresholds are set on; say --half even with it");
            for weighed in weighed(&asker, &questions) {
                println!("{}", serde_json::to_string(&weighed)?);
            }
            return Ok(ExitCode::SUCCESS);
        }
        let mut examples: Vec<SafetyExample> = read(&self.gold.join("safety.jsonl"))?;
        examples.retain(|example| self.half.has(&example.id));
        let all: Vec<Wordings> = read(&self.gold.join("wordings.jsonl"))?;
        let measured = Measured {
            scores: evaluate(&asker, &questions),
            plain: rank_bodies(guide.library(), &questions)?,
            wordings: wordings(&asker, &questions, &all),
            safety: safety(guide.safety(), &examples),
        };
        if self.json {
            println!("{:#}", measured.json());
        } else {
            measured.print(self.wrong && self.half == Half::Even);
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn question_files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| {
        format!("there are no gold questions at `{}`; name their folder with --gold", folder.display())
    })?;
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    let beside = |path: &Path| path.ends_with("wordings.jsonl") || path.ends_with("safety.jsonl");
    files.retain(|path| path.extension().is_some_and(|ending| ending == "jsonl") && !beside(path));
    files.sort();
    Ok(files)
}

fn read<T: DeserializeOwned>(file: &Path) -> anyhow::Result<Vec<T>> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read `{}`", file.display()))?;
    read_lines(&text).map_err(|(line, error)| anyhow::anyhow!("{}:{line}: {error}", file.display()))
}

impl Measured {
    fn print(&self, name_wrong: bool) {
        let Self { scores, plain, wordings, safety } = self;
        println!("questions with an answer      {}", tally(&scores.all));
        println!("wrongly refused               {}", percent(1.0 - scores.all.coverage()));
        let (asked, answered) = scores.off_topic;
        println!("off-topic answered            {} ({answered} of {asked})", percent(part(answered, asked)));
        println!("retrieval alone               {}", ranking(&scores.ranking));
        println!("plain BM25 over the texts     {}", ranking(plain));
        for (name, counted) in &wordings.of {
            println!("wording {name:<21} {}", tally(counted));
        }
        println!("best wording to worst         {:.1} points", wordings.spread());
        println!("disclosures found             {}", found(safety.alerts));
        println!("false alarms                  {}", found(safety.others));
        println!("\nthreshold  answered  of those wrong");
        for threshold in [0.36_f32, 0.40, 0.43, 0.46, 0.5, 0.55, 0.6, 0.7, 0.8] {
            let (coverage, risk) = scores.at_threshold(threshold);
            println!("{threshold:>9.2}  {:>8}  {:>14}", percent(coverage), percent(risk));
        }
        for ((kind, name), counted) in &scores.by {
            println!("{kind:<9} {name:<24} {}", tally(counted));
        }
        if name_wrong {
            for outcome in &scores.wrong {
                println!("wrong {} {:?} {}", outcome.id, outcome.kind, outcome.shown.join(" "));
            }
            println!("wording apart {}", wordings.apart.join(" "));
            println!("safety wrong {}", safety.wrong.join(" "));
        }
    }

    fn json(&self) -> serde_json::Value {
        let Self { scores, plain, wordings, safety } = self;
        json!({
            "asked": scores.all.asked,
            "coverage": scores.all.coverage(),
            "accuracy": scores.all.accuracy(),
            "right_and_answered": scores.all.right_and_answered(),
            "off_topic": {"asked": scores.off_topic.0, "answered": scores.off_topic.1},
            "retrieval": {"ndcg10": scores.ranking.ndcg(), "recall3": scores.ranking.recall()},
            "plain_bm25": {"ndcg10": plain.ndcg(), "recall3": plain.recall()},
            "wordings": {
                "right": wordings.of.iter().map(|(name, counted)| (*name, counted.right_and_answered())).collect::<std::collections::BTreeMap<_, _>>(),
                "spread_points": wordings.spread(),
            },
            "safety": {
                "alerts": safety.alerts.0, "found": safety.alerts.1,
                "others": safety.others.0, "false_alarms": safety.others.1,
            },
            "by": scores.by.iter().map(|((kind, name), counted)| json!({
                "kind": kind, "name": name, "asked": counted.asked, "answered": counted.answered, "right": counted.right,
            })).collect::<Vec<_>>(),
        })
    }
}

fn tally(counted: &Tally) -> String {
    format!(
        "right and answered {} ({}/{})  coverage {}  accuracy {}",
        percent(counted.right_and_answered()),
        counted.right,
        counted.asked,
        percent(counted.coverage()),
        percent(counted.accuracy()),
    )
}

fn ranking(ranking: &Ranking) -> String {
    format!("nDCG@10 {:.3}  recall@3 {:.3}", ranking.ndcg(), ranking.recall())
}

fn found((all, raised): (usize, usize)) -> String {
    format!("{} ({raised} of {all})", percent(part(raised, all)))
}

fn part(some: usize, all: usize) -> f64 {
    if all == 0 { 0.0 } else { some as f64 / all as f64 }
}

fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}
