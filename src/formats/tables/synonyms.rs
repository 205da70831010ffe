//! What headings mean. A heading is cut into known words, run together or not, and rules over whole
//! words decide: `DISCHARGE_DATE` holds no charge and `NOTALLOWED` is not allowed.
//!
//! The words are those of some 580 headings seen in a thousand claim layouts.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::domain::ImportKind;

use super::fields::key;

/// A meaning and its spellings in headings, parted by blanks.
type Word = (&'static str, &'static str);

/// Spellings by meaning. Longer words that contain shorter ones are listed so that they win.
static WORDS: &[Word] = &[
    ("AMOUNT", "AMT AMOUNT AMOUNTS"),
    ("LINE", "LINE"),
    (
        "~",
        "TOTAL TOT TOTALS SRC NET GROSS OF THE IN USD FOR BY PER AND SL ACT CURRENT VAL \
         DOLLARS HDR DTL DETAIL SUM",
    ),
    ("CODE", "CODE CD CDE CODES"),
    ("PROCEDURE", "PROCEDURE PROC PRCDR PRCDRE PROCEDURES"),
    ("CPT", "CPT HCPCS HCPC CPTHCPCS"),
    ("MODIFIER", "MODIFIER MOD MODS MODIFIERS MODI MDFR"),
    ("WITH", "WITH"),
    (
        "CHARGE",
        "CHARGE CHARGES CHARGED CHG CHGS CHRG CHRGS BILLED BILL",
    ),
    ("SUBMITTED", "SUBMITTED SUBMIT"),
    ("DISCHARGE", "DISCHARGE DISCH"),
    ("ALLOWED", "ALLOWED ALLOW ALWD ALLWD ALLD ALLOWABLE"),
    ("APPROVED", "APPROVED"),
    ("ELIGIBLE", "ELIGIBLE ELIG"),
    ("COVERED", "COVERED COV CVD"),
    (
        "NOT",
        "NOT NON DISALLOWED INELIGIBLE UNPAID EXCLUDED NONCOVERED NONCVD DENIED REJECTED",
    ),
    ("PAID", "PAID PAYMENT PAYMENTS PAY PMT PMTS PYMT PAYABLE"),
    ("PAYS", "PAYS OWES OWED"),
    (
        "PATIENT",
        "PATIENT PT PAT MEMBER MBR MEM SUBSCRIBER SUBS INSURED ENROLLEE GUARANTOR \
         EMPLOYEE EMP DEPENDENT POLICYHOLDER BENEFICIARY",
    ),
    (
        "RESPONSIBILITY",
        "RESPONSIBILITY RESP LIABILITY LIAB SHARE PORTION COSTSHARE COSTSHARING",
    ),
    ("DEDUCTIBLE", "DEDUCTIBLE DED DEDUCT DEDUCTIBLES"),
    ("COINSURANCE", "COINSURANCE COINS COINSUR"),
    ("COPAY", "COPAY COPAYMENT CPAY COPAYS"),
    (
        "ADJUSTMENT",
        "ADJUSTMENT ADJUSTMENTS ADJ WRITEOFF WRITEOFFS DISCOUNT DISC SAVINGS CONTRACTUAL \
         REDUCTION WITHHOLD",
    ),
    ("UNIT", "UNIT UNITS QTY QUANTITY"),
    ("COUNT", "COUNT CNT COUNTS"),
    ("NUMBER", "NUMBER NUM NBR NO NMBR NUMB"),
    ("LINES", "LINES ROWS RECORDS"),
    ("VISITS", "VISITS ENCOUNTERS SESSIONS"),
    ("VISIT", "VISIT ENCOUNTER ENC"),
    (
        "SERVICE",
        "SERVICE SERVICES SVC SVCS SRVC SRV SERV SERVICED SRVS",
    ),
    ("DATE", "DATE DT DAY DATES"),
    ("DOS", "DOS"),
    ("FROM", "FROM FRM FIRST START BEGIN BEG STRT BEGINNING"),
    ("TO", "TO THRU THROUGH END LAST STOP"),
    ("INCURRED", "INCURRED INCUR"),
    (
        "OTHERDATE",
        "POST POSTED POSTING ENTRY ENTERED CREATED UPDATED RECEIVED RECEIPT PROCESS \
         PROCESSED ADMIT ADMISSION VOID VOIDED CLOSED DEPOSIT STATEMENT ADJUDICATION \
         ADJUDICATED DECIDED CHECKDATE",
    ),
    ("MONTH", "MONTH MO MTH PERIOD YEARMONTH YYYYMM"),
    ("QUARTER", "QUARTER QTR"),
    ("YEAR", "YEAR YR CY"),
    ("PLACE", "PLACE PLC PLACES"),
    ("POS", "POS"),
    ("TREATMENT", "TREATMENT TREAT"),
    ("FACILITY", "FACILITY FAC FACIL"),
    ("NONFACILITY", "NONFACILITY NONFAC NFAC NF NONFACIL"),
    ("SETTING", "SETTING"),
    ("PAYER", "PAYER PAYOR CARRIER INSURER FSC"),
    ("INSURANCE", "INSURANCE INS INSUR INSURANCES"),
    ("PLAN", "PLAN PLN HEALTHPLAN"),
    ("FINANCIAL", "FINANCIAL FIN"),
    ("CLASS", "CLASS"),
    ("PRIMARY", "PRIMARY PRIM"),
    (
        "SECONDARY",
        "SECONDARY SEC TERTIARY TER OTHER OTH COB SECOND",
    ),
    (
        "PROVIDER",
        "PROVIDER PROV PHYSICIAN DOCTOR CLINICIAN PRACTITIONER PROVIDERS DR PHYS",
    ),
    (
        "RENDERING",
        "RENDERING REND SERVICING PERFORMING TREATING RNDRNG",
    ),
    (
        "OTHERPROVIDER",
        "REFERRING REFER REF BILLING SUPERVISING ATTENDING PCP ORDERING PAYTO REFERRAL \
         VENDOR",
    ),
    ("NPI", "NPI"),
    (
        "SITE",
        "SITE LOCATION LOC DEPARTMENT DEPT CLINIC OFFICE BRANCH",
    ),
    ("CLAIM", "CLAIM CLM CLAIMS TICKET INVOICE INV"),
    (
        "CLAIMNUMBER",
        "ICN TCN DCN CLAIMNO CLAIMID CLAIMNUM CLAIMNUMBER",
    ),
    ("MRN", "MRN CHART PATIENTID PERSON"),
    ("ACCOUNT", "ACCOUNT ACCT ACCNT HAR CONTROL"),
    ("ID", "ID IDENTIFIER IDS IDENT"),
    ("NAME", "NAME NM NAMES"),
    (
        "PERSONAL",
        "SSN SOCIAL DOB BIRTH BIRTHDATE BIRTHDAY ADDRESS ADDR STREET CITY ZIP ZIPCODE \
         POSTAL PHONE TELEPHONE EMAIL MAIL FIRSTNAME LASTNAME FNAME LNAME SEX GENDER AGE \
         RACE MAIDEN FULLNAME SURNAME",
    ),
    ("RATE", "RATE RATES PRICE REIMBURSEMENT REIMB"),
    ("FEE", "FEE FEES"),
    ("MAXIMUM", "MAXIMUM MAX"),
    ("SCHEDULE", "SCHEDULE SCHED"),
    ("EFFECTIVE", "EFFECTIVE EFF"),
    ("TERM", "TERM TERMINATE TERMINATION EXPIRATION EXPIRES EXP"),
    ("COMPONENT", "COMPONENT"),
    ("TYPE", "TYPE TYP CATEGORY CATG GROUP GRP"),
    (
        "!",
        "DESCRIPTION DESC DESCR STATUS FLAG IND INDICATOR SIGN CHECK CHK CHECKS BALANCE \
         BAL REASON REMARK RMK DENIAL METHOD PERCENT PCT DAYS DIAGNOSIS DIAG DX ICD ICD9 \
         ICD10 REVENUE REV DRG NDC TAX TIN TAXID EXPECTED EXPECT NOTE NOTES COMMENT \
         COMMENTS SPECIALTY SPEC CREDENTIAL CRED STATE COUNTRY REFUND INTEREST \
         TRANSACTION TX RVU BATCH USER SIG TOOTH ANSI CARC RARC EOB POINTERS AGING BUCKET \
         VERSION LAG RANK SHORTDESC APC QUALIFIER MEMO METHODOLOGY",
    ),
];

