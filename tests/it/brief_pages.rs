//! The two briefs as printed, read back as text: what must be on the pages and what must not.

mod case;
mod contract;
mod rate_request;
mod references;

use std::io::Cursor;

use allowable::analysis::rate_model::{CurrentSource, ProjectionTotals};
use allowable::analysis::scenario_comparison::ScenarioComparison;
use allowable::brief::{
    BriefError, Cell, Content, DecisionNotes, Document, InternalBriefInput, LaidOut, LayoutNotice,
    LeakError, LeakPlace, LetterTexts, ListedRates, Secret, Table, compose_internal_brief,
    fee_exhibit_xlsx, figures, lay_out, leak_check,
};
use allowable::domain::{PayerClass, PayerId, Percent, RateKey};
use calamine::{Data, Reader as _, Xlsx};
use jiff::civil::date;
use rust_decimal::Decimal;

use case::{Case, PAYERS, case, code, key};

fn pages(document: &Document) -> LaidOut {
    lay_out(document).unwrap_or_else(|error| panic!("{error}"))
}

fn check_holds(text: &str, wanted: &[&str]) {
    // A line may be broken anywhere.
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in wanted {
        assert!(flat.contains(words), "{words} is not on the page:\n{text}");
    }
}

#[test]
fn the_letter_says_what_is_asked_from_which_basis_and_by_when() {
    let case = case();
    let letter = pages(&case.packet()).page_text(0).unwrap();
    check_holds(
        &letter,
        &[
            "Live Oak Internal Medicine, P.A.",
            "Morgan Ellis, Director of Network Contracting",
            "Proposed rates from July 1, 2026",
            "We ask for three things:",
            "150.0% of Medicare in place of 133.6% today",
            "March 2, 2026",
            "Page 1 of 5",
            "Not legal advice.",
        ],
    );
}

#[test]
fn the_rate_table_prints_the_reports_own_totals() {
    let case = case();
    let text = pages(&case.packet()).text();
    let totals = &case.projection.totals;
    check_holds(&text, &["X1009-26", "Echocardiogram", "Facility"]);
    assert_eq!(totals.change_annual.rounded().to_string(), "61541.88");
    check_holds(&text, &["+$61,542"]);
    let table = table_of(&case.packet(), "Change a year");
    let printed: Vec<Decimal> = table
        .rows
        .iter()
        .filter_map(|row| match row.cells.last() {
            Some(Cell::DollarChange(amount)) => Some(amount.dollars()),
            _ => None,
        })
        .collect();
    let (total, rows) = printed.split_last().unwrap();
    assert_eq!(rows.iter().sum::<Decimal>(), *total);
}

fn table_of(document: &Document, heading: &str) -> Table {
    document
        .blocks
        .iter()
        .find_map(|block| match &block.content {
            Content::Table(table)
                if table.columns.iter().any(|column| column.heading == heading) =>
            {
                Some(table.clone())
            }
            _ => None,
        })
        .unwrap_or_else(|| panic!("no table with {heading}"))
}

#[test]
fn every_page_of_the_internal_brief_says_that_it_stays_here() {
    let laid_out = pages(&case().internal());
    assert!(4 < laid_out.page_count());
    for page_idx in 0..laid_out.page_count() {
        let text = laid_out.page_text(page_idx).unwrap();
        assert!(
            text.contains("CONFIDENTIAL \u{2013} INTERNAL \u{2013} DO NOT SEND"),
            "page {page_idx}"
        );
    }
}

#[test]
fn the_internal_brief_shows_three_measures_all_payers_and_where_the_data_come_from() {
    let text = pages(&case().internal()).text();
    check_holds(
        &text,
        &[
            "Decision sheet: Harbor Mutual Health",
            "133.6% of Medicare, number 3 of 6 payers",
            "Least we accept",
            "Ratio of sums",
            "Mean by volume",
            "Mean by code",
            "Blue Mesa Plans",
            "Opening ask",
            "visits.csv",
            "RVU25D, Atlanta 10212-01, non-QP, CF 32.3465",
            "Medicare's physician fee schedule has amounts for 98.9% of allowed dollars.",
        ],
    );
}

