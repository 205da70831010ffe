//! Files cut anywhere, and files with a flipped bit, are read or refused: no panic, no endless loop.

use super::*;

fn read_anyhow(file: &[u8]) {
    let _look = look(&mut &*file, "a");
    let sink = &mut |_| Ok::<(), FormatError>(());
    let _read = read_remittances(&mut &*file, "a", &OPTIONS, sink);
    let sink = &mut |_| Ok::<(), FormatError>(());
    let _read = read_claims(&mut &*file, "a", &OPTIONS, sink);
}

fn files() -> [String; 3] {
    let remittance = payment(
        "-10",
        "CLP*A1*22*-100*-80*-5*12*ICN1*11*8
         NM1*QC*1*Doe*Ada****MI*M1
         SVC*HC:99213:25*-100*-80**-1*HC:99214*2
         DTM*472*20250203
         CAS*CO*45*-15**2*-5
         REF*6R*1
         AMT*B6*85
         LQ*HE*N1
         PLB*1*20251231*WO:1*3",
    );
    let bare = remittance[remittance.find("ST*").unwrap()..].to_owned();
    let claim = interchange(
        "837",
        "005010X222A1",
        "BHT*0019*00*1*20250301*1200*CH
         HL*2*1*22*0
         SBR*P*18*******12
         NM1*PR*2*Harbor Health Plan*****PI*60054
         CLM*A1*250***11:B:1
         LX*1
         SV1*HC:99214:25*200*UN*1***1
         DTP*472*D8*20250203",
    );
    [remittance, bare, claim]
}

#[test]
fn every_beginning_of_a_file_is_read_or_refused() {
    for file in files() {
        for end in 0..file.len() {
            read_anyhow(&file.as_bytes()[..end]);
        }
    }
}

#[test]
fn every_flipped_bit_is_read_or_refused() {
    for file in files() {
        let mut bytes = file.into_bytes();
        for at in 0..bytes.len() {
            for bit in 0..8 {
                bytes[at] ^= 1 << bit;
                read_anyhow(&bytes);
                bytes[at] ^= 1 << bit;
            }
        }
    }
}

#[test]
fn amounts_beyond_all_measure_overflow_nothing() {
    let huge = "99999999999";
    let line = format!("SVC*HC:99213*{huge}*-{huge}**{huge}\nCAS*CO*45*-{huge}**2*{huge}\n");
    let claim = format!(
        "CLP*A1*1*{huge}*-{huge}*{huge}*12*ICN1\nAMT*I*{huge}\n{}",
        line.repeat(50)
    );
    read_anyhow(payment(huge, &claim.repeat(20)).as_bytes());
}