/// Meanings in a heading: those of known words, `#` for digits, `?` for unknown words.
pub(super) fn meanings(heading: &str) -> Vec<&'static str> {
    let mut found = Vec::new();
    for piece in pieces(heading) {
        let spelled = matches!(piece.as_str(), "ONE" | "TWO" | "THREE" | "FOUR");
        if spelled || piece.bytes().all(|byte| byte.is_ascii_digit()) {
            found.push("#");
        } else if let Some(words) = cut(&piece) {
            found.extend(words);
        } else {
            found.push("?");
        }
    }
    found
}

/// Cuts at everything but letters and digits, between letters and digits, and where a capital
/// follows a small letter.
fn pieces(heading: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut before = ' ';
    for letter in heading.chars() {
        if letter.is_ascii_alphanumeric() {
            let joined = before.is_ascii_alphanumeric()
                && before.is_ascii_digit() == letter.is_ascii_digit()
                && !(before.is_ascii_lowercase() && letter.is_ascii_uppercase());
            match pieces.last_mut().filter(|_| joined) {
                Some(last) => last.push(letter.to_ascii_uppercase()),
                None => pieces.push(letter.to_ascii_uppercase().to_string()),
            }
        }
        before = letter;
    }
    pieces
}

fn meaning(word: &str) -> Option<&'static str> {
    static MEANINGS: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
        WORDS
            .iter()
            .flat_map(|(meaning, spellings)| {
                spellings
                    .split_whitespace()
                    .map(|spelling| (spelling, *meaning))
            })
            .collect()
    });
    MEANINGS.get(word).copied()
}

