//! Fields of forms: a label, what was typed, and what is wrong with it, tied together for readers of all kinds.

use domain::failure::FieldErrors;
use leptos::prelude::*;

use super::texts;

/// One choice of a list: its code and its words.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    pub code: String,
    pub words: String,
}

/// Error texts of one field.
fn errors_of(name: &str, errors: &FieldErrors) -> Option<String> {
    let t = texts();
    let found: Vec<String> = errors.of(name).map(|error| t.field_error(error)).collect();
    (!found.is_empty()).then(|| found.join(" "))
}

fn id_of(within: &str, name: &str) -> String {
    if within.is_empty() { name.to_owned() } else { format!("{within}-{name}") }
}

/// A field of one line; `kind` as in HTML.
#[component]
pub fn Field(
    name: &'static str,
    #[prop(into)] label: String,
    value: String,
    errors: FieldErrors,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional, into)] hint: String,
    #[prop(optional)] required: bool,
    #[prop(optional)] numeric: bool,
    /// Digits and nothing else: the phone shows the keys of a telephone.
    #[prop(optional)]
    digits: bool,
    #[prop(default = 300)] limit: usize,
    #[prop(default = "off")] autocomplete: &'static str,
    /// The id of a list of what may be meant.
    #[prop(optional)]
    list: Option<&'static str>,
    /// Begins its id where several forms of a page have a field of that name.
    #[prop(optional)]
    within: &'static str,
) -> impl IntoView {
    let error = errors_of(name, &errors);
    let id = id_of(within, name);
    let (error_id, hint_id) = (format!("{id}-error"), format!("{id}-hint"));
    let described = [error.is_some().then(|| error_id.clone()), (!hint.is_empty()).then(|| hint_id.clone())]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ");
    let invalid = error.is_some();
    view! {
        <div class="field" class:wrong=invalid>
            <label for=id.clone()>{label}{required.then_some(" *")}</label>
            {(!hint.is_empty()).then(|| view! { <p class="hint" id=hint_id>{hint}</p> })}
            <input
                id=id
                name=name
                type=kind
                value=value
                maxlength=(kind == "text" || kind == "password").then(|| limit.to_string())
                inputmode=if digits { Some("numeric") } else { numeric.then_some("decimal") }
                aria-invalid=invalid.then_some("true")
                aria-describedby=(!described.is_empty()).then_some(described)
                autocomplete=autocomplete
                list=list
            />
            {error.map(|error| view! { <p class="error" id=error_id>{error}</p> })}
        </div>
    }
}

/// A field of several lines.
#[component]
pub fn TextArea(
    name: &'static str,
    #[prop(into)] label: String,
    value: String,
    errors: FieldErrors,
    /// In characters.
    limit: usize,
    #[prop(optional, into)] hint: String,
) -> impl IntoView {
    let error = errors_of(name, &errors);
    let (error_id, hint_id) = (format!("{name}-error"), format!("{name}-hint"));
    let described = match (&error, hint.is_empty()) {
        (Some(_), _) => Some(error_id.clone()),
        (None, false) => Some(hint_id.clone()),
        (None, true) => None,
    };
    let invalid = error.is_some();
    view! {
        <div class="field" class:wrong=invalid>
            <label for=name>{label}</label>
            {(!hint.is_empty()).then(|| view! { <p class="hint" id=hint_id>{hint}</p> })}
            <textarea id=name name=name rows="3" autocomplete="off" maxlength=limit.to_string() aria-invalid=invalid.then_some("true") aria-describedby=described>{value}</textarea>
            {error.map(|error| view! { <p class="error" id=error_id>{error}</p> })}
        </div>
    }
}

/// One of several; an empty code stands for "nothing said".
#[component]
pub fn Select(
    name: &'static str,
    #[prop(into)] label: String,
    value: String,
    choices: Vec<Choice>,
    errors: FieldErrors,
    /// Words for "nothing said"; none: something must be chosen.
    #[prop(optional, into)]
    blank: Option<String>,
    /// Begins its id where several forms of a page have a field of that name.
    #[prop(optional)]
    within: &'static str,
) -> impl IntoView {
    let error = errors_of(name, &errors);
    let id = id_of(within, name);
    let (error_id, invalid) = (format!("{id}-error"), error.is_some());
    let options: Vec<_> = choices
        .into_iter()
        .map(|choice| {
            let selected = choice.code == value;
            view! { <option value=choice.code selected=selected>{choice.words}</option> }
        })
        .collect();
    view! {
        <div class="field" class:wrong=invalid>
            <label for=id.clone()>{label}</label>
            <select id=id name=name aria-invalid=invalid.then_some("true") aria-describedby=invalid.then(|| error_id.clone())>
                {blank.map(|words| view! { <option value="">{words}</option> })}
                {options}
            </select>
            {error.map(|error| view! { <p class="error" id=error_id>{error}</p> })}
        </div>
    }
}

/// Any number of several.
#[component]
pub fn CheckGroup(
    name: &'static str,
    #[prop(into)] label: String,
    values: Vec<String>,
    choices: Vec<Choice>,
    errors: FieldErrors,
) -> impl IntoView {
    let error = errors_of(name, &errors);
    let invalid = error.is_some();
    let boxes: Vec<_> = choices
        .into_iter()
        .map(|choice| {
            let checked = values.contains(&choice.code);
            view! {
                <label class="check">
                    <input type="checkbox" name=name value=choice.code checked=checked/>
                    <span>{choice.words}</span>
                </label>
            }
        })
        .collect();
    view! {
        <fieldset class="field checks" class:wrong=invalid>
            <legend>{label}</legend>
            {boxes}
            {error.map(|error| view! { <p class="error">{error}</p> })}
        </fieldset>
    }
}
