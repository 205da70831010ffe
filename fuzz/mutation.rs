//! What is done to a seed: flipped bits, lost and doubled pieces, pieces of another seed, numbers no
//! file should hold, plain noise.

use std::io::{Cursor, Read as _, Write as _};

use crate::random::Random;
use crate::seeds::Seed;

/// Longest input: mutations may double pieces again and again.
const MAX_BYTES: usize = 256 * 1024;

/// Cells and elements that break arithmetic, dates, codes or widths elsewhere.
const ODD_CELLS: [&str; 22] = [
    "",
    "0",
    "-0",
    "-1",
    "99999999999999999999999999999999",
    "-79228162514264337593543950335",
    "0.00000000000000000000000000000001",
    "9223372036854775808",
    "1e308",
    "NaN",
    "(1)",
    "$1,2,3.4.5",
    "00000000",
    "20250229",
    "99991231",
    "2/30/2025",
    "-32768-01-01",
    "60000.99999",
    "\u{0}",
    "\u{feff}",
    "\u{10ffff}\u{301}\u{301}",
    "HC:99213:25:26:50:59:80",
];

/// Bytes that part cells, rows and segments.
const BREAKS: &[u8] = b",;|\t\n\r~*:^>\"'";

/// Makes an input from its number alone.
pub fn input<'a>(target: &str, seeds: &[&'a Seed], number: u64) -> (&'a Seed, Vec<u8>) {
    let mut random = Random::new(target, number);
    let seed = *random.pick(seeds);
    let other = *random.pick(seeds);
    // What a zip holds is reached only by taking it apart: any other change breaks its checksums.
    let inside = seed.bytes.starts_with(b"PK\x03\x04") && random.below(4) != 0;
    let bytes = if inside {
        changed_member(&mut random, &seed.bytes)
    } else {
        changed(&mut random, seed.bytes.clone(), &other.bytes)
    };
    (seed, bytes)
}

fn changed(random: &mut Random, mut bytes: Vec<u8>, other: &[u8]) -> Vec<u8> {
    for _ in 0..=random.below(8) {
        change(random, &mut bytes, other);
        bytes.truncate(MAX_BYTES);
    }
    bytes
}

fn change(random: &mut Random, bytes: &mut Vec<u8>, other: &[u8]) {
    let at = random.below(bytes.len());
    match random.below(10) {
        0 | 1 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << random.below(8);
            }
        }
        2 => {
            let end = (at + random.below(64)).min(bytes.len());
            bytes.drain(at..end);
        }
        3 => {
            let (from, to) = piece(random, bytes);
            let copy = bytes[from..to].to_vec();
            insert(bytes, at, &copy);
        }
        4 => {
            let (from, to) = piece(random, other);
            insert(bytes, at, &other[from..to]);
        }
        5 | 6 => {
            let (from, to) = piece(random, bytes);
            bytes.drain(from..to);
            insert(bytes, from, random.pick(&ODD_CELLS).as_bytes());
        }
        7 => insert(bytes, at, &[*random.pick(BREAKS)]),
        8 => {
            let noise: Vec<u8> = (0..random.below(40)).map(|_| random.next() as u8).collect();
            insert(bytes, at, &noise);
        }
        _ => {
            let (from, to) = piece(random, bytes);
            let copy = bytes[from..to].repeat(1 + random.below(200));
            insert(bytes, at, &copy);
        }
    }
}

fn insert(bytes: &mut Vec<u8>, at: usize, more: &[u8]) {
    let at = at.min(bytes.len());
    bytes.splice(at..at, more.iter().copied());
}

/// Chooses a piece between two breaks: a cell, an element, a row, a segment.
fn piece(random: &mut Random, bytes: &[u8]) -> (usize, usize) {
    let start = random.below(bytes.len());
    let mark = *random.pick(BREAKS);
    let is_mark = |byte: &u8| *byte == mark || *byte == b'\n';
    let from = bytes[..start]
        .iter()
        .rposition(is_mark)
        .map_or(start, |before| before + 1);
    let to = bytes[start..]
        .iter()
        .position(is_mark)
        .map_or(start, |after| start + after);
    (from, to.max(from))
}

/// Changes one member of a zip and packs it again.
fn changed_member(random: &mut Random, bytes: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a seed is whole");
    let chosen = random.below(archive.len());
    let mut packed = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for idx in 0..archive.len() {
        let mut member = archive.by_index(idx).expect("a seed is whole");
        let name = member.name().expect("a seed is whole").into_owned();
        let mut content = Vec::new();
        member.read_to_end(&mut content).expect("a seed is whole");
        if idx == chosen {
            content = changed(random, content, b"<c r=\"XFD1048576\"><v>1</v></c>");
        }
        packed
            .start_file(name, zip::write::SimpleFileOptions::default())
            .expect("memory takes it");
        packed.write_all(&content).expect("memory takes it");
    }
    packed.finish().expect("memory takes it").into_inner()
}