/// Cuts a run of letters into as few known words as possible; `None` when letters remain.
fn cut(run: &str) -> Option<Vec<&'static str>> {
    /// Longest run cut; headings are shorter, and the work grows with the square.
    const LONGEST: usize = 64;
    if run.len() > LONGEST {
        return None;
    }
    // best[i]: the meanings of the first i letters in the fewest words.
    let mut best: Vec<Option<Vec<&'static str>>> = vec![None; run.len() + 1];
    best[0] = Some(Vec::new());
    for end in 1..=run.len() {
        for start in 0..end {
            let Some(before) = best.get(start).and_then(Option::as_ref) else {
                continue;
            };
            let shorter = best
                .get(end)
                .and_then(Option::as_ref)
                .is_none_or(|known| before.len() + 1 < known.len());
            if let Some(word) = run.get(start..end).and_then(meaning).filter(|_| shorter) {
                let mut words = before.clone();
                words.push(word);
                best[end] = Some(words);
            }
        }
    }
    best.pop().flatten()
}

/// Headings of one field: each alternative is a set of meanings, best first.
struct Rule {
    field: &'static str,
    alternatives: &'static [&'static str],
    /// A heading with one of these is something else.
    never: &'static [&'static str],
}

/// What no amount, code or name column is called.
const NEVER: &[&str] = &["!", "PERSONAL"];

static CODE: Rule = Rule {
    field: key::CODE,
    alternatives: &[
        "CPT CODE",
        "CPT",
        "PROCEDURE CODE",
        "PROCEDURE",
        "SERVICE CODE",
        "CHARGE CODE",
        "CODE ID",
        "CODE",
    ],
    never: &[
        "MODIFIER",
        "DATE",
        "TYPE",
        "PLACE",
        "POS",
        "NAME",
        "PAYER",
        "PROVIDER",
        "PATIENT",
        "COUNT",
        "ADJUSTMENT",
        "CLASS",
        "NOT",
        "SITE",
        "NUMBER",
        "UNIT",
        "FINANCIAL",
        "PLAN",
        "INSURANCE",
        "FACILITY",
        "CLAIM",
        "ALLOWED",
        "PAID",
        "VISIT",
        "OTHERPROVIDER",
        "OTHERDATE",
    ],
};

static MODIFIER: Rule = Rule {
    field: key::MODIFIER,
    alternatives: &["MODIFIER", "COMPONENT"],
    never: &["DATE", "WITH", "NAME", "TYPE", "COUNT"],
};

