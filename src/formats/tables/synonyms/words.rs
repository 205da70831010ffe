//! The words headings are made of, and the cutting of a heading into them.

use std::collections::HashMap;
use std::sync::LazyLock;

/// A meaning and its spellings in headings, parted by blanks.
type Word = (&'static str, &'static str);

/// Spellings by meaning. Longer words that contain shorter ones are listed so that they win.
static WORDS: &[Word] = &[
    ("AMOUNT", "AMT AMOUNT AMOUNTS"),
    ("LINE", "LINE"),
    (
        "~",
        "TOTAL TOT TOTALS SRC NET GROSS OF THE IN USD FOR BY AND SL ACT VAL \
         DOLLARS HDR HEADER DTL DETAIL SUM OFF",
    ),
    ("PER", "PER"),
    ("CURRENT", "CURRENT EXISTING PRIOR PREVIOUS OLD"),
    ("CONTRACTED", "CONTRACTED CONTRACT NEGOTIATED AGREED"),
    ("MEDICARE", "MEDICARE MCR CMS"),
    ("PROFESSIONAL", "PROFESSIONAL PROF"),
    ("TECHNICAL", "TECHNICAL TECH"),
    ("GLOBAL", "GLOBAL"),
    ("TIER", "TIER TIERS"),
    ("NETWORK", "NETWORK NTWK PPO HMO EPO"),
    ("PRODUCT", "PRODUCT LOB"),
    ("REGION", "REGION LOCALITY COUNTY ZONE"),
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
        "NOT NON DISALLOWED DISALLOW INELIGIBLE INELIG INELG UNPAID EXCLUDED EXCL NONCOVERED NONCVD",
    ),
    ("DENIAL", "DENIED DENIAL DENIALS DENY REJECTED"),
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
    ("COINSURANCE", "COINSURANCE COINS COINSUR COINSRN COIN"),
    ("COPAY", "COPAY COPAYMENT CPAY COPAYS COPAYMT"),
    (
        "ADJUSTMENT",
        "ADJUSTMENT ADJUSTMENTS ADJ WRITEOFF WRITEOFFS WRITE DISCOUNT DISC SAVINGS SAVING SAV \
         CONTRACTUAL REDUCTION WITHHOLD",
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
    ("DATE", "DATE DT DTE DAY DATES"),
    ("DOS", "DOS"),
    ("FROM", "FROM FRM FIRST START BEGIN BEG STRT BEGINNING"),
    ("TO", "TO THRU THROUGH END LAST STOP"),
    ("INCURRED", "INCURRED INCUR"),
    (
        "OTHERDATE",
        "POST POSTED POSTING ENTRY ENTERED CREATED UPDATED RECEIVED RECEIPT PROCESS \
         PROCESSED ADMIT ADMISSION CLOSED DEPOSIT STATEMENT ADJUDICATION \
         ADJUDICATED DECIDED CHECKDATE",
    ),
    ("VOID", "VOID VOIDED VOIDS"),
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
    ("SECONDARY", "SECONDARY SEC COB SECOND"),
    ("TERTIARY", "TERTIARY TER OTHER OTH THIRD"),
    ("RANK", "RANK SEQUENCE SEQ PRIORITY"),
    (
        "PROVIDER",
        "PROVIDER PROV PHYSICIAN DOCTOR CLINICIAN PRACTITIONER PROVIDERS DR PHYS PRVDR \
         PRVDRS",
    ),
    (
        "RENDERING",
        "RENDERING REND SERVICING PERFORMING TREATING RNDRNG RNDR RNDRG",
    ),
    (
        "OTHERPROVIDER",
        "REFERRING REFER REF BILLING SUPERVISING ATTENDING PCP ORDERING PAYTO REFERRAL \
         VENDOR BILLG",
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
    ("SPECIALTY", "SPECIALTY SPEC CREDENTIAL CRED"),
    ("TYPE", "TYPE TYP CATEGORY CATG GROUP GRP"),
    ("DESCRIPTION", "DESCRIPTION DESC DESCR"),
    ("FLAG", "FLAG FLG"),
    ("SIGN", "SIGN SIGNS"),
    ("REASON", "REASON RSN REASONS"),
    ("EXPECTED", "EXPECTED EXPECT"),
    ("TRANSACTION", "TRANSACTION TRANSACTIONS TX TXN TRANS"),
    ("TRANSFER", "TRANSFER XFER"),
    (
        "!",
        "STATUS IND INDICATOR CHECK CHK CHECKS BALANCE \
         BAL REMARK RMK METHOD PERCENT PCT DAYS DIAGNOSIS DIAG DX ICD ICD9 \
         ICD10 REVENUE REV DRG NDC TAX TIN TAXID NOTE NOTES COMMENT \
         COMMENTS STATE COUNTRY REFUND INTEREST \
         RVU BATCH USER SIG TOOTH ANSI CARC RARC EOB POINTERS AGING BUCKET \
         VERSION LAG SHORTDESC EXPLANATION APC QUALIFIER MEMO METHODOLOGY",
    ),
];

/// Meanings in a heading: those of known words, `#` for digits, `?` for unknown words.
pub(in crate::formats::tables) fn meanings(heading: &str) -> Vec<&'static str> {
    let mut found: Vec<&'static str> = Vec::new();
    for piece in joined(pieces(heading)) {
        let spelled = matches!(piece.as_str(), "ONE" | "TWO" | "THREE" | "FOUR");
        let of_payer = matches!(found.last(), Some(&("INSURANCE" | "PAYER" | "PLAN")));
        if of_payer && let Some(turn) = turn(&piece) {
            found.push(turn);
        } else if spelled || piece.bytes().all(|byte| byte.is_ascii_digit()) {
            found.push("#");
        } else if let Some(words) = cut(&piece) {
            found.extend(words);
        } else {
            found.push("?");
        }
    }
    found
}

/// Whose turn the digit behind a payer is: `ins2_paid`.
fn turn(digit: &str) -> Option<&'static str> {
    match digit {
        "1" => Some("PRIMARY"),
        "2" => Some("SECONDARY"),
        "3" => Some("TERTIARY"),
        _ => None,
    }
}

/// Joins `CO` and what it begins: `CO_PAY`, `Co-insurance`.
fn joined(pieces: Vec<String>) -> Vec<String> {
    let mut joined: Vec<String> = Vec::new();
    for piece in pieces {
        match joined.last_mut() {
            Some(last)
                if last == "CO" && (piece.starts_with("PAY") || piece.starts_with("INS")) =>
            {
                last.push_str(&piece);
            }
            _ => joined.push(piece),
        }
    }
    joined
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