#[test]
fn shares_of_the_payer_mix_add_up_to_one_hundred_as_printed() {
    let table = table_of(&case().internal(), "Payments");
    for column_idx in 2..6 {
        let column: Vec<Decimal> = table
            .rows
            .iter()
            .filter_map(|row| match row.cells.get(column_idx) {
                Some(Cell::Percent(percent)) => Some(percent.points()),
                _ => None,
            })
            .collect();
        let (total, rows) = column.split_last().unwrap();
        assert_eq!(rows.iter().sum::<Decimal>(), *total);
        assert_eq!(*total, Decimal::ONE_HUNDRED);
    }
}

#[test]
fn no_page_for_the_payer_names_another_payer() {
    let text = pages(&case().packet()).text();
    for (name, class, ..) in &PAYERS[1..] {
        if !matches!(class, PayerClass::Medicare) {
            assert!(!text.contains(name), "{name}");
        }
    }
    assert!(!text.contains("CONFIDENTIAL"));
}

#[test]
fn what_must_not_leave_is_refused_wherever_it_is_written() {
    for (leaked, expected) in [
        (
            "Blue Mesa Plans pays us more",
            "another payer, Blue Mesa Plans",
        ),
        (
            "unlike BLUE\u{a0}MESA   PLANS\u{2019} rates",
            "another payer, Blue Mesa Plans",
        ),
        (
            "Blue Mesa Plans's rates are better",
            "another payer, Blue Mesa Plans, in the letter",
        ),
        (
            "Blue Mesa Plans\u{2019} rates are better",
            "another payer, Blue Mesa Plans, in the letter",
        ),
        (
            "we need $61,234 more a year",
            "the least you accept (61,234)",
        ),
        ("we would settle at 139%", "the least you accept (139)"),
        (
            "a visit costs us $48.17",
            "what a service costs you (48.17)",
        ),
        (
            "others pay us 126.72 for it",
            "what another payer pays (126.72)",
        ),
        (
            "our BATNA is strong",
            "your own limits (\u{201c}batna\u{201d})",
        ),
        (
            "below our walk-away",
            "your own limits (\u{201c}walk away\u{201d})",
        ),
    ] {
        let mut case = case();
        case.letter.pressure = leaked.into();
        let error = lay_out(&case.packet()).unwrap_err();
        assert!(matches!(error, BriefError::Leak(_)), "{leaked}");
        assert!(error.to_string().contains(expected), "{leaked}: {error}");
        case.letter.pressure.clear();
        case.letter.strengths = leaked.into();
        assert!(lay_out(&case.packet()).is_err(), "{leaked} among strengths");
        case.letter.strengths.clear();
        case.labels.insert(key(0).code, leaked.into());
        assert!(lay_out(&case.packet()).is_err(), "{leaked} as a label");
    }
}

#[test]
fn words_and_numbers_that_betray_nothing_pass() {
    for harmless in [
        "Our doctors answer within 48 hours and 139 families joined this year",
        "A large part of our patients have Medicare, Medicaid or pay themselves",
        "You paid us 169.60 for the second of these services",
    ] {
        let mut case = case();
        case.letter.pressure = harmless.into();
        assert!(lay_out(&case.packet()).is_ok(), "{harmless}");
    }
}

#[test]
fn a_table_of_the_internal_brief_is_refused_in_a_packet() {
    let case = case();
    for block in case.internal().blocks {
        let mut packet = case.packet();
        let is_harmless = block.origin.is_for(packet.audience);
        packet.blocks.push(block);
        let secrets = packet.secrets.clone().unwrap();
        let refused = matches!(
            leak_check(&packet, &secrets),
            Err(LeakError::InternalBlock { .. })
        );
        assert_eq!(refused, !is_harmless);
    }
}

#[test]
fn a_packet_that_came_from_elsewhere_is_not_laid_out() {
    let mut packet = case().packet();
    packet.secrets = None;
    assert_eq!(
        lay_out(&packet).unwrap_err(),
        BriefError::Leak(LeakError::Unchecked)
    );
}

#[test]
fn a_payer_whose_name_holds_anothers_can_be_written_to() {
    let mut case = case();
    case.payers[0].name = "Blue Mesa Plans of Georgia".into();
    assert!(lay_out(&case.packet()).is_ok());
    case.letter.pressure = "Blue Mesa Plans of Georgia pays less than Blue Mesa Plans".into();
    assert!(lay_out(&case.packet()).is_err());
}

