//! Former units as a boundary file names them in free text, as far as that text goes.

use crate::text;

/// A unit named in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Predecessor {
    /// With the word for its kind where the text has it.
    pub name: String,
    /// From the bracket behind the name; empty where there is none.
    pub district: String,
    /// The text itself says that only a part came over.
    pub partial: bool,
}

/// Reads "Phường Phú Thọ, Phường Hiệp Thành (thành phố Thủ Dầu Một), một phần Xã An Bình".
/// "Giữ nguyên" names nobody.
pub fn predecessors(text: &str) -> Vec<Predecessor> {
    split(text).iter().filter_map(|part| predecessor(part)).collect()
}

/// At commas, semicolons and line ends that stand outside of brackets.
fn split(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut depth = 0_u32;
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        match (c, parts.last_mut()) {
            (',' | ';' | '\n', _) if depth == 0 => parts.push(String::new()),
            (_, Some(last)) => last.push(c),
            _ => {}
        }
    }
    parts
}

fn predecessor(part: &str) -> Option<Predecessor> {
    let part = text::clean(part);
    let (name, bracket) = match part.split_once('(') {
        Some((name, rest)) => (name.trim(), rest.trim_end_matches(')').trim()),
        None => (part.as_str(), ""),
    };
    let folded = text::fold(name);
    let partial =
        ["mot phan ", "phan con lai ", "phan lon "].iter().any(|word| folded.starts_with(word)) || text::fold(bracket).contains("phan");
    let kinds = ["phường", "xã", "thị trấn", "đặc khu", "huyện", "thị xã"];
    let lower = name.to_lowercase();
    let start = kinds.iter().filter_map(|kind| lower.find(kind)).min().unwrap_or(0);
    let name = if lower.len() == name.len() { name.get(start..)? } else { name };
    if name.is_empty() || text::fold(name).starts_with("giu nguyen") {
        return None;
    }
    let district = ["quan", "huyen", "thanh pho", "thi xa", "tp"].iter().any(|kind| text::fold(bracket).starts_with(kind));
    Some(Predecessor { name: name.to_owned(), district: if district { bracket.to_owned() } else { String::new() }, partial })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_districts_and_parts_are_read() {
        let found = predecessors("Phường Phú Thọ, Phường Hiệp Thành (thành phố Thủ Dầu Một), một phần Xã An Bình");
        let read: Vec<_> = found.iter().map(|p| (p.name.as_str(), p.district.as_str(), p.partial)).collect();
        assert_eq!(read, [("Phường Phú Thọ", "", false), ("Phường Hiệp Thành", "thành phố Thủ Dầu Một", false), ("Xã An Bình", "", true)]);
    }

    #[test]
    fn a_comma_in_a_bracket_divides_nothing_and_the_rest_of_a_unit_is_a_part() {
        let found = predecessors("Phường Phú Thượng (phần còn lại sau khi sáp nhập vào phường Hồng Hà, phường Tây Hồ)");
        assert_eq!((found.len(), found[0].partial, found[0].district.as_str()), (1, true, ""));
    }

    #[test]
    fn unchanged_or_empty_names_nobody() {
        assert!(predecessors("Giữ nguyên").is_empty());
        assert!(predecessors(" ").is_empty());
    }
}
