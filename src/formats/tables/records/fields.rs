//! The fields of survey answers, quality measures and the other small tables, with the headings they
//! are known by. Headings are matched whole, not word by word: these tables are mostly made by the
//! practice itself, and a wrong guess would be worse than a question.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::super::fields::{Field, key as shared};
use super::super::headings::normalised;
use super::super::synonyms::Recognised;
use crate::domain::ImportKind;

/// Keys that only these tables have.
pub(super) mod key {
    pub(in super::super) const QUESTION: &str = "question";
    pub(in super::super) const SCORE: &str = "score";
    pub(in super::super) const BEST_SCORE: &str = "best-score";
    pub(in super::super) const MEASURE: &str = "measure";
    pub(in super::super) const FAMILY: &str = "family";
    pub(in super::super) const PERIOD: &str = "period";
    pub(in super::super) const NUMERATOR: &str = "numerator";
    pub(in super::super) const DENOMINATOR: &str = "denominator";
    pub(in super::super) const RESULT: &str = "result";
    pub(in super::super) const BETTER: &str = "better-when";
    pub(in super::super) const COMPARATOR: &str = "comparator";
    pub(in super::super) const COMPARATOR_SOURCE: &str = "comparator-source";
    pub(in super::super) const COMPARATOR_DATE: &str = "comparator-date";
    pub(in super::super) const REQUESTED_ON: &str = "requested-on";
    pub(in super::super) const DECIDED_ON: &str = "decided-on";
    pub(in super::super) const TYPE: &str = "type";
    pub(in super::super) const OUTCOME: &str = "outcome";
    pub(in super::super) const AFTER_APPEAL: &str = "outcome-after-appeal";
    pub(in super::super) const REASON: &str = "reason";
    pub(in super::super) const CATEGORY: &str = "category";
    pub(in super::super) const EXPENSE_KIND: &str = "expense-kind";
    pub(in super::super) const EXPENSE: &str = "expense-amount";
    pub(in super::super) const NAME: &str = "name";
    pub(in super::super) const NPI: &str = "npi";
    pub(in super::super) const CREDENTIAL: &str = "credential";
    pub(in super::super) const SHOWN_NAME: &str = "shown-name";
    pub(in super::super) const ZIP: &str = "zip";
    pub(in super::super) const ROLE: &str = "role";
    pub(in super::super) const PHONE: &str = "phone";
    pub(in super::super) const EMAIL: &str = "email";
    pub(in super::super) const AUTHORITY: &str = "authority";
    pub(in super::super) const NOTE: &str = "note";
}

/// A field, what else it is called in files, and a value a person could type.
pub(super) struct RecordField {
    pub(super) field: Field,
    /// Other headings in capitals without blanks, the likeliest first.
    spellings: &'static str,
    pub(super) example: &'static str,
}

const fn optional(
    key: &'static str,
    label: &'static str,
    spellings: &'static str,
    description: &'static str,
    example: &'static str,
) -> RecordField {
    RecordField {
        field: Field {
            key,
            label,
            required: false,
            max_columns: 1,
            description,
        },
        spellings,
        example,
    }
}

const fn required(
    key: &'static str,
    label: &'static str,
    spellings: &'static str,
    description: &'static str,
    example: &'static str,
) -> RecordField {
    let mut made = optional(key, label, spellings, description, example);
    made.field.required = true;
    made
}

static SURVEY_ANSWERS: &[RecordField] = &[
    required(
        shared::DATE,
        "Date",
        "SURVEYDATE RESPONSEDATE ANSWERDATE DATEOFRESPONSE RECEIVEDDATE COMPLETEDON SUBMITTEDON \
         TIMESTAMP",
        "The day of the answer",
        "2026-03-02",
    ),
    required(
        key::QUESTION,
        "Question",
        "QUESTIONTEXT QUESTIONNAME ITEM SURVEYQUESTION SURVEYITEM MEASURENAME",
        "The question, worded the same in every row",
        "Would you recommend this practice?",
    ),
    required(
        key::SCORE,
        "Score",
        "ANSWER RATING RESPONSE POINTS VALUE RESPONSEVALUE SCOREGIVEN",
        "Points given, as a number",
        "9",
    ),
    optional(
        key::BEST_SCORE,
        "Best score",
        "MAXSCORE MAXIMUMSCORE SCALEMAX SCALE OUTOF TOPSCORE MAXPOINTS",
        "Most points that can be given; needed to say how many gave the best answer",
        "10",
    ),
];

