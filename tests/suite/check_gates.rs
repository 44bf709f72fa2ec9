//! Every gate of `check`, shown on the library that never changes with one thing broken in it: each break is named with its
//! file, its line and nothing beside it.

use std::path::Path;

use fingerpost::knowledge::check::check;
use fingerpost::knowledge::{Library, Loaded, Problem};

use crate::house::{project, today};

/// A break: in this file, this text becomes that. An empty text to replace adds to the end of the file, which need not be there yet.
type Change<'a> = (&'a str, &'a str, &'a str);

/// What must be named: the file, the text in whose line it stands (none: the file as a whole), and what is said.
type Named<'a> = (&'a str, &'a str, &'a str);

const BURSARY: &str = "pages/money/bursary.md";
const EMA: &str = "pages/money/ema.md";
const WORK: &str = "pages/work/work-experience.md";
const AT_16: &str = "pages/choices/at-16.md";
const T_LEVELS: &str = "routes/16-t-levels.md";
const FACTS: &str = "facts/all.toml";
const URGENT: &str = "urgent/all.toml";

const WORK_HEADING: &str = "## How work experience works";
const WORK_BODY: &str =
    "Work experience is a short time at work, to see what a job is like. Your school helps you to find a place.";

/// The breaks that can stand side by side, each with what is named for it.
const BREAKS: [(Change<'_>, Named<'_>); 10] = [
    (
        (
            BURSARY,
            "You could get up to {{bursary.max}} a year. Ask",
            "You could get up to {{bursary.most}} a year. Ask",
        ),
        (BURSARY, "## How much you could get", "`bursary#amount` quotes the unknown fact `bursary.most`"),
    ),
    (
        (BURSARY, "- bursary#apply\n\n### Asks\n\n- how much", "- bursary#how\n\n### Asks\n\n- how much"),
        (BURSARY, "## How much you could get", "`bursary#amount` leads on to the unknown section `bursary#how`"),
    ),
    (
        (EMA, "sources = [\"ministry-routes\"]", "sources = [\"ministry-of-magic\"]"),
        (EMA, "## EMA has ended", "`ema#ended` names the unknown source `ministry-of-magic`"),
    ),
    (
        (EMA, "- how much is ema a week", "- Bursary form?"),
        (EMA, "- Bursary form?", "`Bursary form?` is asked in `bursary#apply` already"),
    ),
    (
        (
            FACTS,
            "unit = \"GBP a month\"\napplies_to = \"bus card for students\"\nregion = \"England\"\nsource = \"ministry-routes\"",
            "unit = \"GBP a month\"\napplies_to = \"bus card for students\"\nregion = \"England\"\nsource = \"bus-company\"",
        ),
        (FACTS, "[travel.card]", "fact `travel.card` names the unknown source `bus-company`"),
    ),
    (
        (
            "facts/more.toml",
            "",
            "\n[ema.last-year]\nvalue = \"2012\"\napplies_to = \"England\"\nregion = \"England\"\nsource = \"ministry-routes\"\nchecked = 2026-11-21\nreview_by = 2027-11-21\nconfidence = \"official\"\n",
        ),
        ("facts/more.toml", "[ema.last-year]", "fact `ema.last-year` stands in facts/all.toml:"),
    ),
    (
        (AT_16, "Look at each route on its own.", "An apprenticeship is just a job."),
        (AT_16, "## How to choose at 16", "“just” weighs a route in `at-16#decide`"),
    ),
    (
        ("pages/applying/applying.md", "Ask each place when its next one is.", "It lasts three hours."),
        ("pages/applying/applying.md", "## Open days", "`three` in `applying#open-days` is not a fact"),
    ),
    (
        (T_LEVELS, "{#length .length}", "{#duration .length}"),
        (T_LEVELS, "", "the card's sections are what, who, duration,"),
    ),
    ((WORK, "- wrk experience\n", ""), (WORK, WORK_HEADING, "`work-experience#what` has 7 asks")),
];

