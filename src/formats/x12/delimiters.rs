//! Finds where X12 begins and which letters part its elements, composites and segments. The header
//! says so itself; nothing is taken from fixed offsets, because senders trim and pad them.

/// Longest ISA header looked at: 105 bytes by the book, up to 122 seen.
const MAX_HEADER: usize = 512;

/// Elements of an ISA header.
const HEADER_ELEMENTS: usize = 16;

/// Bytes looked at for the end of the first segment after the header.
const MAX_LOOK: usize = 4_096;

/// The letters that part a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Delimiters {
    /// Between elements: the byte behind `ISA`.
    pub(super) element: u8,
    /// Between the pieces of a composite (ISA16); `None` where the header has none.
    pub(super) composite: Option<u8>,
    /// Behind each segment. A carriage return or a line feed stands for both.
    pub(super) segment: u8,
}

impl Delimiters {
    /// Whether segments end with their line.
    pub(super) fn ends_by_line(self) -> bool {
        matches!(self.segment, b'\r' | b'\n')
    }

    /// Reads them from bytes that begin at a segment: an ISA header, or GS or ST where there is none.
    pub(super) fn of(start: &[u8]) -> Option<Self> {
        if starts_segment(start, b"ISA") {
            return of_header(start).or_else(|| usual(start, 3));
        }
        if starts_segment(start, b"GS") || starts_segment(start, b"ST") {
            return usual(start, 2);
        }
        None
    }
}

/// Whether bytes begin with this segment's name and something that can part elements.
pub(super) fn starts_segment(bytes: &[u8], name: &[u8]) -> bool {
    bytes
        .strip_prefix(name)
        .and_then(<[u8]>::first)
        .is_some_and(|byte| is_separator(*byte))
}

/// Letters and digits are content, and what parts the cells of a table or the words of prose parts
/// no elements.
fn is_separator(byte: u8) -> bool {
    byte.is_ascii_punctuation() && !b",;.\"'-_()".contains(&byte)
        || matches!(byte, 0x01..=0x08 | 0x0E..=0x1F)
}

/// Reads the separators of a full ISA header.
fn of_header(start: &[u8]) -> Option<Delimiters> {
    let header = start.get(..start.len().min(MAX_HEADER))?;
    let element = *header.get(3)?;
    let last = memchr::memchr_iter(element, header).nth(HEADER_ELEMENTS - 1)?;
    // A header cut short would borrow the elements of the next segment.
    let next = [b"GS", b"ST"]
        .iter()
        .filter_map(|name| {
            let mut needle = name.to_vec();
            needle.push(element);
            memchr::memmem::find(header, &needle)
        })
        .min();
    if next.is_some_and(|next| next < last) {
        return None;
    }
    let composite = *header.get(last + 1)?;
    let rest = start.get(last + 2..).unwrap_or_default();
    if matches!(composite, b'\r' | b'\n') {
        return Some(Delimiters {
            element,
            composite: None,
            segment: composite,
        });
    }
    let behind_spaces = rest.iter().position(|byte| *byte != b' ').unwrap_or(0);
    let rest = rest.get(behind_spaces..).unwrap_or_default();
    // ISA16 may be missing: then what seems to be it ends the header, and the next segment too.
    let next = rest.trim_ascii_start();
    let empty = [&b"GS"[..], b"ST", b"TA1", b"ISA"]
        .iter()
        .any(|name| next.strip_prefix(*name).and_then(<[u8]>::first) == Some(&element))
        && (next.len() == rest.len() || ends_with_its_line(next, composite));
    if empty {
        return Some(Delimiters {
            element,
            composite: None,
            segment: composite,
        });
    }
    let segment = *rest.first()?;
    let distinct = segment != element && segment != composite && !segment.is_ascii_alphanumeric();
    distinct.then_some(Delimiters {
        element,
        composite: (!composite.is_ascii_alphanumeric()
            && composite != b' '
            && composite != element)
            .then_some(composite),
        segment,
    })
}

/// Whether the first line's last letter is `mark`.
fn ends_with_its_line(bytes: &[u8], mark: u8) -> bool {
    let bytes = bytes.get(..bytes.len().min(MAX_LOOK)).unwrap_or_default();
    let end = memchr::memchr2(b'\r', b'\n', bytes).unwrap_or(bytes.len());
    bytes
        .get(..end)
        .is_some_and(|line| line.trim_ascii_end().last() == Some(&mark))
}

/// Takes the usual letters where no header names them: `~` if it occurs, or else the end of the line.
fn usual(start: &[u8], name_len: usize) -> Option<Delimiters> {
    let element = *start.get(name_len)?;
    let head = start.get(..start.len().min(MAX_LOOK))?;
    let tilde = element != b'~' && memchr::memchr(b'~', head).is_some();
    Some(Delimiters {
        element,
        composite: (element != b':').then_some(b':'),
        segment: if tilde { b'~' } else { b'\n' },
    })
}

