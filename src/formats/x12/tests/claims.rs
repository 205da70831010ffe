//! Professional claims as they were sent.

use jiff::civil::date;
use rust_decimal::Decimal;

use super::*;
use crate::domain::{PayerRank, PlaceOfService};

const HEAD: &str = "BHT*0019*00*1*20250301*1200*CH
    NM1*41*2*Elm Street Clinic*****46*1
    NM1*40*2*A Clearinghouse*****46*2
    HL*1**20*1
    NM1*85*2*Elm Street Clinic*****XX*1999999984
    HL*2*1*22*0
    SBR*P*18*******12
    NM1*IL*1*Doe*Ada****MI*M123
    NM1*PR*2*Harbor Health Plan*****PI*60054";

const CLAIM: &str = "CLM*Acct-7*250***11:B:1*Y*A*Y*Y
    DTP*434*RD8*20250201-20250205
    REF*F8*ICN77
    HI*ABK:E119
    NM1*82*1*Reyes*Luz****XX*1888888885
    SBR*S*18*******MB
    NM1*PR*2*Another Insurer*****PI*00001
    NM1*82*1*Other*Person****XX*1666666667
    LX*1
    SV1*HC:99214:25*200*UN*1***1
    DTP*472*D8*20250203
    REF*6R*77-1
    LX*2
    SV1*HC:00142:QK*50*MJ*37*24**1";

fn file(claims: &str) -> String {
    interchange("837", "005010X222A1", &format!("{HEAD}\n{claims}"))
}

#[test]
fn a_claim_is_read_with_its_payer_provider_and_lines() {
    let (claims, read) = read_all_claims(&file(CLAIM));
    let claim = &claims[0];
    assert_eq!(&*claim.payer_name, "Harbor Health Plan");
    assert_eq!(&*claim.payer_code, "60054");
    assert_eq!(&*claim.provider, "1888888885");
    assert_eq!(claim.rank, PayerRank::Primary);
    assert_eq!(
        (claim.filing.as_str(), claim.frequency.as_str()),
        ("12", "1")
    );
    assert_eq!(claim.charge, cents(25_000));
    assert_eq!(claim.submitted_on, Some(date(2025, 3, 1)));
    let [visit, anesthesia] = &claim.lines[..] else {
        panic!();
    };
    assert_eq!((visit.line_nr, anesthesia.line_nr), (1, 2));
    assert_eq!(visit.code.as_str(), "99214");
    assert_eq!(visit.modifiers.to_string(), "25");
    assert_eq!((visit.units, visit.minutes), (Some(Decimal::ONE), None));
    assert_eq!(visit.place, Some(PlaceOfService(11)));
    assert_eq!(visit.date, Some(date(2025, 2, 3)));
    assert!(visit.line_key.is_some());
    assert_eq!(
        (anesthesia.units, anesthesia.minutes),
        (None, Some(Decimal::from(37)))
    );
    assert_eq!(anesthesia.place, Some(PlaceOfService(24)));
    // The claim's statement date stands in.
    assert_eq!(anesthesia.date, Some(date(2025, 2, 1)));
    assert_eq!(read.totals.charge, cents(25_000));
    assert_eq!(
        read.totals.dates,
        Some((date(2025, 2, 1), date(2025, 2, 3)))
    );
    assert_eq!(read.issues, Vec::new());
    assert_eq!(read.providers.len(), 2);
}

#[test]
fn a_claim_and_its_remittance_have_the_same_key_in_any_letter_case() {
    let (claims, _) = read_all_claims(&file(CLAIM));
    let all = read_all(payment(
        "80",
        "CLP*ACCT-7*1*80*80**12*ICN77*11\nSVC*HC:99214*80*80\nDTM*472*20250203\nREF*6R*77-1",
    ));
    assert_eq!(claims[0].key, all.claims[0].key);
    assert_eq!(claims[0].lines[0].line_key, all.lines()[0].line_key);
    assert_ne!(claims[0].duplicate_key, all.claims[0].duplicate_key);
}

