//! The units of before that went into a ward: people will know them by their names for years.

use std::collections::BTreeMap;

use domain::admin_unit::FormerUnit;
use domain::text::sort_key;
use leptos::prelude::*;

use crate::ui::texts;

/// Former units by district, both in Vietnamese order: name, and whether only a part came.
fn by_district(former: Vec<FormerUnit>) -> Vec<(String, Vec<(String, bool)>)> {
    let mut districts: BTreeMap<(String, String), Vec<(String, bool)>> = BTreeMap::new();
    for unit in former {
        districts.entry((sort_key(&unit.district), unit.district)).or_default().push((unit.name, unit.split));
    }
    let sorted = districts.into_iter().map(|((_, district), mut units)| {
        units.sort_by_key(|(name, _)| sort_key(name));
        (district, units)
    });
    sorted.collect()
}

#[component]
pub fn FormerUnits(former: Vec<FormerUnit>) -> impl IntoView {
    let t = texts();
    let split = former.iter().any(|unit| unit.split);
    let districts: Vec<_> = by_district(former)
        .into_iter()
        .map(|(district, units)| {
            let units: Vec<_> = units
                .into_iter()
                .map(|(name, part)| view! { <li>{name}{part.then(|| view! { " "<span class="part-of">"("{t.t("ward.part")}")"</span> })}</li> })
                .collect();
            let district = if district.is_empty() { t.t("ward.no_district") } else { district };
            view! { <h3>{district}</h3><ul class="inline">{units}</ul> }
        })
        .collect();
    let known = !districts.is_empty();
    known
        .then(|| {
            view! {
                <section class="card former" aria-labelledby="former">
                    <h2 id="former">{t.t("ward.former")}</h2>
                    {districts}
                    {split.then(|| view! { <p class="soft">{t.t("ward.part_meaning")}</p> })}
                </section>
            }
        })
        .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn former_units_stand_by_district_in_vietnamese_order() {
        let unit = |name: &str, district: &str| FormerUnit {
            code: "1".into(),
            name: name.into(),
            district: district.into(),
            province: String::new(),
            split: name == "Phường 2",
        };
        let found = by_district(vec![unit("Phường 10", "Quận 10"), unit("Phường 10", "Quận 3"), unit("Phường 2", "Quận 10")]);
        let names: Vec<_> = found.iter().map(|(district, units)| (district.as_str(), units.len(), units[0].clone())).collect();
        assert_eq!(names, [("Quận 3", 1, ("Phường 10".into(), false)), ("Quận 10", 2, ("Phường 2".into(), true))]);
    }
}