/// In order: the first rule that fits a heading decides.
static UTILIZATION: &[&Rule] = &[
    &Rule {
        field: key::CODE,
        alternatives: &["PROCEDURE CODE WITH MODIFIER", "CPT WITH MODIFIER"],
        never: &["DATE"],
    },
    &Rule {
        field: key::DATE,
        alternatives: &[
            "FROM DOS",
            "DOS",
            "SERVICE DATE FROM",
            "SERVICE DATE",
            "SERVICE FROM",
            "FROM DATE",
            "INCURRED DATE",
            "INCURRED",
            "PROCEDURE DATE",
            "VISIT DATE",
            "CHARGE DATE",
            "DATE",
        ],
        never: &[
            "TO",
            "PAID",
            "CHECK",
            "DISCHARGE",
            "OTHERDATE",
            "EFFECTIVE",
            "TERM",
            "SUBMITTED",
            "MODIFIER",
            "PAYS",
            "ADJUSTMENT",
            "COVERED",
            "PLAN",
            "ELIGIBLE",
            "APPROVED",
        ],
    },
    &Rule {
        field: key::MONTH,
        alternatives: &["MONTH"],
        never: &["COUNT", "PATIENT", "PAID", "OTHERDATE"],
    },
    &Rule {
        field: key::QUARTER,
        alternatives: &["QUARTER"],
        never: &["COUNT"],
    },
    &Rule {
        field: key::YEAR,
        alternatives: &["YEAR"],
        never: &["COUNT", "PATIENT", "PAID", "OTHERDATE", "DEDUCTIBLE"],
    },
    &MODIFIER,
    &Rule {
        field: key::PLACE,
        alternatives: &[
            "POS CODE",
            "POS",
            "PLACE SERVICE",
            "PLACE TREATMENT",
            "PLACE",
        ],
        never: &["DATE", "PATIENT", "TYPE"],
    },
    &Rule {
        field: key::PATIENT,
        alternatives: &[
            "PATIENT RESPONSIBILITY",
            "RESPONSIBILITY",
            "PATIENT PAYS",
            "DEDUCTIBLE",
            "COINSURANCE",
            "COPAY",
        ],
        never: &[
            "DATE",
            "ID",
            "NAME",
            "PAID",
            "CODE",
            "NOT",
            "ADJUSTMENT",
            "TO",
            "SECONDARY",
            "TYPE",
            "PLAN",
            "PAYER",
            "CLASS",
            "PROVIDER",
        ],
    },
    &CODE,
    &Rule {
        field: key::UNITS,
        alternatives: &[
            "UNIT SERVICE",
            "UNIT COUNT",
            "UNIT",
            "NUMBER SERVICE",
            "SERVICE COUNT",
            "SERVICE",
        ],
        never: &[
            "RATE", "TYPE", "PAID", "PROVIDER", "DATE", "COVERED", "NOT", "CODE", "ID", "NAME",
            "SITE", "CHARGE", "FEE", "FROM", "TO", "PLACE", "ALLOWED", "CLASS", "LINES", "CLAIM",
            "AMOUNT",
        ],
    },
    &Rule {
        field: key::ALLOWED,
        alternatives: &["ALLOWED", "APPROVED", "ELIGIBLE", "COVERED"],
        never: &[
            "NOT",
            "DATE",
            "CODE",
            "SCHEDULE",
            "ID",
            "UNIT",
            "TYPE",
            "PAID",
            "FROM",
            "TO",
            "PATIENT",
            "ADJUSTMENT",
            "NAME",
            "PLAN",
            "CLASS",
            "SECONDARY",
        ],
    },
    &Rule {
        field: key::PAID,
        alternatives: &["PAID", "INSURANCE PAID", "PRIMARY INSURANCE PAID"],
        never: &[
            "PATIENT",
            "DATE",
            "CODE",
            "ID",
            "TYPE",
            "NUMBER",
            "NOT",
            "ADJUSTMENT",
            "UNIT",
            "OTHERDATE",
            "NAME",
            "FROM",
            "TO",
            "CLASS",
            "OTHERPROVIDER",
            "MONTH",
            "YEAR",
            "COPAY",
        ],
    },
    &Rule {
        field: key::LINES,
        alternatives: &["LINES", "LINE COUNT", "CLAIM COUNT", "COUNT"],
        never: &["PATIENT", "DATE", "ID", "VISIT", "PROVIDER"],
    },
    &Rule {
        field: key::VISITS,
        alternatives: &["VISITS", "VISIT COUNT"],
        never: &["DATE", "ID"],
    },
    &Rule {
        field: key::CHARGE,
        alternatives: &["CHARGE", "SUBMITTED", "FEE", "SERVICE AMOUNT"],
        never: &[
            "NOT",
            "DATE",
            "CODE",
            "ID",
            "ADJUSTMENT",
            "TYPE",
            "PATIENT",
            "PROVIDER",
            "NAME",
            "PAYER",
            "COUNT",
            "NUMBER",
            "UNIT",
            "SCHEDULE",
            "OTHERDATE",
            "FROM",
            "TO",
            "NPI",
            "INSURANCE",
            "CLASS",
            "SITE",
            "CPT",
            "MODIFIER",
            "RATE",
            "PLAN",
            "DOS",
        ],
    },
    &Rule {
        field: key::PAYER,
        alternatives: &[
            "PAYER NAME",
            "PAYER",
            "PRIMARY INSURANCE NAME",
            "INSURANCE NAME",
            "PRIMARY INSURANCE",
            "INSURANCE",
            "PLAN NAME",
            "PLAN",
            "FINANCIAL CLASS",
            "INSURANCE CLASS",
        ],
        never: &[
            "ID",
            "NUMBER",
            "DATE",
            "PAID",
            "SECONDARY",
            "TYPE",
            "PATIENT",
            "CODE",
            "NPI",
            "ADJUSTMENT",
            "CLAIM",
            "TO",
            "FROM",
            "EFFECTIVE",
            "TERM",
            "PROVIDER",
        ],
    },
    &Rule {
        field: key::PROVIDER,
        alternatives: &[
            "RENDERING PROVIDER NAME",
            "RENDERING PROVIDER",
            "SERVICE PROVIDER NAME",
            "RENDERING",
            "PROVIDER NAME",
            "RENDERING NPI",
            "PROVIDER",
            "NPI",
        ],
        never: &[
            "OTHERPROVIDER",
            "TYPE",
            "DATE",
            "NUMBER",
            "CLASS",
            "NOT",
            "CODE",
            "FACILITY",
            "PLAN",
            "ADJUSTMENT",
            "PATIENT",
        ],
    },
    &Rule {
        field: key::CLAIM,
        alternatives: &[
            "CLAIMNUMBER",
            "CLAIM ID",
            "CLAIM NUMBER",
            "CLAIM",
            "VISIT ID",
            "VISIT NUMBER",
            "VISIT",
        ],
        never: &[
            "DATE", "TYPE", "PROVIDER", "PAYER", "LINES", "CODE", "NAME", "FROM", "TO",
        ],
    },
    &Rule {
        field: key::PATIENT_ID,
        alternatives: &[
            "MRN",
            "PATIENT ID",
            "PATIENT NUMBER",
            "PATIENT ACCOUNT",
            "ACCOUNT NUMBER",
            "ACCOUNT ID",
            "PATIENT",
            "ACCOUNT",
        ],
        never: &[
            "NAME",
            "DATE",
            "TYPE",
            "CLASS",
            "FROM",
            "TO",
            "PLAN",
            "CODE",
            "SECONDARY",
        ],
    },
    &Rule {
        field: key::SITE,
        alternatives: &["SITE NAME", "SITE", "FACILITY NAME", "FACILITY"],
        never: &["NPI", "TYPE", "DATE", "PROVIDER", "CODE"],
    },
];

