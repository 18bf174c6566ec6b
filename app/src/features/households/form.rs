//! What is said of a household: the fields that recording and changing have in common.

use domain::failure::FieldErrors;
use domain::household::{HouseholdDraft, LONGEST_NEED};
use domain::member::LONGEST_NAME;
use leptos::prelude::*;

use super::support_fields::{SupportFields, supports, type_supports};
use super::typed::Typed;
use crate::ui::{Field, texts};

/// What was typed, checked; every error at once.
pub fn draft(typed: &Typed) -> Result<HouseholdDraft, FieldErrors> {
    let mut errors = FieldErrors::default();
    let people = typed.number("people", &mut errors);
    let supports = supports(typed, &mut errors);
    let draft = HouseholdDraft {
        name: typed.get("name"),
        phone: typed.get("phone"),
        unit: typed.get("unit"),
        people,
        need: typed.get("need"),
        supports,
        neighbours_allowed: typed.ticked("neighbours_allowed"),
        refused: typed.all("refused").iter().filter_map(|id| id.parse().ok()).collect(),
    };
    match draft.check() {
        Ok(draft) if errors.is_empty() => Ok(draft),
        Ok(_) => Err(errors),
        Err(others) => {
            errors.0.extend(others.0);
            Err(errors)
        }
    }
}

/// The form of what stands now.
pub fn of_draft(draft: &HouseholdDraft) -> Typed {
    let mut typed = Typed::default();
    typed.set("name", draft.name.clone());
    typed.set("phone", draft.phone.clone());
    typed.set("unit", draft.unit.clone());
    typed.set("people", draft.people.map(|people| people.to_string()).unwrap_or_default());
    typed.set("need", draft.need.clone());
    typed.set("neighbours_allowed", if draft.neighbours_allowed { "1" } else { "" });
    draft.refused.iter().for_each(|id| typed.push("refused", id.to_string()));
    type_supports(&mut typed, &draft.supports);
    typed
}

#[component]
pub fn HouseholdFields(typed: Typed, errors: FieldErrors) -> impl IntoView {
    let t = texts();
    let (v, e) = (typed, errors);
    let neighbours = v.ticked("neighbours_allowed");
    let supports = view! { <SupportFields typed=v.clone() errors=e.clone()/> }.into_any();
    view! {
        <fieldset class="card">
            <legend><h2>{t.t("households.whom")}</h2></legend>
            <Field name="name" label=t.t("households.name") hint=t.t("households.name_hint") value=v.get("name") errors=e.clone() required=true limit=LONGEST_NAME/>
            <div class="columns">
                <Field name="phone" kind="tel" label=t.t("households.phone") value=v.get("phone") errors=e.clone() limit=20/>
                <Field name="unit" label=t.t("households.unit") value=v.get("unit") errors=e.clone() limit=40/>
                <Field name="people" label=t.t("households.people") value=v.get("people") errors=e.clone() digits=true limit=3/>
            </div>
            <Field name="need" label=t.t("households.need") hint=t.t("households.need_hint") value=v.get("need") errors=e required=true limit=LONGEST_NEED/>
        </fieldset>
        {supports}
        <fieldset class="card">
            <legend><h2>{t.t("households.who_may_help")}</h2></legend>
            <label class="check">
                <input type="checkbox" name="neighbours_allowed" value="1" checked=neighbours/>
                <span>{t.t("households.neighbours_allowed")}</span>
            </label>
            <p class="soft">{t.t("households.neighbours_hint")}</p>
        </fieldset>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::household::{Support, SupportCategory};

    #[test]
    fn a_form_says_what_stands_and_is_read_as_that() {
        let refused = vec![uuid::Uuid::from_u128(7)];
        let supports = vec![Support::of(SupportCategory::Poor)];
        let one = HouseholdDraft {
            name: "Bà Bảy".into(),
            need: "Nhờ đưa đi khám".into(),
            people: Some(2),
            supports,
            refused,
            ..HouseholdDraft::default()
        };
        assert_eq!(draft(&of_draft(&one)).ok(), Some(one));
    }

    #[test]
    fn everything_wrong_is_said_at_once() {
        let typed = Typed(vec![("people".into(), "hai".into()), ("phone".into(), "gọi tối".into())]);
        let errors = draft(&typed).expect_err("four faults");
        let fields: Vec<&str> = errors.0.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["people", "name", "phone", "need"]);
    }
}
