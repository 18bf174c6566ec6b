//! Roles in words and as fields of a form.

use domain::account::GivenRole;
use domain::admin_unit::AdminUnit;
use domain::failure::FieldErrors;
use domain::permission::Role;
use leptos::prelude::*;
use uuid::Uuid;

use crate::texts::Texts;
use crate::ui::{Field, texts};

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

/// The field of a role that is given in units.
fn field(role: Role) -> &'static str {
    match role {
        Role::WardLead => "units_ward_lead",
        Role::WardStaff => "units_ward_staff",
        Role::WardViewer => "units_ward_viewer",
        _ => "units_member",
    }
}

/// What the form sends: `role=city`, and for each role of a unit the codes of the units it is given in,
/// `units_ward_staff=26740, 26743`.
pub fn read(pairs: &[(String, String)], units: &[AdminUnit]) -> Result<Vec<(Role, Option<Uuid>)>, FieldErrors> {
    let of =
        |name: &'static str| pairs.iter().filter(move |(key, value)| key == name && !value.is_empty()).map(|(_, value)| value.as_str());
    let mut errors = FieldErrors::default();
    let mut roles = Vec::new();
    for code in of("role") {
        match code.parse::<Role>() {
            Ok(role) if role != Role::Local && !role.is_of_a_unit() => roles.push((role, None)),
            _ => errors.push("roles", "not_a_choice", ""),
        }
    }
    for role in given().filter(|role| role.is_of_a_unit()) {
        for code in of(field(role)).flat_map(|codes| codes.split([',', ' ', ';'])).filter(|code| !code.is_empty()) {
            match units.iter().find(|unit| unit.code == code) {
                Some(unit) => roles.push((role, Some(unit.id))),
                None => errors.push(field(role), "unit_not_found", code),
            }
        }
    }
    if errors.is_empty() && roles.is_empty() {
        errors.push("roles", "role_missing", "");
    }
    if errors.is_empty() { Ok(roles) } else { Err(errors) }
}

/// What the form shows for roles that are held.
pub fn typed(roles: &[GivenRole]) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for role in given() {
        let held = roles.iter().filter(|given| given.role == role);
        if role.is_of_a_unit() {
            let codes: Vec<&str> =
                held.filter_map(|given| given.unit.as_ref()).filter(|unit| !unit.ended).map(|unit| unit.code.as_str()).collect();
            pairs.push((field(role).to_owned(), codes.join(", ")));
        } else if held.count() > 0 {
            pairs.push(("role".to_owned(), role.code().to_owned()));
        }
    }
    pairs
}

/// The fields that `read` reads.
#[component]
pub fn RoleFields(typed: Vec<(String, String)>, choices: Vec<(String, String)>, errors: FieldErrors) -> impl IntoView {
    let t = texts();
    let boxes: Vec<_> = given()
        .filter(|role| !role.is_of_a_unit())
        .map(|role| {
            let checked = typed.iter().any(|(key, code)| key == "role" && code == role.code());
            view! {
                <label class="check">
                    <input type="checkbox" name="role" value=role.code() checked=checked/>
                    <span>{t.code("role", role.code())}</span>
                </label>
            }
        })
        .collect();
    let in_units: Vec<_> = given()
        .filter(|role| role.is_of_a_unit())
        .map(|role| {
            let value = typed.iter().find(|(key, _)| key == field(role)).map(|(_, value)| value.clone()).unwrap_or_default();
            view! { <Field name=field(role) label=t.code("role", role.code()) hint=t.t("users.units_hint") value=value errors=errors.clone() list="unit-codes"/> }
        })
        .collect();
    let wrong: Vec<String> = errors.of("roles").map(|error| t.field_error(error)).collect();
    let options: Vec<_> = choices.into_iter().map(|(code, name)| view! { <option value=code>{name}</option> }).collect();
    view! {
        <fieldset class="field checks">
            <legend>{t.t("users.roles_of_city")}</legend>
            {boxes}
            {(!wrong.is_empty()).then(|| view! { <p class="error">{wrong.join(" ")}</p> })}
        </fieldset>
        <fieldset class="field">
            <legend>{t.t("users.roles_in_units")}</legend>
            {in_units}
        </fieldset>
        <datalist id="unit-codes">{options}</datalist>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::account::GivenUnit;

    fn unit(code: &str) -> AdminUnit {
        AdminUnit {
            id: Uuid::from_u128(code.parse().expect("a number")),
            code: code.into(),
            valid_from: chrono::NaiveDate::MIN,
            valid_to: None,
            kind: domain::admin_unit::AdminUnitKind::Ward,
            name: code.into(),
            province_code: "79".into(),
            area_km2: None,
            approximate: false,
            bbox: [0.0; 4],
            label: [0.0; 2],
        }
    }

    #[test]
    fn pressing_save_unchanged_gives_exactly_the_roles_that_were_held() {
        let units = [unit("26740"), unit("26743")];
        let held = |role, unit: Option<&AdminUnit>| GivenRole {
            role,
            unit: unit.map(|unit| GivenUnit { id: unit.id, code: unit.code.clone(), name: unit.full_name(), ended: false }),
        };
        let roles = [held(Role::City, None), held(Role::WardLead, Some(&units[0])), held(Role::WardViewer, Some(&units[1]))];
        let read = read(&typed(&roles), &units).expect("roles");
        assert_eq!(read, [(Role::City, None), (Role::WardLead, Some(units[0].id)), (Role::WardViewer, Some(units[1].id))]);
    }

    #[test]
    fn a_role_of_a_unit_is_not_given_for_the_city() {
        for (key, value, field) in [
            ("role", "ward_staff", "roles"),
            ("role", "local", "roles"),
            ("units_ward_staff", "99999", "units_ward_staff"),
            ("role", "", "roles"),
        ] {
            let refused = read(&[(key.into(), value.into())], &[unit("26740")]).expect_err("refused");
            assert_eq!(refused.0[0].field, field, "{key}={value}");
        }
    }
}
