//! The form of a request, and where complaints go instead.

use domain::failure::FieldErrors;
use domain::request::{LONGEST, RequestDraft};
use domain::visit::HelpKind;
use leptos::prelude::*;
use serde::Deserialize;
use uuid::Uuid;

use crate::ui::{Choice, Notice, PostForm, Select, TextArea, texts};

/// What the form sends.
// No Debug: it holds what somebody asks for.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    pub operation: Uuid,
    pub category: String,
    pub asked: String,
}

impl Typed {
    pub fn draft(&self) -> Result<RequestDraft, FieldErrors> {
        let category = self.category.parse().map_err(|_| FieldErrors::one("category", "not_a_choice", ""))?;
        Ok(RequestDraft { category, asked: self.asked.clone() })
    }
}

#[component]
pub fn RequestForm(action: String, typed: Typed, errors: FieldErrors) -> impl IntoView {
    let t = texts();
    let kinds: Vec<Choice> =
        HelpKind::all().iter().map(|kind| Choice { code: kind.code().into(), words: t.code("help_kind", kind.code()) }).collect();
    let above: Vec<String> =
        errors.0.iter().filter(|error| !["category", "asked"].contains(&error.field.as_str())).map(|error| t.field_error(error)).collect();
    view! {
        <section class="card no-print" id="request">
            <h2>{t.t("requests.add")}</h2>
            {(!above.is_empty()).then(|| view! { <Notice tone="bad"><p>{above.join(" ")}</p></Notice> })}
            <PostForm about_people=true action=action>
                <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                <Select name="category" label=t.t("requests.category") value=typed.category choices=kinds errors=errors.clone() blank=t.t("requests.choose")/>
                <TextArea name="asked" label=t.t("requests.asked") hint=t.t("requests.asked_hint") value=typed.asked errors=errors limit=LONGEST/>
                <p class="soft">{t.t("requests.complaints")}</p>
                <button>{t.t("requests.save")}</button>
            </PostForm>
        </section>
    }
}
