//! The faces every document is set in, embedded in the program so that paper looks the same on
//! every machine. Licence and changes: `assets/fonts/README.txt`.

use std::sync::OnceLock;

use typst::foundations::Bytes;
use typst::text::Font;

static FILES: [&[u8]; 5] = [
    include_bytes!("../../assets/fonts/Inter-Regular.ttf"),
    include_bytes!("../../assets/fonts/Inter-Italic.ttf"),
    include_bytes!("../../assets/fonts/Inter-Medium.ttf"),
    include_bytes!("../../assets/fonts/Inter-SemiBold.ttf"),
    include_bytes!("../../assets/fonts/Inter-Bold.ttf"),
];

/// Returns the faces, read once.
pub fn all() -> &'static [Font] {
    static FONTS: OnceLock<Vec<Font>> = OnceLock::new();
    FONTS.get_or_init(|| {
        FILES
            .iter()
            .filter_map(|file| Font::new(Bytes::new(*file), 0))
            .collect()
    })
}

/// Whether the regular face can show a character.
pub fn shows(letter: char) -> bool {
    letter.is_control()
        || all()
            .first()
            .is_some_and(|font| font.info().coverage.contains(u32::from(letter)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_face_is_read_and_shows_what_the_documents_use() {
        assert_eq!(all().len(), FILES.len());
        for letter in "Aé0\u{2212}\u{2013}\u{2014}\u{2192}\u{2019}%$§".chars() {
            assert!(shows(letter), "{letter}");
        }
        assert!(!shows('漢') && !shows('😀'));
    }
}