/// Finds where X12 begins in a file's first bytes: at once, behind a byte-order mark and blanks, or
/// at a full header that begins a line after words about the file.
pub(super) fn beginning(head: &[u8]) -> Option<usize> {
    let body = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let body = body.trim_ascii_start();
    let at = head.len() - body.len();
    if starts_segment(body, b"ISA") || is_bare(body) {
        return Some(at);
    }
    memchr::memmem::find_iter(body, b"ISA")
        .find(|&found| {
            let begins_line = found
                .checked_sub(1)
                .and_then(|before| body.get(before))
                .is_some_and(|byte| matches!(byte, b'\r' | b'\n' | b' ' | b'\t' | b'~'));
            let start = body.get(found..).unwrap_or_default();
            begins_line
                && starts_segment(start, b"ISA")
                && of_header(start).is_some_and(|marks| {
                    let mut group = b"GS".to_vec();
                    group.push(marks.element);
                    let near = start.get(..start.len().min(MAX_HEADER)).unwrap_or_default();
                    memchr::memmem::find(near, &group).is_some()
                })
        })
        .map(|found| at + found)
}

/// Whether bytes begin with a group (GS) or a transaction set (ST) without the header around it.
fn is_bare(body: &[u8]) -> bool {
    if starts_segment(body, b"ST") {
        let mut elements = body
            .get(..body.len().min(MAX_LOOK))
            .unwrap_or_default()
            .splitn(3, |byte| Some(byte) == body.get(2));
        return elements
            .nth(1)
            .is_some_and(|number| number.len() == 3 && number.iter().all(u8::is_ascii_digit));
    }
    if !starts_segment(body, b"GS") {
        return false;
    }
    let near = body.get(..body.len().min(MAX_LOOK)).unwrap_or_default();
    let mut set = b"ST".to_vec();
    set.extend(body.get(2));
    // GS has eight elements; the transaction set begins behind its end.
    memchr::memmem::find(near, &set).is_some_and(|at| {
        let before = near.get(..at).unwrap_or_default();
        let elements = memchr::memchr_iter(near[2], before).count();
        elements >= 8
            && before
                .last()
                .is_some_and(|byte| !byte.is_ascii_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       \
                          *250101*1200*^*00501*000000001*0*P*";

    fn check(start: &str, element: u8, composite: Option<u8>, segment: u8) {
        assert_eq!(
            Delimiters::of(start.as_bytes()),
            Some(Delimiters {
                element,
                composite,
                segment
            }),
            "{start}"
        );
    }

    #[test]
    fn separators_are_read_from_the_header_whatever_its_length() {
        check(&format!("{HEADER}:~GS*HP*A~"), b'*', Some(b':'), b'~');
        check(&format!("{HEADER}>\nGS*HP*A\n"), b'*', Some(b'>'), b'\n');
        check(
            &format!("{HEADER}>\r\nGS*HP*A\r\n"),
            b'*',
            Some(b'>'),
            b'\r',
        );
        check(&format!("{HEADER}:^\nGS*HP*A^\n"), b'*', Some(b':'), b'^');
        check(&format!("{HEADER}:  ~GS*HP*A~"), b'*', Some(b':'), b'~');
        check(
            &HEADER
                .replace("          ", "")
                .replace('*', "|")
                .replace("P|", "P|:'GS|HP|A'"),
            b'|',
            Some(b':'),
            b'\'',
        );
    }

    #[test]
    fn a_missing_composite_separator_is_not_taken_for_the_terminator() {
        check(&format!("{HEADER}\nGS*HP*A\n"), b'*', None, b'\n');
        check(&format!("{HEADER}~GS*HP*A~ST*835~"), b'*', None, b'~');
        check(&format!("{HEADER}~\nGS*HP*A~\nST*835~\n"), b'*', None, b'~');
    }

    #[test]
    fn files_without_a_header_have_the_usual_separators() {
        check("ST*835*0001~BPR*I~", b'*', Some(b':'), b'~');
        check("ST*835*0001\nBPR*I\n", b'*', Some(b':'), b'\n');
        check("GS|HP|A|B~", b'|', Some(b':'), b'~');
        // A header cut short.
        check(
            "ISA*00*~GS*HP*A*B*20250101*1200*1*X*005010X221A1~ST*835*1~",
            b'*',
            Some(b':'),
            b'~',
        );
    }

    #[test]
    fn x12_is_told_from_prose_and_tables() {
        let full = format!("{HEADER}:~GS*HP*A~");
        assert_eq!(beginning(full.as_bytes()), Some(0));
        assert_eq!(
            beginning(format!("\u{feff}\r\n {full}").as_bytes()),
            Some(6)
        );
        assert_eq!(
            beginning(format!("About this file.\r\n\r\n{full}").as_bytes()),
            Some(20)
        );
        assert_eq!(beginning(b"ST*835*0001~"), Some(0));
        assert_eq!(
            beginning(b"GS*HP*A*B*20250101*1200*1*X*005010X221A1~ST*835*1~"),
            Some(0)
        );
        for text in [
            "ISA registers of the state\n",
            "ISA,Name,Charge\n1,2,3\n",
            "ST|Name|Charge\nNE|A|1\n",
            "ST,NE\n",
            "GS|GT|Name\n1|2|3\n",
            "Stated simply, the ISA*00 header begins a file.",
            "",
        ] {
            assert_eq!(beginning(text.as_bytes()), None, "{text}");
        }
    }
}