#[test]
fn a_longer_name_that_holds_the_addressed_payers_is_another_payer() {
    let mut case = case();
    case.payers[1].name = "Harbor Mutual Health Federal".into();
    assert!(lay_out(&case.packet()).is_ok());
    case.letter.pressure = "Harbor Mutual Health Federal pays us more".into();
    let error = lay_out(&case.packet()).unwrap_err();
    assert!(error.to_string().contains("Health Federal, in"), "{error}");
}

#[test]
fn names_in_files_and_fee_schedule_names_of_other_payers_are_refused() {
    let names = [
        (PayerId(1), "HARBOR MUT"),
        (PayerId(1), "Contract A"),
        (PayerId(2), "BMP Southeast"),
        (PayerId(2), "Mesa gold 2025"),
        (PayerId(2), "Contract A"),
        (PayerId(2), "Fee schedule 2025"),
        (PayerId(2), "GA"),
        (PayerId(2), "60054"),
        (PayerId(2), "Commercial PPO"),
        (PayerId(3), "Palmetto Part B"),
        (PayerId(6), "Walk-in patients"),
    ];
    for (letter, refused) in [
        ("BMP Southeast\u{2019}s rates are better", true),
        ("as in your neighbours\u{2019} Mesa Gold 2025", true),
        ("HARBOR MUT members, and our Contract A with you", false),
        ("your fee schedule 2025 for commercial PPO members", false),
        ("Atlanta, GA 60054", false),
        ("Palmetto Part B pays for walk-in patients", false),
    ] {
        let mut case = case();
        case.letter.pressure = letter.into();
        let mut packet = case.packet();
        let secrets = packet.secrets.take().unwrap();
        packet.secrets = Some(secrets.with_names_in_files(&case.payers, PayerId(1), names));
        assert_eq!(lay_out(&packet).is_err(), refused, "{letter}");
    }
}

#[test]
fn a_refusal_says_where_the_text_stands_and_what_to_change() {
    let leaked = "Blue Mesa Plans 2025";
    let place_of = |document: &Document| match lay_out(document).unwrap_err() {
        BriefError::Leak(LeakError::PayerName { place, .. }) => place,
        other => panic!("{other}"),
    };
    let mut case = case();
    case.projection.rows[0].current_source = CurrentSource::FeeSchedule;
    let of_schedule = case.packet_with_rates(Some(ListedRates::FeeSchedule(leaked)));
    assert_eq!(place_of(&of_schedule), LeakPlace::FeeScheduleName);
    case.labels.insert(key(0).code, leaked.into());
    assert_eq!(place_of(&case.packet()), LeakPlace::CodeLabel);
    case.practice.phone = leaked.into();
    assert_eq!(place_of(&case.packet()), LeakPlace::PracticeDetails);
    case.practice.phone.clear();
    case.letter.pressure = leaked.into();
    assert_eq!(place_of(&case.packet()), LeakPlace::Letter);
    let remedies = [LeakPlace::Letter, LeakPlace::FeeScheduleName].map(LeakPlace::remedy);
    assert!(remedies[0].contains("letter") && !remedies[1].contains("letter"));
}

#[test]
fn what_another_payer_pays_of_medicare_is_refused_to_one_decimal() {
    let mut case = case();
    let other = case
        .rates
        .payers
        .iter()
        .find(|payer| payer.payer == PayerId(2));
    let percent = other.unwrap().summary.weighted_percent.unwrap();
    let written = format!("{}%", figures::percent(percent));
    case.letter.pressure = format!("Others pay us {written} of Medicare");
    let error = lay_out(&case.packet()).unwrap_err().to_string();
    let expected = format!(
        "what another payer pays ({})",
        written.trim_end_matches('%')
    );
    assert!(error.contains(&expected), "{error}");
    let whole = percent.points().round();
    case.letter.pressure = format!("We close {whole}% of our visits with a plan");
    assert!(lay_out(&case.packet()).is_ok());
}

#[test]
fn a_percentage_that_the_packet_states_itself_is_no_leak() {
    let mut case = case();
    case.letter.pressure = "You pay us 133.6% of Medicare and others 145%".into();
    let mut packet = case.packet();
    let secrets = packet.secrets.take().unwrap();
    let same = Percent::new(Decimal::new(13_361, 2));
    packet.secrets = Some(secrets.with_figures([Secret::OtherPercent(same)]));
    assert!(lay_out(&packet).is_ok());
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let case = case();
    for compose in [Case::packet, Case::internal] {
        let first = pages(&compose(&case)).pdf().unwrap();
        // A fresh case: nothing may depend on what is remembered between two layouts.
        let second = pages(&compose(&self::case::case())).pdf().unwrap();
        assert!(first == second, "two exports differ");
        assert!(first.starts_with(b"%PDF-1.7"));
    }
    let workbook = || fee_exhibit_xlsx(&case.projection, date(2026, 1, 30)).unwrap();
    assert!(workbook() == workbook(), "two workbooks differ");
}

