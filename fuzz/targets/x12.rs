//! Remittances and claims, read whole and in small pieces.

use std::io::{self, Read};

use allowable::formats::FormatError;
use allowable::formats::x12::{
    ClaimsRead, KeepClaimNumbers, RemittanceEvent, RemittancesRead, X12Options, look, read_claims,
    read_remittances,
};

const OPTIONS: X12Options = X12Options {
    key: [7; 32],
    claim_numbers: KeepClaimNumbers::No,
};

/// Hands out a few bytes at a time, as a slow disk or a network share may.
struct Trickle<'a>(&'a [u8]);

impl Read for Trickle<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let len = buf.len().min(7);
        self.0.read(&mut buf[..len])
    }
}

pub fn remittances(mut bytes: &[u8], name: &str) {
    let whole = bytes;
    let looked = look(&mut bytes, name);
    let read = read_all_remittances(&mut &*whole, name);
    assert_eq!(read, read_all_remittances(&mut Trickle(whole), name));
    if let (Ok(looked), Ok(_)) = (looked, read) {
        assert!(
            looked.remittances != 0,
            "remittances were read where none was seen"
        );
    }
}

/// Returns what was read, and every event in words; a refusal as its words.
fn read_all_remittances(
    source: &mut dyn Read,
    name: &str,
) -> Result<(RemittancesRead, u64), String> {
    let (mut payments, mut claims, mut lines, mut ends) = (0, 0, 0, 0);
    let read = read_remittances::<FormatError>(source, name, &OPTIONS, &mut |event| {
        match event {
            RemittanceEvent::Payment(_) => payments += 1,
            RemittanceEvent::End(_) => ends += 1,
            RemittanceEvent::Claim(claim) => {
                assert!(payments == ends + 1, "a claim outside a payment");
                assert!(claim.numbers.is_none(), "numbers leave unasked");
                for line in &claim.lines {
                    assert_eq!(line.line.allowed.is_none(), line.line.no_rate.is_some());
                }
                claims += 1;
                lines += claim.lines.len() as u64;
            }
        }
        Ok(())
    })
    .map_err(|error| error.to_string())?;
    assert_eq!(
        (read.payments, read.claims, read.lines),
        (payments, claims, lines)
    );
    assert_eq!(payments, ends, "a payment has no end");
    Ok((read, ends))
}

pub fn claims(bytes: &[u8], name: &str) {
    let read = read_all_claims(&mut &*bytes, name);
    assert_eq!(read, read_all_claims(&mut Trickle(bytes), name));
}

fn read_all_claims(source: &mut dyn Read, name: &str) -> Result<ClaimsRead, String> {
    let (mut claims, mut lines) = (0, 0);
    let read = read_claims::<FormatError>(source, name, &OPTIONS, &mut |claim| {
        assert!(claim.numbers.is_none(), "numbers leave unasked");
        claims += 1;
        lines += claim.lines.len() as u64;
        Ok(())
    })
    .map_err(|error| error.to_string())?;
    assert_eq!((read.claims, read.lines), (claims, lines));
    Ok(read)
}