#[test]
fn the_library_that_never_changes_is_clean() {
    assert_eq!(problems_after(&[]), []);
}

#[test]
fn one_break_is_named_with_its_file_and_line_and_nothing_beside_it() {
    for (change, named) in BREAKS {
        only(&[change], &[named]);
    }
}

#[test]
fn all_problems_are_named_in_one_run() {
    let changes = BREAKS.map(|(change, _)| change);
    let folder = broken(&changes);
    let problems = check(&load(folder.path()), today());
    assert_eq!(problems.len(), BREAKS.len(), "{problems:#?}");
    for (_, named) in BREAKS {
        assert!(problems.iter().any(|problem| is(folder.path(), problem, named)), "{named:?} is not in {problems:#?}");
    }
    assert!(problems.is_sorted(), "they stand in the order of files and lines");
    assert!(problems.iter().all(|problem| !problem.mend.is_empty()), "each says how to mend it");
}

#[test]
fn a_section_without_a_source_is_named() {
    only(
        &[(WORK, "sources = [\"ministry-routes\"]", "sources = []")],
        &[(WORK, WORK_HEADING, "`work-experience#what` has no source")],
    );
}

#[test]
fn a_source_without_an_official_page_is_named() {
    only(
        &[("sources/all.toml", "check_at = \"https://ministry.example/bursary\"", "check_at = \"\"")],
        &[("sources/all.toml", "[college-bursary]", "source `college-bursary` has no official page to check at")],
    );
}

#[test]
fn a_lapsed_fact_that_a_page_leans_on_needs_its_lapsed_line() {
    let changes = [
        (FACTS, "until = 2027-08-31", "until = 2026-11-20"),
        (FACTS, "lapsed = \"The amount for this year is not in yet. Ask your school or college.\"\n", ""),
    ];
    only(
        &changes,
        &[
            (FACTS, "[bursary.max]", "fact `bursary.max` ends but has no lapsed line"),
            (BURSARY, "## How much you could get", "`bursary#amount` leans on `bursary.max`, whose time is over"),
        ],
    );
    only(&changes[..1], &[]);
}

#[test]
fn a_fact_that_may_lapse_needs_its_lapsed_line_before_it_does() {
    only(
        &[(FACTS, "lapsed = \"The amount for this year is not in yet. Ask your school or college.\"\n", "")],
        &[(FACTS, "[bursary.max]", "fact `bursary.max` ends but has no lapsed line")],
    );
}

#[test]
fn an_overdue_review_and_a_check_in_the_future_are_named() {
    only(
        &[
            (FACTS, "checked = 2026-11-20", "checked = 2026-11-22"),
            (WORK, "review_by = 2027-02-19", "review_by = 2026-11-20"),
        ],
        &[
            (FACTS, "[bursary.max]", "fact `bursary.max` was checked in the future"),
            (WORK, "", "the page was to be reviewed by 2026-11-20"),
        ],
    );
}

#[test]
fn an_empty_slot_of_a_card_is_named() {
    let body = "You take T Levels at a college or a sixth form that has the course. Not every place does, so check.";
    let slot = format!("{body}\n");
    let before = "You learn in class and at work.";
    // The words move to another slot, so that the card stays as long as it was.
    let moved = format!("{before} {body}");
    only(
        &[(T_LEVELS, &slot, ""), (T_LEVELS, before, &moved)],
        &[(T_LEVELS, "{#where .where}", "`16-t-levels#where` has no text")],
    );
}

#[test]
fn a_card_much_shorter_than_the_others_is_named() {
    let may_not = "T Levels may not suit you if you are not sure yet which line of work you would like to be in.";
    let may = "T Levels may suit you if you know which line of work you like and want to try it at work.";
    let asks = "Ask your school.";
    only(&[(T_LEVELS, may_not, asks), (T_LEVELS, may, asks)], &[(T_LEVELS, "", "words where the median card has")]);
}

