//! What mutations start from: the fixtures of the tests, and a workbook and a PDF made here.

#![expect(
    clippy::disallowed_methods,
    reason = "a test reads the fixtures of the tests"
)]

use std::fs;
use std::path::Path;

/// A file to begin with.
pub struct Seed {
    /// Its own name: readers look at it where the content is silent.
    pub name: String,
    /// The folder of fixtures it lies in; empty for those made here.
    pub folder: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl Seed {
    /// Returns the ending of its name.
    pub fn ending(&self) -> &str {
        self.name.rsplit_once('.').map_or("", |(_, ending)| ending)
    }
}

/// Folders that hold practice files or their dumps: they are no input of a reader.
const NOT_INPUT: [&str; 1] = ["files"];

/// Returns all seeds, in an order that never changes.
pub fn all() -> Vec<Seed> {
    let mut seeds = vec![
        made("workbook.xlsx", workbook()),
        made("rates.pdf", pdf()),
        made("empty.csv", Vec::new()),
        made("remittance-without-envelope.835", REMITTANCE.into()),
    ];
    add_folder(
        &mut seeds,
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures"),
    );
    seeds
}

fn made(name: &str, bytes: Vec<u8>) -> Seed {
    Seed {
        name: name.to_owned(),
        folder: String::new(),
        bytes,
    }
}

fn add_folder(seeds: &mut Vec<Seed>, folder: &Path) {
    let mut entries: Vec<_> = fs::read_dir(folder)
        .expect("the fixtures are there")
        .map(|entry| entry.expect("the fixtures are readable").path())
        .collect();
    entries.sort();
    let folder = name_of(folder);
    for path in entries {
        if !path.is_dir() {
            seeds.push(Seed {
                name: name_of(&path),
                folder: folder.clone(),
                bytes: fs::read(&path).expect("the fixtures are readable"),
            });
        } else if !NOT_INPUT.contains(&name_of(&path).as_str()) {
            add_folder(seeds, &path);
        }
    }
}

fn name_of(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// Begins at ST, with line ends and indentation, a reversal and provider adjustments.
const REMITTANCE: &str = "ST*835*1~\n BPR*I*-20*D*NON************20250110~\nTRN*1*7*1999999999~\n\
    N1*PR*EXAMPLE PLAN~\nCLP*A1*22*-100*-80*-20*MC*I1~\n SVC*HC:99213:25*-100*-80**-1**1~\n\
    DTM*472*20250102~\n CAS*PR*2*-20~\nCLP*A1*1*100*60*20*MC*I2~\n\
    SVC*HC:99212*100*60**1*HC:99213*2~\n DTM*150*20250102~\n CAS*CO*45*20**253*0*1~\n CAS*PR*2*20~\n\
    LQ*HE*N1~\nPLB*1*20251231*WO:X*10*L6:Y*-10~\nSE*15*1~\n";

fn workbook() -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let rows: [[&str; 7]; 4] = [
        ["Payer", "CPT", "Mod", "DOS", "Units", "Charge", "Allowed"],
        [
            "Example Mutual",
            "99213",
            "25",
            "3/4/2025",
            "1",
            "150.00",
            "90.00",
        ],
        [
            "Example Mutual",
            "99214",
            "",
            "45720",
            "1",
            "(220.00)",
            "130",
        ],
        [
            "Example Plan",
            "J1100",
            "JW",
            "2025-03-04",
            "2.5",
            "30",
            "By report",
        ],
    ];
    for name in ["Lines", "More"] {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name).expect("a name");
        for (row, cells) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(cells) {
                match cell.parse::<f64>() {
                    Ok(number) => sheet.write_number(row, column, number),
                    Err(_) => sheet.write_string(row, column, cell),
                }
                .expect("a cell");
            }
        }
    }
    workbook.save_to_buffer().expect("memory takes it")
}

/// A page of a fee schedule in one font, without compression.
fn pdf() -> Vec<u8> {
    let mut page = String::from("BT /F1 10 Tf 72 720 Td 14 TL\n");
    for row in [
        "CPT          Rate",
        "99213        92.40",
        "99214       131.15",
    ] {
        page.push_str(&format!("({row}) Tj T*\n"));
    }
    page.push_str("ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R \
         /Resources << /Font << /F1 4 0 R >> >> >>"
            .to_owned(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{page}\nendstream", page.len()),
    ];
    let mut text = "%PDF-1.4\n".to_owned();
    let mut offsets = Vec::new();
    for (nr, object) in (1..).zip(&objects) {
        offsets.push(text.len());
        text.push_str(&format!("{nr} 0 obj\n{object}\nendobj\n"));
    }
    let start = text.len();
    text.push_str("xref\n0 6\n0000000000 65535 f \n");
    for offset in offsets {
        text.push_str(&format!("{offset:010} 00000 n \n"));
    }
    text.push_str(&format!(
        "trailer << /Size 6 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF"
    ));
    text.into_bytes()
}
