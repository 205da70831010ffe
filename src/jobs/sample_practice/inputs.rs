//! The invented practice as its small files in `sample-data/` describe it.
//!
//! The files are part of the program: the sample opens without a folder beside it. They hold no
//! quotes, and a list inside a field is separated by `|`, so that a split is all the reading.

use std::collections::BTreeMap;

use crate::domain::{
    Invalid, LocalityKey, Modifier, PayerClass, PlaceOfService, Practice, ProcedureCode, Setting,
};

const PRACTICE: &str = include_str!("../../../sample-data/practice.csv");
const PROVIDERS: &str = include_str!("../../../sample-data/providers.csv");
const SITES: &str = include_str!("../../../sample-data/sites.csv");
const PAYERS: &str = include_str!("../../../sample-data/payers.csv");
const RATES: &str = include_str!("../../../sample-data/rates.csv");
const CODES: &str = include_str!("../../../sample-data/codes.csv");
const RELEASE: &str = include_str!("../../../sample-data/PPRRVU2025_sample.csv");

/// Everything the generator starts from.
#[derive(Clone, Debug)]
pub struct SampleData {
    /// Name, address and numbers of the practice; without a Medicare reference.
    pub practice: Practice,
    /// Who renders services.
    pub providers: Vec<SampleProvider>,
    /// Where.
    pub sites: Vec<SampleSite>,
    /// Who pays.
    pub payers: Vec<SamplePayer>,
    /// What is done.
    pub codes: Vec<SampleCode>,
    /// Relative values of those codes, in the layout of CMS's file.
    pub release_csv: &'static str,
}

/// A clinician of the sample.
#[derive(Clone, Debug)]
pub struct SampleProvider {
    /// First and last name.
    pub name: String,
    /// MD, DO or NP.
    pub credential: String,
    /// A number of the series that is not issued to anybody.
    pub npi: String,
    /// Share of the practice's visits.
    pub visits_per_mille: u32,
    /// The office of most visits.
    pub home_site: String,
    /// Whether the provider sees patients in the hospital.
    pub rounds_in_hospital: bool,
    /// The physician under whose name some payers are billed.
    pub supervisor: Option<String>,
}

/// A site of the sample.
#[derive(Clone, Debug)]
pub struct SampleSite {
    /// The name in exports.
    pub name: String,
    /// Whether it is the hospital.
    pub is_hospital: bool,
}

/// What a payer's percentages are percentages of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateBasis {
    /// The Medicare amount of the sample's release in Atlanta.
    Medicare,
    /// The practice's charge.
    Charge,
}

/// A payer of the sample.
#[derive(Clone, Debug)]
pub struct SamplePayer {
    /// The name the practice uses.
    pub name: String,
    /// Its class.
    pub class: PayerClass,
    /// The spellings found in exports; one that is listed twice is twice as frequent.
    pub names_in_exports: Vec<String>,
    /// Share of the practice's visits.
    pub visits_per_mille: u32,
    /// What its rates are percentages of.
    pub basis: RateBasis,
    /// Whether a nurse practitioner's services are billed under the supervisor's name.
    pub bills_under_supervisor: bool,
    /// The patient's share of an allowed amount.
    pub patient_per_mille: i64,
    /// Held back from the payer's part.
    pub sequestration_per_mille: i64,
    /// Lines that are denied.
    pub denied_per_mille: u32,
    /// Lines paid below the payer's own rate.
    pub short_paid_per_mille: u32,
    /// Raise of every rate each January after the first.
    pub raise_per_mille: i64,
    /// Percent of the basis by family of codes.
    pub percent_by_family: BTreeMap<String, i64>,
}

/// How a code comes into a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeRole {
    /// It is the visit's reason; every visit has one.
    Visit,
    /// It may be added to an office visit.
    Extra,
}

/// What an extra asks of the visit it is added to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Nothing.
    Nothing,
    /// This code is there.
    Code(ProcedureCode),
    /// No procedure or injection is there.
    NoProcedure,
}

/// A service of the sample.
#[derive(Clone, Debug)]
pub struct SampleCode {
    /// The code.
    pub code: ProcedureCode,
    /// 26 or TC, where only a component is billed.
    pub modifier: Option<Modifier>,
    /// Our own words.
    pub label: String,
    /// The family rates are agreed by.
    pub family: String,
    /// How it comes into a visit.
    pub role: CodeRole,
    /// Weight among visits, or probability as an extra.
    pub per_mille: u32,
    /// What an extra asks of the visit.
    pub need: Need,
    /// Place of service.
    pub place: PlaceOfService,
    /// Whether it is for Medicare's beneficiaries; `None`: for everybody.
    pub for_medicare: Option<bool>,
    /// The practice's charge for a unit, in cents.
    pub charge_cents: i64,
    /// What stands for the Medicare amount where CMS publishes no relative values, in cents.
    pub list_price_cents: Option<i64>,
}

