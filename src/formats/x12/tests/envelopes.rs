//! Delimiters, interchanges, groups and sets as real files have them.

use super::*;

fn file() -> String {
    payment(
        "80",
        "CLP*A1*1*100*80**12*ICN1*11*1
         NM1*QC*1*Doe*Ada****MI*M1
         SVC*HC:99213:25*100*80**1
         DTM*472*20250203
         CAS*CO*45*20",
    )
}

/// Reads a variant of the file, which must say the same.
fn check(variant: impl AsRef<[u8]>) -> All {
    let all = read_all(variant);
    let line = all.line();
    assert_eq!(line.code.as_str(), "99213");
    assert_eq!(line.modifiers.to_string(), "25");
    assert_eq!(line.allowed, Some(cents(8_000)));
    assert_eq!(&*line.payer_name, "Harbor Health Plan");
    assert_eq!(all.ends[0].difference, cents(0));
    all
}

#[test]
fn any_delimiters_and_line_ends_are_read() {
    let file = file();
    assert_eq!(check(&file).problems(), Vec::<&str>::new());
    check(file.replace('\n', ""));
    check(file.replace('\n', "\r\n"));
    check(file.replace("~\n", "~\r\n      "));
    check(file.replace("~\n", "\n"));
    check(file.replace("~\n", "\r\n"));
    check(file.replace("~\n", "\r"));
    check(file.replace('*', "|").replace(':', ">").replace('~', "'"));
    check(
        file.replace('*', "\u{1d}")
            .replace(':', "\u{1f}")
            .replace("~\n", "\u{1c}"),
    );
    check(file.replace(':', "|"));
    check(format!("\u{feff}\r\n{file}"));
    check(format!("{file}\n\n\0\u{1a}"));
}

#[test]
fn a_header_of_any_length_is_read() {
    let file = file();
    // Receivers trimmed and padded, and ISA16 missing.
    check(
        file.replace("SENDER         ", "SENDER")
            .replace("RECEIVER       ", "RECEIVER"),
    );
    check(file.replace("SENDER         ", "A SENDER WITH A NAME TOO LONG  "));
    check(file.replace("*P*:~", "*P*~"));
    check(file.replace("*P*:~", "*P*").replace("~\n", "\n"));
}

#[test]
fn an_envelope_that_names_another_composite_separator_is_overruled() {
    check(file().replace("*P*:~", "*P*>~"));
    check(file().replace("HC:99213:25", "HC>99213>25"));
}

#[test]
fn files_without_interchange_or_group_are_read() {
    let file = file();
    let group = &file[file.find("GS*").unwrap()..];
    check(group);
    let set = &file[file.find("ST*").unwrap()..];
    check(set);
    check(set.replace("~\n", "\n"));
    check(format!("Remittance of March\r\n\r\n{file}"));
}

#[test]
fn several_interchanges_groups_and_sets_are_several_payments() {
    let file = file();
    let joined = file.repeat(3);
    assert_eq!(read_all(&joined).read.payments, 3);
    // With other delimiters, and without a terminator between them.
    let other = file.replace('*', "|").replace('~', "!");
    let all = read_all(format!("{}{other}", file.trim_end().trim_end_matches('~')));
    assert_eq!(all.read.payments, 2);
    assert_eq!(all.problems(), Vec::<&str>::new());
    let set = &file[file.find("ST*").unwrap()..file.find("GE*").unwrap()];
    let two = file.replace("GE*1*1", &format!("{set}GE*2*1"));
    assert_eq!(read_all(two).read.payments, 2);
}

#[test]
fn old_and_masked_versions_are_read() {
    let file = file();
    check(
        file.replace("005010X221A1", "004010X091A1")
            .replace("*00501*", "*00401*"),
    );
    check(
        file.replace("005010X221A1", "999999X999X9")
            .replace("*00501*", "*99999*"),
    );
}

#[test]
fn damage_of_the_envelope_is_an_issue_and_not_the_end() {
    let has = |file: String, problem: &str| {
        let all = check(&file);
        assert!(all.problems().contains(&problem), "{:?}", all.problems());
    };
    let file = file();
    has(
        file.replace("*0*P*:", "*0*T*:"),
        "The sender marked this as a test file",
    );
    has(
        file.replace("SE*14", "SE*15"),
        "1 transaction set with another number of segments than its end says",
    );
    has(
        file.replace("SE*14*0001~\n", ""),
        "1 transaction set without an end",
    );
    has(
        file.replace("IEA*1*000000001~\n", ""),
        "1 interchange without an end",
    );
    let trailer = file.find("SE*").unwrap();
    has(
        file[..trailer].to_owned(),
        "The file ends in the middle of a transaction set",
    );
}

