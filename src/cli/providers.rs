//! `providers` and `sites`: who sees patients and where, and what can be done to the lists.

use serde_json::json;

use super::args::{ProvidersArgs, SitesArgs};
use super::print::{Align, TextTable, count};
use super::{Printed, ask, print};
use crate::domain::{Provider, Site};
use crate::jobs::{Edit, JobError, PracticeView};

/// Lists providers, after changing one where that is asked.
pub(super) fn providers(args: &ProvidersArgs) -> Printed {
    let (mut desk, mut view) = ask::open(&args.file)?;
    if let Some(edit) = provider_edit(&view, args)? {
        desk.edit(edit)?;
        view = desk.view()?;
    }
    desk.close()?;
    if args.output.json {
        let value = json!({ "providers": view.providers });
        return Ok(print::json("providers", &json!({}), &value));
    }
    Ok(providers_text(&view))
}

/// Takes an empty text for none.
fn changed(typed: Option<&String>, known: Option<&String>) -> Option<String> {
    match typed {
        Some(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        None => known.cloned(),
    }
}

fn provider_edit(view: &PracticeView, args: &ProvidersArgs) -> Result<Option<Edit>, JobError> {
    if let Some(text) = &args.split {
        let merged = view.providers.iter().filter(|one| one.same_as.is_some());
        let found = ask::by_text("merged provider", text, merged, |one| &one.text)?;
        return Ok(Some(Edit::SplitProvider(found.id)));
    }
    let Some(name) = &args.provider else {
        return Ok(None);
    };
    let provider = ask::provider(view, name)?;
    if let Some(into) = &args.merge_into {
        return Ok(Some(Edit::MergeProviders {
            from: vec![provider.id],
            into: ask::provider(view, into)?.id,
        }));
    }
    let site = args
        .site
        .as_deref()
        .map(|name| ask::site(view, name))
        .transpose()?;
    Ok(Some(Edit::EditProvider(Provider {
        name: changed(args.rename.as_ref(), provider.name.as_ref()),
        npi: changed(args.npi.as_ref(), provider.npi.as_ref()),
        class: args.class.or(provider.class),
        site: site.map(|site| site.id).or(provider.site),
        ..provider.clone()
    })))
}

fn providers_text(view: &PracticeView) -> String {
    let mut table = TextTable::new(&[
        ("Provider", Align::Left),
        ("In files", Align::Left),
        ("NPI", Align::Left),
        ("Class", Align::Left),
        ("Site", Align::Left),
        ("Lines", Align::Right),
        ("", Align::Left),
    ]);
    for provider in &view.providers {
        let site = view
            .sites
            .iter()
            .find(|site| provider.site == Some(site.id));
        let same_as = view
            .providers
            .iter()
            .find(|other| provider.same_as == Some(other.id));
        table.row(vec![
            provider.shown_name().to_owned(),
            provider.text.clone(),
            provider.npi.clone().unwrap_or_default(),
            provider
                .class
                .map_or_else(String::new, |class| class.label().to_owned()),
            site.map_or_else(String::new, |site| site.shown_name().to_owned()),
            count(provider.line_count),
            same_as.map_or_else(String::new, |other| {
                format!("merged into {}", other.shown_name())
            }),
        ]);
    }
    table.text()
}

/// Lists sites, after changing one where that is asked.
pub(super) fn sites(args: &SitesArgs) -> Printed {
    let (mut desk, mut view) = ask::open(&args.file)?;
    if let Some(edit) = site_edit(&view, args)? {
        desk.edit(edit)?;
        view = desk.view()?;
    }
    desk.close()?;
    if args.output.json {
        let value = json!({ "sites": view.sites });
        return Ok(print::json("sites", &json!({}), &value));
    }
    Ok(sites_text(&view))
}

fn site_edit(view: &PracticeView, args: &SitesArgs) -> Result<Option<Edit>, JobError> {
    if let Some(text) = &args.split {
        let merged = view.sites.iter().filter(|one| one.same_as.is_some());
        let found = ask::by_text("merged site", text, merged, |one| &one.text)?;
        return Ok(Some(Edit::SplitSite(found.id)));
    }
    let Some(name) = &args.site else {
        return Ok(None);
    };
    let site = ask::site(view, name)?;
    if let Some(into) = &args.merge_into {
        return Ok(Some(Edit::MergeSites {
            from: vec![site.id],
            into: ask::site(view, into)?.id,
        }));
    }
    Ok(Some(Edit::EditSite(Site {
        name: changed(args.rename.as_ref(), site.name.as_ref()),
        zip: changed(args.zip.as_ref(), site.zip.as_ref()),
        ..site.clone()
    })))
}

fn sites_text(view: &PracticeView) -> String {
    let mut table = TextTable::new(&[
        ("Site", Align::Left),
        ("In files", Align::Left),
        ("ZIP", Align::Left),
        ("Lines", Align::Right),
        ("", Align::Left),
    ]);
    for site in &view.sites {
        let same_as = view
            .sites
            .iter()
            .find(|other| site.same_as == Some(other.id));
        table.row(vec![
            site.shown_name().to_owned(),
            site.text.clone(),
            site.zip.clone().unwrap_or_default(),
            count(site.line_count),
            same_as.map_or_else(String::new, |other| {
                format!("merged into {}", other.shown_name())
            }),
        ]);
    }
    table.text()
}
