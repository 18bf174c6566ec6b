//! Somebody else changed the record while a form was open: what stands there now, beside what was typed. Sent once more
//! the form stands, so it holds nothing that its reader was not shown.

use domain::failure::FieldErrors;
use domain::household::{Household, Support};
use leptos::prelude::*;
use uuid::Uuid;

use super::form::of_draft;
use super::support_fields::{forget_supports, supports, type_supports};
use super::typed::Typed;
use super::words::support_words;
use crate::texts::Texts;
use crate::ui::texts;

/// A field that says something else in the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other {
    pub label: String,
    pub now: String,
    /// What was typed, where the form has been set to what is recorded.
    pub typed: Option<String>,
}

/// What stands now instead of what was typed, and the form that can be sent once more: at the revision that its reader
/// is shown. What the household said since of who may help it, what it was granted since, whom it has refused and where
/// it has moved is no form's to overwrite that had not seen it: these say what is recorded, and can be said anew.
pub fn others_now(t: Texts, found: &Household, typed: &mut Typed) -> Vec<Other> {
    let now = of_draft(&found.draft);
    let plain = ["name", "phone", "unit", "people", "need"].into_iter().filter(|field| now.get(field) != typed.get(field));
    let label = |field: &str| t.t(&format!("households.{field}"));
    let mut others: Vec<Other> = plain.map(|field| Other { label: label(field), now: now.get(field), typed: None }).collect();

    let neighbours = |allowed: bool| t.t(if allowed { "households.neighbours_yes" } else { "households.neighbours_no" });
    let (said, recorded) = (typed.ticked("neighbours_allowed"), found.draft.neighbours_allowed);
    if said != recorded {
        others.push(Other { label: label("who_may_help"), now: neighbours(recorded), typed: Some(neighbours(said)) });
        typed.set("neighbours_allowed", now.get("neighbours_allowed"));
    }
    let said = supports(typed, &mut FieldErrors::default());
    if said != found.draft.supports {
        let words = |all: &[Support]| {
            let one = |support: &Support| format!("{} {}", t.code("support_category", support.category.code()), support_words(t, support));
            all.iter().map(one).collect::<Vec<_>>().join("; ")
        };
        others.push(Other { label: label("supports"), now: words(&found.draft.supports), typed: Some(words(&said)) });
        forget_supports(typed);
        type_supports(typed, &found.draft.supports);
    }
    typed.set("revision", found.revision.to_string());
    typed.set("residence", found.place_id.to_string());
    let known = typed.all("refused");
    let since = found.draft.refused.iter().map(Uuid::to_string).filter(|id| !known.contains(id));
    since.for_each(|id| typed.push("refused", id));
    others
}

/// What the record says instead, also where nobody else changed it.
#[component]
pub fn Others(others: Vec<Other>) -> impl IntoView {
    let t = texts();
    let words = |said: String| if said.trim().is_empty() { "–".to_owned() } else { said };
    let rows: Vec<_> = others
        .into_iter()
        .map(|Other { label, now, typed }| {
            let typed = typed.map(|said| t.tf("households.typed_before", &[("said", &words(said))]));
            view! { <div><dt>{label}</dt><dd>{words(now)}{typed.map(|typed| view! { <br/><span class="soft">{typed}</span> })}</dd></div> }
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="card">
                <h2>{t.t("households.recorded_now")}</h2>
                <dl class="facts">{rows}</dl>
            </section>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Locale;
    use domain::household::{HouseholdDraft, SupportCategory};

    fn recorded(draft: HouseholdDraft) -> Household {
        let (id, day) = (Uuid::nil(), chrono::NaiveDate::default());
        Household {
            id,
            code: String::new(),
            admin_unit_id: id,
            place_id: id,
            draft,
            consented_on: day,
            ended_on: None,
            end: None,
            restricted: false,
            last_met_on: None,
            next_visit_on: None,
            needs_no_visits: false,
            revision: 7,
        }
    }

    #[test]
    fn a_permission_that_was_taken_back_and_support_that_was_granted_since_are_not_overwritten() {
        let seen =
            HouseholdDraft { name: "Bà Bảy".into(), need: "Đi khám".into(), neighbours_allowed: true, ..HouseholdDraft::default() };
        let mut typed =
            of_draft(&HouseholdDraft { supports: vec![Support::of(SupportCategory::Other)], need: "Đi chợ".into(), ..seen.clone() });
        let supports = vec![Support::of(SupportCategory::Poor)];
        let now = HouseholdDraft { neighbours_allowed: false, supports, refused: vec![Uuid::from_u128(7)], ..seen };
        let others = others_now(Texts(Locale::En), &recorded(now.clone()), &mut typed);
        let set: Vec<bool> = others.iter().map(|other| other.typed.is_some()).collect();
        assert_eq!(set, [false, true, true], "{others:?}");
        let again = super::super::form::draft(&typed).expect("no fault");
        assert!(again == HouseholdDraft { need: "Đi chợ".into(), ..now }, "what was typed of the rest stands");
        assert_eq!(typed.revision(), 7);
    }
}
