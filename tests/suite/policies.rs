//! Invented policies, read from end to end: what a person would find in them is found, and nothing else.

use std::io::Write;

use chrono::NaiveDate;
use fingerpost::school::Role;
use fingerpost::school::import::{self, Document, Import, Part, drafts, html, json, read};
use fingerpost::school::profile::{Phase, School};

fn policy(name: &str) -> Document {
    let path = format!("{}/tests/policies/{name}", env!("CARGO_MANIFEST_DIR"));
    read(name, &std::fs::read(path).expect("a policy")).expect("a policy that is read")
}

fn imported(documents: &[Document]) -> Import {
    import::import(documents, NaiveDate::from_ymd_opt(2026, 11, 21).expect("a day"))
}

fn holder(import: &Import, role: Role) -> Option<&str> {
    import.holder(role, import.schools.first().map(|school| school.name.value.as_str()))?.name.as_deref()
}

fn codes(import: &Import) -> Vec<&str> {
    import.findings.iter().map(|finding| finding.code.as_str()).collect()
}

#[test]
fn a_good_policy_of_an_11_to_18_school_is_read_whole() {
    let import = imported(&[policy("fern-vale.txt"), policy("fern-vale-provider-access.txt")]);
    assert_eq!(import.trust.as_ref().map(|trust| trust.value.as_str()), Some("Reedmoor Academy Trust"));
    assert_eq!(import.schools.len(), 1);
    assert_eq!(import.schools[0].name.value, "Fern Vale Academy");
    assert_eq!(import.schools[0].phase, Some(Phase::ElevenToEighteen));
    for (role, name) in [
        (Role::CareersLeader, "Rosalind Pell"),
        (Role::CareersAdviser, "Idris Quill"),
        (Role::SltLink, "Maud Farrant"),
        (Role::CareersGovernor, "Dr Ben Lowe"),
        (Role::Senco, "Ada Thorne"),
        (Role::SafeguardingLead, "Jan van der Holm"),
    ] {
        assert_eq!(holder(&import, role), Some(name), "{role:?}");
    }
    let leader = import.holder(Role::CareersLeader, None).expect("a leader");
    assert_eq!(
        (leader.email.as_deref(), leader.phone.as_deref()),
        (Some("rpell@fernvale.example"), Some("01632 960123"))
    );
    assert_eq!(import.policy.version.as_ref().map(|version| version.value.as_str()), Some("3.2"));
    assert_eq!(import.policy.adopted.as_ref().map(|day| day.value.to_string()).as_deref(), Some("14 October 2026"));
    assert_eq!(import.policy.next_reviews[0].value.to_string(), "October 2027");
    assert_eq!(import.benchmarks.len(), 8);
    assert_eq!(import.impact_measures.len(), 3);
    assert!(Part::STATUTORY.into_iter().all(|part| import.provider_access.part(part).is_some()));
    assert_eq!(codes(&import), Vec::<&str>::new(), "a good policy has no findings");
}

#[test]
fn a_trust_with_three_schools_is_one_file_for_each() {
    let import = imported(&[policy("reedmoor.txt")]);
    let schools: Vec<(&str, Option<Phase>)> =
        import.schools.iter().map(|school| (school.name.value.as_str(), school.phase)).collect();
    assert_eq!(
        schools.iter().map(|(name, _)| *name).collect::<Vec<_>>(),
        ["Alder Road High School", "Birchfield Primary School", "Coppice College"]
    );
    assert_eq!(schools[1].1, Some(Phase::Primary));
    assert_eq!(import.policy.version.as_ref().map(|version| version.value.as_str()), Some("V2.1"));
    for code in [
        "email-name",
        "email-domain",
        "phone-shape",
        "old-year-range",
        "list-begins-late",
        "empty-list",
        "reference-wrong-target",
    ] {
        assert!(codes(&import).contains(&code), "{code}: {:?}", codes(&import));
    }
    let drafts = drafts(&import);
    assert_eq!(drafts.len(), 4);
    let trust: toml::Table = toml::from_str(&drafts[0].toml).expect("a trust file");
    assert!(!drafts[0].toml.contains("bmarsh@"), "a school's slip is not for the others to see");
    assert!(drafts[2].toml.contains("email-name") && !drafts[1].toml.contains("bmarsh@"));
    for draft in &drafts[1..] {
        let school = School::of_text("x", &draft.toml, &trust).expect("a school file");
        assert_eq!(school.contacts[&Role::CareersAdviser].named(), Some("Maud Farrant"));
    }
}