static QUALITY_MEASURES: &[RecordField] = &[
    required(
        key::MEASURE,
        "Measure",
        "MEASURENAME QUALITYMEASURE MEASUREID METRIC INDICATORNAME",
        "The measure's name or number",
        "Controlling high blood pressure",
    ),
    optional(
        key::FAMILY,
        "Family",
        "MEASUREFAMILY PROGRAM MEASURESET MEASURETYPE",
        "CAHPS, MIPS, HEDIS, registry or internal; internal where it is blank",
        "HEDIS",
    ),
    required(
        key::PERIOD,
        "Period",
        "MEASUREMENTPERIOD REPORTINGPERIOD YEAR MEASUREMENTYEAR PERFORMANCEYEAR PERFORMANCEPERIOD",
        "The year, quarter or months measured: 2025, Q2 2025, 2025-01 to 2025-06",
        "2025",
    ),
    optional(
        key::NUMERATOR,
        "Numerator",
        "NUM MET CASESMET",
        "Cases that met the measure",
        "412",
    ),
    optional(
        key::DENOMINATOR,
        "Denominator",
        "DENOM ELIGIBLE CASES ELIGIBLECASES N",
        "Cases it applied to; below 30 the result says little",
        "480",
    ),
    optional(
        key::RESULT,
        "Result",
        "RATE SCORE PERFORMANCE PERFORMANCERATE PERCENT RESULTPERCENT",
        "The result; not needed where numerator and denominator make it",
        "85.8",
    ),
    optional(
        key::BETTER,
        "Better when",
        "DIRECTION BETTER",
        "Higher or lower; higher where it is blank",
        "higher",
    ),
    optional(
        key::COMPARATOR,
        "Comparator",
        "BENCHMARK COMPARISON COMPARATORVALUE TARGET NATIONALAVERAGE",
        "What the result is compared to, in the same unit",
        "67.4",
    ),
    optional(
        key::COMPARATOR_SOURCE,
        "Comparator source",
        "BENCHMARKSOURCE SOURCE",
        "Who published it",
        "NCQA, commercial HMO mean",
    ),
    optional(
        key::COMPARATOR_DATE,
        "Comparator date",
        "BENCHMARKDATE SOURCEDATE",
        "When it was published or looked up",
        "2026-01-15",
    ),
];

static AUTHORIZATIONS: &[RecordField] = &[
    required(
        key::REQUESTED_ON,
        "Requested on",
        "REQUESTED REQUESTDATE DATEREQUESTED REQUESTEDDATE SUBMITTEDON DATESUBMITTED \
         SUBMISSIONDATE SUBMITTEDDATE DATESENT SENTON",
        "The day the request was sent",
        "2026-02-03",
    ),
    optional(
        key::DECIDED_ON,
        "Decided on",
        "DECIDED DECISIONDATE DATEDECIDED DETERMINATIONDATE DATEOFDECISION RESPONSEDATE \
         APPROVALDATE",
        "The day the payer first decided; blank while it has not",
        "2026-02-09",
    ),
    required(
        shared::PAYER,
        "Payer",
        "PAYOR PAYERNAME INSURANCE INSURANCECOMPANY CARRIER HEALTHPLAN PLAN",
        "Insurance company or plan; or one payer for the whole file",
        "Aetna",
    ),
    optional(
        shared::CODE,
        "Procedure code",
        "CPT CPTCODE HCPCS CODE PROCEDURE SERVICECODE SERVICE CPTHCPCS",
        "CPT or HCPCS code asked for",
        "27447",
    ),
    optional(
        key::TYPE,
        "Type",
        "URGENCY REQUESTTYPE PRIORITY",
        "Standard or expedited; standard where it is blank",
        "standard",
    ),
    required(
        key::OUTCOME,
        "Outcome",
        "DECISION DETERMINATION AUTHSTATUS AUTHORIZATIONSTATUS STATUS RESULT",
        "Approved, partly, denied, withdrawn or pending",
        "denied",
    ),
    optional(
        key::AFTER_APPEAL,
        "Outcome after appeal",
        "APPEALOUTCOME FINALOUTCOME APPEALDECISION FINALDECISION",
        "The decision after an appeal, in the same words",
        "approved",
    ),
    optional(
        key::REASON,
        "Reason",
        "DENIALREASON DECISIONREASON REASONFORDENIAL",
        "Why, in a few words; never a patient's name",
        "Conservative treatment not shown",
    ),
];

