//! Text as a picture that a phone reads.

use leptos::prelude::*;
use qrcode::{Color, QrCode as Modules};

/// Empty modules on each side, without which some phones find nothing.
const MARGIN: usize = 4;

/// Dark on light, also by night: phones read no other. Text that is too long for one is no picture.
#[component]
pub fn QrCode(text: String, #[prop(into)] label: String) -> impl IntoView {
    Modules::new(&text).ok().map(|code| {
        let width = code.width() + 2 * MARGIN;
        view! {
            <svg class="qr-code" viewBox=format!("0 0 {width} {width}") role="img" aria-label=label shape-rendering="crispEdges">
                <rect width=width.to_string() height=width.to_string() fill="#fff"/>
                <path d=path(&code) fill="#000"/>
            </svg>
        }
    })
}

/// Each dark module as a square.
fn path(code: &Modules) -> String {
    let width = code.width();
    let dark = code.to_colors().into_iter().enumerate().filter(|(_, color)| *color == Color::Dark);
    dark.map(|(at, _)| format!("M{} {}h1v1h-1z", at % width + MARGIN, at / width + MARGIN)).collect()
}
