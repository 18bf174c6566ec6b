//! The line on a place's page: who looks after it, and the one button with which somebody of the ward takes it.

use domain::failure::Failure;
use domain::officer::{OfficerRole, PlaceOfficer};
use domain::permission::Action;
use domain::place::Place;
use leptos::prelude::*;
use uuid::Uuid;

use crate::texts::Texts;
use crate::ui::{PostForm, texts};
use crate::visit::Visit;

/// What the line says, found out before the page is drawn.
#[derive(Clone, Debug)]
pub struct AtPlace {
    place: Uuid,
    officers: Vec<PlaceOfficer>,
    /// Whoever asks could look after it, and does not yet.
    takes: bool,
}

impl AtPlace {
    pub async fn of(visit: &Visit, place: &Place) -> Result<Self, Failure> {
        let officers = visit.session.officers_of(place).await?;
        let may = visit.may_in(Action::OfficerTake, place.draft.admin_unit_id) && place.draft.closed_on.is_none();
        let takes = may && !has(&officers, visit.asker.actor.account);
        Ok(Self { place: place.id, officers, takes })
    }
}

/// Whether this account looks after it, rather than only follows its cell.
pub fn has(officers: &[PlaceOfficer], account: Option<Uuid>) -> bool {
    officers.iter().any(|officer| Some(officer.account) == account && officer.role == OfficerRole::Officer)
}

/// "Nguyễn Thị Lan", with what is to be known about it in brackets.
pub fn officer_words(t: Texts, officer: &PlaceOfficer) -> String {
    let follows = (officer.role == OfficerRole::CellFollower).then(|| t.code("officer_role", officer.role.code()));
    let left = (officer.left && officer.valid_to.is_none()).then(|| t.t("officers.has_left"));
    let more: Vec<String> = [follows, left].into_iter().flatten().collect();
    if more.is_empty() { officer.name.clone() } else { format!("{} ({})", officer.name, more.join(", ")) }
}

#[component]
pub fn OfficersLine(found: AtPlace) -> impl IntoView {
    let t = texts();
    let names: Vec<String> = found.officers.iter().map(|officer| officer_words(t, officer)).collect();
    let names = if names.is_empty() { t.t("officers.nobody_yet") } else { names.join(" · ") };
    let place = found.place;
    view! {
        <div class="row officers-line">
            <p>{t.t("officers.line")}": "<strong>{names}</strong>" "<a href=format!("/places/{place}/officers")>{t.t("officers.more")}</a></p>
            {found.takes.then(|| view! {
                <PostForm action=format!("/places/{place}/officers/take") class="no-print">
                    <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                    <button class="plain">{t.t("officers.take")}</button>
                </PostForm>
            })}
        </div>
    }
}
