//! Small PDFs made by hand.

use std::fmt::Write;

use super::*;

/// Builds a PDF of one page per content stream, with Helvetica as `/F1`; `rotate` goes into every
/// page.
fn pdf(contents: &[&str], rotate: u32) -> Vec<u8> {
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        String::new(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
            .to_owned(),
    ];
    let mut kids = String::new();
    for content in contents {
        let page = objects.len() + 1;
        write!(kids, "{page} 0 R ").unwrap();
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Rotate {rotate} \
             /Resources << /Font << /F1 3 0 R >> >> /Contents {} 0 R >>",
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