#[test]
fn a_claim_cut_off_by_the_files_end_is_left_out() {
    let file = file();
    for cut in ["CAS*CO", "DTM*472"] {
        let all = read_all(&file[..file.find(cut).unwrap() + 3]);
        assert_eq!(
            (all.read.payments, all.read.claims, all.read.rejected),
            (1, 0, 1)
        );
        assert_eq!(all.ends[0].difference, cents(8_000));
        assert!(
            all.problems()
                .contains(&"1 claim cut off by the end of the file, left out")
        );
    }
}

#[test]
fn other_transaction_sets_are_skipped_and_counted() {
    let claims = interchange(
        "837",
        "005010X222A1",
        "BHT*0019*00*1*20250301*1200*CH\nSV1*HC:99213*1",
    );
    let answers = interchange("999", "005010X231A1", "AK1*HP*1");
    let institution = interchange("837", "005010X223A2", "SV2*0300*HC:80053*10*UN*1");
    let masked = interchange("837", "999999X999X9", "SV2*0300*HC:80053*10*UN*1");
    let dental = interchange("837", "005010X224A2", "SV3*AD:D0120*10");
    let asked = interchange("837", "005010X291", "SV1*HC:99213*1");
    let file = format!(
        "{answers}{claims}{}{institution}{masked}{dental}{asked}TA1*1~\n",
        file()
    );
    let look = look(&mut file.as_bytes(), "a.x12").unwrap();
    assert_eq!((look.remittances, look.claims), (1, 1));
    let others = [
        ("837 predetermination", 1),
        ("837D", 1),
        ("837I", 2),
        ("999", 1),
    ];
    assert_eq!(
        look.others,
        others.map(|(name, count)| (name.to_owned(), count))
    );
    let all = check(&file);
    assert_eq!(
        all.problems(),
        ["6 transaction sets of another kind left out"]
    );
}

#[test]
fn files_without_a_payment_are_refused_with_a_remedy() {
    let sink = &mut |_| Ok::<(), FormatError>(());
    for file in [
        "Payer,Code,Allowed\n",
        "",
        "ISA",
        &interchange("837", "005010X222A1", "BHT*0019"),
    ] {
        let refused = read_remittances(&mut file.as_bytes(), "a.835", &OPTIONS, sink);
        let Err(FormatError::NotThisFormat { problem, remedy }) = refused else {
            panic!("{file}");
        };
        assert!(problem.starts_with("a.835 ") && !remedy.is_empty());
    }
}

#[test]
fn names_in_latin_letters_keep_their_accents() {
    let mut bytes = Vec::new();
    for letter in file().replace("Harbor", "H\u{e9}r\u{f6}n").chars() {
        bytes.push(u8::try_from(u32::from(letter)).unwrap());
    }
    let all = read_all(&bytes);
    assert_eq!(&*all.payments[0].payer_name, "H\u{e9}r\u{f6}n Health Plan");
}

#[test]
fn a_segment_without_an_end_takes_no_memory_and_is_noted() {
    let long = "N".repeat(5_000_000);
    let all = check(file().replace("N1*PE", &format!("NTE*{long}~\nN1*PE")));
    let expected = "1 segment longer than any real one, left out";
    assert!(all.problems().contains(&expected), "{:?}", all.problems());
}

#[test]
fn bytes_that_come_in_drops_are_read_alike() {
    struct Drops<'a>(&'a [u8]);
    impl Read for Drops<'_> {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            let count = self.0.len().min(7).min(into.len());
            let (now, later) = self.0.split_at(count);
            into[..count].copy_from_slice(now);
            self.0 = later;
            Ok(count)
        }
    }
    let file = file().repeat(200);
    let mut claims = 0;
    let sink = &mut |event| {
        claims += u32::from(matches!(event, RemittanceEvent::Claim(_)));
        Ok::<(), FormatError>(())
    };
    let read = read_remittances(&mut Drops(file.as_bytes()), "a.835", &OPTIONS, sink).unwrap();
    assert_eq!((read.payments, claims), (200, 200));
    assert_eq!(read.issues, Vec::new());
}
