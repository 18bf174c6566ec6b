//! `/members/new` and `/members/{id}/edit`: who somebody is to the task. The form keeps what was typed while a place is
//! looked for, and has no draft in the browser.

use axum::Form;
use axum::http::StatusCode;
use axum::response::Response;
use domain::failure::{Failure, FieldErrors};
use domain::member::{CellPost, LONGEST_NAME};
use domain::permission::Action;
use leptos::prelude::*;
use store::Operation;
use uuid::Uuid;

use super::form::Typed;
use super::ward::{Ward, WardChoice};
use crate::features::places::{Residence, residences};
use crate::named::Named;
use crate::ui::{Choice, Field, Notice, PostForm, Select, texts};
use crate::visit::{Answer, Page, Visit};

/// All that the form shows.
#[derive(Clone)]
struct State {
    typed: Typed,
    errors: FieldErrors,
    /// Who is corrected; none: somebody new.
    id: Option<Uuid>,
    ward: Ward,
    cells: Vec<Choice>,
    places: Vec<Choice>,
}

pub async fn new(visit: Visit) -> Response {
    let typed: Typed = serde_html_form::from_str(visit.uri.query().unwrap_or_default()).unwrap_or_default();
    // Of an address only the ward is taken: nobody's name belongs there.
    let page = page(&visit, None, Typed { unit: typed.unit, ..Typed::default() }, FieldErrors::default()).await;
    visit.answer(page).await
}

pub async fn edit(visit: Visit, Named(id): Named<Uuid>) -> Response {
    let page = filled(&visit, id).await;
    visit.answer(page).await
}

async fn filled(visit: &Visit, id: Uuid) -> Result<Page, Failure> {
    visit.session.allow(Action::MemberChange)?;
    let typed = Typed::of(&visit.session.member(id).await?);
    page(visit, Some(id), typed, FieldErrors::default()).await
}

pub async fn add(visit: Visit, Form(typed): Form<Typed>) -> Response {
    let answer = save_typed(&visit, None, typed).await;
    visit.answer(answer).await
}

pub async fn save(visit: Visit, Named(id): Named<Uuid>, Form(typed): Form<Typed>) -> Response {
    let answer = save_typed(&visit, Some(id), typed).await;
    visit.answer(answer).await
}

async fn save_typed(visit: &Visit, id: Option<Uuid>, mut typed: Typed) -> Result<Answer, Failure> {
    visit.session.allow(Action::MemberChange)?;
    if typed.step == "search" {
        return page(visit, id, typed, FieldErrors::default()).await.map(Answer::from);
    }
    let saved = match (typed.draft(), id) {
        (Err(errors), _) => Err(errors.into()),
        (Ok(draft), None) => {
            let unit = Ward::of_code(visit, Action::MemberChange, &typed.unit).await?.unit.id;
            let operation = Operation::new(typed.operation, &("member", unit, &draft));
            visit.session.add_member(operation, unit, draft).await.map(|id| (id, 0))
        }
        (Ok(draft), Some(id)) => {
            let operation = Operation::new(typed.operation, &("member", id, typed.revision, &draft));
            visit.session.change_member(operation, id, typed.revision, draft).await.map(|done| (id, done.ended))
        }
    };
    match saved {
        Ok((id, 0)) => Ok(Answer::SeeOther(format!("/members/{id}?saved=1"))),
        Ok((id, ended)) => Ok(Answer::SeeOther(format!("/members/{id}?saved=1&ended={ended}"))),
        Err(Failure::Invalid(errors)) => {
            // Sent once more it stands: whoever typed it was told, and can look.
            if let Some(id) = id.filter(|_| errors.0.iter().any(|error| error.code == "member_changed_meanwhile")) {
                typed.revision = visit.session.member(id).await?.revision;
            }
            Ok(page(visit, id, typed, errors).await?.with_status(StatusCode::UNPROCESSABLE_ENTITY).into())
        }
        Err(other) => Err(other),
    }
}

