//! Work that is due, as the place's page and the worklist show it.

use chrono::NaiveDate;
use domain::due::{DueKind, DueState};
use leptos::prelude::*;
use store::course::WorkRow;
use uuid::Uuid;

use super::happening::Happening;
use crate::texts::Texts;
use crate::ui::{PostForm, date, texts};

/// How far ahead work is shown as work, in days: as far as a term shows that it will end.
pub const AHEAD: u64 = 90;

/// "hạn 12/11/2026 · quá hạn 10 ngày".
pub fn until_words(t: Texts, row: &WorkRow, today: NaiveDate) -> String {
    let days = (row.waits_until - today).num_days();
    let (key, count) = match days {
        ..=-730 => ("worklist.overdue_years", -days / 365),
        -729..=-2 => ("worklist.overdue_days", -days),
        -1 => ("worklist.overdue_day", 1),
        0 => ("worklist.today", 0),
        1 => ("worklist.tomorrow", 1),
        _ => ("worklist.in_days", days),
    };
    let late = t.tf(key, &[("count", &count.to_string())]);
    let until = t.tf("worklist.until", &[("day", &date(t, row.on))]);
    match row.waits_until == row.on {
        true => format!("{until} · {late}"),
        false => format!("{until} · {} · {late}", t.tf("worklist.put_off", &[("day", &date(t, row.waits_until))])),
    }
}

/// The class that says how urgent it is; the words say it too.
pub fn urgency(row: &WorkRow, today: NaiveDate) -> &'static str {
    DueState::of(row.waits_until, today).code()
}

/// The one button of a piece of work: it leads to the fact that settles it, or confirms.
#[component]
pub fn DueButton(
    place: Uuid,
    kind: DueKind,
    /// Told to those who hear the page: which work, and where several places stand in a list, of which.
    #[prop(into)]
    about: String,
) -> impl IntoView {
    let t = texts();
    if kind == DueKind::Confirm {
        return view! {
            <PostForm action=format!("/places/{place}/confirm")>
                <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                <button aria-label=format!("{}: {about}", t.t("places.still_true"))>{t.t("places.still_true")}</button>
            </PostForm>
        }
        .into_any();
    }
    let href = match Happening::of_due(kind) {
        // What stands in place of an own cell is settled where it is shown.
        _ if kind == DueKind::OrganizationReview => format!("/places/{place}#organizations"),
        Some(happening) => format!("/places/{place}/record#{}", happening.code()),
        None if kind == DueKind::NewHome => format!("/places/{place}/edit#residential_area_id"),
        None => format!("/places/{place}/agreements"),
    };
    view! { <a class="button" href=href aria-label=format!("{}: {about}", t.t("worklist.record"))>{t.t("worklist.record")}</a> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Locale;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn row(on: &str, waits_until: &str) -> WorkRow {
        WorkRow {
            place_id: Uuid::nil(),
            place_name: String::new(),
            address: String::new(),
            admin_unit_id: Uuid::nil(),
            admin_unit_name: String::new(),
            kind: DueKind::Decision,
            on: day(on),
            waits_until: day(waits_until),
        }
    }

    #[test]
    fn how_late_it_is_stands_beside_the_day() {
        let told = |on: &str, waits: &str| until_words(Texts(Locale::Vi), &row(on, waits), day("2026-11-22"));
        assert_eq!(told("2026-11-10", "2026-11-10"), "hạn 10/11/2026 · quá hạn 12 ngày");
        assert_eq!(told("1993-12-31", "1993-12-31"), "hạn 31/12/1993 · quá hạn 32 năm");
        assert_eq!(told("2026-11-22", "2026-11-22"), "hạn 22/11/2026 · đến hạn hôm nay");
        assert_eq!(told("2026-11-10", "2026-12-01"), "hạn 10/11/2026 · hoãn đến 01/12/2026 · còn 9 ngày");
    }
}
