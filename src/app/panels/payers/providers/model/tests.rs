//! The list of providers as text, and the edits it asks for.

use super::*;

fn provider(id: i64, text: &str, line_count: u64) -> Provider {
    Provider {
        id: ProviderId(id),
        text: text.to_owned(),
        name: None,
        npi: None,
        class: None,
        site: None,
        same_as: None,
        line_count,
    }
}

fn providers() -> Vec<Provider> {
    vec![
        Provider {
            name: Some("Ada Example".to_owned()),
            npi: Some("1234567893".to_owned()),
            class: Some(ProviderClass::Physician),
            ..provider(1, "EXAMPLE, ADA", 900)
        },
        provider(2, "SAMPLE B", 40),
        Provider {
            same_as: Some(ProviderId(1)),
            ..provider(3, "1234567893", 104)
        },
        provider(4, "CASE C", 60),
    ]
}

fn shown(search: &str) -> Vec<String> {
    ProvidersModel::new(&providers(), &[], search)
        .providers
        .iter()
        .map(|line| {
            format!(
                "{} | {} | {} | {}",
                line.name, line.npi_words, line.lines_words, line.texts_words
            )
        })
        .collect()
}

#[test]
fn unknown_classes_come_first_and_then_the_busiest() {
    assert_eq!(
        shown(""),
        [
            "CASE C | No NPI | 60 lines | 1 name in files",
            "SAMPLE B | No NPI | 40 lines | 1 name in files",
            "Ada Example | NPI 1234567893 | 1,004 lines | 2 names in files",
        ]
    );
    let model = ProvidersModel::new(&providers(), &[], "");
    assert_eq!(
        model.unknown,
        "The class of 2 providers is not known: contracts are priced as if by physicians"
    );
    assert_eq!(model.counted, "3 providers");
    assert_eq!(ProvidersModel::new(&providers()[..1], &[], "").unknown, "");
}

#[test]
fn a_search_finds_providers_by_name_text_number_and_class() {
    for search in ["ada", "example, a", "3456", "physician"] {
        assert_eq!(shown(search).len(), 1, "{search}");
    }
    let model = ProvidersModel::new(&providers(), &[], "sample");
    assert_eq!(model.counted, "1 of 3 providers");
}

#[test]
fn only_merged_texts_can_be_split_off() {
    let model = ProvidersModel::new(&providers(), &[], "ada");
    let splits: Vec<_> = model.providers[0]
        .texts
        .iter()
        .map(|text| text.split.as_deref())
        .collect();
    assert_eq!(splits, [None, Some("Split 1234567893 off Ada Example")]);
}

#[test]
fn an_edit_is_asked_for_only_when_something_changes() {
    let all = providers();
    let (known, plain) = (&all[0], &all[1]);
    assert!(rename(known, " Ada Example ", "1234567893").is_none());
    assert!(rename(plain, "SAMPLE B", " ").is_none());
    assert!(matches!(
        rename(known, "EXAMPLE, ADA", ""),
        Some(Edit::EditProvider(Provider {
            name: None,
            npi: None,
            ..
        }))
    ));
    assert!(classify(known, Some(ProviderClass::Physician)).is_none());
    assert!(matches!(
        classify(plain, Some(ProviderClass::NursePractitioner)),
        Some(Edit::EditProvider(Provider {
            class: Some(ProviderClass::NursePractitioner),
            ..
        }))
    ));
    assert!(place(known, None).is_none());
    assert!(matches!(
        place(known, Some(SiteId(2))),
        Some(Edit::EditProvider(Provider {
            site: Some(SiteId(2)),
            ..
        }))
    ));
}
