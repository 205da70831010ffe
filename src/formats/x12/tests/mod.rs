//! Small files of our own, and what must come out of them. Names are invented.

mod allowed_amounts;
mod claims;
mod damage;
mod envelopes;
mod remittances;
mod reversals;

use super::*;
use crate::domain::{Money, RemittedLine, ServiceLine};

pub(super) const OPTIONS: X12Options = X12Options {
    key: [7; 32],
    claim_numbers: KeepClaimNumbers::No,
};

/// Everything that comes out of a file of remittances.
pub(super) struct All {
    pub(super) payments: Vec<Remittance>,
    pub(super) claims: Vec<RemittedClaim>,
    pub(super) ends: Vec<RemittanceEnd>,
    pub(super) read: RemittancesRead,
}

impl All {
    pub(super) fn lines(&self) -> Vec<&RemittedLine> {
        self.claims.iter().flat_map(|claim| &claim.lines).collect()
    }

    pub(super) fn line(&self) -> &ServiceLine {
        let lines = self.lines();
        assert_eq!(lines.len(), 1);
        &lines[0].line
    }

    pub(super) fn problems(&self) -> Vec<&str> {
        problems(&self.read.issues)
    }
}

pub(super) fn problems(issues: &[Issue]) -> Vec<&str> {
    issues.iter().map(|issue| issue.problem.as_str()).collect()
}

pub(super) fn read_all(file: impl AsRef<[u8]>) -> All {
    read_with(file.as_ref(), &OPTIONS)
}

pub(super) fn read_with(file: &[u8], options: &X12Options) -> All {
    let mut payments = Vec::new();
    let mut claims = Vec::new();
    let mut ends = Vec::new();
    let read = read_remittances(&mut &*file, "a.835", options, &mut |event| {
        match event {
            RemittanceEvent::Payment(payment) => payments.push(*payment),
            RemittanceEvent::Claim(claim) => claims.push(*claim),
            RemittanceEvent::End(end) => ends.push(end),
        }
        Ok::<(), FormatError>(())
    })
    .unwrap_or_else(|error| panic!("{error}"));
    All {
        payments,
        claims,
        ends,
        read,
    }
}

pub(super) fn read_all_claims(file: &str) -> (Vec<SubmittedClaim>, ClaimsRead) {
    let mut claims = Vec::new();
    let read = read_claims(&mut file.as_bytes(), "a.837", &OPTIONS, &mut |claim| {
        claims.push(claim);
        Ok::<(), FormatError>(())
    })
    .unwrap_or_else(|error| panic!("{error}"));
    (claims, read)
}

/// Puts segments, one a line, into an interchange with the usual delimiters and right counts.
pub(super) fn interchange(set: &str, version: &str, segments: &str) -> String {
    let body: Vec<&str> = segments
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    format!(
        "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *250301*1200*^*00501*\
         000000001*0*P*:~\nGS*HP*SENDER*RECEIVER*20250301*1200*1*X*{version}~\nST*{set}*0001~\n\
         {}~\nSE*{}*0001~\nGE*1*1~\nIEA*1*000000001~\n",
        body.join("~\n"),
        body.len() + 2,
    )
}

/// A payment of claims: head, the claims given, nothing behind them.
pub(super) fn payment(amount: &str, claims: &str) -> String {
    interchange(
        "835",
        "005010X221A1",
        &format!(
            "BPR*I*{amount}*C*ACH*CCP*01*999999992*DA*1*1512345678**01*999988880*DA*2*20250228
             TRN*1*EFT778*1512345678
             DTM*405*20250227
             N1*PR*Harbor Health Plan*XV*77001
             REF*2U*60054
             N1*PE*Elm Street Clinic*XX*1999999984
             LX*1
             {claims}"
        ),
    )
}

/// A claim of one line, billed and paid as said, with segments below the line.
pub(super) fn one_line(status: &str, charge: &str, paid: &str, below: &str) -> All {
    read_all(payment(
        paid,
        &format!(
            "CLP*A1*{status}*{charge}*{paid}**12*ICN1*11*1
             NM1*QC*1*Doe*Ada****MI*M1
             SVC*HC:99213*{charge}*{paid}**1
             DTM*472*20250203
             {below}"
        ),
    ))
}

pub(super) fn cents(cents: i64) -> Money {
    Money::from_cents(cents)
}
