//! Small PDFs made by hand.

use std::fmt::Write;

use super::*;

/// What pages can name: Helvetica as `/F1`, a composite font as `/F2`, a form as `/X1`.
const SHARED: [&str; 5] = [
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    "<< /Type /Font /Subtype /Type0 /BaseFont /Sample /Encoding /Identity-H \
     /DescendantFonts [5 0 R] /ToUnicode 6 0 R >>",
    "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Sample /DW 500 /W [3 [250] 17 18 556] >>",
    "<< /Length 58 >>\nstream\n1 beginbfrange <0011> <001A> <0030> endbfrange                \nendstream",
    "<< /Type /XObject /Subtype /Form /BBox [0 0 612 792] /Matrix [1 0 0 1 100 0] /Length 47 >>\n\
     stream\nBT /F1 10 Tf 100 672 Td (of a form) Tj ET        \nendstream",
];

/// Builds a PDF of one page per content stream; `rotate` goes into every page.
pub(in crate::formats) fn pdf(contents: &[&str], rotate: u32) -> Vec<u8> {
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        String::new(),
    ];
    objects.extend(SHARED.map(str::to_owned));
    let mut kids = String::new();
    for content in contents {
        let page = objects.len() + 1;
        write!(kids, "{page} 0 R ").unwrap();
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Rotate {rotate} \
             /Resources << /Font << /F1 3 0 R /F2 4 0 R >> /XObject << /X1 7 0 R >> >> /Contents {} 0 R >>",
            page + 1
        ));
        objects.push(format!(
            "<< /Length {} >>\nstream\n{content}\nendstream",
            content.len()
        ));
    }
    objects[1] = format!(
        "<< /Type /Pages /Kids [{kids}] /Count {} >>",
        contents.len()
    );
    let mut bytes = "%PDF-1.4\n".to_owned();
    let mut offsets = Vec::new();
    for (object, nr) in objects.iter().zip(1..) {
        offsets.push(bytes.len());
        write!(bytes, "{nr} 0 obj\n{object}\nendobj\n").unwrap();
    }
    let start = bytes.len();
    write!(
        bytes,
        "xref\n0 {}\n0000000000 65535 f \n",
        objects.len() + 1
    )
    .unwrap();
    for offset in offsets {
        writeln!(bytes, "{offset:010} 00000 n ").unwrap();
    }
    write!(
        bytes,
        "trailer << /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF",
        objects.len() + 1
    )
    .unwrap();
    bytes.into_bytes()
}

fn texts(bytes: Vec<u8>) -> Vec<String> {
    let lines = lines(bytes, "rates.pdf").unwrap();
    let text = |line: &Line| {
        let mut text = String::new();
        let mut end: Option<f32> = None;
        for word in &line.words {
            match end {
                Some(end) if word.from - end >= line.gap => text.push('|'),
                Some(_) => text.push(' '),
                None => {}
            }
            text.push_str(&word.text);
            end = Some(word.to);
        }
        text
    };
    lines.iter().map(text).collect()
}

const BY_COLUMN: &str = "BT /F1 10 Tf 14 TL 72 700 Td (Code) Tj T* (99213) Tj T* (99214) Tj ET \
    BT /F1 10 Tf 1 0 0 1 200 700 Tm (Facility rate) Tj 0 -14 Td (70.30) Tj 0 -14 Td \
    [(9) -20 (1.00)] TJ ET";

#[test]
fn columns_drawn_one_after_another_become_lines() {
    let expected = ["Code|Facility rate", "99213|70.30", "99214|91.00"];
    assert_eq!(texts(pdf(&[BY_COLUMN], 0)), expected);
}

#[test]
fn turned_pages_are_read_like_upright_ones() {
    let expected = ["Code|Facility rate", "99213|70.30", "99214|91.00"];
    for rotate in [90, 180, 270] {
        assert_eq!(texts(pdf(&[BY_COLUMN], rotate)), expected, "{rotate}");
    }
    let turned = format!("0 1 -1 0 792 0 cm {BY_COLUMN}");
    assert_eq!(texts(pdf(&[&turned], 0)), expected);
    assert_eq!(texts(pdf(&[&turned], 90)), expected);
}

#[test]
fn pages_follow_each_other_and_blanks_part_words() {
    let page = "BT /F1 10 Tf 72 700 Td (two  words) Tj 3 Tw 120 0 Td (and two) Tj ET";
    assert_eq!(texts(pdf(&[page, page], 0)), ["two words|and two"; 2]);
}

#[test]
fn composite_fonts_and_forms_are_read() {
    let page = "q /X1 Do Q BT /F2 10 Tf 72 672 Td <001A001A00130012> Tj 60 0 Td <0014> Tj ET";
    assert_eq!(texts(pdf(&[page], 0)), ["9921|3|of a form"]);
}

#[test]
fn a_pdf_that_needs_a_password_is_refused() {
    let plain = String::from_utf8(pdf(&[BY_COLUMN], 0)).unwrap();
    let unknown = "00".repeat(32);
    let locked = plain.replace(
        "/Root 1 0 R",
        &format!(
            "/Root 1 0 R /ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 \
             /P -4 /O <{unknown}> /U <{unknown}> >>"
        ),
    );
    let refused = lines(locked.into_bytes(), "rates.pdf")
        .unwrap_err()
        .to_string();
    assert!(refused.contains("password"), "{refused}");
}

#[test]
fn a_page_without_text_is_refused_with_what_to_do() {
    for (bytes, word) in [
        (pdf(&["0 0 100 100 re f"], 0), "scan"),
        (b"%PDF-1.4 ...".to_vec(), "damaged"),
    ] {
        let refused = lines(bytes, "rates.pdf").unwrap_err().to_string();
        assert!(refused.contains(word), "{refused}");
    }
}

#[test]
fn every_beginning_of_a_pdf_is_read_or_refused() {
    let whole = pdf(&[BY_COLUMN, BY_COLUMN], 90);
    for end in 0..whole.len() {
        let beginning = whole.get(..end).unwrap().to_vec();
        if let Ok(lines) = lines(beginning, "rates.pdf") {
            assert!(lines.len() <= 6, "{end}");
        }
    }
}