#[test]
fn marks_of_a_template_never_become_names() {
    let import = imported(&[policy("alder-ap.txt")]);
    assert_eq!(import.schools[0].phase, Some(Phase::Ap));
    assert_eq!(holder(&import, Role::CareersLeader), None);
    assert!(codes(&import).iter().filter(|code| **code == "template-mark").count() >= 5, "{:?}", codes(&import));
    assert!(codes(&import).contains(&"missing-leader-name") && codes(&import).contains(&"missing-review-date"));
    assert_eq!(codes(&import).iter().filter(|code| **code == "ended-scheme").count(), 2);
}

#[test]
fn two_review_dates_are_told_and_the_earlier_stands() {
    let import = imported(&[policy("overdue.txt")]);
    assert_eq!(import.policy.next_reviews.len(), 2);
    for code in ["review-overdue", "dates-disagree", "old-guidance", "roles-mixed", "retention-start"] {
        assert!(codes(&import).contains(&code), "{code}: {:?}", codes(&import));
    }
    let draft = &drafts(&import)[0];
    let school = School::of_text("x", &draft.toml, &toml::Table::new()).expect("a school file");
    assert_eq!(school.says("policy_review_date"), Some("1 September 2024"));
    assert_eq!(holder(&import, Role::CareersLeader), Some("Hester Vane"));
}

#[test]
fn noise_of_extraction_is_read_through() {
    let document = policy("noisy.txt");
    assert!(document.lines.iter().all(|line| !line.text.contains("Page ") && !line.text.contains("Policy 2026")));
    assert!(
        document.lines.iter().any(|line| line.text.contains("safeguarding policy on each visit")
            && line.text.contains("end and the next page"))
    );
    let import = imported(&[document]);
    let leader = import.holder(Role::CareersLeader, None).expect("a leader");
    assert_eq!(leader.email.as_deref(), Some("h.vane@marlowbridge.example"));
    assert_eq!(leader.phone.as_deref(), Some("(01632) 960 126"));
    assert_eq!(import.policy.next_reviews[0].value.to_string(), "September 2027");
}

#[test]
fn a_word_file_is_read() {
    let document = read("policy.docx", &docx(&[
        "<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:t>Fern Vale Academy careers policy</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>Fern Vale Academy &amp; its careers leader, </w:t></w:r><w:r><w:t>Rosalind Pell (Careers Leader).</w:t></w:r></w:p>",
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Next review</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>May 2027</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    ]))
    .expect("a Word file");
    let import = imported(&[document]);
    assert_eq!(import.schools[0].name.value, "Fern Vale Academy");
    assert_eq!(holder(&import, Role::CareersLeader), Some("Rosalind Pell"));
    assert_eq!(import.policy.next_reviews[0].value.to_string(), "May 2027");
}

#[test]
fn a_web_page_is_read_and_its_links_kept() {
    let page = b"<!doctype html><html><body><h1>Fern Vale Academy</h1><p>Our careers leader is <b>Rosalind Pell</b>; the statement is <a href='https://fernvale.example/pas'>here</a>.</p></body></html>";
    let import = imported(&[read("policy.html", page).expect("a page")]);
    assert_eq!(holder(&import, Role::CareersLeader), Some("Rosalind Pell"));
    assert!(!codes(&import).contains(&"reference-without-target"));
}

