//! The workbook a payer's representative fills in: which rates the contract holds, service by
//! service. One sheet for the letterhead, one for each product; the sheets of rates have their
//! headings in row 1, so that the reply is read back like any fee schedule.

use std::collections::BTreeSet;

use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use rust_xlsxwriter::{
    DataValidation, DataValidationRule, DocProperties, ExcelDateTime, Format, FormatAlign,
    FormatBorder, ProtectionOptions, Workbook, Worksheet, XlsxError,
};

use crate::domain::{Money, Payer, Practice, RateKey};

use super::document::{
    Audience, Block, Cell, Column, ColumnKind, Content, Document, Fact, Origin, Row, Table,
};
use super::fee_exhibit::excel_date;
use super::figures;
use super::laid_out::BriefError;
use super::leak::{Secrets, leak_check};
use super::method::{CONTACT, cpt_notice};

/// Ground of the cells that wait for an answer.
const ANSWER_COLOR: u32 = 0x00FF_F4CC;
/// Longest name of a sheet that Excel opens.
const SHEET_NAME_LEN: usize = 31;
/// Letters of a name in a printed header, which Excel limits as a whole.
const HEADER_NAME_LEN: usize = 48;

/// What a payer is asked.
#[derive(Clone, Debug)]
pub struct RateRequest<'a> {
    /// Who asks.
    pub practice: &'a Practice,
    /// Who is asked.
    pub payer: &'a Payer,
    /// The day printed on it.
    pub as_of: Date,
    /// By when the practice wants it back; `None` leaves the line out.
    pub return_by: Option<Date>,
    /// To whom it goes back: a person and an address, a line each; the practice's contact when
    /// empty.
    pub return_to: String,
    /// Whether the payer reads what the practice believes it pays.
    pub current_rates: CurrentRates,
    /// The services, a sheet for each product; a sheet without rows is left out.
    pub sheets: Vec<RateRequestSheet>,
    /// What must not be in it.
    pub secrets: Secrets,
}

/// Whether a payer is told what the practice believes it pays today.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CurrentRates {
    /// It is not: an answer that only repeats our figures says nothing.
    #[default]
    LeftOut,
    /// It is, in a column of its own.
    Shown,
}

/// The services of one product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateRequestSheet {
    /// The payer's product; `None`: all.
    pub product: Option<String>,
    /// The services, in the order they are printed.
    pub rows: Vec<RateRequestRow>,
}

/// A service whose rate is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateRequestRow {
    /// Code, price-changing modifiers and setting.
    pub key: RateKey,
    /// The practice's own words for it; may be empty.
    pub label: String,
    /// Units a year; printed whole.
    pub annual_units: Decimal,
    /// Dollars per unit that the practice believes this payer pays.
    pub current: Option<Money>,
}

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Code,
    Modifier,
    Setting,
    Description,
    AnnualUnits,
    CurrentRate,
    ContractedRate,
    EffectiveDate,
    Comment,
}

impl Field {
    /// Columns, left to right.
    fn all(current_rates: CurrentRates) -> Vec<Self> {
        let current = match current_rates {
            CurrentRates::LeftOut => None,
            CurrentRates::Shown => Some(Self::CurrentRate),
        };
        [
            Self::Code,
            Self::Modifier,
            Self::Setting,
            Self::Description,
            Self::AnnualUnits,
        ]
        .into_iter()
        .chain(current)
        .chain([Self::ContractedRate, Self::EffectiveDate, Self::Comment])
        .collect()
    }

    const fn heading(self) -> &'static str {
        match self {
            Self::Code => "Code",
            Self::Modifier => "Modifier",
            Self::Setting => "Setting",
            Self::Description => "Your description",
            Self::AnnualUnits => "Annual units",
            Self::CurrentRate => "Current rate",
            Self::ContractedRate => "Contracted rate",
            Self::EffectiveDate => "Effective date",
            Self::Comment => "Comment",
        }
    }

    /// Width in characters.
    const fn width(self) -> u32 {
        match self {
            Self::Code | Self::Modifier => 10,
            Self::Setting | Self::AnnualUnits | Self::CurrentRate => 13,
            Self::ContractedRate | Self::EffectiveDate => 16,
            Self::Description | Self::Comment => 36,
        }
    }

    /// Returns what stands in a row; nothing where the payer answers.
    fn cell(self, row: &RateRequestRow) -> Cell {
        match self {
            Self::Code => Cell::text(row.key.code.to_string()),
            Self::Modifier => Cell::text(row.key.modifiers.to_string()),
            Self::Setting => Cell::text(row.key.setting.label()),
            Self::Description => Cell::text(row.label.trim()),
            Self::AnnualUnits => Cell::Count(figures::whole(row.annual_units)),
            Self::CurrentRate => row
                .current
                .map_or(Cell::Empty, |rate| Cell::Rate(rate.rounded())),
            Self::ContractedRate | Self::EffectiveDate | Self::Comment => Cell::Empty,
        }
    }
}