static FEE_SCHEDULE: &[&Rule] = &[
    &Rule {
        field: key::EFFECTIVE,
        alternatives: &["EFFECTIVE DATE", "EFFECTIVE", "FROM DATE", "FROM"],
        never: &["TERM", "TO", "RATE", "FEE", "ALLOWED"],
    },
    &MODIFIER,
    &Rule {
        field: key::RATE_NONFACILITY,
        alternatives: &[
            "NONFACILITY RATE",
            "NONFACILITY FEE",
            "NONFACILITY",
            "NOT FACILITY RATE",
            "NOT FACILITY FEE",
            "NOT FACILITY",
        ],
        never: &["NAME", "ID", "DATE", "NPI", "TYPE", "UNIT"],
    },
    &Rule {
        field: key::RATE_FACILITY,
        alternatives: &["FACILITY RATE", "FACILITY FEE", "FACILITY"],
        never: &[
            "NAME", "ID", "DATE", "NPI", "TYPE", "NOT", "UNIT", "SETTING",
        ],
    },
    &CODE,
    &Rule {
        field: key::RATE,
        alternatives: &[
            "FEE SERVICE RATE",
            "PAID RATE",
            "RATE",
            "FEE SCHEDULE",
            "FEE",
            "MAXIMUM ALLOWED",
            "ALLOWED",
            "PAID",
            "AMOUNT",
        ],
        never: &[
            "TYPE", "CODE", "DATE", "ID", "NOT", "UNIT", "NAME", "CLASS", "PATIENT", "CHARGE",
            "NUMBER", "TO",
        ],
    },
    &Rule {
        field: key::PLACE,
        alternatives: &[
            "POS CODE",
            "POS",
            "PLACE SERVICE",
            "PLACE",
            "SETTING",
            "SITE",
            "SITE TYPE",
        ],
        never: &["DATE", "NAME", "NPI"],
    },
];

