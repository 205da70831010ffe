//! Reading Medicare's files, and pricing by them and by a contract.

use std::collections::HashMap;
use std::io::Write as _;

use allowable::analysis::medicare_library::MedicareLibrary;
use allowable::analysis::medicare_price::MedicarePrices;
use allowable::analysis::pricing::{Claim, ClaimLine, ContractFees, Detail, price_claim};
use allowable::domain::{
    Contract, ContractId, ContractSchedule, ContractTerms, ContractVersion, FeeMethod, FeeRule,
    LesserOf, MedicareBasis, MedicareYear, Modifiers, Money, PayerId, Percent, ProcedureCode,
    QpStatus, RateKey, ReferenceArea, ReferenceFamily, Release, RuleScope, Setting, YearLock,
};
use allowable::formats::cms::{self, CmsContent, built_in};
use allowable::jobs::localities;
use jiff::civil::date;
use rust_decimal::Decimal;

use crate::Result;
use crate::measure::{median, row};

/// Makes a release of CMS's size from the sample's rows under invented codes.
fn release_csv() -> String {
    const SAMPLE: &str = include_str!("../../sample-data/PPRRVU2025_sample.csv");
    let (head, rows): (Vec<&str>, Vec<&str>) = {
        let lines: Vec<&str> = SAMPLE.lines().collect();
        let data = lines
            .iter()
            .position(|line| line.starts_with("HCPCS,"))
            .map_or(10, |row| row + 1);
        (lines[..data].to_vec(), lines[data..].to_vec())
    };
    let mut text = head.join("\r\n");
    for number in 0..19_000_usize {
        let row = rows[number % rows.len()];
        let (_code, rest) = row.split_once(',').unwrap_or((row, ""));
        let (_modifier, rest) = rest.split_once(',').unwrap_or((rest, ""));
        text.push_str(&format!("\r\nZ{number:04X},,{rest}"));
    }
    text
}

/// Reads a release from CMS's zip.
pub fn cms_zip() -> Result<()> {
    let csv = release_csv();
    let mut zipped = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zipped.start_file(
        "PPRRVU2025_Oct.csv",
        zip::write::SimpleFileOptions::default(),
    )?;
    zipped.write_all(csv.as_bytes())?;
    let bytes = zipped.finish()?.into_inner();
    let took = median(5, || Ok(cms::read(&bytes, "RVU25D.zip")?))?;
    let baseline = median(5, || {
        let records = csv::ReaderBuilder::new()
            .flexible(true)
            .from_reader(csv.as_bytes());
        Ok(records.into_byte_records().count())
    })?;
    row(
        "read a Medicare release, 19,000 rows",
        took,
        baseline,
        "the csv crate alone, unzipped",
    );
    Ok(())
}

/// Prices every row of a release at every locality.
pub fn every_service() -> Result<()> {
    let parsed = cms::read(release_csv().as_bytes(), "PPRRVU2025_Oct.csv")?;
    let CmsContent::Releases(releases) = parsed.value else {
        return Err("no release".into());
    };
    let release = releases.first().ok_or("no release")?;
    let localities = localities(2025);
    let reference = allowable::domain::MedicareReference {
        release: allowable::domain::ReleaseId(1),
        locality: localities.first().ok_or("no locality")?.key,
        qp: QpStatus::NonQualifying,
        setting: None,
        date: None,
    };
    let took = median(3, || {
        let mut priced = 0_u64;
        for locality in built_in::localities(2025).localities {
            let prices = MedicarePrices::new(release, locality.gpci, &reference);
            for row in &release.rows {
                let key = RateKey {
                    code: row.code,
                    modifiers: Modifiers::of(row.modifier),
                    setting: Setting::NonFacility,
                };
                priced += u64::from(prices.price(key).amount().is_some());
            }
        }
        Ok(priced)
    })?;
    let baseline = median(3, || {
        Ok(plain_formula(release.rows.len() * localities.len()))
    })?;
    let count = release.rows.len() * localities.len();
    row(
        &format!("price {count} services"),
        took,
        baseline,
        "the bare formula in decimals",
    );
    Ok(())
}

/// Three products, two sums, a product and a rounding, as often as services are priced.
fn plain_formula(times: usize) -> Decimal {
    let (rvu, index, factor) = (
        Decimal::new(275, 2),
        Decimal::new(1_003, 3),
        Decimal::new(323_465, 4),
    );
    let mut sum = Decimal::ZERO;
    for _ in 0..times {
        let rvu = std::hint::black_box(rvu);
        let units = rvu * index + rvu * index + rvu * index;
        sum = (units * factor).round_dp(2).max(sum);
    }
    sum
}

