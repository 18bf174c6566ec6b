//! Keeps what is being typed on the device, so that a call, a dead battery or the back button loses nothing.
//! Only for forms about places: a form about a household keeps nothing before consent.

use leptos::prelude::*;

/// Watches the form with the id `form`; `key` names the draft. The words come from the server, so that
/// the languages do not travel to the browser.
#[island]
pub fn DraftKeeper(form: String, key: String, found: String, restore: String, drop: String) -> impl IntoView {
    let (waiting, set_waiting) = signal(false);
    #[cfg(feature = "hydrate")]
    let kept = browser::Kept::new(form, key);
    #[cfg(not(feature = "hydrate"))]
    let _ = (form, key, set_waiting);
    #[cfg(feature = "hydrate")]
    Effect::new({
        let kept = kept.clone();
        move |_| {
            set_waiting.set(kept.differs());
            kept.watch();
        }
    });
    let take = {
        #[cfg(feature = "hydrate")]
        let kept = kept.clone();
        move |_| {
            #[cfg(feature = "hydrate")]
            {
                kept.restore();
                set_waiting.set(false);
            }
        }
    };
    let forget = move |_| {
        #[cfg(feature = "hydrate")]
        {
            kept.forget();
            set_waiting.set(false);
        }
    };
    view! {
        <div class="notice plain" role="status" hidden=move || !waiting.get()>
            <p>{found}</p>
            <div class="row">
                <button type="button" on:click=take>{restore}</button>
                <button type="button" class="plain" on:click=forget>{drop}</button>
            </div>
        </div>
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use wasm_bindgen::JsCast;
    use wasm_bindgen::prelude::*;
    use web_sys::{Document, Element, HtmlFormElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement, Storage};

    /// A form and its draft in this browser.
    #[derive(Clone)]
    pub struct Kept {
        form: String,
        key: String,
    }

    type Pairs = Vec<(String, String)>;

    fn storage() -> Option<Storage> {
        web_sys::window()?.local_storage().ok().flatten()
    }

    fn document() -> Option<Document> {
        web_sys::window()?.document()
    }

    /// What came back is seen, also where it was folded away.
    fn unfold(element: &Element) {
        if let Ok(Some(folded)) = element.closest("details") {
            let _ = folded.set_attribute("open", "");
        }
    }

    impl Kept {
        pub fn new(form: String, key: String) -> Self {
            Self { form, key: format!("draft:{key}") }
        }

        fn element(&self) -> Option<HtmlFormElement> {
            document()?.get_element_by_id(&self.form)?.dyn_into().ok()
        }

        /// Names and values as they stand; ids of the attempt are not part of what was typed.
        fn typed(&self) -> Pairs {
            let Some(elements) = self.element().map(|form| form.elements()) else { return Vec::new() };
            let mut pairs = Pairs::new();
            for at in 0..elements.length() {
                let Some(element) = elements.item(at) else { continue };
                if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
                    match input.type_().as_str() {
                        "hidden" | "submit" => {}
                        "checkbox" | "radio" => pairs.push((format!("{}={}", input.name(), input.value()), input.checked().to_string())),
                        _ => pairs.push((input.name(), input.value())),
                    }
                } else if let Some(select) = element.dyn_ref::<HtmlSelectElement>() {
                    pairs.push((select.name(), select.value()));
                } else if let Some(text) = element.dyn_ref::<HtmlTextAreaElement>() {
                    pairs.push((text.name(), text.value()));
                }
            }
            pairs
        }

        fn stored(&self) -> Option<Pairs> {
            let text = storage()?.get_item(&self.key).ok().flatten()?;
            Some(
                text.split('\u{1e}')
                    .filter_map(|pair| pair.split_once('\u{1f}'))
                    .map(|(name, value)| (name.to_owned(), value.to_owned()))
                    .collect(),
            )
        }

        pub fn differs(&self) -> bool {
            self.stored().is_some_and(|stored| stored != self.typed())
        }

        /// Keeps every input; forgets when the form is sent, since the server then holds what was typed.
        pub fn watch(&self) {
            let Some(form) = self.element() else { return };
            let keeper = self.clone();
            let keep = Closure::<dyn Fn()>::new(move || {
                let text: Vec<String> = keeper.typed().into_iter().map(|(name, value)| format!("{name}\u{1f}{value}")).collect();
                if let Some(storage) = storage() {
                    let _ = storage.set_item(&keeper.key, &text.join("\u{1e}"));
                }
            });
            let keeper = self.clone();
            let sent = Closure::<dyn Fn()>::new(move || {
                if web_sys::window().is_some_and(|window| window.navigator().on_line()) {
                    keeper.forget();
                }
            });
            let _ = form.add_event_listener_with_callback("input", keep.as_ref().unchecked_ref());
            let _ = form.add_event_listener_with_callback("submit", sent.as_ref().unchecked_ref());
            // They live as long as the page.
            keep.forget();
            sent.forget();
        }

        pub fn restore(&self) {
            let (Some(form), Some(stored)) = (self.element(), self.stored()) else { return };
            let elements = form.elements();
            unfold(&form);
            for at in 0..elements.length() {
                let Some(element) = elements.item(at) else { continue };
                let value_of = |name: &str| stored.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
                let differed = if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
                    match input.type_().as_str() {
                        "hidden" | "submit" => false,
                        "checkbox" | "radio" => value_of(&format!("{}={}", input.name(), input.value())).is_some_and(|value| {
                            let before = input.checked();
                            input.set_checked(value == "true");
                            before != input.checked()
                        }),
                        _ => value_of(&input.name()).is_some_and(|value| {
                            let before = input.value();
                            input.set_value(&value);
                            before != value
                        }),
                    }
                } else if let Some(select) = element.dyn_ref::<HtmlSelectElement>() {
                    value_of(&select.name()).is_some_and(|value| {
                        let before = select.value();
                        select.set_value(&value);
                        before != value
                    })
                } else if let Some(text) = element.dyn_ref::<HtmlTextAreaElement>() {
                    value_of(&text.name()).is_some_and(|value| {
                        let before = text.value();
                        text.set_value(&value);
                        before != value
                    })
                } else {
                    false
                };
                if differed {
                    unfold(&element);
                }
            }
        }

        pub fn forget(&self) {
            if let Some(storage) = storage() {
                let _ = storage.remove_item(&self.key);
            }
        }
    }
}