/// What a heading was taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Recognised {
    pub(super) field: &'static str,
    /// Position among the field's alternatives: lower is better.
    pub(super) rank: usize,
    /// Whether the heading says nothing besides.
    pub(super) whole: bool,
}

/// Says which field a heading names.
pub(super) fn recognise(heading: &str, kind: ImportKind) -> Option<Recognised> {
    let rules = match kind {
        ImportKind::Utilization => UTILIZATION,
        ImportKind::FeeSchedule => FEE_SCHEDULE,
        ImportKind::MedicareRelease => return None,
    };
    let words = meanings(heading);
    rules.iter().find_map(|rule| rule.fit(&words))
}

impl Rule {
    fn fit(&self, words: &[&'static str]) -> Option<Recognised> {
        let barred = |word: &&'static str| self.never.contains(word) || NEVER.contains(word);
        if words.iter().any(barred) {
            return None;
        }
        let fits = self
            .alternatives
            .iter()
            .enumerate()
            .filter_map(|(rank, alternative)| {
                let wanted = || alternative.split(' ');
                let rest = words
                    .iter()
                    .filter(|word| !matches!(**word, "~" | "#" | "AMOUNT" | "LINE"))
                    .filter(|word| !wanted().any(|part| part == **word))
                    .count();
                let fits = wanted().all(|word| words.contains(&word))
                    && (rest == 0 || !ALONE.contains(alternative));
                fits.then_some((rest, rank))
            });
        fits.min().map(|(rest, rank)| Recognised {
            field: self.field,
            rank,
            whole: rest == 0,
        })
    }
}

/// Everyday words, which mean a field only when the heading says nothing besides.
const ALONE: &[&str] = &[
    "CODE",
    "DATE",
    "SERVICE",
    "COUNT",
    "AMOUNT",
    "FROM",
    "PATIENT",
    "ACCOUNT",
    "VISIT",
    "FEE",
    "PLAN",
    "INSURANCE",
    "PAYER",
    "SITE",
    "SERVICE AMOUNT",
    "LINE COUNT",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: ImportKind, heading: &str, expected: &str) {
        let found = recognise(heading, kind).map_or("", |found| found.field);
        assert_eq!(found, expected, "{heading} {:?}", meanings(heading));
    }

    #[test]
    fn headings_of_claim_exports_are_recognised() {
        for (heading, field) in [
            ("cpt", key::CODE),
            ("Procedure Code", key::CODE),
            ("PRCDR_CD", key::CODE),
            ("HCPCS", key::CODE),
            ("ProcedureCodeWithModifiers", key::CODE),
            ("code", key::CODE),
            ("MODIFIERCODE2", key::MODIFIER),
            ("mod1", key::MODIFIER),
            ("PROCEDURE_CODE_MODIFIER_1", key::MODIFIER),
            ("MODIFIER_ONE", key::MODIFIER),
            ("billed", key::CHARGE),
            ("CHRG_AMT", key::CHARGE),
            ("TOTALBILLEDCHARGES", key::CHARGE),
            ("SUBMITTED_AMOUNT", key::CHARGE),
            ("ServiceAmount", key::CHARGE),
            ("allowed", key::ALLOWED),
            ("ALWD_AMT", key::ALLOWED),
            ("COVEREDAMT", key::ALLOWED),
            ("TOTALELIGIBLECHARGES", key::ALLOWED),
            ("paid", key::PAID),
            ("NETPAY", key::PAID),
            ("CLM_PMT_AMT", key::PAID),
            ("ins1_paid", key::PAID),
            ("PrimaryInsurancePayment", key::PAID),
            ("patient_resp", key::PATIENT),
            ("COINSURANCE", key::PATIENT),
            ("DEDUCTAMT", key::PATIENT),
            ("CPAY_AMT", key::PATIENT),
            ("dos", key::DATE),
            ("SVCDT", key::DATE),
            ("FROMDATE", key::DATE),
            ("CLMFROMDT", key::DATE),
            ("Date of Service", key::DATE),
            ("FIRSTDOS", key::DATE),
            ("Month", key::MONTH),
            ("Quarter", key::QUARTER),
            ("year", key::YEAR),
            ("pos", key::PLACE),
            ("PLACESRVCCD", key::PLACE),
            ("PLACEOFTREATMENT", key::PLACE),
            ("units", key::UNITS),
            ("UNITCNT", key::UNITS),
            ("NUMSERV", key::UNITS),
            ("UNITSOFSERVICE", key::UNITS),
            ("QTY", key::UNITS),
            ("payer_name", key::PAYER),
            ("Payor", key::PAYER),
            ("INSURANCE", key::PAYER),
            ("FSC", key::PAYER),
            ("FINANCIALCLASS", key::PAYER),
            ("ins_prim", key::PAYER),
            ("patient_id", key::PATIENT_ID),
            ("MRN", key::PATIENT_ID),
            ("claim_id", key::CLAIM),
            ("CLAIM_NUMBER", key::CLAIM),
            ("ICN", key::CLAIM),
            ("rendering_npi", key::PROVIDER),
            ("provider_name", key::PROVIDER),
            ("visits", key::VISITS),
            ("Line count", key::LINES),
            ("loc", key::SITE),
        ] {
            check(ImportKind::Utilization, heading, field);
        }
    }