/// Prices service lines one by one through a contract: a percentage of a fixed Medicare year, a
/// carve-out, an amount for one code, a default percentage of the charge, lesser of rate and charge.
pub fn through_a_contract(lines: u64) -> Result<()> {
    let parsed = cms::read(release_csv().as_bytes(), "PPRRVU2025_Oct.csv")?;
    let CmsContent::Releases(mut releases) = parsed.value else {
        return Err("no release".into());
    };
    let release = releases.first_mut().ok_or("no release")?;
    release.localities = localities(2025).to_vec();
    let release: &Release = release;
    let library = MedicareLibrary {
        releases: vec![release],
        tables: Vec::new(),
        carrier_prices: &[],
        locality: release.localities.first().ok_or("no locality")?.key,
        area: ReferenceArea::National,
        qp: QpStatus::NonQualifying,
        setting: None,
        pinned: None,
    };
    let contract = contract()?;
    let fees = ContractFees::new(&contract, &[], &library);
    let billed = billed_lines(release);
    let times = usize::try_from(lines)?;
    let took = median(1, || {
        let mut allowed = Money::ZERO;
        for claim in billed.iter().cycle().take(times) {
            allowed += price_claim(&fees, claim, Detail::Amounts).allowed;
        }
        Ok(allowed)
    })?;
    let rates: HashMap<(ProcedureCode, Modifiers), Money> = billed
        .iter()
        .filter_map(|claim| {
            let line = claim.lines.first()?;
            let rate = price_claim(&fees, claim, Detail::Amounts).allowed;
            Some(((line.code, line.modifiers), rate))
        })
        .collect();
    let baseline = median(1, || {
        let mut allowed = Money::ZERO;
        for claim in billed.iter().cycle().take(times) {
            for line in &claim.lines {
                let rate = rates.get(&(line.code, line.modifiers)).copied();
                allowed += rate.unwrap_or_default().times(line.units).rounded();
            }
        }
        Ok(allowed)
    })?;
    row(
        &format!("price {lines} lines through a contract"),
        took,
        baseline,
        "a table of finished rates",
    );
    Ok(())
}

fn contract() -> Result<Contract> {
    let rule = |nr, scope, method| FeeRule {
        nr,
        scope,
        effective_from: None,
        effective_to: None,
        method,
    };
    let code = ProcedureCode::new;
    let percent = |points: i64| Percent::new(Decimal::from(points));
    let year = YearLock::FixedYear(MedicareYear {
        year: 2025,
        release: None,
    });
    let rules = vec![
        rule(
            1,
            RuleScope::AllServices,
            FeeMethod::PercentOfMedicare {
                percent: percent(118),
                family: ReferenceFamily::PhysicianFeeSchedule,
                basis: MedicareBasis {
                    lock: year,
                    ..MedicareBasis::default()
                },
            },
        ),
        rule(
            2,
            RuleScope::CodeRange {
                first: code("Z0100")?,
                last: code("Z02FF")?,
            },
            FeeMethod::PercentOfCharge(percent(60)),
        ),
        rule(
            3,
            RuleScope::Code {
                code: code("Z0001")?,
                modifiers: Modifiers::NONE,
                setting: None,
            },
            FeeMethod::Amount(Money::from_cents(12_500)),
        ),
    ];
    let schedule = ContractSchedule {
        name: "All".into(),
        rules,
        default_percent_of_charge: Some(percent(50)),
        ..ContractSchedule::default()
    };
    Ok(Contract {
        id: ContractId(1),
        payer: PayerId(1),
        name: "Benchmark".into(),
        versions: vec![ContractVersion {
            effective_from: None,
            ends_on: None,
            terms: ContractTerms {
                schedules: vec![schedule],
                lesser_of: LesserOf::PerLine,
                ..ContractTerms::default()
            },
        }],
    })
}

/// One claim of one line for each of a few thousand codes.
fn billed_lines(release: &Release) -> Vec<Claim> {
    release
        .rows
        .iter()
        .take(5_000)
        .map(|row| Claim {
            date: date(2025, 6, 1),
            lines: vec![ClaimLine {
                charge: Some(Money::from_cents(25_000)),
                ..ClaimLine::of(row.code, Modifiers::of(row.modifier), Setting::NonFacility)
            }],
            patient: None,
        })
        .collect()
}