static EXPENSES: &[RecordField] = &[
    required(
        shared::YEAR,
        "Year",
        "FISCALYEAR CALENDARYEAR FY",
        "Calendar year",
        "2025",
    ),
    required(
        key::CATEGORY,
        "Category",
        "EXPENSECATEGORY EXPENSE ACCOUNT ACCOUNTNAME GLACCOUNT LINEITEM EXPENSETYPE",
        "The account's name in the books",
        "Salaries of physicians",
    ),
    optional(
        key::EXPENSE_KIND,
        "Kind",
        "EXPENSEKIND COSTKIND COSTTYPE",
        "Physician pay, other provider pay, staff pay, rent, supplies, billed drugs, equipment, \
         malpractice, services or other; guessed from the category where it is blank",
        "physician pay",
    ),
    required(
        key::EXPENSE,
        "Amount",
        "TOTAL TOTALAMOUNT EXPENSEAMOUNT ANNUALAMOUNT DOLLARS COST",
        "Dollars of the year",
        "850000",
    ),
];

static PROVIDERS: &[RecordField] = &[
    required(
        key::NAME,
        "Provider name",
        "PROVIDER NAME RENDERINGPROVIDER CLINICIAN CLINICIANNAME PHYSICIAN PHYSICIANNAME FULLNAME",
        "The name as claims and exports write it, or as you want to read it beside an NPI",
        "Reyes, Carla MD",
    ),
    optional(
        key::NPI,
        "NPI",
        "NPINUMBER PROVIDERNPI RENDERINGNPI INDIVIDUALNPI",
        "Ten digits; finds the provider that remittances name by number",
        "1234567893",
    ),
    optional(
        key::CREDENTIAL,
        "Credential",
        "CREDENTIALS CLASS PROVIDERCLASS PROVIDERTYPE TITLE DEGREE",
        "MD, DO, NP, PA, CNS, CNM, LCSW or RD: payers may pay by it",
        "MD",
    ),
    optional(
        shared::SITE,
        "Usual site",
        "SITE LOCATION OFFICE CLINIC PRACTICELOCATION PRIMARYLOCATION DEPARTMENT",
        "Where the provider works, where an export does not say",
        "Midtown",
    ),
];

static SITES: &[RecordField] = &[
    required(
        shared::SITE,
        "Site",
        "SITENAME LOCATION LOCATIONNAME OFFICE OFFICENAME CLINIC CLINICNAME DEPARTMENT",
        "The site as exports write it",
        "MIDTOWN OFC",
    ),
    optional(
        key::SHOWN_NAME,
        "Name to show",
        "DISPLAYNAME SHOWNNAME SHORTNAME LABEL",
        "The name you want to read",
        "Midtown",
    ),
    optional(
        key::ZIP,
        "ZIP code",
        "ZIP POSTALCODE ZIPCD",
        "Five digits: Medicare pays by place",
        "30308",
    ),
];