/// Writes the workbook: the same request, the same bytes.
///
/// # Errors
/// When no sheet has a row, a text names another payer or gives a secret away, or a name of a sheet
/// or a text is more than a workbook can hold.
pub fn rate_request_xlsx(request: &RateRequest<'_>) -> Result<Vec<u8>, BriefError> {
    let sheets: Vec<&RateRequestSheet> = request
        .sheets
        .iter()
        .filter(|sheet| !sheet.rows.is_empty())
        .collect();
    if sheets.is_empty() {
        return Err(BriefError::NothingToAsk);
    }
    leak_check(&as_document(request, &sheets), &request.secrets)?;
    write_workbook(request, &sheets).map_err(|error| BriefError::Workbook(error.to_string()))
}

/// The same words and figures as a document, which is what the leak check reads.
fn as_document(request: &RateRequest<'_>, sheets: &[&RateRequestSheet]) -> Document {
    let fields = Field::all(request.current_rates);
    let tables = sheets.iter().map(|sheet| {
        Content::Table(Table {
            title: sheet.product.clone().unwrap_or_default(),
            columns: fields
                .iter()
                .map(|field| Column::new(field.heading(), ColumnKind::Text))
                .collect(),
            rows: sheet
                .rows
                .iter()
                .map(|row| Row::plain(fields.iter().map(|field| field.cell(row)).collect()))
                .collect(),
            note: String::new(),
        })
    });
    let letterhead = Content::Facts {
        facts: letterhead(request, sheets),
    };
    Document {
        audience: Audience::Payer,
        title: TITLE.into(),
        practice: request.practice.name.clone(),
        payer: request.payer.name.clone(),
        date: request.as_of,
        prepared_by: String::new(),
        blocks: std::iter::once(letterhead)
            .chain(tables)
            .map(|content| Block {
                origin: Origin::ThisPayer,
                content,
            })
            .collect(),
        secrets: None,
    }
}

const TITLE: &str = "Request for contracted rates";

/// Who asks whom for what, until when and to whom it goes back.
fn letterhead(request: &RateRequest<'_>, sheets: &[&RateRequestSheet]) -> Vec<Fact> {
    let practice = request.practice;
    let numbers = [("TIN", &practice.tin), ("NPI", &practice.npi)]
        .into_iter()
        .filter(|(_, number)| !number.trim().is_empty())
        .map(|(name, number)| format!("{name} {}", number.trim()));
    let from: Vec<String> = std::iter::once(practice.name.clone())
        .chain(numbers)
        .collect();
    let products: Vec<&str> = sheets
        .iter()
        .map(|sheet| sheet.product.as_deref().unwrap_or("All products"))
        .collect();
    let own_contact = [&practice.contact, &practice.phone, &practice.address].map(String::as_str);
    let return_to = if request.return_to.trim().is_empty() {
        one_line(own_contact)
    } else {
        one_line([request.return_to.as_str()])
    };
    let mut facts = vec![
        Fact::new("From", from.join(", ")),
        Fact::new("To", request.payer.name.clone()),
        Fact::new("Products", products.join("; ")),
        Fact::new("As of", figures::day(request.as_of)),
    ];
    facts.extend(
        request
            .return_by
            .map(|day| Fact::new("Please return by", figures::day(day))),
    );
    if !return_to.is_empty() {
        facts.push(Fact::new(CONTACT, return_to));
    }
    facts.push(Fact::new(
        "How to answer",
        "Fill in the shaded cells of the next sheets: the contracted rate in dollars per unit, the \
         first date of service it is for, and a comment where a rate is found in another way (by \
         report, percent of charge, bundled). Leave a service without a rate empty.",
    ));
    facts
}

fn one_line<const COUNT: usize>(texts: [&str; COUNT]) -> String {
    let lines: Vec<&str> = texts
        .into_iter()
        .flat_map(str::lines)
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    lines.join(", ")
}