#[test]
fn what_people_type_is_printed_and_never_obeyed() {
    let hostile =
        "#pagebreak() $x^2$ *bold* _it_ <label> @ref `raw` \\ \"quoted\" 'single' // c /* c */ = h";
    let mut case = case();
    case.practice.name = hostile.into();
    case.letter.opening = hostile.into();
    case.labels.insert(key(1).code, hostile.into());
    let text = pages(&case.packet()).text();
    // Typography may turn straight quotes into curly ones.
    let straight = text
        .replace(['\u{201c}', '\u{201d}'], "\"")
        .replace(['\u{2018}', '\u{2019}'], "'");
    let flat = straight.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        flat.contains("#pagebreak() $x^2$ *bold* _it_ <label> @ref `raw` \\"),
        "{flat}"
    );
}

#[test]
fn names_of_three_hundred_letters_stay_on_the_page() {
    for name in ["Health ".repeat(43), "H".repeat(300)] {
        let mut case = case();
        case.payers[0].name.clone_from(&name);
        case.practice.name.clone_from(&name);
        case.labels.insert(key(0).code, name.clone());
        for document in [case.packet(), case.internal()] {
            let laid_out = pages(&document);
            assert!(laid_out.page_count() < 16, "{}", laid_out.page_count());
        }
    }
}

#[test]
fn characters_that_cannot_be_printed_are_named() {
    let mut case = case();
    case.letter.opening = "We care \u{1f600} for \u{6f22}\u{5b57} and \u{e9}\u{2192}".into();
    let laid_out = pages(&case.packet());
    assert_eq!(
        laid_out.notices(),
        [LayoutNotice::MissingCharacters(
            "\u{5b57}\u{6f22}\u{1f600}".into()
        )]
    );
}

#[test]
fn a_letter_beyond_a_page_and_a_half_is_reported() {
    let mut case = case();
    assert_eq!(pages(&case.packet()).notices(), []);
    case.letter.pressure = "Wages have risen and so has the rent of both our sites. ".repeat(60);
    let laid_out = pages(&case.packet());
    assert!(
        matches!(
            laid_out.notices(),
            [LayoutNotice::LetterTooLong { page_count: 2 }]
        ),
        "{:?}",
        laid_out.notices()
    );
}

#[test]
fn four_hundred_rates_repeat_their_headings_on_every_page() {
    let mut case = case();
    let row = case.projection.rows[0];
    case.projection.rows = (0..400)
        .map(|number| {
            let mut row = row;
            row.key = RateKey {
                code: code(&format!("Y{number:04}")),
                ..row.key
            };
            row
        })
        .collect();
    let laid_out = pages(&case.packet());
    let mut listed = 0;
    let mut exhibit_pages = 0;
    for page_idx in 0..laid_out.page_count() {
        let text = laid_out.page_text(page_idx).unwrap();
        let rows = text
            .lines()
            .filter(|line| line.starts_with('Y') && line.contains("Non-facility"))
            .count();
        if rows != 0 {
            exhibit_pages += 1;
            assert!(
                text.contains("Modifier"),
                "no heading on page {page_idx}:\n{text}"
            );
        }
        listed += rows;
    }
    assert_eq!(listed, 400);
    assert!(8 < exhibit_pages);
}

#[test]
fn no_length_of_the_fee_exhibit_leaves_fewer_than_three_rates_on_its_last_page() {
    for count in 40..50 {
        let mut case = case();
        let row = case.projection.rows[0];
        case.projection.rows = (0..count)
            .map(|number| {
                let mut row = row;
                row.key.code = code(&format!("Y{number:04}"));
                row
            })
            .collect();
        let laid_out = pages(&case.packet());
        let rates_on = |page_idx| {
            let text = laid_out.page_text(page_idx).unwrap();
            let is_rate = |line: &&str| line.starts_with('Y') && line.contains("Non-facility");
            text.lines().filter(is_rate).count()
        };
        let counts: Vec<usize> = (0..laid_out.page_count())
            .map(rates_on)
            .filter(|rates| *rates != 0)
            .collect();
        assert_eq!(counts.iter().sum::<usize>(), count);
        assert!(3 <= *counts.last().unwrap(), "{count}: {counts:?}");
    }
}

