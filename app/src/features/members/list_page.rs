//! `/members`: the members of one ward by their given names. A search is posted, so that no name stands in an address.

use std::collections::HashMap;

use axum::Form;
use axum::response::Response;
use domain::failure::{Failure, FieldErrors};
use domain::member::{CellPost, Member, MemberState};
use domain::permission::Action;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use store::member::MemberFilter;
use uuid::Uuid;

use super::ward::{Ward, WardChoice};
use crate::texts::Texts;
use crate::ui::{Choice, Pager, PostForm, Select, Span, count, date, texts};
use crate::visit::{Page, Visit};

/// Members of one page.
const MOST: usize = 200;

/// What the filters ask for. Only what says nothing about a person stands in the address.
#[derive(Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct Asked {
    unit: String,
    state: String,
    without_task: String,
    /// Not empty: only those who help more than they can.
    over_capacity: String,
    skip: usize,
    /// Posted, never in an address.
    #[serde(skip_serializing)]
    q: String,
}

pub async fn list(visit: Visit) -> Response {
    let asked: Asked = serde_html_form::from_str(visit.uri.query().unwrap_or_default()).unwrap_or_default();
    let page = page(&visit, Asked { q: String::new(), ..asked }).await;
    visit.answer(page).await
}

pub async fn search(visit: Visit, Form(asked): Form<Asked>) -> Response {
    let page = page(&visit, asked).await;
    visit.answer(page).await
}

async fn page(visit: &Visit, asked: Asked) -> Result<Page, Failure> {
    let ward = Ward::of_code(visit, Action::MemberRead, &asked.unit).await?;
    let words: String = asked.q.chars().take(100).collect();
    let state = asked.state.parse().unwrap_or(MemberState::Active);
    let (without_task, over_capacity) = (!asked.without_task.is_empty(), !asked.over_capacity.is_empty());
    let filter = MemberFilter { q: words.clone(), state: Some(state), without_task, over_capacity, skip: asked.skip };
    let (members, total) = visit.session.members(ward.unit.id, &filter, MOST).await?;
    let cells = ward.cell_names(visit).await?;
    let changes = visit.may_in(Action::MemberChange, ward.unit.id);
    Ok(Page::new(visit.texts.t("members.title"), move || {
        let t = texts();
        let rows: Vec<_> = members.iter().map(|member| view! { <Row member=member.clone() cells=cells.clone()/> }.into_any()).collect();
        let code = ward.unit.code.clone();
        let span = Span { skip: asked.skip, shown: rows.len(), total, most: MOST };
        let again = vec![
            ("unit", code.clone()),
            ("state", state.code().to_owned()),
            ("without_task", asked.without_task.clone()),
            ("over_capacity", asked.over_capacity.clone()),
            ("q", words.clone()),
        ];
        view! {
            <div class="row heading">
                <h1>{t.t("members.title")}</h1>
                {changes.then(|| view! {
                    <span class="row no-print">
                        <a class="button" href=format!("/members/new?unit={code}")>{t.t("members.add")}</a>
                        <a class="button plain" href=format!("/members/import?unit={code}")>{t.t("members.import")}</a>
                    </span>
                })}
            </div>
            <p class="soft">{ward.unit.full_name()}" · "{t.t("members.meaning")}</p>
            <Search ward=ward.clone() words=words.clone() state=state without_task=without_task over_capacity=over_capacity/>
            <p class="results"><strong>{count(t, total as u64)}</strong>" "{t.t("members.found")}</p>
            {rows.is_empty().then(|| view! { <p class="card">{t.t("members.none")}</p> })}
            <ul class="place-list">{rows}</ul>
            <Pager span=span action="/members" asked=again posted=!words.is_empty()/>
            <p class="soft">{t.t("members.numbers_meaning")}</p>
        }
    }))
}

#[component]
fn Search(ward: Ward, words: String, state: MemberState, without_task: bool, over_capacity: bool) -> impl IntoView {
    let t = texts();
    let states: Vec<Choice> =
        MemberState::all().iter().map(|state| Choice { code: state.code().into(), words: t.code("member_state", state.code()) }).collect();
    let narrowed = state != MemberState::Active || without_task || over_capacity;
    let code = ward.unit.code.clone();
    view! {
        <div class="card no-print">
            <PostForm about_people=true action="/members" class="row">
                <input type="hidden" name="unit" value=code/>
                <input type="hidden" name="state" value=state.code()/>
                {without_task.then(|| view! { <input type="hidden" name="without_task" value="true"/> })}
                {over_capacity.then(|| view! { <input type="hidden" name="over_capacity" value="true"/> })}
                <input type="search" name="q" value=words maxlength="100" autocomplete="off" aria-label=t.t("members.search") placeholder=t.t("members.search")/>
                <button>{t.t("shell.search_button")}</button>
            </PostForm>
            <form action="/members" method="get" autocomplete="off">
                <details class="folded" open=narrowed>
                    <summary>{t.t("places.list.filters")}</summary>
                    <div class="columns">
                        <WardChoice ward=ward/>
                        <Select name="state" label=t.t("members.state") value=state.code().into() choices=states errors=FieldErrors::default()/>
                    </div>
                    <label class="check"><input type="checkbox" name="without_task" value="true" checked=without_task/><span>{t.t("members.only_without_task")}</span></label>
                    <label class="check"><input type="checkbox" name="over_capacity" value="true" checked=over_capacity/><span>{t.t("members.only_over_capacity")}</span></label>
                    <button>{t.t("places.list.apply")}</button>
                </details>
            </form>
        </div>
    }
}

#[component]
fn Row(member: Member, cells: HashMap<Uuid, String>) -> impl IntoView {
    let t = texts();
    let cell = member.draft.cell.and_then(|id| cells.get(&id).cloned());
    let place = match member.draft.post {
        CellPost::Member => cell.unwrap_or_default(),
        post => [Some(t.code("cell_post", post.code())), cell].into_iter().flatten().collect::<Vec<_>>().join(" · "),
    };
    let active = member.state == MemberState::Active;
    let ended = member.ended_on.map(|day| format!("{} · {}", t.code("member_state", member.state.code()), date(t, day)));
    view! {
        <li>
            <a class="name" href=format!("/members/{}", member.id)>{member.draft.name.clone()}</a>
            <span class="address">{place}</span>
            <span>{active.then(|| helps(t, &member))}{ended}</span>
            <span>{(active && member.helps_too_many()).then(|| view! { <span class="tag">{t.t("members.over_capacity")}</span>" " })}
                {(active && !member.has_task).then(|| view! { <span class="tag">{t.t("members.without_task")}</span> })}</span>
        </li>
    }
}

/// How many households they help of those that they can: a number to share work out, no rank.
pub fn helps(t: Texts, member: &Member) -> String {
    let capacity = member.most.to_string();
    t.tf("members.helps", &[("count", &member.households.to_string()), ("capacity", &capacity)])
}
