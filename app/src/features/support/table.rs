//! One table of a month, with what it counts, its sum, and in words what is hidden.

use domain::support_table::{NO_OFFICE, SupportMeasure};
use leptos::prelude::*;
use store::support::{SupportRow, SupportTable};

use crate::texts::Texts;
use crate::ui::{count, texts};

#[component]
pub fn Table(table: SupportTable) -> impl IntoView {
    let t = texts();
    let SupportTable { measure, missed, rows, sum } = table;
    let title = t.code("support_measure", measure.code());
    let (some, noughts): (Vec<SupportRow>, Vec<SupportRow>) = rows.into_iter().partition(|row| is_shown(measure, row));
    let lines: Vec<_> =
        some.iter().map(|row| view! { <tr><th scope="row">{row_words(t, measure, row)}</th>{cell(t, measure, row.value)}</tr> }).collect();
    let rest = (!noughts.is_empty()).then(|| rest_words(t, measure, noughts.len()));
    let no_lines = lines.is_empty();
    let total = measure.has_sum().then(|| {
        let words = t.t(&format!("support.sum.{}", measure.code()));
        view! { <tfoot><tr><th scope="row">{words}</th>{cell(t, measure, sum)}</tr></tfoot> }
    });
    let (head, label) = (measure.code(), title.clone());
    if missed {
        return view! {
            <section class="card" aria-labelledby=head>
                <h2 id=head>{title}</h2>
                <p>{t.t("support.missed")}</p>
            </section>
        }
        .into_any();
    }
    view! {
        <section class="card" aria-labelledby=head>
            <h2 id=head>{title.clone()}</h2>
            <p class="soft">{t.t(&format!("support.about.{}", measure.code()))}</p>
            <div class="scroll" role="region" tabindex="0" aria-label=label>
                <table>
                    <caption class="hidden">{title.clone()}</caption>
                    <thead><tr>
                        <th scope="col">{t.t(&format!("support.rows.{}", by(measure)))}</th>
                        <th scope="col" class="number">{t.t(&format!("support.unit.{}", unit(measure)))}</th>
                    </tr></thead>
                    {(!no_lines).then(|| view! { <tbody>{lines}</tbody> })}
                    {total}
                </table>
            </div>
            {rest.map(|rest| view! { <p class="soft">{rest}</p> })}
        </section>
    }
    .into_any()
}

/// Rows of which there is nothing to say stand in one line below.
fn is_shown(measure: SupportMeasure, row: &SupportRow) -> bool {
    if measure == SupportMeasure::MedianDaysByOffice { row.value.is_some() } else { row.value != Some(0) }
}

fn rest_words(t: Texts, measure: SupportMeasure, rows: usize) -> String {
    let of = match measure {
        SupportMeasure::HouseholdsByWard => "noughts_wards",
        SupportMeasure::MedianDaysByOffice => "no_medians",
        _ => "noughts",
    };
    t.tf(&format!("support.{of}"), &[("count", &count(t, rows as u64))])
}

/// What is hidden is said in words: a mark alone is read as a nought.
fn cell(t: Texts, measure: SupportMeasure, value: Option<u64>) -> AnyView {
    let hidden = match measure {
        SupportMeasure::MedianDaysByOffice => "support.no_median",
        SupportMeasure::Coverage => "support.no_share",
        _ => "support.hidden",
    };
    match value {
        Some(value) if measure == SupportMeasure::Coverage => view! { <td class="number">{format!("{value}%")}</td> }.into_any(),
        Some(value) => view! { <td class="number">{count(t, value)}</td> }.into_any(),
        None => view! { <td class="number soft">{t.t(hidden)}</td> }.into_any(),
    }
}

fn row_words(t: Texts, measure: SupportMeasure, row: &SupportRow) -> String {
    match by(measure) {
        "ward" => format!("{} · {}", row.code, row.name),
        _ if row.code == NO_OFFICE => t.t("support.no_office"),
        set => t.code(set, &row.code),
    }
}

/// What the rows of a table are: a set of codes, or wards.
fn by(measure: SupportMeasure) -> &'static str {
    match measure {
        SupportMeasure::HouseholdsByWard => "ward",
        SupportMeasure::Coverage => "city",
        SupportMeasure::HouseholdsByCategory => "support_category",
        SupportMeasure::VisitsByHow => "visit_how",
        SupportMeasure::HelpByKind => "help_kind",
        SupportMeasure::RequestsByOffice | SupportMeasure::AnswersByOffice | SupportMeasure::MedianDaysByOffice => "office",
    }
}

/// What its numbers count.
fn unit(measure: SupportMeasure) -> &'static str {
    match measure {
        SupportMeasure::HouseholdsByWard | SupportMeasure::HouseholdsByCategory => "households",
        SupportMeasure::Coverage => "share",
        SupportMeasure::VisitsByHow => "visits",
        SupportMeasure::HelpByKind => "times",
        SupportMeasure::RequestsByOffice | SupportMeasure::AnswersByOffice => "requests",
        SupportMeasure::MedianDaysByOffice => "days",
    }
}