#[test]
fn both_tables_of_the_internal_brief_round_half_a_unit_up() {
    let mut case = case();
    for row in &mut case.comparison.rows {
        // Twenty-four months: half as many a year.
        row.units = Decimal::from(2_885);
    }
    let brief = case.internal();
    let title = "Rates of the codes with the largest amounts";
    let units: Vec<Cell> = brief
        .blocks
        .iter()
        .filter_map(|block| match &block.content {
            Content::Table(table) if table.title == title => Some(table),
            _ => None,
        })
        .flat_map(|table| table.rows.iter().map(|row| row.cells[3].clone()))
        .collect();
    assert_eq!(units.len(), 12);
    assert!(
        units
            .iter()
            .all(|cell| *cell == Cell::Count(Decimal::from(1_443)))
    );
}

#[test]
fn the_workbook_has_headings_in_row_one_and_keeps_codes_as_text() {
    let mut case = case();
    case.projection.rows.truncate(1);
    case.projection.rows[0].key.code = code("00100");
    let bytes = fee_exhibit_xlsx(&case.projection, date(2026, 1, 30)).unwrap();
    let mut workbook = Xlsx::new(Cursor::new(bytes)).unwrap();
    let sheet = workbook.worksheet_range("Fee schedule").unwrap();
    let rows: Vec<Vec<Data>> = sheet.rows().map(<[Data]>::to_vec).collect();
    let text = |words: &str| Data::String(words.into());
    assert_eq!(rows[0], ["Code", "Modifier", "Setting", "Rate"].map(text));
    assert_eq!(rows[1][0], text("00100"));
    assert_eq!(rows[1][2], text("Non-facility"));
    assert_eq!(rows[1][3], Data::Float(133.86));
    assert_eq!(rows.len(), 2);
}

#[test]
fn sections_without_data_are_left_out() {
    let case = case();
    let empty_comparison = ScenarioComparison {
        scenarios: Vec::new(),
        ..case.comparison.clone()
    };
    let document = compose_internal_brief(&InternalBriefInput {
        practice: &case.practice,
        payer: &case.payers[0],
        key_figures: &case.key_figures,
        mix: &case.mix,
        contract: None,
        code_rates: &case.rates,
        coverage: &case.coverage,
        projection: None,
        comparison: Some(&empty_comparison),
        negotiation_set: &[],
        labels: &case.labels,
        imports: &[],
        effective_from: None,
        notes: &DecisionNotes::default(),
        prepared_by: "",
        date: date(2026, 1, 30),
    });
    let text = pages(&document).text();
    for words in [
        "Scenarios",
        "The proposal by code",
        "Files",
        "Next step",
        "Risks",
        "Least we accept",
        "Prepared by",
    ] {
        assert!(!text.contains(words), "{words}");
    }
    check_holds(&text, &["Payer mix", "Rate position"]);
}

#[test]
fn a_proposal_of_nothing_still_makes_a_packet() {
    let mut case = case();
    case.projection.rows.clear();
    case.projection.totals = ProjectionTotals::default();
    case.letter = LetterTexts::default();
    let text = pages(&case.packet()).text();
    check_holds(
        &text,
        &["To the contracting department:", "Method and definitions"],
    );
    assert!(!text.contains("Proposed fee schedule\n"));
}

#[test]
fn the_preview_is_the_page() {
    let laid_out = pages(&case().packet());
    let image = laid_out.page_image(0, 1.5).unwrap();
    assert_eq!((image.width, image.height), (918, 1_188));
    assert_eq!(image.rgba.len(), 918 * 1_188 * 4);
    assert!(image.rgba.chunks_exact(4).all(|pixel| pixel[3] == 255));
    assert!(image.rgba.chunks_exact(4).any(|pixel| pixel[0] < 100));
    assert!(laid_out.page_image(laid_out.page_count(), 1.0).is_none());
}

#[test]
fn a_document_survives_being_written_and_read() {
    let packet = case().packet();
    let text = serde_json::to_string(&packet).unwrap();
    assert!(!text.contains("Blue Mesa"), "secrets are written to disk");
    let mut read: Document = serde_json::from_str(&text).unwrap();
    read.secrets.clone_from(&packet.secrets);
    assert_eq!(read, packet);
}
