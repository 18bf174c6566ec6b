//! What people see: pages made on the server, islands where something moves.
//!
//! A page is an axum handler that reads through `store` and hands plain values to Leptos components, so
//! that every form is a form and every link a link. Only islands (and `domain`) reach the browser.

// Types of nested views are deep; the compiler asks for this.
#![recursion_limit = "512"]

pub mod features;

#[cfg(feature = "ssr")]
pub mod named;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
pub mod server_context;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
pub mod texts;
#[cfg(feature = "ssr")]
pub mod ui;
#[cfg(feature = "ssr")]
pub mod visit;

#[cfg(feature = "ssr")]
rust_i18n::i18n!("locales", fallback = "vi");

/// Where the browser's side begins.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