impl SampleCode {
    /// Returns the Medicare price column.
    pub fn setting(&self) -> Setting {
        self.place.setting()
    }
}

impl SampleData {
    /// Reads the files that are part of the program.
    ///
    /// # Errors
    /// When one of them is not as this module expects; a test keeps that from happening.
    pub fn built_in() -> Result<Self, Invalid> {
        let rates = rates_by_payer(RATES)?;
        Ok(Self {
            practice: practice(PRACTICE)?,
            providers: table(PROVIDERS, provider)?,
            sites: table(SITES, site)?,
            payers: table(PAYERS, |row| payer(row, &rates))?,
            codes: table(CODES, code)?,
            release_csv: RELEASE,
        })
    }
}

/// One row of a table with its heading.
struct Row<'a> {
    fields: BTreeMap<&'a str, &'a str>,
}

impl<'a> Row<'a> {
    fn text(&self, field: &str) -> Result<&'a str, Invalid> {
        self.fields
            .get(field)
            .copied()
            .ok_or_else(|| Invalid::new(format!("the sample's table has no column {field}")))
    }

    fn number<T: std::str::FromStr>(&self, field: &str) -> Result<T, Invalid> {
        let text = self.text(field)?;
        text.parse()
            .map_err(|_error| Invalid::new(format!("{field} is \u{201c}{text}\u{201d}")))
    }
}

