//! The door: signing in and out, the second step, and links with which a person chooses a password.

mod browser;
mod code_page;
mod factor;
mod link_page;
mod onward;
mod page;
mod set_up_page;

pub use browser::{half_open, keep_offer, offered, open, signed_in};
pub use code_page::{show as show_code, take as take_code};
pub use factor::{CodeField, FactorOffer, RecoveryCodes};
pub use link_page::{choose, take};
pub use onward::become_known;
pub use page::{enter, leave, show, too_late};
pub use set_up_page::{set_up, show as show_set_up};

/// Only a path of our own: anything else would lead people away under our name.
pub fn own_path(asked: &str) -> &str {
    let own = asked.starts_with('/') && !asked.starts_with("//") && !asked.contains('\\') && !asked.chars().any(char::is_control);

    if own { asked } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn nobody_is_led_away() {
        for own in ["/", "/places?q=a%2Fb", "/admin-units/26740#list"] {
            assert_eq!(own_path(own), own);
        }
        for foreign in ["", "https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/\t/evil.example"] {
            assert_eq!(own_path(foreign), "/", "{foreign}");
        }
    }
}
