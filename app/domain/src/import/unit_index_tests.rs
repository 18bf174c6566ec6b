use chrono::NaiveDate;
use rstest::rstest;

use super::*;
use crate::admin_unit::AdminUnitKind;

fn unit(code: &str, kind: AdminUnitKind, name: &str) -> AdminUnit {
    AdminUnit {
        id: Uuid::from_u128(code.parse().expect("digits")),
        code: code.into(),
        valid_from: NaiveDate::from_ymd_opt(2025, 7, 1).expect("a date"),
        valid_to: None,
        kind,
        name: name.into(),
        province_code: "79".into(),
        area_km2: None,
        approximate: false,
        bbox: [0.0; 4],
        label: [0.0; 2],
    }
}

fn former(code: &str, name: &str, district: &str, split: bool) -> FormerUnit {
    FormerUnit { code: code.into(), name: name.into(), district: district.into(), province: "Thành phố Hồ Chí Minh".into(), split }
}

fn index() -> UnitIndex {
    use AdminUnitKind::{Commune, SpecialZone, Ward};
    let units = vec![
        unit("26740", Ward, "Sài Gòn"),
        unit("26743", Ward, "Bến Thành"),
        unit("26800", Ward, "Hoà Hưng"),
        unit("26801", Ward, "Tân Mỹ"),
        unit("26802", Ward, "Tân Phú"),
        unit("27000", Commune, "Thanh An"),
        unit("27001", Commune, "Thạnh An"),
        unit("27002", Commune, "Củ Chi"),
        unit("26732", SpecialZone, "Côn Đảo"),
        unit("00123", Ward, "Đa Kao Mới"),
    ];
    let former = vec![
        former("26740", "Phường Bến Nghé", "Quận 1", false),
        former("26743", "Phường Bến Thành", "Quận 1", false),
        former("26740", "Phường Đa Kao", "Quận 1", true),
        former("26743", "Phường Đa Kao", "Quận 1", true),
        former("26800", "Phường 12", "Quận 10", false),
        former("26802", "Phường 12", "Quận Tân Bình", false),
        former("26801", "Phường Tân Phú", "Quận 7", false),
        former("26802", "Phường Phú Thọ Hòa", "Quận Tân Phú", false),
        former("27002", "Thị trấn Củ Chi", "Huyện Củ Chi", false),
    ];
    UnitIndex::new(units, former)
}

fn found(name: &str, district: &str) -> Result<(u128, Option<&'static str>), &'static str> {
    let district = Some(district).filter(|district| !district.is_empty()).map(str::to_owned);
    let said = UnitRef { code: None, name: Some(name.into()), district };
    index().resolve(&said).map(|found| (found.unit.as_u128(), found.note)).map_err(|problem| problem.code)
}

fn by_code(code: &str, name: Option<&str>) -> Result<(u128, Option<&'static str>), &'static str> {
    let said = UnitRef { code: Some(code.into()), name: name.map(str::to_owned), district: None };
    index().resolve(&said).map(|found| (found.unit.as_u128(), found.note)).map_err(|problem| problem.code)
}

#[rstest]
#[case("Phường Sài Gòn", "", Ok((26740, None)))]
#[case("SÀI GÒN", "", Ok((26740, None)))]
#[case("P. Sài Gòn", "Quận 1", Ok((26740, None)))]
#[case("sai gon", "", Ok((26740, None)))]
#[case("Phường Hòa Hưng", "", Ok((26800, None)))]
#[case("Đặc khu Côn Đảo", "", Ok((26732, None)))]
#[case("Thanh An", "", Ok((27000, None)))]
#[case("Xã Thạnh An", "", Ok((27001, None)))]
#[case("xa thanh an", "", Err("unit_ambiguous"))]
#[case("Xã Sài Gòn", "", Err("unit_kind_differs"))]
#[case("Phường Không Có", "", Err("unit_not_found"))]
fn a_name_in_force_is_found_exactly_before_folded(
    #[case] name: &str,
    #[case] district: &str,
    #[case] expected: Result<(u128, Option<&'static str>), &'static str>,
) {
    assert_eq!(found(name, district), expected, "{name}");
}

#[rstest]
#[case("Phường Bến Nghé", "", Ok((26740, Some("found_by_former_name"))))]
#[case("Bến Nghé cũ", "Q1", Ok((26740, Some("found_by_former_name"))))]
#[case("phường Bến Thành (cũ)", "", Ok((26743, Some("found_by_former_name"))))]
#[case("Phường Đa Kao", "Quận 1", Err("former_unit_split"))]
#[case("Phường 12", "", Err("unit_ambiguous"))]
#[case("P.12", "Q.10", Ok((26800, Some("found_by_former_name"))))]
#[case("P.12, Q. Tân Bình", "", Ok((26802, Some("found_by_former_name"))))]
#[case("P.12", "Quận 3", Err("unit_not_found"))]
#[case("TT. Củ Chi", "", Ok((27002, Some("found_by_former_name"))))]
fn a_former_name_leads_to_todays_unit_unless_it_was_split(
    #[case] name: &str,
    #[case] district: &str,
    #[case] expected: Result<(u128, Option<&'static str>), &'static str>,
) {
    assert_eq!(found(name, district), expected, "{name}");
}

#[test]
fn a_name_in_force_wins_over_a_former_namesake_and_says_so() {
    assert_eq!(found("Phường Tân Phú", ""), Ok((26802, Some("name_in_force_wins"))));
    assert_eq!(found("Phường Bến Thành", ""), Ok((26743, None)));
}

#[test]
fn the_former_district_tells_namesakes_apart() {
    assert_eq!(found("Phường Tân Phú", "Quận 7"), Ok((26801, Some("found_by_former_name"))));
    assert_eq!(found("Phường Tân Phú", "Quận Tân Phú"), Ok((26802, None)));
}

#[test]
fn a_code_counts_before_a_name_and_must_not_contradict_it() {
    assert_eq!(by_code("26740", None), Ok((26740, None)));
    assert_eq!(by_code("123", None), Ok((123, None)));
    assert_eq!(by_code("26740", Some("P. Sài Gòn")), Ok((26740, None)));
    assert_eq!(by_code("26740", Some("Bến Nghé")), Ok((26740, Some("found_by_former_name"))));
    assert_eq!(by_code("26740", Some("Bến Thành")), Err("unit_code_and_name_differ"));
    assert_eq!(by_code("99999", Some("Sài Gòn")), Err("unit_not_found"));
    assert_eq!(by_code("", None), Err("unit_missing"));
}