#[test]
fn numbers_that_word_writes_by_itself_stand_before_the_words() {
    let level = |at: usize, format: &str, text: &str| {
        format!(
            "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/></w:lvl>"
        )
    };
    let levels = [level(0, "decimal", "%1."), level(1, "decimal", "%1.%2"), level(2, "lowerLetter", "%3)")].concat();
    let numbering = format!(
        "<w:numbering xmlns:w=\"w\"><w:abstractNum w:abstractNumId=\"0\">{levels}</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>"
    );
    let numbered = |level: usize, words: &str| {
        format!(
            "<w:p><w:pPr><w:pStyle w:val=\"ListParagraph\"/><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"
        )
    };
    let body = [
        numbered(0, "Aims"),
        numbered(1, "Every pupil is entitled to guidance."),
        numbered(1, "The careers leader will:"),
        numbered(2, "plan the programme"),
        numbered(2, "report to governors"),
        numbered(0, "Roles"),
        numbered(1, "See 1.2 for the careers leader."),
    ];
    let footer = "<w:ftr xmlns:w=\"w\"><w:p><w:r><w:t>Fern Vale Academy, version 3.1</w:t></w:r></w:p></w:ftr>";
    let parts = [("word/numbering.xml", numbering.as_str()), ("word/footer1.xml", footer)];
    let document = read("policy.docx", &docx_with(&body.concat(), &parts)).expect("a Word file");
    let shown: Vec<String> = document.lines.iter().map(|line| line.shown()).collect();
    let expected = [
        "1 Aims",
        "1.1 Every pupil is entitled to guidance.",
        "1.2 The careers leader will:",
        "a plan the programme",
        "b report to governors",
        "2 Roles",
        "2.1 See 1.2 for the careers leader.",
        "Fern Vale Academy, version 3.1",
    ];
    assert_eq!(shown, expected);
    assert!(document.lines[0].is_heading() && document.lines[5].is_heading());
}