fn write_workbook(
    request: &RateRequest<'_>,
    sheets: &[&RateRequestSheet],
) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(
        &DocProperties::new()
            .set_title(TITLE)
            .set_author(&request.practice.name)
            .set_creation_datetime(&excel_date(request.as_of)?),
    );
    write_letterhead(workbook.add_worksheet(), request, sheets)?;
    let mut taken = BTreeSet::from([LETTERHEAD_SHEET.to_lowercase()]);
    let formats = Formats::new();
    for sheet in sheets {
        let written = workbook.add_worksheet();
        written.set_name(sheet_name(sheet.product.as_deref(), &mut taken))?;
        write_rates(written, request, sheet, &formats)?;
    }
    workbook.save_to_buffer()
}

const LETTERHEAD_SHEET: &str = "Request";

fn write_letterhead(
    sheet: &mut Worksheet,
    request: &RateRequest<'_>,
    sheets: &[&RateRequestSheet],
) -> Result<(), XlsxError> {
    let title = Format::new().set_bold().set_font_size(16);
    let name = Format::new().set_bold().set_align(FormatAlign::Top);
    let words = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.set_name(LETTERHEAD_SHEET)?;
    sheet.set_column_width(0, 20)?.set_column_width(1, 90)?;
    sheet.write_string_with_format(0, 0, TITLE, &title)?;
    let mut row = 2;
    for fact in letterhead(request, sheets) {
        sheet.write_string_with_format(row, 0, label_in_workbook(&fact.name), &name)?;
        sheet.write_string_with_format(row, 1, &fact.text, &words)?;
        row += 1;
    }
    sheet.write_string_with_format(row + 1, 1, cpt_notice(request.as_of.year()), &words)?;
    protect(sheet);
    set_up_print(sheet, request);
    Ok(())
}

/// The leak check knows the practice's contact by another name than the payer reads.
fn label_in_workbook(name: &str) -> &str {
    if name == CONTACT { "Return to" } else { name }
}

/// How cells look.
struct Formats {
    heading: Format,
    answered_heading: Format,
    text: Format,
    words: Format,
    count: Format,
    dollars: Format,
    rate: Format,
    date: Format,
    comment: Format,
}

impl Formats {
    fn new() -> Self {
        let heading = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Left)
            .set_border_bottom(FormatBorder::Thin);
        let answer = Format::new()
            .set_unlocked()
            .set_background_color(ANSWER_COLOR)
            .set_border(FormatBorder::Hair)
            .set_align(FormatAlign::Top);
        let top = Format::new().set_align(FormatAlign::Top);
        Self {
            answered_heading: heading.clone().set_background_color(ANSWER_COLOR),
            heading,
            // Excel must neither drop the zeros of 00100 nor make 1E5 of a code.
            text: top.clone().set_num_format("@"),
            words: top.clone().set_num_format("@").set_text_wrap(),
            count: top.clone().set_num_format("#,##0"),
            dollars: top.set_num_format("#,##0.00"),
            rate: answer.clone().set_num_format("#,##0.00##"),
            date: answer.clone().set_num_format("yyyy-mm-dd"),
            comment: answer.set_num_format("@").set_text_wrap(),
        }
    }

    const fn of(&self, field: Field) -> &Format {
        match field {
            Field::Code | Field::Modifier | Field::Setting => &self.text,
            Field::Description => &self.words,
            Field::AnnualUnits => &self.count,
            Field::CurrentRate => &self.dollars,
            Field::ContractedRate => &self.rate,
            Field::EffectiveDate => &self.date,
            Field::Comment => &self.comment,
        }
    }

    const fn heading_of(&self, field: Field) -> &Format {
        match field {
            Field::ContractedRate | Field::EffectiveDate | Field::Comment => &self.answered_heading,
            _ => &self.heading,
        }
    }
}