fn table<T>(
    text: &'static str,
    read: impl Fn(&Row<'static>) -> Result<T, Invalid>,
) -> Result<Vec<T>, Invalid> {
    let mut lines = text.lines();
    let headings: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
    lines
        .map(|line| {
            let values: Vec<&str> = line.split(',').collect();
            if values.len() != headings.len() {
                return Err(Invalid::new(format!(
                    "the sample's row \u{201c}{line}\u{201d}"
                )));
            }
            read(&Row {
                fields: headings.iter().copied().zip(values).collect(),
            })
        })
        .collect()
}

fn practice(text: &'static str) -> Result<Practice, Invalid> {
    let fields = table(text, |row| Ok((row.text("field")?, row.text("value")?)))?;
    let find = |name: &str| {
        let value = fields.iter().find(|(field, _)| *field == name);
        let (_, value) =
            value.ok_or_else(|| Invalid::new(format!("the practice has no {name}")))?;
        Ok(value.replace('|', "\n"))
    };
    Ok(Practice {
        name: find("name")?,
        zip: find("zip")?,
        locality: Some(LocalityKey::from_text(&find("locality")?)?),
        specialty: find("specialty")?,
        tin: find("tin")?,
        npi: find("npi")?,
        address: find("address")?,
        contact: find("contact")?,
        phone: find("phone")?,
        reference: None,
    })
}

fn provider(row: &Row<'static>) -> Result<SampleProvider, Invalid> {
    let supervisor = row.text("supervisor")?;
    Ok(SampleProvider {
        name: row.text("name")?.to_owned(),
        credential: row.text("credential")?.to_owned(),
        npi: row.text("npi")?.to_owned(),
        visits_per_mille: row.number("visits_per_mille")?,
        home_site: row.text("home_site")?.to_owned(),
        rounds_in_hospital: row.text("hospital")? == "yes",
        supervisor: (!supervisor.is_empty()).then(|| supervisor.to_owned()),
    })
}

fn site(row: &Row<'static>) -> Result<SampleSite, Invalid> {
    Ok(SampleSite {
        name: row.text("name")?.to_owned(),
        is_hospital: row.text("kind")? == "hospital",
    })
}

type Rates = BTreeMap<String, BTreeMap<String, i64>>;

fn rates_by_payer(text: &'static str) -> Result<Rates, Invalid> {
    let rows = table(text, |row| {
        let families = row.fields.keys().filter(|field| **field != "payer");
        let percents: Result<_, Invalid> = families
            .map(|family| Ok(((*family).to_owned(), row.number(family)?)))
            .collect();
        Ok((row.text("payer")?.to_owned(), percents?))
    })?;
    Ok(rows.into_iter().collect())
}

fn payer(row: &Row<'static>, rates: &Rates) -> Result<SamplePayer, Invalid> {
    let name = row.text("name")?;
    let percent_by_family = rates
        .get(name)
        .ok_or_else(|| Invalid::new(format!("{name} has no rates")))?;
    Ok(SamplePayer {
        name: name.to_owned(),
        class: PayerClass::from_key(row.text("class")?)?,
        names_in_exports: row
            .text("names_in_exports")?
            .split('|')
            .map(str::to_owned)
            .collect(),
        visits_per_mille: row.number("visits_per_mille")?,
        basis: match row.text("basis")? {
            "medicare" => RateBasis::Medicare,
            "charge" => RateBasis::Charge,
            other => return Err(Invalid::new(format!("basis is \u{201c}{other}\u{201d}"))),
        },
        bills_under_supervisor: row.text("np_billing")? == "supervisor",
        patient_per_mille: row.number("patient_per_mille")?,
        sequestration_per_mille: row.number("sequestration_per_mille")?,
        denied_per_mille: row.number("denied_per_mille")?,
        short_paid_per_mille: row.number("short_paid_per_mille")?,
        raise_per_mille: row.number("raise_per_mille")?,
        percent_by_family: percent_by_family.clone(),
    })
}

fn code(row: &Row<'static>) -> Result<SampleCode, Invalid> {
    let modifier = row.text("modifier")?;
    let list_price = row.text("list_price")?;
    Ok(SampleCode {
        code: ProcedureCode::new(row.text("code")?)?,
        modifier: (!modifier.is_empty())
            .then(|| Modifier::new(modifier))
            .transpose()?,
        label: row.text("label")?.to_owned(),
        family: row.text("family")?.to_owned(),
        role: match row.text("role")? {
            "visit" => CodeRole::Visit,
            "extra" => CodeRole::Extra,
            other => return Err(Invalid::new(format!("role is \u{201c}{other}\u{201d}"))),
        },
        per_mille: row.number("per_mille")?,
        need: match row.text("needs")? {
            "" => Need::Nothing,
            "no-procedure" => Need::NoProcedure,
            code => Need::Code(ProcedureCode::new(code)?),
        },
        place: PlaceOfService::from_text(row.text("place")?)?,
        for_medicare: match row.text("payers")? {
            "all" => None,
            "medicare" => Some(true),
            "not-medicare" => Some(false),
            other => return Err(Invalid::new(format!("payers is \u{201c}{other}\u{201d}"))),
        },
        charge_cents: decimal_places(row.text("charge")?, 2)?,
        list_price_cents: (!list_price.is_empty())
            .then(|| decimal_places(list_price, 2))
            .transpose()?,
    })
}

/// Reads a number written with exactly `places` decimals as that many-th parts: `1.92` is 192.
pub(super) fn decimal_places(text: &str, places: usize) -> Result<i64, Invalid> {
    let refuse = || Invalid::new(format!("\u{201c}{text}\u{201d} has not {places} decimals"));
    let (whole, part) = text.trim().split_once('.').ok_or_else(refuse)?;
    if part.len() != places {
        return Err(refuse());
    }
    format!("{whole}{part}").parse().map_err(|_error| refuse())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_describe_four_providers_six_payers_and_some_forty_codes() {
        let data = SampleData::built_in().unwrap();
        assert_eq!(data.providers.len(), 4);
        assert_eq!(data.payers.len(), 6);
        assert_eq!(data.sites.len(), 3);
        let codes: std::collections::BTreeSet<_> = data.codes.iter().map(|c| c.code).collect();
        assert_eq!(codes.len(), 44);
        assert_eq!(
            data.payers.iter().map(|p| p.visits_per_mille).sum::<u32>(),
            1000
        );
        assert_eq!(
            data.providers
                .iter()
                .map(|p| p.visits_per_mille)
                .sum::<u32>(),
            1000
        );
        assert_eq!(data.practice.address.lines().count(), 3);
        for payer in &data.payers {
            for code in &data.codes {
                assert!(
                    payer.percent_by_family.contains_key(&code.family),
                    "{}",
                    code.family
                );
            }
        }
    }

    #[test]
    fn a_number_with_other_decimals_than_expected_is_refused() {
        assert_eq!(decimal_places("32.3465", 4).unwrap(), 323_465);
        assert_eq!(decimal_places("-0.50", 2).unwrap(), -50);
        assert!(decimal_places("1.5", 2).is_err());
        assert!(decimal_places("15", 2).is_err());
    }
}
