//! Rows that may be a place that stands in the register already: a person decides.

use domain::import::{Choices, RowDecision};
use leptos::prelude::*;
use store::import::{AlikeRow, Resembled};
use uuid::Uuid;

use super::decided::row_name;
use crate::texts::Texts;
use crate::ui::{PostForm, count, texts};

#[component]
pub fn Duplicates(id: Uuid, rows: Vec<AlikeRow>, choices: Choices, total: usize) -> impl IntoView {
    let t = texts();
    let shown = rows.len();
    let summary = format!("{} ({})", t.t("import_page.duplicates"), count(t, shown as u64));
    let rows: Vec<_> = rows
        .into_iter()
        .map(|row| {
            let decided = choices.rows.of(&row.sheet, row.row);
            view! { <OneRow row=row decided=decided/> }
        })
        .collect();
    (shown > 0).then(|| {
        view! {
            <details class="card duplicates" id="duplicates" open=true>
                <summary>{summary}</summary>
                <p class="soft">{t.t("import_page.duplicates_meaning")}</p>
                {(total > shown).then(|| view! { <p class="soft">{t.tf("import_page.duplicates_more", &[("count", &count(t, shown as u64))])}</p> })}
                <PostForm action=format!("/import/{id}/duplicates")>
                    {rows}
                    <button class="plain">{t.t("import_page.preview_again")}</button>
                </PostForm>
            </details>
        }
    })
}

#[component]
fn OneRow(row: AlikeRow, decided: Option<RowDecision>) -> impl IntoView {
    let t = texts();
    let name = row_name(&row);
    let address = t.tf("import_page.row", &[("row", &row.row.to_string())]);
    let what = [row.name.as_str(), row.address.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let mut places: Vec<(Uuid, Vec<&Resembled>)> = Vec::new();
    for other in &row.resembles {
        match (other.place, places.iter_mut().find(|(id, _)| Some(*id) == other.place)) {
            (_, Some((_, reasons))) => reasons.push(other),
            (Some(id), None) => places.push((id, vec![other])),
            (None, None) => {}
        }
    }
    let same: Vec<_> = places
        .into_iter()
        .map(|(id, reasons)| {
            let words = t.tf("import_page.same_as", &[("place", &place_words(reasons[0])), ("why", &why(t, &reasons))]);
            let chosen = decided == Some(RowDecision::Same(id));
            view! {
                <div class="row same">
                    <label class="check"><input type="radio" name=name.clone() value=id.to_string() checked=chosen/><span>{words}</span></label>
                    <a href=format!("/places/{id}")>{t.t("import_page.look_at_place")}</a>
                </div>
            }
        })
        .collect();
    let rows: Vec<_> = row
        .resembles
        .iter()
        .filter_map(|other| {
            let number = other.row?.to_string();
            Some(view! { <p class="soft">{t.tf("import_page.like_row", &[("row", &number), ("why", &why(t, &[other]))])}</p> })
        })
        .collect();
    let other = !matches!(decided, Some(RowDecision::Same(_) | RowDecision::Later));
    view! {
        <fieldset class="field">
            <legend>{address}": "{what}</legend>
            {rows}
            {same}
            <label class="check"><input type="radio" name=name.clone() value="other" checked=other/><span>{t.t("import_page.other_place")}</span></label>
            <label class="check"><input type="radio" name=name value="later" checked=decided == Some(RowDecision::Later)/><span>{t.t("import_page.decide_later")}</span></label>
        </fieldset>
    }
}

fn place_words(place: &Resembled) -> String {
    [place.name.as_str(), place.address.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn why(t: Texts, reasons: &[&Resembled]) -> String {
    reasons.iter().map(|reason| t.t(&format!("import_page.why.{}", reason.code))).collect::<Vec<_>>().join(", ")
}
