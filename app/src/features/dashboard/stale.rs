//! Wards whose data are old: how many of their places nobody has confirmed for long, and when somebody last did.

use chrono::NaiveDate;
use leptos::prelude::*;
use store::course::Freshness;

use super::rows::{Row, stale};
use crate::texts::Texts;
use crate::ui::{ago, count, date, percent, texts};

/// More wards than these stand in the table only.
const SHOWN: usize = 5;

/// The work behind it: the places that wait to be confirmed, of a unit or of all.
fn behind(unit: &str) -> String {
    let of = if unit.is_empty() { String::new() } else { format!("unit={unit}&") };
    format!("/worklist?{of}kind=confirm&state=overdue")
}

/// "45,0%", and the day on which somebody last looked.
pub fn stale_cell(t: Texts, fresh: Option<Freshness>, unit: &str) -> AnyView {
    let Some(fresh) = fresh else { return view! { <td class="number">"–"</td> }.into_any() };
    let share = percent(t, fresh.stale, fresh.places);
    let share = if fresh.stale == 0 { share.into_any() } else { view! { <a href=behind(unit)>{share}</a> }.into_any() };
    let day = fresh.reviewed_on.map(|day| view! { <span class="soft last">{date(t, day)}</span> });
    view! { <td class="number">{share}{day}</td> }.into_any()
}

fn last(t: Texts, fresh: Freshness, today: NaiveDate) -> String {
    fresh.reviewed_on.map_or_else(|| t.t("places.never_reviewed"), |day| ago(t, day, today))
}

/// All rows together; none where no row says.
pub fn all_fresh(rows: &[Row]) -> Option<Freshness> {
    let sum = |all: Freshness, one: Freshness| Freshness {
        places: all.places + one.places,
        stale: all.stale + one.stale,
        reviewed_on: all.reviewed_on.max(one.reviewed_on),
    };
    rows.iter().filter_map(|row| row.fresh).reduce(sum)
}

/// The wards with the oldest data, worst first.
#[component]
pub fn StaleWards(rows: Vec<Row>, today: NaiveDate) -> impl IntoView {
    let t = texts();
    // One ward is nothing to compare.
    let mut old: Vec<Row> = rows.iter().filter(|row| rows.len() > 1 && stale(row) > 0.0).cloned().collect();
    old.sort_by(|a, b| stale(b).total_cmp(&stale(a)));
    old.truncate(SHOWN);
    let items: Vec<_> = old
        .into_iter()
        .filter_map(|row| {
            let (fresh, unit) = (row.fresh?, row.scope?.unit);
            let words = t.tf("freshness.of", &[("stale", &count(t, fresh.stale)), ("places", &count(t, fresh.places))]);
            let last = t.tf("freshness.last", &[("ago", &last(t, fresh, today))]);
            Some(view! { <li>{row.name}": "<a href=behind(&unit)>{words}</a>" "<span class="soft">{last}</span></li> }.into_any())
        })
        .collect();
    (!items.is_empty()).then(|| {
        view! {
            <section class="card stale" aria-labelledby="stale">
                <h2 id="stale">{t.t("freshness.title")}</h2>
                <p class="soft">{t.t("freshness.meaning")}</p>
                <ul>{items}</ul>
            </section>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(stale: u64, places: u64, reviewed_on: &str) -> Row {
        let fresh = Freshness { places, stale, reviewed_on: reviewed_on.parse().ok() };
        Row { name: String::new(), link: String::new(), scope: None, counts: Default::default(), fresh: Some(fresh) }
    }

    #[test]
    fn all_wards_together_are_as_fresh_as_the_freshest_and_as_old_as_their_sum() {
        let all = all_fresh(&[row(1, 4, "2026-01-05"), row(2, 6, ""), row(0, 1, "2026-11-20")]).expect("a sum");
        assert_eq!((all.stale, all.places, all.reviewed_on.map(|day| day.to_string())), (3, 11, Some("2026-11-20".into())));
        assert_eq!(all_fresh(&[]), None);
    }

    #[test]
    fn a_number_leads_to_the_work_behind_it() {
        assert_eq!(behind("26740"), "/worklist?unit=26740&kind=confirm&state=overdue");
        assert_eq!(behind(""), "/worklist?kind=confirm&state=overdue");
    }
}
