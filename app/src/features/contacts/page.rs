//! The contacts of one board, and the form for one of them. Names stand in the page alone: not in its title,
//! not in an address.

use axum::response::Response;
use domain::course::{BoardContact, BoardPost};
use domain::failure::{Failure, FieldErrors};
use domain::permission::Action;
use domain::place::Place;
use leptos::prelude::*;
use uuid::Uuid;

use super::actions::Typed;
use crate::named::Named;
use crate::ui::{Choice, Field, Notice, PostForm, Select, date, texts};
use crate::visit::{Page, Visit};

pub fn address(place: Uuid) -> String {
    format!("/places/{place}/contacts")
}

pub async fn show(visit: Visit, Named(id): Named<Uuid>) -> Response {
    let page = page(&visit, id, None, FieldErrors::default()).await;
    visit.answer(page).await
}

/// The page; `typed` and `errors` are of a form that could not be taken.
pub async fn page(visit: &Visit, id: Uuid, typed: Option<Typed>, errors: FieldErrors) -> Result<Page, Failure> {
    let place = visit.place_for(Action::BoardContactRead, id).await?;
    let contacts = visit.session.board_contacts(id).await?;
    let asked: Vec<(String, String)> = serde_html_form::from_str(visit.uri.query().unwrap_or_default()).unwrap_or_default();
    let chosen = asked.iter().find(|(name, _)| name == "contact").and_then(|(_, id)| id.parse::<Uuid>().ok());
    let found = contacts.iter().find(|contact| Some(contact.id) == chosen);
    let typed = typed.or_else(|| found.map(as_typed)).unwrap_or_else(|| Typed { post: first_post(&contacts), ..Typed::default() });
    let open = place.draft.closed_on.is_none() && place.draft.has_board();
    Ok(Page::new(visit.texts.t("contacts.title"), move || {
        let t = texts();
        // Beside its fields the form says what is wrong with them; above all stands the rest.
        let rest = errors.0.iter().filter(|error| !["post", "name", "phone"].contains(&error.field.as_str()));
        let rest: Vec<String> = rest.map(|error| t.field_error(error)).collect();
        let (ended, in_office): (Vec<_>, Vec<_>) = contacts.iter().cloned().partition(|contact| contact.ended_on.is_some());
        let rows = |contacts: Vec<BoardContact>| -> Vec<_> {
            contacts.into_iter().map(|contact| view! { <Contact place=id contact=contact/> }.into_any()).collect()
        };
        let none = in_office.is_empty();
        let before = (!ended.is_empty()).then(|| rows(ended));
        view! {
            <article class="narrow">
                <p><a href=format!("/places/{id}")>"← "{place.draft.name.clone()}</a></p>
                <h1>{t.t("contacts.title")}</h1>
                <p class="soft">{t.t("contacts.meaning")}</p>
                {place.draft.parent_id.map(|cluster| view! { <p><a href=address(cluster)>{t.t("contacts.of_cluster")}</a></p> })}
                {(!rest.is_empty()).then(|| view! { <Notice tone="bad"><p>{rest.join(" ")}</p></Notice> })}
                <section class="card">
                    <h2>{t.t("contacts.in_office")}</h2>
                    {none.then(|| view! { <p>{t.t("contacts.none")}</p> })}
                    <ul class="plain-list">{rows(in_office)}</ul>
                </section>
                {before.map(|rows| view! {
                    <section class="card"><h2>{t.t("contacts.before")}</h2><ul class="plain-list">{rows}</ul></section>
                })}
                {(open || typed.contact.is_some()).then(|| view! { <ContactForm place=place.clone() typed=typed.clone() errors=errors.clone()/> })}
            </article>
        }
    }))
}

fn as_typed(contact: &BoardContact) -> Typed {
    let holder = contact.holder.clone();
    Typed {
        operation: Uuid::nil(),
        contact: Some(contact.id),
        revision: contact.revision,
        post: holder.post.code().into(),
        name: holder.name,
        phone: holder.phone,
    }
}

/// The head first, as long as there is none.
fn first_post(contacts: &[BoardContact]) -> String {
    let head = contacts.iter().any(|contact| contact.holder.post == BoardPost::Head && contact.ended_on.is_none());
    if head { BoardPost::Member } else { BoardPost::Head }.code().to_owned()
}

/// What a phone dials.
pub fn dialled(phone: &str) -> String {
    format!("tel:{}", phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect::<String>())
}

#[component]
fn Contact(place: Uuid, contact: BoardContact) -> impl IntoView {
    let t = texts();
    let holder = contact.holder;
    let when = match contact.ended_on {
        None => t.tf("contacts.since", &[("day", &date(t, contact.since))]),
        Some(day) => t.tf("contacts.ended", &[("day", &date(t, day)), ("erased", &date(t, contact.erased_on))]),
    };
    let label = t.tf("contacts.change_of", &[("name", &holder.name)]);
    view! {
        <li class="row">
            <span>
                <strong>{holder.name.clone()}</strong>" · "{t.code("board_post", holder.post.code())}
                <br/><span class="soft">{when}</span>
            </span>
            {(!holder.phone.is_empty()).then(|| view! { <a class="button plain" href=dialled(&holder.phone)>{holder.phone.clone()}</a> })}
            <a class="button plain no-print" href=format!("{}?contact={}#contact", address(place), contact.id) aria-label=label>{t.t("contacts.edit")}</a>
        </li>
    }
}

#[component]
fn ContactForm(place: Place, typed: Typed, errors: FieldErrors) -> impl IntoView {
    let t = texts();
    let posts: Vec<Choice> =
        BoardPost::all().iter().map(|post| Choice { code: post.code().into(), words: t.code("board_post", post.code()) }).collect();
    let heading = if typed.contact.is_some() { t.t("contacts.change") } else { t.t("contacts.add") };
    let this = typed.contact;
    view! {
        <section class="card no-print" id="contact">
            <h2>{heading}</h2>
            <PostForm about_people=true action=address(place.id)>
                <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                {this.map(|contact| view! {
                    <input type="hidden" name="contact" value=contact.to_string()/>
                    <input type="hidden" name="revision" value=typed.revision.to_string()/>
                })}
                <Select name="post" label=t.t("contacts.post") value=typed.post.clone() choices=posts errors=errors.clone()/>
                <Field name="name" label=t.t("contacts.name") value=typed.name.clone() errors=errors.clone() required=true limit=80/>
                <Field name="phone" label=t.t("contacts.phone") hint=t.t("contacts.phone_hint") value=typed.phone.clone() errors=errors.clone() kind="tel" limit=20/>
                <div class="row form-buttons">
                    <button>{t.t("contacts.save")}</button>
                    {this.map(|_| view! { <a class="button plain" href=address(place.id)>{t.t("contacts.leave")}</a> })}
                </div>
            </PostForm>
            {this.map(|contact| view! {
                <PostForm about_people=true action=format!("{}/remove", address(place.id))>
                    <input type="hidden" name="operation" value=Uuid::now_v7().to_string()/>
                    <input type="hidden" name="contact" value=contact.to_string()/>
                    <p class="soft">{t.t("contacts.remove_meaning")}</p>
                    <button class="plain">{t.t("contacts.remove")}</button>
                </PostForm>
            })}
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::dialled;

    #[test]
    fn a_phone_dials_digits() {
        assert_eq!(dialled("0909 123 456"), "tel:0909123456");
        assert_eq!(dialled("+84 909 123 456"), "tel:+84909123456");
    }
}
