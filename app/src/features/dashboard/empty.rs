//! Nothing is there yet: what to do next, in the order in which it works.

use leptos::prelude::*;

use crate::ui::{count, texts};

/// `units`: how many wards are known already.
#[component]
pub fn NextSteps(units: usize) -> impl IntoView {
    let t = texts();
    let boundaries = if units == 0 {
        view! {
            <li>
                <p>{t.t("dashboard.empty.boundaries")}</p>
                <pre><code>"gandan import boundaries ranh-gioi.geojson --valid-from 2025-07-01"</code></pre>
                <p>{t.t("dashboard.empty.former_units")}</p>
                <pre><code>"gandan import former-units don-vi-cu.csv"</code></pre>
            </li>
        }
        .into_any()
    } else {
        view! { <li><p>{t.tf("dashboard.empty.boundaries_done", &[("count", &count(t, units as u64))])}</p></li> }.into_any()
    };
    view! {
        <section class="card next-steps" aria-labelledby="next">
            <h2 id="next">{t.t("dashboard.empty.title")}</h2>
            <ol>
                {boundaries}
                <li>
                    <p>{t.t("dashboard.empty.places")}</p>
                    <p><a class="button" href="/import">{t.t("dashboard.empty.import_page")}</a></p>
                    <pre><code>"gandan import places bang-a.xlsx --dry-run\ngandan import places bang-a.xlsx"</code></pre>
                </li>
            </ol>
            {(units == 0).then(|| view! { <p>{t.t("dashboard.empty.demo")}</p><pre><code>"gandan demo"</code></pre> })}
        </section>
    }
    .into_any()
}