#[test]
fn a_passage_of_more_than_120_words_is_named() {
    let long = format!("{WORK_BODY}{}", " Ask your school.".repeat(35));
    only(&[(WORK, WORK_BODY, &long)], &[(WORK, WORK_HEADING, "`work-experience#what` has 128 words")]);
}

#[test]
fn a_page_that_is_hard_to_read_is_named() {
    let hard = "Institutional arrangements notwithstanding, participating organisations characteristically \
                necessitate considerable administrative preparation, comprehensive documentation, appropriate \
                authorisation procedures and uninterrupted communication throughout extraordinarily complicated circumstances.";
    only(&[(WORK, WORK_BODY, hard)], &[(WORK, "", "reading age")]);
}

#[test]
fn easy_words_that_are_not_easy_are_named() {
    let hard = "Financial assistance administered by educational institutions may contribute approximately {{bursary.max}} \
                towards associated expenditure throughout an academic year, depending upon individual circumstances and availability.";
    only(
        &[(BURSARY, "You could get up to {{bursary.max}} a year. Ask your school.\n", &format!("{hard}\n"))],
        &[(BURSARY, "", "the easy wording has reading age")],
    );
}

#[test]
fn a_number_in_a_summary_is_named() {
    only(
        &[(T_LEVELS, "You learn in class and spend some weeks", "You learn in class and spend 45 days")],
        &[(T_LEVELS, "", "`45` in the summary is not a fact")],
    );
}

#[test]
fn a_school_value_without_words_for_when_it_is_missing_is_named() {
    only(
        &[(
            "pages/guidance/guidance.md",
            "### Not set\n\nThis school has not said here where its careers adviser is. Ask at the school office.\n\n",
            "",
        )],
        &[(
            "pages/guidance/guidance.md",
            "## Where the adviser is",
            "`guidance#where` quotes the school's own words but has none for when they are missing",
        )],
    );
}

#[test]
fn a_journey_that_leads_nowhere_is_named() {
    let journey = "journeys/where-to-begin.toml";
    let top = "title = \"Help me find a place to begin\"";
    only(
        &[(journey, "leads = [\"travel#help\"]", "leads = [\"travel#bus\"]")],
        &[(journey, top, "`travel#bus` is no section")],
    );
    only(
        &[(journey, "{ label = \"With money\", step = \"money\" },", "{ label = \"With money\", step = \"coins\" },")],
        &[
            (journey, top, "`With money` leads to the unknown step `coins`"),
            (journey, top, "no choice leads to the step `money`"),
        ],
    );
    only(
        &[(journey, "leads = [\"travel#help\"]", "leads = []")],
        &[(journey, top, "the step `travel` must have either choices or leads")],
    );
}

#[test]
fn urgent_words_without_a_reviewer_are_named_and_the_others_serve() {
    only(
        &[(URGENT, "reviewer = \"designated safeguarding lead\"", "reviewer = \"\"")],
        &[(URGENT, "# Invented wording", "urgent words without a reviewer and the day of the review")],
    );
    let folder = broken(&[("urgent/more.toml", "", "reviewed = 2026-11-21\n")]);
    let loaded = load(folder.path());
    let problems = check(&loaded, today());
    assert_eq!(problems.len(), 1, "{problems:#?}");
    assert_eq!(problems[0].file, Path::new("urgent/more.toml"));
    assert_eq!(problems[0].says, "urgent words without a reviewer");
    assert!(!loaded.library.urgent.signs.is_empty());
}

#[test]
fn a_folder_without_urgent_words_is_named() {
    let folder = broken(&[]);
    std::fs::remove_file(folder.path().join(URGENT)).expect("it was there");
    let problems = check(&load(folder.path()), today());
    assert_eq!(problems.len(), 1, "{problems:#?}");
    assert_eq!(problems[0].says, "there are no urgent words");
}