#[test]
fn a_locked_pdf_and_a_locked_word_file_are_named_as_such() {
    let locked = String::from_utf8(pdf("BT /F1 12 Tf (Words) Tj ET")).expect("plain").replace(
        "/Root 1 0 R>>",
        "/Root 1 0 R/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff>/U<00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff>>>/ID[<00><00>]>>",
    );
    let error = read("locked.pdf", locked.as_bytes()).expect_err("locked").to_string();
    assert!(error.contains("is locked by a password"), "{error}");
    let old = read("locked.docx", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more").expect_err("locked").to_string();
    assert!(old.contains("is locked by a password"), "{old}");
}

#[test]
fn a_policy_in_welsh_is_read_without_inventing_anything() {
    let words = "Ysgol Bryn Coed\nPolisi Gyrfaoedd\n\nMae Mrs Nia Prys yn arwain y rhaglen yrfaoedd.\nE-bost: nprys@bryncoed.example\nAdolygir y polisi hwn ym mis Medi 2027.\n\nBlwyddyn 9: dewisiadau TGAU.\n";
    let import = imported(&[Document::of_text("polisi.txt", words)]);
    assert_eq!(holder(&import, Role::CareersLeader), None, "nobody is named in words that are read here");
    assert!(codes(&import).contains(&"not-english"), "{:?}", codes(&import));
}

#[test]
fn what_is_far_too_much_is_read_within_bounds() {
    let line = "4.1 The Careers Leader, Rosalind Pell, will review this policy in May 2027 (see 4.2), rpell@fernvale.example.\n";
    let document = read("long.txt", line.repeat(400_000).as_bytes()).expect("a text");
    assert!(document.lines.len() <= 10_000);
    let wide = read("wide.txt", "Careers Leader: Rosalind Pell, ".repeat(500_000).as_bytes()).expect("a text");
    assert!(wide.lines.iter().all(|line| line.text.chars().count() <= 10_000));
}

#[test]
fn a_special_school_is_one_and_its_deputy_is_not_its_head() {
    let import = imported(&[policy("beechwood-special.txt")]);
    assert_eq!(import.schools[0].phase, Some(Phase::Special));
    assert_eq!(holder(&import, Role::CareersLeader), Some("Shona Abara"));
    assert_eq!(holder(&import, Role::CareersGovernor), Some("Mrs Winifred Nash"));
    assert_eq!(holder(&import, Role::Headteacher), None, "a deputy headteacher is named, and no headteacher");
    assert_eq!(import.policy.next_reviews[0].value.to_string(), "March 2028");
}

#[test]
fn each_academy_of_a_table_has_its_own_people_and_phase() {
    let import = imported(&[policy("silverbrook-trust.txt")]);
    let phases: Vec<_> = import.schools.iter().map(|school| school.phase).collect();
    let expected = [Phase::ElevenToSixteen, Phase::ElevenToEighteen, Phase::Primary, Phase::Special].map(Some);
    assert_eq!(phases, expected);
    for (school, leader, phone, governor) in [
        ("Ashby Grove Academy", "Mr Dylan Frost", "01632 960601", "Mrs P. Lund"),
        ("The Oaks Academy", "Mr Emeka Lloyd", "01632 960604", "Ms D. Hart"),
    ] {
        let of = |role| import.holder(role, Some(school)).expect("somebody");
        assert_eq!(of(Role::CareersLeader).name.as_deref(), Some(leader));
        assert_eq!(of(Role::CareersLeader).phone.as_deref(), Some(phone));
        assert_eq!(of(Role::CareersGovernor).name.as_deref(), Some(governor));
    }
}

#[test]
fn two_columns_are_read_one_after_the_other() {
    let import = imported(&[policy("copperfield-columns.txt")]);
    let leader = import.holder(Role::CareersLeader, None).expect("a leader");
    assert_eq!(leader.name.as_deref(), Some("Ms Noor Haddad"));
    assert_eq!(import.schools[0].phase, Some(Phase::ElevenToEighteen));
    assert_eq!(import.policy.next_reviews[0].value.to_string(), "May 2027");
}

#[test]
fn slides_name_who_has_which_post() {
    let import = imported(&[policy("harbour-view-slides.txt")]);
    assert_eq!(holder(&import, Role::CareersLeader), Some("Ms Imani Castell"));
    assert_eq!(holder(&import, Role::SltLink), Some("Greta Moss"));
    assert_eq!(holder(&import, Role::Headteacher), None);
    assert_eq!(holder(&import, Role::CareersGovernor), None, "the post is vacant");
}

#[test]
fn heads_of_a_table_are_nobodys_values() {
    let words = "Fern Vale Academy careers policy\nVersion\tDate\tAuthor\tChanges\n1.0\tSept 2023\tR. Pell\tNew\nNext review: Sept 2027\n";
    assert!(imported(&[Document::of_text("a.txt", words)]).policy.owner.is_none());
}

#[test]
fn a_pdf_is_read_and_a_scan_is_named() {
    let words =
        "BT /F1 12 Tf 72 700 Td (Our careers leader is Rosalind Pell.) Tj 0 -20 Td (Next review: May 2027) Tj ET";
    let import = imported(&[read("policy.pdf", &pdf(words)).expect("a PDF")]);
    assert_eq!(holder(&import, Role::CareersLeader), Some("Rosalind Pell"));
    assert_eq!(import.policy.next_reviews[0].value.to_string(), "May 2027");
    let scan = read("scan.pdf", &pdf("0 0 100 100 re f")).expect_err("no text");
    assert!(scan.to_string().contains("is a scan"));
}

#[test]
fn wrapped_cells_of_a_pdfs_table_are_whole() {
    let rows: [(f64, [&str; 3]); 5] = [
        (700.0, ["Academy", "Careers leader", "E-mail"]),
        (680.0, ["Ashby Grove High", "Mrs Philippa Anne", "p.frost@ashby-"]),
        (666.0, ["Academy", "Frost-Weatherby", "grove.example"]),
        (646.0, ["The Oaks Academy", "Ms Emeka Lloyd", "e.lloyd@oaks.example"]),
        (626.0, ["Birch Lane School", "Mr Jan Holm", "j.holm@birch.example"]),
    ];
    let cell = |x: f64, y: f64, words: &str| format!("1 0 0 1 {x} {y} Tm ({words}) Tj ");
    let cells =
        rows.iter().flat_map(|(y, row)| row.iter().zip([72.0, 200.0, 330.0]).map(move |(words, x)| cell(x, *y, words)));
    let words = format!("BT /F1 12 Tf {} ET", cells.collect::<String>());
    let import = imported(&[read("table.pdf", &pdf(&words)).expect("a PDF")]);
    let names: Vec<&str> = import.schools.iter().map(|school| school.name.value.as_str()).collect();
    assert_eq!(names, ["Ashby Grove High Academy", "The Oaks Academy", "Birch Lane School"]);
    let leader = import.holder(Role::CareersLeader, Some("Ashby Grove High Academy")).expect("a leader");
    assert_eq!(leader.name.as_deref(), Some("Mrs Philippa Anne Frost-Weatherby"));
    assert_eq!(leader.email.as_deref(), Some("p.frost@ashby-grove.example"));
}

#[test]
fn files_without_an_end_are_read_so_far() {
    let word = docx(&["<w:p><w:r><w:t>Our careers leader is Rosalind Pell.</w:t></w:r></w:p>"; 60_000]);
    let table = format!("<html><table>{}", "<tr><td>Careers leader<td>Rosalind Pell".repeat(60_000));
    let pages = format!("BT /F1 12 Tf {} ET", "1 0 0 1 72 700 Tm (Words) Tj ".repeat(30_000));
    for (name, bytes) in [("a.docx", word), ("a.html", table.into_bytes()), ("a.pdf", pdf(&pages))] {
        let document = read(name, &bytes).expect("it is read so far");
        assert!((1..=10_000).contains(&document.lines.len()), "{name}: {}", document.lines.len());
    }
}

#[test]
fn broken_and_hostile_files_give_one_line() {
    let whole = pdf("BT /F1 12 Tf (Words) Tj ET");
    let word = docx(&["<w:p><w:r><w:t>Words</w:t></w:r></w:p>"]);
    let bomb = docx(&[&format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "a".repeat(70 * 1024 * 1024))]);
    for (name, bytes) in [
        ("cut.pdf", &whole[..whole.len() / 2]),
        ("cut.docx", &word[..word.len() / 2]),
        ("bomb.docx", &bomb[..]),
        ("empty.txt", b"".as_slice()),
        ("wrong.docx", b"plain words".as_slice()),
        ("wrong.pdf", b"plain words".as_slice()),
        ("huge.txt", &vec![b'a'; 51 * 1024 * 1024]),
    ] {
        let error = read(name, bytes).err().map(|error| error.to_string());
        assert!(
            error.as_ref().is_some_and(|error| error.contains(';') && error.lines().count() == 1),
            "{name}: {error:?}"
        );
    }
}

