//! What is exported and read back is the same draft, in every format.

use std::collections::BTreeSet;
use std::io::Cursor;

use chrono::NaiveDate;
use domain::board::{BoardStatus, DisputeKind, FundHandover, MeetingStage, Recognition, Requirement, Term};
use domain::import::{ImportedPlace, Layout, RowReader};
use domain::organization::PlaceOrganization;
use domain::place::{PlaceDraft, PlaceKind, Segment};
use rstest::rstest;
use uuid::Uuid;

use super::{ExportRow, Format, write_places};
use crate::read::places::read_geojson_places;
use crate::read::table::read_sheets;

/// A small generator of its own, so that a failing draft is the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("a small number") % sides
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.roll(of.len())]
    }

    fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.roll(3) == 0 { None } else { Some(make(self)) }
    }

    fn some_of<T: Copy + Ord>(&mut self, of: &[T]) -> BTreeSet<T> {
        of.iter().copied().filter(|_| self.roll(4) == 0).collect()
    }

    fn day(&mut self) -> NaiveDate {
        NaiveDate::from_ymd_opt(1990, 1, 1).expect("a date") + chrono::Days::new(self.roll(15_000) as u64)
    }

    fn number(&mut self) -> u32 {
        let digits = self.roll(5);
        u32::try_from(self.roll(10_usize.pow(u32::try_from(digits).expect("few")))).expect("small")
    }

    fn text(&mut self) -> String {
        const TEXTS: &[&str] = &[
            "12/QĐ-UBND",
            "=HYPERLINK(\"x\")",
            "+84 28",
            "-5 tầng",
            "@home",
            "'=1",
            "'quoted'",
            "có",
            "chưa có",
            "x",
            "1.246",
            "00123",
            "05/01/2026",
            "Ghi chú: có \"ngoặc\", phẩy; chấm phẩy",
            "Tổng cộng",
            "Nguyễn Thị Minh Khai – 5|7\\9",
            "#1",
            "TRUE",
            "1e5",
            "-",
            "chưa rõ",
            "ữ",
            "Người lập biểu",
            "Phường Sài Gòn",
            "ngày 5 tháng 1 năm 2026",
            "(1)",
            "null",
            "15-QĐ/ĐU ngày 01/02/2024",
        ];
        self.one(TEXTS).to_owned()
    }
}

const AREA: &str = r#"{ "type":"Polygon", "coordinates":[[[106.7,10.770],[106.71,10.77],[106.71,10.78],[106.7,10.770]]] }"#;

fn draft(dice: &mut Dice) -> PlaceDraft {
    let point = dice.maybe(|dice| (100.0 + dice.roll(1_000_000_000) as f64 / 7e7, dice.roll(900_000) as f64 / 3.1e4));
    let names =
        ["Chung cư Hòa Bình", "Cụm chung cư Ngô Gia Tự", "=Plaza", "Tổng công ty 3", "1246", "Phường 5 Tower", "I. Home", "Cộng Hòa"];
    let draft = PlaceDraft {
        kind: dice.one(PlaceKind::all()),
        segment: dice.maybe(|dice| dice.one(Segment::all())),
        name: format!("{} {}", dice.one(&names), dice.roll(100)),
        address: if dice.roll(4) == 0 { String::new() } else { dice.text() },
        admin_unit_id: Uuid::from_u128(7),
        former_district: dice.maybe(|dice| dice.one(&["Quận 1", "Quận Bình Thạnh", "Huyện Hóc Môn", "Thành phố Thủ Đức"]).to_owned()),
        lon: point.map(|point| point.0),
        lat: point.map(|point| point.1),
        area: None,
        blocks: dice.maybe(Dice::number),
        apartments: dice.maybe(Dice::number),
        handed_over: dice.maybe(Dice::number),
        handover_year: dice.maybe(|dice| 1900 + u32::try_from(dice.roll(130)).expect("small")),
        handed_over_on: dice.maybe(Dice::day),
        several_owners: dice.maybe(|dice| dice.roll(2) == 0),
        residents: dice.maybe(Dice::number),
        parent_id: dice.maybe(|dice| Uuid::from_u128(dice.roll(1 << 30) as u128)),
        residential_area_id: None,
        head_post: None,
        board: BoardStatus {
            requirement: dice.one(Requirement::all()),
            meeting_stage: dice.one(MeetingStage::all()),
            recognition: dice.one(Recognition::all()),
            term: dice.one(Term::all()),
            fund_handover: dice.one(FundHandover::all()),
            disputes: dice.some_of(DisputeKind::all()),
            decision_number: dice.maybe(Dice::text),
            decision_on: dice.maybe(Dice::day),
            term_ends_on: dice.maybe(Dice::day),
        },
        organizations: dice.some_of(PlaceOrganization::all()),
        organizations_confirmed_on: dice.maybe(Dice::day),
        party_decision: dice.maybe(Dice::text),
        party_members: dice.maybe(Dice::number),
        cell_committee: dice.maybe(|dice| dice.roll(2) == 0),
        agreement_number: dice.maybe(Dice::text),
        agreement_on: dice.maybe(Dice::day),
        reviewed_on: dice.maybe(Dice::day),
        note: dice.maybe(Dice::text),
        closed_on: dice.maybe(Dice::day),
        merged_into: None,
    };
    let mut settled = draft;
    settled.board.settle();
    settled
}

