//! The box that is ticked when somebody is given more households than they have room for: asked only where it is so.

use domain::failure::FieldErrors;
use leptos::prelude::*;

use crate::ui::texts;

#[component]
pub fn DespiteLoad(errors: FieldErrors, ticked: bool, label: String) -> impl IntoView {
    let t = texts();
    let full = errors.of("despite_load").map(|error| t.field_error(error)).collect::<Vec<_>>().join(" ");
    let is_full = !full.is_empty();
    (is_full || ticked).then(|| {
        view! {
            <div class="field" class:wrong=is_full>
                {is_full.then(|| view! { <p class="error" role="alert" id="despite-load-error">{full}</p> })}
                <label class="check"><input type="checkbox" name="despite_load" value="1" aria-describedby=is_full.then_some("despite-load-error")/>
                    <span>{label}</span></label>
            </div>
        }
    })
}