#[test]
fn any_cut_of_a_file_is_read_or_refused() {
    let text = std::fs::read(format!("{}/tests/policies/reedmoor.txt", env!("CARGO_MANIFEST_DIR"))).expect("a policy");
    for end in (0..text.len()).step_by(61) {
        if let Ok(document) = read("cut.txt", &text[..end]) {
            imported(&[document]);
        }
    }
}

#[test]
fn the_page_escapes_what_the_policy_says() {
    let import = imported(&[Document::of_text(
        "<b>.txt",
        "Our careers leader is Rosalind Pell <script>alert(1)</script> \"x\".",
    )]);
    let page = html(&import).expect("a page");
    assert!(!page.contains("<script>alert") && page.contains("Rosalind Pell"));
}

#[test]
fn the_json_has_its_shape() {
    let import = imported(&[policy("fern-vale.txt")]);
    let said = json(&import);
    assert_eq!(said["schools"][0]["contacts"]["careers_leader"]["name"], "Rosalind Pell");
    assert_eq!(said["schools"][0]["contacts"]["slt_link"]["name"], "Maud Farrant");
    assert_eq!(said["policy"]["next_reviews"][0], "October 2027");
    for key in [
        "trust",
        "schools",
        "policy",
        "benchmarks",
        "provider_access",
        "impact_measures",
        "tools",
        "emails",
        "phones",
        "findings",
    ] {
        assert!(said.get(key).is_some(), "{key}");
    }
    for key in ["entitled", "how_to_request", "grounds_grant", "grounds_refuse", "premises"] {
        assert!(said["provider_access"].get(key).is_some(), "{key}");
    }
    assert!(said["findings"][0].get("code").is_some() && said["findings"][0].get("line").is_some());
}

/// A Word file with these parts in its body.
fn docx(parts: &[&str]) -> Vec<u8> {
    docx_with(&parts.concat(), &[])
}

/// The same with other parts beside it.
fn docx_with(body: &str, beside: &[(&str, &str)]) -> Vec<u8> {
    let body = format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>");
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, words) in std::iter::once(("word/document.xml", body.as_str())).chain(beside.iter().copied()) {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        zip.write_all(words.as_bytes()).expect("written");
    }
    zip.finish().expect("a file").into_inner()
}

/// A PDF of one page with this content.
fn pdf(content: &str) -> Vec<u8> {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>".to_owned(),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
    ];
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n{object}\nendobj\n", at + 1).bytes());
    }
    let start = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    out.extend(places.iter().flat_map(|place| format!("{place:010} 00000 n \n").into_bytes()));
    out.extend(format!("trailer<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1).bytes());
    out
}
