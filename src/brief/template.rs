//! An empty table to fill in: headings in row 1 of the first sheet, so that it is read back without
//! a question; the second sheet says what each column holds.

use jiff::civil::Date;
use rust_xlsxwriter::{
    DocProperties, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::fee_exhibit::excel_date;
use super::laid_out::BriefError;

/// Ground of the headings that a row needs a value under.
const NEEDED_COLOR: u32 = 0x00FF_F4CC;

/// Name of the sheet that explains the columns.
const EXPLANATION: &str = "Columns";

/// A table to fill in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// What its rows are: the first sheet's name.
    pub title: String,
    /// Its columns, left to right.
    pub columns: Vec<TemplateHeading>,
}

/// A column of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TemplateHeading {
    /// What stands in row 1.
    pub heading: &'static str,
    /// What the column holds, in a sentence.
    pub description: &'static str,
    /// Whether every row needs a value in it.
    pub required: bool,
    /// A value a person could type.
    pub example: &'static str,
    /// How the spreadsheet treats what is typed.
    pub typed_as: TypedAs,
}

/// How a spreadsheet treats what is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypedAs {
    /// As it stands: 00100 keeps its zeros.
    Text,
    /// A day.
    Date,
    /// A number.
    Number,
}

/// Writes the workbook: the same template and date, the same bytes.
///
/// # Errors
/// When a name is longer than a workbook can hold.
pub fn template_xlsx(template: &Template, date: Date) -> Result<Vec<u8>, BriefError> {
    write_workbook(template, date).map_err(|error| BriefError::Workbook(error.to_string()))
}

fn write_workbook(template: &Template, date: Date) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(
        &DocProperties::new()
            .set_title(&template.title)
            .set_creation_datetime(&excel_date(date)?),
    );
    write_table(workbook.add_worksheet(), template)?;
    write_explanation(workbook.add_worksheet(), template)?;
    workbook.save_to_buffer()
}

fn heading_format() -> Format {
    Format::new()
        .set_bold()
        .set_align(FormatAlign::Left)
        .set_border_bottom(FormatBorder::Thin)
}

impl TemplateHeading {
    fn format(&self) -> Format {
        if self.required {
            heading_format().set_background_color(NEEDED_COLOR)
        } else {
            heading_format()
        }
    }
}

fn write_table(sheet: &mut Worksheet, template: &Template) -> Result<(), XlsxError> {
    sheet.set_name(&template.title)?;
    for (place, column) in (0_u16..).zip(&template.columns) {
        let cells = Format::new().set_num_format(match column.typed_as {
            TypedAs::Text => "@",
            TypedAs::Date => "yyyy-mm-dd",
            TypedAs::Number => "General",
        });
        let widest = column.heading.len().max(column.example.len());
        sheet.set_column_format(place, &cells)?;
        sheet.set_column_width(place, u32::try_from(widest + 3).unwrap_or(20).clamp(12, 40))?;
        let format = column.format();
        sheet.write_string_with_format(0, place, column.heading, &format)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn write_explanation(sheet: &mut Worksheet, template: &Template) -> Result<(), XlsxError> {
    let top = Format::new()
        .set_align(FormatAlign::Top)
        .set_num_format("@");
    let words = top.clone().set_text_wrap();
    let heading = heading_format();
    sheet.set_name(EXPLANATION)?;
    for (place, (title, width)) in (0_u16..).zip([
        ("Column", 24),
        ("What it holds", 72),
        ("Needed", 10),
        ("For example", 36),
    ]) {
        sheet.set_column_width(place, width)?;
        sheet.write_string_with_format(0, place, title, &heading)?;
    }
    for (row, column) in (1_u32..).zip(&template.columns) {
        let name = column.format();
        sheet.write_string_with_format(row, 0, column.heading, &name)?;
        sheet.write_string_with_format(row, 1, column.description, &words)?;
        let needed = if column.required { "Yes" } else { "No" };
        sheet.write_string_with_format(row, 2, needed, &top)?;
        sheet.write_string_with_format(row, 3, column.example, &words)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_template_and_date_make_the_same_bytes() {
        let template = Template {
            title: "Sites".to_owned(),
            columns: vec![TemplateHeading {
                heading: "Site",
                description: "The site as exports write it",
                required: true,
                example: "MIDTOWN OFC",
                typed_as: TypedAs::Text,
            }],
        };
        let day = jiff::civil::date(2026, 11, 23);
        let first = template_xlsx(&template, day).unwrap();
        assert_eq!(first, template_xlsx(&template, day).unwrap());
        assert!(first.starts_with(b"PK"));
    }
}
