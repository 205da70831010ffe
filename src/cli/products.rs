//! `products`: payers' products, and what can be done to them.

use serde_json::json;

use super::args::ProductsArgs;
use super::print::{Align, TextTable};
use super::{Printed, ask, print};
use crate::domain::{PayerId, Product, ProductKind};
use crate::jobs::{Edit, JobError, PracticeView};

/// Lists products, after changing one where that is asked.
pub(super) fn products(args: &ProductsArgs) -> Printed {
    let (mut desk, mut view) = ask::open(&args.file)?;
    for edit in edits(&view, args)? {
        desk.edit(edit)?;
        view = desk.view()?;
    }
    desk.close()?;
    let payer = payer_of(&view, args)?;
    if args.output.json {
        let listed: Vec<&Product> = listed(&view, payer).collect();
        let value = json!({ "products": listed, "payer_names": view.payer_names });
        return Ok(print::json("products", &json!({}), &value));
    }
    Ok(as_text(&view, payer))
}

fn payer_of(view: &PracticeView, args: &ProductsArgs) -> Result<Option<PayerId>, JobError> {
    let named = args.payer.as_deref();
    Ok(named
        .map(|name| ask::payer(view, name))
        .transpose()?
        .map(|payer| payer.id))
}

fn listed(view: &PracticeView, payer: Option<PayerId>) -> impl Iterator<Item = &Product> {
    view.products
        .iter()
        .filter(move |product| payer.is_none_or(|payer| payer == product.payer))
}

fn edits(view: &PracticeView, args: &ProductsArgs) -> Result<Vec<Edit>, JobError> {
    let mut edits = Vec::new();
    let Some(payer) = payer_of(view, args)? else {
        return Ok(edits);
    };
    if let Some(name) = &args.add {
        edits.push(Edit::AddProduct {
            payer,
            name: name.clone(),
            kind: args.kind.unwrap_or(ProductKind::Other),
        });
    }
    let product = args
        .product
        .as_deref()
        .map(|name| ask::product(view, payer, name))
        .transpose()?;
    if let Some(product) = product {
        if args.rename.is_some() || args.kind.is_some() {
            edits.push(Edit::EditProduct(Product {
                name: args.rename.clone().unwrap_or_else(|| product.name.clone()),
                kind: args.kind.unwrap_or(product.kind),
                ..product.clone()
            }));
        }
        if let Some(into) = &args.merge_into {
            edits.push(Edit::MergeProducts {
                from: vec![product.id],
                into: ask::product(view, payer, into)?.id,
            });
        }
        if args.remove {
            edits.push(Edit::RemoveProduct(product.id));
        }
    }
    if let Some(text) = &args.name_in_files {
        let of_payer = || view.payer_names.iter().filter(|name| name.payer == payer);
        let names: Vec<_> = of_payer()
            .filter(|name| name.text.eq_ignore_ascii_case(text.trim()))
            .collect();
        if names.is_empty() {
            let known: Vec<&str> = of_payer().map(|name| name.text.as_str()).collect();
            return Err(ask::unknown("name of the payer in files", text, &known));
        }
        edits.extend(names.into_iter().map(|name| Edit::SetProductOfName {
            name: name.id,
            product: product.map(|product| product.id),
        }));
    }
    Ok(edits)
}

fn as_text(view: &PracticeView, payer: Option<PayerId>) -> String {
    let mut table = TextTable::new(&[
        ("Payer", Align::Left),
        ("Product", Align::Left),
        ("Kind", Align::Left),
        ("Lines", Align::Right),
        ("Names in files", Align::Left),
    ]);
    for product in listed(view, payer) {
        let names = || {
            view.payer_names
                .iter()
                .filter(|name| name.product == Some(product.id))
        };
        let texts: Vec<String> = names()
            .map(|name| match name.plan.as_str() {
                "" => name.text.clone(),
                plan => format!("{} / {plan}", name.text),
            })
            .collect();
        table.row(vec![
            view.payer(product.payer)
                .map_or_else(String::new, |payer| payer.name.clone()),
            product.name.clone(),
            product.kind.label().to_owned(),
            print::count(names().map(|name| name.line_count).sum()),
            texts.join("; "),
        ]);
    }
    table.text()
}
