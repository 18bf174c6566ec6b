//! Invented names and addresses. That one is like a name somewhere is chance.

use std::collections::HashSet;

use domain::place::Segment;

use crate::random::Random;

const FIRST: [&str; 20] = [
    "An", "Bảo", "Bình", "Đông", "Gia", "Hòa", "Hưng", "Khánh", "Kim", "Long", "Minh", "Nam", "Ngọc", "Phú", "Tân", "Thanh", "Thuận",
    "Tường", "Vĩnh", "Xuân",
];
const SECOND: [&str; 22] = [
    "Châu", "Diễm", "Điền", "Đức", "Giang", "Hải", "Khang", "Lạc", "Lâm", "Liên", "Nguyên", "Phong", "Quế", "Quý", "Sơn", "Tâm", "Thạnh",
    "Thịnh", "Thủy", "Trạch", "Uyên", "Vân",
];
const IMAGES: [&str; 40] = [
    "Ánh Dương",
    "Bằng Lăng",
    "Bến Đợi",
    "Bông Súng",
    "Cánh Buồm",
    "Chim Sâu",
    "Cỏ Lau",
    "Đồi Gió",
    "Đồng Xanh",
    "Gió Mùa",
    "Hạt Sương",
    "Hoa Gạo",
    "Hoa Giấy",
    "Hừng Đông",
    "Khói Lam",
    "Lá Phong",
    "Lục Bình",
    "Mái Đình",
    "Mặt Hồ",
    "Mây Trắng",
    "Mùa Gặt",
    "Nắng Sớm",
    "Ngọc Bích",
    "Nhịp Cầu",
    "Nước Trong",
    "Phù Sa",
    "Rạng Đông",
    "Sao Hôm",
    "Sen Hồng",
    "Sóng Biếc",
    "Sông Quê",
    "Suối Mơ",
    "Thảo Nguyên",
    "Tiếng Sáo",
    "Trăng Rằm",
    "Trúc Xanh",
    "Vầng Hồng",
    "Vườn Cau",
    "Vườn Trầu",
    "Xoài Cát",
];
const TOWERS: [&str; 6] = ["Tháp A", "Tháp B", "Block A1", "Block B2", "Lô C", "Tháp Đông"];

/// Names of one copy of the city. None occurs twice.
pub struct Names {
    copy: u32,
    used: HashSet<String>,
}

/// A name with the address that goes with it.
pub struct Named {
    pub name: String,
    pub address: String,
}

impl Names {
    pub fn new(copy: u32) -> Self {
        Self { copy, used: HashSet::new() }
    }

    /// A building that stands alone.
    pub fn building(&mut self, random: &mut Random, segment: Option<Segment>, streets: &[String]) -> Named {
        self.unused(|names| {
            let mut named = names.draw(random, segment, streets);
            if segment == Some(Segment::OldBlock) && random.chance(35) {
                named.name = format!("Lô {} Cư xá {}", letter(random.below(12)), names.place(random));
            } else if segment != Some(Segment::OldBlock) && random.chance(18) {
                named.name = format!("{} – {}", named.name, random.pick(&TOWERS));
            }
            named
        })
    }

    /// A cluster, and the name its buildings bear before their own.
    pub fn cluster(&mut self, random: &mut Random, segment: Option<Segment>, streets: &[String]) -> Named {
        self.unused(|names| {
            let named = names.draw(random, segment, streets);
            match segment {
                Some(Segment::OldBlock) => Named { name: format!("Cư xá {}", names.place(random)), ..named },
                _ => Named { name: format!("Cụm {}", lower_first(&named.name)), ..named },
            }
        })
    }

    fn unused(&mut self, mut draw: impl FnMut(&Self) -> Named) -> Named {
        let mut named = draw(self);
        for _ in 0..50 {
            if !self.used.contains(&named.name) {
                break;
            }
            named = draw(self);
        }
        let base = named.name.clone();
        let mut number = 2;
        while !self.used.insert(named.name.clone()) {
            named.name = format!("{base} – Khu {number}");
            number += 1;
        }
        named
    }

    fn draw(&self, random: &mut Random, segment: Option<Segment>, streets: &[String]) -> Named {
        let street = &streets[random.below(streets.len())];
        let number = self.house_number(random);
        let address = format!("{number} {street}");
        let by_street = |word: &str| format!("{word} {number} {street}");
        let name = match segment {
            Some(Segment::HighEnd) if random.chance(60) => format!("Khu căn hộ {}", self.numbered(random.pick(&IMAGES))),
            Some(Segment::HighEnd) => format!("Khu căn hộ {}", self.place(random)),
            Some(Segment::SocialHousing) => format!("Nhà ở xã hội {}", self.place(random)),
            Some(Segment::Resettlement) if random.chance(30) => by_street("Chung cư tái định cư"),
            Some(Segment::Resettlement) => format!("Chung cư tái định cư {}", self.place(random)),
            Some(Segment::OldBlock) | None if random.chance(75) => by_street("Chung cư"),
            _ if random.chance(14) => by_street("Chung cư"),
            _ if random.chance(12) => format!("Chung cư {}", self.numbered(random.pick(&IMAGES))),
            _ => format!("Chung cư {}", self.place(random)),
        };
        Named { name, address }
    }

    fn place(&self, random: &mut Random) -> String {
        self.numbered(&format!("{} {}", random.pick(&FIRST), random.pick(&SECOND)))
    }

    /// Further copies of the city bear a number, so that their names stay apart.
    fn numbered(&self, name: &str) -> String {
        if self.copy == 0 { name.to_owned() } else { format!("{name} {}", self.copy + 1) }
    }

    fn house_number(&self, random: &mut Random) -> String {
        let number = random.count(2, 790);
        match self.copy {
            0 if random.chance(8) => format!("{number}/{}", random.count(2, 60)),
            0 => number.to_string(),
            copy => format!("{number}/{}", copy + 60),
        }
    }
}

/// The building at `index` of a cluster.
pub fn block_of(cluster: &str, segment: Option<Segment>, index: usize) -> String {
    let whole = upper_first(cluster.strip_prefix("Cụm ").unwrap_or(cluster));
    match segment {
        Some(Segment::OldBlock) => format!("Lô {} {whole}", letter(index)),
        Some(Segment::HighEnd) => format!("{whole} – Tháp {}", letter(index)),
        Some(Segment::Resettlement) => format!("{whole} – Lô {}", letter(index)),
        _ => format!("{whole} – Block {}{}", letter(index / 2), index % 2 + 1),
    }
}

fn letter(index: usize) -> char {
    char::from(b'A' + (index % 26) as u8)
}

fn lower_first(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

fn upper_first(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_occurs_twice_in_one_copy_or_in_two() {
        let streets = ["Nguyễn Trãi".to_owned(), "Bạch Đằng".to_owned()];
        let mut all = HashSet::new();
        for copy in [0, 1, 12] {
            let (mut names, mut random) = (Names::new(copy), Random::new(1, u64::from(copy)));
            for index in 0..900 {
                let segment = [Some(Segment::OldBlock), Some(Segment::Commercial), None][index % 3];
                assert!(all.insert(names.building(&mut random, segment, &streets).name));
            }
        }
    }

    #[test]
    fn the_buildings_of_a_cluster_bear_its_name() {
        assert_eq!(block_of("Cụm chung cư An Lạc", Some(Segment::Commercial), 3), "Chung cư An Lạc – Block B2");
        assert_eq!(block_of("Cư xá Phú Lâm", Some(Segment::OldBlock), 1), "Lô B Cư xá Phú Lâm");
    }
}