static CONTACTS: &[RecordField] = &[
    required(
        shared::PAYER,
        "Payer",
        "PAYOR PAYERNAME INSURANCE INSURANCECOMPANY CARRIER COMPANY HEALTHPLAN PLAN",
        "Where the person works; or one payer for the whole file",
        "Aetna",
    ),
    required(
        key::NAME,
        "Name",
        "CONTACT CONTACTNAME PERSON FULLNAME REPRESENTATIVE REPNAME",
        "The person at the payer",
        "Ada Moss",
    ),
    optional(
        key::ROLE,
        "Role",
        "TITLE JOBTITLE POSITION DEPARTMENT FUNCTION",
        "What the person does there",
        "Contract manager",
    ),
    optional(
        key::PHONE,
        "Phone",
        "TELEPHONE PHONENUMBER TEL DIRECTLINE",
        "As it is dialled",
        "404-555-0142",
    ),
    optional(
        key::EMAIL,
        "Email",
        "EMAILADDRESS MAIL",
        "Address for mail",
        "ada.moss@payer.example",
    ),
    optional(
        key::AUTHORITY,
        "Authority",
        "AUTHORITYLEVEL DECIDES CANDECIDE",
        "What the person may decide: signs, recommends, answers questions",
        "Recommends",
    ),
    optional(
        key::NOTE,
        "Note",
        "NOTES COMMENT COMMENTS REMARKS",
        "Anything else about working with the person",
        "Prefers mail",
    ),
];

/// Returns the fields of one of these tables; none for other kinds.
pub(super) fn record_fields(kind: ImportKind) -> &'static [RecordField] {
    match kind {
        ImportKind::SurveyAnswers => SURVEY_ANSWERS,
        ImportKind::QualityMeasures => QUALITY_MEASURES,
        ImportKind::Authorizations => AUTHORIZATIONS,
        ImportKind::Expenses => EXPENSES,
        ImportKind::Providers => PROVIDERS,
        ImportKind::Sites => SITES,
        ImportKind::Contacts => CONTACTS,
        _ => &[],
    }
}

/// Returns the fields as mappings offer them.
pub(in super::super) fn offered(kind: ImportKind) -> &'static [Field] {
    static OFFERED: LazyLock<BTreeMap<ImportKind, Vec<Field>>> = LazyLock::new(|| {
        let fields = |kind| record_fields(kind).iter().map(|one| one.field).collect();
        ImportKind::RECORDS
            .into_iter()
            .map(|kind| (kind, fields(kind)))
            .collect()
    });
    OFFERED.get(&kind).map_or(&[], Vec::as_slice)
}

/// Says which field a heading names.
pub(in super::super) fn recognise(heading: &str, kind: ImportKind) -> Option<Recognised> {
    let heading = normalised(heading);
    let candidates = record_fields(kind).iter().filter_map(|one| {
        let rank = if normalised(one.field.label) == heading {
            0
        } else {
            1 + one
                .spellings
                .split_whitespace()
                .position(|spelling| spelling == heading)?
        };
        Some((rank, one.field.key))
    });
    candidates.min().map(|(rank, field)| Recognised {
        field,
        rank,
        whole: true,
    })
}

/// Whether a heading names a field of any of these tables.
pub(in super::super) fn is_heading(heading: &str) -> bool {
    ImportKind::RECORDS
        .into_iter()
        .any(|kind| recognise(heading, kind).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record_columns;

    fn check(kind: ImportKind, heading: &str, expected: &str) {
        let found = recognise(heading, kind).map_or("", |found| found.field);
        assert_eq!(found, expected, "{heading}");
    }

    #[test]
    fn headings_are_matched_whole_without_regard_to_case_and_blanks() {
        check(ImportKind::SurveyAnswers, "survey_date", shared::DATE);
        check(ImportKind::SurveyAnswers, "Max Score", key::BEST_SCORE);
        check(ImportKind::SurveyAnswers, "Score of the survey", "");
        check(
            ImportKind::Authorizations,
            "Date requested",
            key::REQUESTED_ON,
        );
        check(ImportKind::Authorizations, "Decision", key::OUTCOME);
        check(ImportKind::Expenses, "GL Account", key::CATEGORY);
        check(ImportKind::Contacts, "Phone #", key::PHONE);
        check(ImportKind::Providers, "Patient name", "");
    }

    #[test]
    fn fields_are_called_as_the_columns_of_their_records_are() {
        for kind in ImportKind::RECORDS {
            let labels: Vec<&str> = offered(kind).iter().map(|field| field.label).collect();
            assert_eq!(labels, record_columns(kind), "{kind}");
        }
    }
}