fn write_rates(
    sheet: &mut Worksheet,
    request: &RateRequest<'_>,
    asked: &RateRequestSheet,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let fields = Field::all(request.current_rates);
    let mut last_row = 0;
    for (column, field) in (0_u16..).zip(&fields) {
        sheet.set_column_width(column, field.width())?;
        sheet.write_string_with_format(0, column, field.heading(), formats.heading_of(*field))?;
        let format = formats.of(*field);
        for (row, service) in (1_u32..).zip(&asked.rows) {
            match field.cell(service) {
                Cell::Text(text) => sheet.write_string_with_format(row, column, text, format)?,
                Cell::Count(number) => write_number(sheet, row, column, number, format)?,
                Cell::Rate(rate) => write_number(sheet, row, column, rate.dollars(), format)?,
                _ => sheet.write_blank(row, column, format)?,
            };
            last_row = row;
        }
        if let Some(validation) = validation(*field)? {
            sheet.add_data_validation(1, column, last_row, column, &validation)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_repeat_rows(0, 0)?;
    protect(sheet);
    set_up_print(sheet, request);
    Ok(())
}

fn write_number<'a>(
    sheet: &'a mut Worksheet,
    row: u32,
    column: u16,
    number: Decimal,
    format: &Format,
) -> Result<&'a mut Worksheet, XlsxError> {
    sheet.write_number_with_format(row, column, number.to_f64().unwrap_or_default(), format)
}

/// What a cell takes; `None` for anything.
fn validation(field: Field) -> Result<Option<DataValidation>, XlsxError> {
    Ok(match field {
        Field::ContractedRate => Some(
            DataValidation::new()
                .allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(0.0))
                .set_error_title("Contracted rate")?
                .set_error_message(
                    "Dollars per unit, 0 or more. Anything else belongs in the comment.",
                )?,
        ),
        Field::EffectiveDate => Some(
            DataValidation::new()
                .allow_date(DataValidationRule::Between(
                    ExcelDateTime::from_ymd(1990, 1, 1)?,
                    ExcelDateTime::from_ymd(2099, 12, 31)?,
                ))
                .set_error_title("Effective date")?
                .set_error_message("The first date of service the rate is for, as a date.")?,
        ),
        _ => None,
    })
}

/// Locks what is not to be filled in. Without a password: the lock is against slips, and whoever
/// fills it in may widen a column.
fn protect(sheet: &mut Worksheet) {
    sheet.protect_with_options(&ProtectionOptions {
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::default()
    });
}

fn set_up_print(sheet: &mut Worksheet, request: &RateRequest<'_>) {
    const LETTER: u8 = 1;
    let name = |name: &str| -> String {
        let short: String = name.chars().take(HEADER_NAME_LEN).collect();
        short.replace('&', "&&")
    };
    sheet
        .set_landscape()
        .set_paper_size(LETTER)
        .set_print_fit_to_pages(1, 0)
        .set_header(format!(
            "&L{} for {}&R{TITLE}",
            name(&request.practice.name),
            name(&request.payer.name),
        ))
        .set_footer("&L&A&RPage &P of &N");
}

/// Makes a sheet's name of a product's: without the marks Excel refuses, at most 31 letters, and no
/// name twice.
fn sheet_name(product: Option<&str>, taken: &mut BTreeSet<String>) -> String {
    let clean: String = product
        .unwrap_or("Rates")
        .chars()
        .map(|letter| match letter {
            '[' | ']' | ':' | '*' | '?' | '/' | '\\' => ' ',
            // Excel counts such letters twice.
            letter if letter.is_control() || letter.len_utf16() == 2 => ' ',
            letter => letter,
        })
        .collect();
    let clean = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    let clean = clean.trim_matches(['\'', ' ']);
    // Excel keeps this name for itself.
    let clean = if clean.is_empty() || clean.eq_ignore_ascii_case("history") {
        "Rates"
    } else {
        clean
    };
    let numbered = (2_u32..).map(|number| format!(" {number}"));
    let endings = std::iter::once(String::new()).chain(numbered);
    let mut names = endings.map(|ending| {
        let room = SHEET_NAME_LEN.saturating_sub(ending.chars().count());
        let head: String = clean.chars().take(room).collect();
        format!("{}{ending}", head.trim_end_matches(['\'', ' ']))
    });
    names
        .find(|name| taken.insert(name.to_lowercase()))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_has_a_name_that_excel_opens_and_that_no_other_has() {
        let mut taken = BTreeSet::from(["request".to_owned()]);
        let mut check = |product: Option<&str>, expected: &str| {
            assert_eq!(sheet_name(product, &mut taken), expected);
        };
        check(None, "Rates");
        check(Some("PPO/HMO [2026]"), "PPO HMO 2026");
        check(Some("ppo hmo 2026"), "ppo hmo 2026 2");
        check(Some("'History'"), "Rates 2");
        check(Some("Request"), "Request 2");
        let long = "Harbor Mutual Health Preferred Network";
        check(Some(long), "Harbor Mutual Health Preferred");
        check(Some(long), "Harbor Mutual Health Preferre 2");
    }
}