#[test]
fn a_job_whose_code_has_no_row_is_named_and_so_is_a_row_without_a_job() {
    only(
        &[("occupations/all.toml", "soc2020 = \"9002\"", "soc2020 = \"9003\"")],
        &[
            ("lmi/occupations.csv", "", "no occupation has the code 9002"),
            (
                "occupations/all.toml",
                "[[occupation]]\nid = \"bell-keeper\"",
                "`bell-keeper` has the SOC 2020 code 9003",
            ),
        ],
    );
}

#[test]
fn broken_front_matter_leaves_the_page_out_and_the_others_load() {
    let folder = broken(&[(WORK, "title = \"Work experience\"", "title = Work experience")]);
    let loaded = load(folder.path());
    let problems = check(&loaded, today());
    assert_eq!(problems.len(), 1, "{problems:#?}");
    assert_eq!((problems[0].file.as_path(), problems[0].line), (Path::new(WORK), 2));
    assert_eq!(problems[0].mend, "correct the TOML here");
    assert_eq!(loaded.library.pages.len(), 9);
    assert!(loaded.library.passage("work-experience#what").is_none());
    assert!(loaded.library.passage("bursary#amount").is_some());
}

#[test]
fn every_kind_of_file_that_cannot_be_read_is_named_and_the_rest_loads() {
    for file in [
        FACTS,
        "sources/all.toml",
        "dates.toml",
        "occupations/all.toml",
        "vocabulary.toml",
        "intents.toml",
        "glossary.toml",
        "check.toml",
    ] {
        let folder = broken(&[(file, "", "\n= what is this\n")]);
        let loaded = load(folder.path());
        let named: Vec<&Problem> = loaded.problems.iter().filter(|problem| problem.file == Path::new(file)).collect();
        assert_eq!(named.len(), 1, "{file}: {:#?}", loaded.problems);
        assert!(named[0].line > 1, "{file} is named with its line: {}", named[0]);
        assert_eq!(loaded.library.pages.len(), 10, "{file}");
    }
}

/// Checks that these changes make exactly these problems.
fn only(changes: &[Change<'_>], wanted: &[Named<'_>]) {
    let folder = broken(changes);
    let problems = check(&load(folder.path()), today());
    assert_eq!(problems.len(), wanted.len(), "{changes:?} makes {problems:#?}");
    for named in wanted {
        assert!(problems.iter().any(|problem| is(folder.path(), problem, *named)), "{named:?} is not in {problems:#?}");
    }
}

fn problems_after(changes: &[Change<'_>]) -> Vec<Problem> {
    check(&load(broken(changes).path()), today())
}

fn is(folder: &Path, problem: &Problem, (file, at, says): Named<'_>) -> bool {
    problem.file == Path::new(file) && problem.line == line(folder, file, at) && problem.says.contains(says)
}

/// The line in which a text stands; 0 for none.
fn line(folder: &Path, file: &str, at: &str) -> usize {
    if at.is_empty() {
        return 0;
    }
    let text = std::fs::read_to_string(folder.join(file)).expect("the file is there");
    let offset = text.find(at).unwrap_or_else(|| panic!("`{at}` stands in {file}"));
    text[..offset].matches('\n').count() + 1
}

fn load(folder: &Path) -> Loaded {
    Library::load(folder, today()).expect("the folder is there")
}

/// A copy of the library with these changes in it.
pub fn broken(changes: &[Change<'_>]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    copy(&project("tests/library"), folder.path());
    for (file, from, to) in changes {
        let path = folder.path().join(file);
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let changed = if from.is_empty() {
            format!("{text}{to}")
        } else {
            assert_eq!(text.matches(from).count(), 1, "`{from}` stands once in {file}");
            text.replace(from, to)
        };
        std::fs::write(&path, changed).expect("the copy can be written");
    }
    folder
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("the copy can be written");
    for entry in std::fs::read_dir(from).expect("the library is there") {
        let entry = entry.expect("the library can be read");
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).expect("the copy can be written");
        }
    }
}
