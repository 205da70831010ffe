//! Just enough of Rust's grammar to scan a source for names: comments and literals are blanked, and
//! a name is not taken for a part of another.

/// Whether a line holds `text` between characters that belong to no name.
pub(super) fn names(line: &str, text: &str) -> bool {
    line.match_indices(text).any(|(start, _)| {
        let before = line[..start].chars().next_back();
        let after = line[start + text.len()..].chars().next();
        !before.is_some_and(is_name_char) && !after.is_some_and(is_name_char)
    })
}

/// Whether a line uses a crate: its name at the start of a path, or imported whole.
pub(super) fn names_crate(line: &str, name: &str) -> bool {
    line.match_indices(name).any(|(start, _)| {
        let before = line[..start].trim_end();
        let after = &line[start + name.len()..];
        let starts_path = !line[..start].ends_with(|char: char| is_name_char(char) || char == '.')
            && (!before.ends_with("::") || before.ends_with(" ::"));
        let is_import =
            before.ends_with("use") && (after.starts_with(';') || after.starts_with(" as "));
        starts_path && (after.starts_with("::") || is_import)
    })
}

/// Whether a character belongs to a name.
pub(super) fn is_name_char(char: char) -> bool {
    char.is_alphanumeric() || char == '_'
}

/// Blanks comments and string literals; lines keep their numbers.
pub(super) fn code_only(source: &str) -> String {
    let mut code = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let skipped = match first {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => block_comment_len(rest),
            '"' => string_len(rest),
            'r' if !code.ends_with(is_name_char) => raw_string_len(rest).unwrap_or(0),
            '\'' => char_len(rest),
            _ => 0,
        };
        let taken = if skipped == 0 {
            first.len_utf8()
        } else {
            skipped
        };
        if skipped == 0 {
            code.push(first);
        } else {
            code.extend(
                rest[..taken]
                    .chars()
                    .map(|char| if char == '\n' { '\n' } else { ' ' }),
            );
        }
        rest = &rest[taken..];
    }
    code
}

fn block_comment_len(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

fn string_len(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, char) in text.char_indices().skip(1) {
        match char {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn raw_string_len(text: &str) -> Option<usize> {
    let hashes = text[1..].bytes().take_while(|byte| *byte == b'#').count();
    let body = text[1 + hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let len = body.find(&end).map_or(body.len(), |at| at + end.len());
    Some(2 + hashes + len)
}

/// Length of a character literal, 0 for a lifetime.
fn char_len(text: &str) -> usize {
    let mut chars = text.char_indices().skip(1);
    match chars.next() {
        Some((_, '\\')) => text[2..].find('\'').map_or(0, |at| {
            // `'\''` closes at the second quote.
            if at == 0 { 4 } else { at + 3 }
        }),
        Some(_) => chars
            .next()
            .filter(|(_, char)| *char == '\'')
            .map_or(0, |(at, _)| at + 1),
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_literals_are_blanked_and_lifetimes_stay() {
        assert_eq!(code_only("a // b\nc"), "a     \nc");
        assert_eq!(code_only("('x', '\\n', 'a T)"), "(   ,     , 'a T)");
    }

    #[test]
    fn a_name_is_not_a_part_of_another() {
        assert!(names("use crate::store;", "crate::store"));
        assert!(!names("use crate::storekeeper;", "crate::store"));
        assert!(names_crate("let d: zip::Reader;", "zip"));
        assert!(!names_crate("a.iter().zip(b)", "zip"));
        assert!(!names_crate("crate::formats::zip::read()", "zip"));
    }
}
