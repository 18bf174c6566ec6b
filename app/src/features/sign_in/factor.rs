//! What a person sees while they set up a second factor: the secret for their phone, then the recovery codes.

use domain::account::in_groups;
use domain::failure::FieldErrors;
use leptos::prelude::*;
use store::account::Offer;

use crate::ui::{Field, Notice, QrCode, texts};

/// The secret in the three ways in which it gets into a phone: by its camera, by a press on the phone itself,
/// and by hand.
#[component]
pub fn FactorOffer(offer: Offer) -> impl IntoView {
    let t = texts();
    view! {
        <section class="card factor">
            <p>{t.t("sign_in.offer_app")}</p>
            <QrCode text=offer.address.clone() label=t.t("sign_in.offer_picture")/>
            <p><a class="button plain" href=offer.address>{t.t("sign_in.offer_link")}</a></p>
            <p>{t.t("sign_in.offer_by_hand")}</p>
            <p><code class="secret">{in_groups(&offer.secret)}</code></p>
        </section>
    }
}

/// The code that shows that the phone has understood.
#[component]
pub fn CodeField(errors: FieldErrors) -> impl IntoView {
    let t = texts();
    view! { <Field name="code" label=t.t("sign_in.first_code") value=String::new() errors=errors digits=true limit=40 autocomplete="one-time-code"/> }
}

/// Shown once, to be printed or copied.
#[component]
pub fn RecoveryCodes(codes: Vec<String>) -> impl IntoView {
    let t = texts();
    let rows: Vec<_> = codes.iter().map(|code| view! { <li><code>{in_groups(code)}</code></li> }).collect();
    view! {
        <h1>{t.t("sign_in.codes_title")}</h1>
        <Notice tone="good"><p>{t.t("sign_in.codes_meaning")}</p></Notice>
        <ol class="card recovery-codes">{rows}</ol>
    }
}
