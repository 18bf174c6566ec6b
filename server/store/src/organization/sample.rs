//! Invented organizations come and go with the invented city.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::change::difference;
use domain::failure::Failure;
use domain::organization::{DecisionDraft, Link, LinkKind, OrganizationDraft};
use domain::permission::Action;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::ORGANIZATION;
use super::known::Known;
use super::ledger::found;
use super::rows::{add_row, to_draft};
use super::settle::{Opened, begin};
use crate::course::derive_again;
use crate::entities::{admin_unit, organization};
use crate::fault::{broken, fault};
use crate::place::load;
use crate::session::{Operation, Session, Write};

/// An organization of the demo city: the unit by its code.
pub struct SampleOrganization {
    pub id: Uuid,
    pub unit_code: String,
    pub draft: OrganizationDraft,
    pub founded: DecisionDraft,
    pub links: Vec<SampleLink>,
}

/// A place of the demo city that has a share in it. What it has through that stands among its fields already.
pub struct SampleLink {
    pub place: Uuid,
    pub kind: Option<LinkKind>,
    pub from: NaiveDate,
    pub review_on: Option<NaiveDate>,
}

impl Session {
    /// Puts the organizations of the demo city in, after its places. Says how many.
    pub async fn load_sample_organizations(&self, samples: Vec<SampleOrganization>) -> Result<u64, Failure> {
        self.write(Action::DemoLoad, Operation::once(), move |write| {
            Box::pin(async move {
                let units = admin_unit::Entity::find().filter(admin_unit::Column::ValidTo.is_null()).select_only();
                let units = units.columns([admin_unit::Column::Code, admin_unit::Column::Id]).into_tuple::<(String, Uuid)>();
                let units: HashMap<String, Uuid> = units.all(&write.tx).await.map_err(fault)?.into_iter().collect();
                let (nothing_known, mut due) = (Known::default(), Vec::new());
                let ids: Vec<Uuid> = samples.iter().map(|sample| sample.id).collect();
                for SampleOrganization { id, unit_code, mut draft, founded, links } in samples {
                    draft.admin_unit_id = units.get(&unit_code).copied().unwrap_or_default();
                    let draft = draft.check().map_err(|errors| broken(&format!("the demo city is broken: {errors:?}")))?;
                    add_row(write, id, &draft).await?;
                    found(write, id, draft.admin_unit_id, founded).await?;
                    for SampleLink { place, kind, from, review_on } in links {
                        due.extend(review_on.map(|_| place));
                        let link = Link { place_id: place, organization_id: id, kind, from, to: None };
                        begin(write, Opened::new(link, review_on), &nothing_known).await?;
                    }
                }
                for ids in ids.chunks(500) {
                    let sample = organization::Entity::update_many().col_expr(organization::Column::Sample, Expr::value(true));
                    let sample = sample.filter(organization::Column::Id.is_in(ids.iter().copied()));
                    sample.exec(&write.tx).await.map_err(fault)?;
                }
                // What is looked at again stands in the worklist.
                due.sort_unstable();
                due.dedup();
                for places in due.chunks(500) {
                    for place in load(&write.tx, places).await? {
                        derive_again(write, &place, None).await?;
                    }
                }
                Ok(ids.len() as u64)
            })
        })
        .await
    }
}

/// Takes the invented organizations out, with their ledgers and links. What people added stays.
pub(crate) async fn remove_sample_organizations(write: &mut Write) -> Result<(), Failure> {
    let rows = organization::Entity::find().filter(organization::Column::Sample.eq(true)).all(&write.tx).await.map_err(fault)?;
    for row in &rows {
        write.log(ORGANIZATION, row.id, row.revision + 1, &difference(&to_draft(row)?, &OrganizationDraft::default())).await?;
    }
    let ids: Vec<Uuid> = rows.into_iter().map(|row| row.id).collect();
    for ids in ids.chunks(500) {
        organization::Entity::delete_many()
            .filter(organization::Column::Id.is_in(ids.iter().copied()))
            .exec(&write.tx)
            .await
            .map_err(fault)?;
    }
    Ok(())
}
