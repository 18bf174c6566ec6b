//! Roles in words and as fields of a form.

use domain::account::GivenRole;
use domain::admin_unit::AdminUnit;
use domain::failure::FieldErrors;
use domain::permission::Role;
use leptos::prelude::*;
use uuid::Uuid;

use crate::texts::Texts;
use crate::ui::texts;

/// "Cán bộ phường: Phường Sài Gòn".
pub fn role_words(t: Texts, given: &GivenRole) -> String {
    let role = t.code("role", given.role.code());
    match &given.unit {
        None => role,
        Some(unit) if unit.ended => format!("{role}: {} ({})", unit.name, t.t("users.unit_ended")),
        Some(unit) => format!("{role}: {}", unit.name),
    }
}

/// Roles that can be given, in the order of the form.
fn given() -> impl Iterator<Item = Role> {
    Role::all().iter().copied().filter(|role| *role != Role::Local)
}

/// What the form sends: `role=city`, `role=ward_staff`, `unit=26740`: every role of a unit holds in every
/// unit that was chosen.
pub fn read(pairs: &[(String, String)], units: &[AdminUnit]) -> Result<Vec<(Role, Option<Uuid>)>, FieldErrors> {
    let of = |name: &str| {
        pairs.iter().filter(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| value.as_str()).collect::<Vec<_>>()
    };
    let mut chosen = Vec::new();
    for code in of("unit").iter().flat_map(|codes| codes.split([',', ' ', ';'])).filter(|code| !code.is_empty()) {
        match units.iter().find(|unit| unit.code == code) {
            Some(unit) => chosen.push(unit.id),
            None => return Err(FieldErrors::one("unit", "unit_not_found", code)),
        }
    }
    let mut roles = Vec::new();
    for code in of("role") {
        let role: Role =
            code.parse().ok().filter(|role| *role != Role::Local).ok_or_else(|| FieldErrors::one("roles", "not_a_choice", ""))?;
        if !role.is_of_a_unit() {
            roles.push((role, None));
        } else if chosen.is_empty() {
            return Err(FieldErrors::one("unit", "role_needs_unit", ""));
        } else {
            roles.extend(chosen.iter().map(|unit| (role, Some(*unit))));
        }
    }
    if roles.is_empty() { Err(FieldErrors::one("roles", "role_missing", "")) } else { Ok(roles) }
}

/// The fields that `read` reads.
#[component]
pub fn RoleFields(roles: Vec<String>, units: String, choices: Vec<(String, String)>, errors: FieldErrors) -> impl IntoView {
    let t = texts();
    let boxes: Vec<_> = given()
        .map(|role| {
            let checked = roles.iter().any(|code| code == role.code());
            let of_a_unit = role.is_of_a_unit().then(|| view! { <span class="soft">" "{t.t("users.in_units")}</span> });
            view! {
                <label class="check">
                    <input type="checkbox" name="role" value=role.code() checked=checked/>
                    <span>{t.code("role", role.code())}{of_a_unit}</span>
                </label>
            }
        })
        .collect();
    let wrong = |field: &str| {
        let words: Vec<String> = errors.of(field).map(|error| t.field_error(error)).collect();
        (!words.is_empty()).then(|| view! { <p class="error">{words.join(" ")}</p> })
    };
    let options: Vec<_> = choices.into_iter().map(|(code, name)| view! { <option value=code>{name}</option> }).collect();
    view! {
        <fieldset class="field checks"><legend>{t.t("users.roles")}</legend>{boxes}{wrong("roles")}</fieldset>
        <div class="field">
            <label for="unit">{t.t("users.units")}</label>
            <p class="hint" id="unit-hint">{t.t("users.units_hint")}</p>
            <input id="unit" name="unit" value=units list="unit-codes" aria-describedby="unit-hint" autocomplete="off"/>
            <datalist id="unit-codes">{options}</datalist>
            {wrong("unit")}
        </div>
    }
}
