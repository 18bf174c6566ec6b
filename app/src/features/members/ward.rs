//! The ward that a page is about, and the names of its cells.

use std::collections::HashMap;

use domain::admin_unit::AdminUnit;
use domain::failure::Failure;
use domain::organization::OrganizationFilter;
use domain::permission::Action;
use leptos::prelude::*;
use uuid::Uuid;

use crate::ui::{Choice, Select, texts};
use crate::visit::Visit;

/// Organizations that are offered.
const OFFERED: u64 = 500;

/// The wards in which somebody may take an action, and the one that is meant.
#[derive(Clone)]
pub struct Ward {
    pub unit: AdminUnit,
    all: Vec<AdminUnit>,
}

impl Ward {
    /// By its code; no code: the first that there is.
    pub async fn of_code(visit: &Visit, action: Action, code: &str) -> Result<Self, Failure> {
        Self::find(visit, action, |unit| code.is_empty() || unit.code == code).await
    }

    pub async fn of_id(visit: &Visit, action: Action, id: Uuid) -> Result<Self, Failure> {
        Self::find(visit, action, |unit| unit.id == id).await
    }

    async fn find(visit: &Visit, action: Action, meant: impl Fn(&AdminUnit) -> bool) -> Result<Self, Failure> {
        visit.session.allow(action)?;
        let all: Vec<AdminUnit> = visit.session.admin_units().await?.into_iter().filter(|unit| visit.may_in(action, unit.id)).collect();
        let unit = all.iter().find(|unit| meant(unit)).cloned().ok_or(Failure::NotFound)?;
        Ok(Self { unit, all })
    }

    pub fn is_one_of_several(&self) -> bool {
        self.all.len() > 1
    }

    /// The party organizations of this ward by their ids.
    pub async fn cells(&self, visit: &Visit) -> Result<Vec<Choice>, Failure> {
        let filter = OrganizationFilter { unit: Some(self.unit.code.clone()), ..OrganizationFilter::default() };
        let found = visit.session.organizations(&filter, OFFERED, None).await?.items;
        Ok(found.into_iter().filter(|row| row.kind.is_party()).map(|row| Choice { code: row.id.to_string(), words: row.name }).collect())
    }

    pub async fn cell_names(&self, visit: &Visit) -> Result<HashMap<Uuid, String>, Failure> {
        let cells = self.cells(visit).await?;
        Ok(cells.into_iter().filter_map(|cell| Some((cell.code.parse().ok()?, cell.words))).collect())
    }
}

/// Which ward; nothing where there is only one.
#[component]
pub fn WardChoice(ward: Ward) -> impl IntoView {
    let t = texts();
    let choices: Vec<Choice> = ward.all.iter().map(|unit| Choice { code: unit.code.clone(), words: unit.full_name() }).collect();
    ward.is_one_of_several()
        .then(|| view! { <Select name="unit" label=t.t("places.unit") value=ward.unit.code choices=choices errors=Default::default()/> })
}