#[test]
fn the_same_claim_twice_is_known_and_a_replacement_is_another() {
    let replaced = CLAIM.replace("11:B:1", "11:B:7");
    let (claims, _) = read_all_claims(&file(&format!("{CLAIM}\n{CLAIM}\n{replaced}")));
    assert_eq!(claims[0].duplicate_key, claims[1].duplicate_key);
    assert_ne!(claims[0].duplicate_key, claims[2].duplicate_key);
    assert_eq!(claims[0].key, claims[2].key);
    assert_eq!(claims[2].frequency, "7");
}

#[test]
fn each_subscriber_has_a_payer_and_rank_of_its_own() {
    let second = format!(
        "{CLAIM}
         HL*3*1*22*0
         SBR*S*18*******MB
         NM1*IL*1*Roe*Max****MI*M9
         NM1*PR*2*Prairie Mutual*****PI*55555
         HL*4*3*23*0
         NM1*QC*1*Roe*Kim
         {}
         HL*5*1*22*0
         SBR*T
         {}",
        CLAIM.replace("NM1*82*1*Reyes*Luz****XX*1888888885\n", ""),
        CLAIM
    );
    let (claims, read) = read_all_claims(&file(&second));
    let payers: Vec<&str> = claims.iter().map(|claim| &*claim.payer_name).collect();
    assert_eq!(payers, ["Harbor Health Plan", "Prairie Mutual", ""]);
    let ranks: Vec<PayerRank> = claims.iter().map(|claim| claim.rank).collect();
    assert_eq!(
        ranks,
        [
            PayerRank::Primary,
            PayerRank::Secondary,
            PayerRank::Tertiary
        ]
    );
    assert_eq!(claims[1].filing, "MB");
    // Without a rendering provider the billing one, never another insurer's.
    assert_eq!(&*claims[1].provider, "1999999984");
    assert_eq!(problems(&read.issues), ["1 claim without a payer's name"]);
}

#[test]
fn claims_of_institutions_and_dentists_and_questions_are_left_out() {
    let institution = CLAIM.replace("SV1*HC:99214:25*200", "SV2*0300*HC:80053*200");
    let institution = institution.replace("SV1*HC:00142:QK*50*MJ", "SV2*0300*HC:80053*50*UN");
    let (claims, read) = read_all_claims(&file(&format!("{CLAIM}\n{institution}")));
    assert_eq!((claims.len(), read.rejected), (1, 1));
    for (version, kept) in [
        ("005010X223A2", 0),
        ("005010X224A2", 0),
        ("005010X291", 0),
        ("005010X298", 1),
        ("999999X999X9", 1),
        ("004010X098A1", 1),
    ] {
        let claim = format!("{HEAD}\nCLM*A1*10***11:B:1");
        let (claims, read) = read_all_claims(&interchange("837", version, &claim));
        assert_eq!(
            (claims.len(), read.rejected),
            (kept, 1 - kept as u64),
            "{version}"
        );
    }
}

#[test]
fn lines_without_a_code_are_left_out_and_keep_their_numbers() {
    let claim = CLAIM.replace("HC:99214:25", "N4:1");
    let (claims, read) = read_all_claims(&file(&claim));
    assert_eq!((read.lines, read.rejected), (1, 1));
    assert_eq!(claims[0].lines[0].line_nr, 2);
    assert_eq!(claims[0].lines[0].line_key, None);
    assert_eq!(claims[0].lines[0].date, Some(date(2025, 2, 1)));
}

#[test]
fn a_claim_cut_off_by_the_files_end_is_not_taken_for_whole() {
    let file = file(&format!("{CLAIM}\n{CLAIM}"));
    let (claims, read) = read_all_claims(&file[..file.rfind("*MJ*").unwrap()]);
    assert_eq!((claims.len(), read.rejected), (1, 1));
}

#[test]
fn nothing_that_names_a_patient_leaves() {
    let (claims, read) = read_all_claims(&file(CLAIM));
    let text = format!("{claims:?}{read:?}");
    for secret in ["Doe", "Ada", "M123", "Acct", "ICN77", "77-1"] {
        assert!(!text.contains(secret), "{secret}");
    }
}
