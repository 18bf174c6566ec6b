//! Forms that change something. Each carries a token of the person's session, so that no other site can
//! send one in their name.

use leptos::prelude::*;

/// The token of the page that is being made.
#[derive(Clone, Default)]
pub struct FormToken(pub String);

/// A form that is posted. Every form of the pages is one of these.
#[component]
pub fn PostForm(
    #[prop(into)] action: String,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] class: Option<String>,
    /// For files.
    #[prop(optional)]
    multipart: bool,
    /// What is typed is about people: the browser keeps none of it, in no field.
    #[prop(optional)]
    about_people: bool,
    children: Children,
) -> impl IntoView {
    let token = use_context::<FormToken>().unwrap_or_default().0;
    view! {
        <form method="post" action=action id=id class=class enctype=multipart.then_some("multipart/form-data") autocomplete=about_people.then_some("off") novalidate>
            <input type="hidden" name="form_token" value=token/>
            {children()}
        </form>
    }
}