fn rows(format: Format, count: usize) -> Vec<ExportRow> {
    let mut dice = Dice(2026);
    (0..count)
        .map(|index| {
            let mut draft = draft(&mut dice);
            if format == Format::GeoJson {
                draft.area = dice.maybe(|_| AREA.to_owned());
            }
            ExportRow { id: Uuid::from_u128(1 + index as u128), unit_code: "00123".into(), unit_name: "Phường Sài Gòn".into(), draft }
        })
        .collect()
}

fn read_back(format: Format, bytes: &[u8]) -> Vec<ImportedPlace> {
    let sheet = match format {
        Format::GeoJson => read_geojson_places("places.geojson", bytes).expect("places"),
        _ => read_sheets("places", bytes).expect("sheets").remove(0),
    };
    let layout = Layout::find(&sheet.name, &sheet.rows).expect("a heading");
    assert_eq!((layout.notes.as_slice(), layout.forbidden.as_slice()), ([].as_slice(), [].as_slice()));
    let mut reader = RowReader::new(&layout, NaiveDate::from_ymd_opt(2026, 6, 30).expect("a date"));
    sheet.rows.iter().filter_map(|row| reader.read(row).expect("no problems")).collect()
}

#[rstest]
#[case(Format::Xlsx, None)]
#[case(Format::Xlsx, Some("DỮ LIỆU MẪU"))]
#[case(Format::Csv, None)]
#[case(Format::Csv, Some("DỮ LIỆU MẪU"))]
#[case(Format::GeoJson, None)]
#[case(Format::GeoJson, Some("DỮ LIỆU MẪU"))]
fn what_was_exported_is_read_back_without_loss(#[case] format: Format, #[case] banner: Option<&str>) {
    let rows = rows(format, 150);
    let mut file = Cursor::new(Vec::new());
    write_places(format, rows.clone(), banner, &mut file).expect("written");
    let imported = read_back(format, file.get_ref());
    assert_eq!(imported.len(), rows.len());
    for (row, imported) in rows.iter().zip(&imported) {
        assert_eq!(imported.id, Some(row.id));
        assert_eq!(imported.unit.code.as_deref(), Some("00123"));
        assert_eq!(imported.notes, [], "{:?}", row.draft);
        let blank = PlaceDraft { admin_unit_id: row.draft.admin_unit_id, ..PlaceDraft::default() };
        assert_eq!(imported.overlay(&blank).expect("fields"), row.draft);
        // Over a place that says something else everywhere, too: an empty cell clears.
        let other = PlaceDraft {
            admin_unit_id: row.draft.admin_unit_id,
            area: row.draft.area.clone(),
            ..draft(&mut Dice(row.id.as_u128() as u64))
        };
        assert_eq!(imported.overlay(&other).expect("fields"), row.draft);
    }
}

#[test]
fn sample_data_says_so_in_geojson() {
    let mut file = Cursor::new(Vec::new());
    write_places(Format::GeoJson, rows(Format::GeoJson, 1), Some("DỮ LIỆU MẪU"), &mut file).expect("written");
    let json: serde_json::Value = serde_json::from_slice(file.get_ref()).expect("JSON");
    assert_eq!(json["banner"], "DỮ LIỆU MẪU");
    assert_eq!(json["features"][0]["properties"]["admin_unit_code"], "00123");
}

#[test]
fn no_cell_of_a_text_file_starts_like_a_formula() {
    let mut file = Cursor::new(Vec::new());
    write_places(Format::Csv, rows(Format::Csv, 200), None, &mut file).expect("written");
    let text = std::str::from_utf8(file.get_ref()).expect("UTF-8").trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    for record in reader.records() {
        for field in &record.expect("a record") {
            assert!(!field.starts_with(['=', '+', '-', '@']), "{field}");
        }
    }
}
