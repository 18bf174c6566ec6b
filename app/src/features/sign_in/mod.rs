//! The door: signing in and out, and links with which a person chooses a password.

mod browser;
mod link_page;
mod page;

pub use browser::{open, signed_in};
pub use link_page::{choose, take};
pub use page::{enter, leave, show, too_late};

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
