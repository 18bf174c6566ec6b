//! A place comes to an organization, leaves it, or is looked at again.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::change::FieldChange;
use domain::failure::Failure;
use domain::organization::{Link, LinkDraft, LinkKind, check_end, check_link, check_review, check_size, stands_in};
use domain::permission::Action;
use domain::place::Place;
use domain::setting::{Setting, months_after};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::LINK;
use super::known::Known;
use super::rows::{load_own, to_draft, to_link, wrong};
use super::settle::{Opened, settle};
use crate::course::derive_again;
use crate::entities::organization_link;
use crate::fault::fault;
use crate::place::{load, load_own as load_place};
use crate::session::{Operation, Session, Write};
use crate::setting::rules;

/// What came of a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedPlace {
    pub link: Uuid,
    pub place: Uuid,
}

impl Session {
    /// Links a place to an organization: both are such that the actor may change.
    pub async fn link_place(&self, operation: Operation, id: Uuid, draft: LinkDraft) -> Result<LinkedPlace, Failure> {
        self.write(Action::OrganizationLink, operation, move |write| {
            Box::pin(async move {
                load_own(write, id).await?;
                let place = match load_place(write, draft.place_id).await {
                    Ok(place) => place,
                    Err(Failure::NotFound) => return wrong("place_id", "place_not_found"),
                    Err(other) => return Err(other),
                };
                if place.draft.closed_on.is_some() || place.draft.merged_into.is_some() {
                    return wrong("place_id", "place_is_closed");
                }
                let LinkDraft { place_id, kind, from, to, review_on, overruled } = draft;
                let link = Link { place_id, organization_id: id, kind, from, to };
                let known = Known::load(&write.tx, [id], &[place_id]).await?;
                check_link(&known.organizations, &known.all_links(), &link, write.today)?;
                let Some(own) = known.rows.get(&id).map(to_draft).transpose()? else { return Err(Failure::NotFound) };
                if kind == Some(LinkKind::OwnCell) && to.is_none() {
                    let least = rules(&write.tx).await?.on(Setting::CellFromMembers, write.today);
                    check_size("kind", own.kind, own.members, least, overruled.as_deref())?;
                }
                // What is over is not looked at again.
                let review_on = review_on.filter(|_| to.is_none());
                if review_on.is_none() && stands_in(own.kind, &link, &place.draft.organizations) {
                    return wrong("review_on", "review_needed");
                }
                if let Some(review_on) = review_on {
                    check_review(review_on, write.today)?;
                }
                let opened = Opened { overruled, ..Opened::new(link, review_on) };
                let link = opened.id;
                settle(write, &known, &BTreeMap::new(), vec![opened]).await?;
                Ok(LinkedPlace { link, place: place_id })
            })
        })
        .await
    }

    /// When what is linked today in place of an own cell is looked at again, as long as nobody says otherwise.
    pub async fn look_again_on(&self) -> Result<NaiveDate, Failure> {
        self.allow(Action::OrganizationLink)?;
        Ok(months_after(self.today, rules(&self.db).await?.on(Setting::LinkReviewMonths, self.today)))
    }

    /// Ends a link: `to` is the first day without it.
    pub async fn end_link(&self, operation: Operation, id: Uuid, link: Uuid, to: NaiveDate) -> Result<LinkedPlace, Failure> {
        self.write(Action::OrganizationLink, operation, move |write| {
            Box::pin(async move {
                let row = open_link(write, id, link).await?;
                check_end(&to_link(&row)?, to, write.today)?;
                let known = Known::load(&write.tx, [id], &[row.place_id]).await?;
                settle(write, &known, &BTreeMap::from([(link, to)]), Vec::new()).await?;
                Ok(LinkedPlace { link, place: row.place_id })
            })
        })
        .await
    }

    /// Says when a link is looked at again; `None`: it need not be, unless it stands in place of an own cell.
    pub async fn review_link(&self, operation: Operation, id: Uuid, link: Uuid, on: Option<NaiveDate>) -> Result<LinkedPlace, Failure> {
        self.write(Action::OrganizationLink, operation, move |write| {
            Box::pin(async move {
                let row = open_link(write, id, link).await?;
                if let Some(on) = on {
                    check_review(on, write.today)?;
                }
                let (place_id, before) = (row.place_id, row.review_on);
                let here = load(&write.tx, &[place_id]).await?.pop();
                if on.is_none() && before.is_some() && still_stands_in(write, &row, here.as_ref()).await? {
                    return wrong("review_on", "review_needed");
                }
                let mut row = row.into_active_model();
                row.review_on = Set(on);
                row.update(&write.tx).await.map_err(fault)?;
                let change = FieldChange { field: "review_on".into(), from: json!(before), to: json!(on) };
                write.log(LINK, link, 2, &[change]).await?;
                // What is due there follows from it. A place of another ward is that ward's to look at.
                if let Some(place) = here.filter(|place| write.scope.holds(place.draft.admin_unit_id)) {
                    derive_again(write, &place, None).await?;
                }
                Ok(LinkedPlace { link, place: place_id })
            })
        })
        .await
    }
}

/// Whether what a link gives is all that its place has instead of a cell of its own.
async fn still_stands_in(write: &Write, row: &organization_link::Model, here: Option<&Place>) -> Result<bool, Failure> {
    let (Some(place), link) = (here, to_link(row)?) else { return Ok(false) };
    let kind = to_draft(&load_own(write, row.organization_id).await?)?.kind;
    let own = kind.at_place(link.kind);
    let others = place.draft.organizations.iter().copied().filter(|had| Some(*had) != own).collect();
    Ok(stands_in(kind, &link, &others))
}

/// A link of an organization that the actor may write, as long as it lasts.
async fn open_link(write: &Write, id: Uuid, link: Uuid) -> Result<organization_link::Model, Failure> {
    load_own(write, id).await?;
    let found = organization_link::Entity::find_by_id(link).one(&write.tx).await.map_err(fault)?;
    let row = found.filter(|row| row.organization_id == id).ok_or(Failure::NotFound)?;
    if row.ended_on.is_some() { wrong("to", "link_ended_already") } else { Ok(row) }
}