    #[test]
    fn words_inside_other_words_mean_nothing() {
        for (heading, field) in [
            ("DISCHARGE_DATE", ""),
            ("DISCHARGEDATE", ""),
            ("NOTALLOWED", ""),
            ("NOT_ALLOWED_AMT", ""),
            ("DISALLOWED", ""),
            ("NONCOVEREDAMT", ""),
            ("PAIDDATE", ""),
            ("DATE_PAID", ""),
            ("CHECKAMOUNT", ""),
            ("PAYMENT_DATE", ""),
            ("MEMBERPAID", ""),
            ("PROVIDERPAID", key::PAID),
            ("BILLED_SIGN", ""),
            ("ALLOWED_AMT_SIGN", ""),
            ("DOB", ""),
            ("Patient Name", ""),
            ("expected_allowed_amount", ""),
            ("DOS To", ""),
            ("CPT Description", ""),
            ("Denial Code", ""),
            ("DX_CODE", ""),
            ("Unit Price", ""),
            ("Deductible Met Date", ""),
            ("Payer ID", ""),
            ("secondary insurance name", ""),
            ("Line No", ""),
            ("REV_CODE", ""),
            ("Zip Code", ""),
            ("Referring Provider", ""),
        ] {
            check(ImportKind::Utilization, heading, field);
        }
    }

    #[test]
    fn headings_of_fee_schedules_are_recognised() {
        for (heading, field) in [
            ("CodeId", key::CODE),
            ("cptCode", key::CODE),
            ("Proc Code", key::CODE),
            ("feeamount", key::RATE),
            ("Fee for Service Rate", key::RATE),
            ("RATE", key::RATE),
            ("Allowed Amount", key::RATE),
            ("Maximum Allowable", key::RATE),
            ("Payment Rate", key::RATE),
            ("Amount", key::RATE),
            ("Fee Schedule Amount", key::RATE),
            ("Non-Facility", key::RATE_NONFACILITY),
            ("NONFACFEE", key::RATE_NONFACILITY),
            ("Non Fac Rate", key::RATE_NONFACILITY),
            ("NF Fee", key::RATE_NONFACILITY),
            ("Facility Fee", key::RATE_FACILITY),
            ("FAC RATE", key::RATE_FACILITY),
            ("EffDate", key::EFFECTIVE),
            ("Effective", key::EFFECTIVE),
            ("EFF_DATE", key::EFFECTIVE),
            ("TermDate", ""),
            ("Terminate", ""),
            ("Procedure Description", ""),
            ("Modifiers", key::MODIFIER),
            ("component", key::MODIFIER),
            ("POS", key::PLACE),
            ("siteType", key::PLACE),
            ("INDICATOR", ""),
            ("SHORTDESC", ""),
            ("Requires PA", ""),
        ] {
            check(ImportKind::FeeSchedule, heading, field);
        }
    }
}