async fn page(visit: &Visit, id: Option<Uuid>, typed: Typed, errors: FieldErrors) -> Result<Page, Failure> {
    let ward = match id {
        None => Ward::of_code(visit, Action::MemberChange, &typed.unit).await?,
        Some(id) => Ward::of_id(visit, Action::MemberChange, visit.session.unit_of_member(id).await?).await?,
    };
    let mut cells = ward.cells(visit).await?;
    // A cell that has ended since is still theirs until somebody says another.
    if let Ok(id) = typed.cell.parse::<Uuid>()
        && !cells.iter().any(|cell| cell.code == typed.cell)
        && let Ok(found) = visit.session.organization(id).await
    {
        cells.push(Choice { code: typed.cell.clone(), words: found.draft.name });
    }
    let places = residences(visit, &ward.unit.code, &typed.lives()).await?;
    let state = State { typed, errors, id, ward, cells, places };
    let title = visit.texts.t(if id.is_some() { "members.edit" } else { "members.add" });
    Ok(Page::new(title.clone(), move || view! { <MemberForm title=title.clone() state=state.clone()/> }))
}

#[component]
fn MemberForm(title: String, state: State) -> impl IntoView {
    let t = texts();
    let State { typed: v, errors: e, id, ward, cells, places } = state;
    let (action, cancel) = match id {
        Some(id) => (format!("/members/{id}/edit"), format!("/members/{id}")),
        None => ("/members/new".to_owned(), format!("/members?unit={}", ward.unit.code)),
    };
    let posts: Vec<Choice> =
        CellPost::all().iter().map(|post| Choice { code: post.code().into(), words: t.code("cell_post", post.code()) }).collect();
    let (lives, hint, unsaid) = (v.lives(), t.t("members.residence_hint"), t.t("members.residence_unsaid"));
    let residence = view! { <Residence typed=lives places=places errors=e.clone() hint=hint unsaid=unsaid/> }.into_any();
    let linked = !v.residence_linked.is_empty();
    let (name, code) = (ward.unit.full_name(), id.is_none().then(|| ward.unit.code.clone()));
    let other = id.is_none().then(|| view! { <form action="/members/new" method="get"><OtherWard ward=ward/></form> }.into_any());
    view! {
        <div class="narrow">
            <h1>{title}</h1>
            <p class="soft">{name}" · "{t.t("members.form_meaning")}</p>
            {(!e.is_empty()).then(|| view! { <Notice tone="bad"><p>{t.t("places.form.look_again")}</p></Notice> })}
            <PostForm about_people=true action=action class="card">
                // What the Enter key presses: it saves, and looks for no place.
                <button class="hidden" tabindex="-1" aria-hidden="true"></button>
                <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                <input type="hidden" name="revision" value=v.revision.to_string()/>
                {code.map(|code| view! { <input type="hidden" name="unit" value=code/> })}
                <Field name="name" label=t.t("members.name") value=v.name errors=e.clone() required=true limit=LONGEST_NAME/>
                <Field name="phone" label=t.t("members.phone") value=v.phone errors=e.clone() kind="tel" limit=20/>
                <div class="columns">
                    <Select name="cell" label=t.t("members.cell") value=v.cell choices=cells errors=e.clone() blank=t.t("members.cell_elsewhere")/>
                    <Select name="post" label=t.t("members.post") value=v.post choices=posts errors=e.clone()/>
                </div>
                {residence}
                <label class="check"><input type="checkbox" name="residence_linked" value="true" checked=linked/><span>{t.t("members.residence_linked")}</span></label>
                <Field name="capacity" label=t.t("members.capacity") hint=t.t("members.capacity_hint") value=v.capacity errors=e required=true digits=true limit=3/>
                <div class="row form-buttons">
                    <button>{t.t("places.form.save")}</button>
                    <a class="button plain" href=cancel>{t.t("places.form.cancel")}</a>
                </div>
            </PostForm>
            {other}
        </div>
    }
}

/// Cells and places are of one ward: another one is another form.
#[component]
fn OtherWard(ward: Ward) -> impl IntoView {
    let t = texts();
    ward.is_one_of_several().then(|| view! { <WardChoice ward=ward/><button class="plain">{t.t("members.other_ward")}</button> })
}
