//! Files that cannot be taken, each with an answer of its own. None makes the program panic.

use std::io::{Cursor, Write};

use formats::{Encoding, read_geojson_features, read_geojson_places, read_sheets, read_sheets_as};
use rstest::rstest;
use rust_xlsxwriter::Workbook;

fn workbook() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_string(0, 0, "Tên chung cư").expect("a cell");
    sheet.write_string(0, 1, "Phường/xã").expect("a cell");
    workbook.save_to_buffer().expect("a workbook")
}

fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a part");
        zip.write_all(content).expect("content");
    }
    zip.finish().expect("a zip").into_inner()
}

fn compound(stream: &str) -> Vec<u8> {
    let mut bytes = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    bytes.extend([0; 600]);
    bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
    bytes
}

fn code(name: &str, bytes: &[u8]) -> &'static str {
    read_sheets(name, bytes).map_or_else(|error| error.code(), |_| "fine")
}

#[test]
fn each_kind_of_refused_workbook_is_told_apart() {
    let whole = workbook();
    let empty = Workbook::new().save_to_buffer().expect("a workbook");
    let mut blank = Workbook::new();
    blank.add_worksheet();
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("a.xlsx", whole.clone(), "fine"),
        ("a.csv", whole.clone(), "fine"),
        ("a.xlsx", Vec::new(), "empty_file"),
        ("a.csv", b"\xef\xbb\xbf \n\n".to_vec(), "empty_file"),
        ("a.xlsx", whole[..whole.len() / 2].to_vec(), "corrupt_workbook"),
        ("a.xlsx", b"not a workbook".to_vec(), "corrupt_workbook"),
        ("a.xlsx", vec![1, 2, 3, 0, 0, 200], "corrupt_workbook"),
        ("a.xlsx", b"a;b\n1;2\n3;4\n".to_vec(), "fine"),
        ("a.xlsx", compound("EncryptedPackage"), "encrypted_workbook"),
        ("a.xls", compound("Workbook"), "old_workbook"),
        ("a.doc", compound("WordDocument"), "not_a_workbook"),
        ("a.docx", zip(&[("word/document.xml", b"<w/>")]), "not_a_workbook"),
        ("a.pdf", b"%PDF-1.7".to_vec(), "not_a_workbook"),
        ("a.xls", b"<html><table></table></html>".to_vec(), "not_a_workbook"),
        ("a.xlsx", blank.save_to_buffer().expect("a workbook"), "no_cells"),
        ("a.xlsx", empty, "no_cells"),
        ("a.csv", b"T\xean;Ph\xf4\n".to_vec(), "legacy_encoding"),
    ];
    for (name, bytes, expected) in cases {
        assert_eq!(code(name, &bytes), expected, "{name} {:?}", &bytes[..bytes.len().min(12)]);
    }
}

#[test]
fn a_legacy_text_is_read_when_its_encoding_is_named() {
    let sheets = read_sheets_as("phuong.csv", b"Ho\xe0 Bi\xccnh;5\n", Encoding::Windows1258).expect("a sheet");
    assert_eq!(sheets[0].name, "phuong");
    assert_eq!(sheets[0].rows[0].cells[0].shown(), "Hoà Bình");
}

#[test]
fn a_workbook_that_unpacks_without_end_is_refused() {
    let bomb = vec![b' '; 6_000_000];
    let parts: [(&str, &[u8]); 2] = [("xl/workbook.xml", b"<workbook/>"), ("xl/worksheets/sheet1.xml", &bomb)];
    assert_eq!(code("a.xlsx", &zip(&parts)), "too_large");
    let shared = br#"<sst uniqueCount="99999999999999"></sst>"#;
    assert_eq!(code("a.xlsx", &zip(&[("xl/workbook.xml", b"<workbook/>"), ("xl/sharedStrings.xml", shared)])), "corrupt_workbook");
}

#[test]
fn a_damaged_workbook_never_panics() {
    let whole = workbook();
    for cut in (0..whole.len()).step_by(7) {
        let _ = read_sheets("a.xlsx", &whole[..cut]);
        let mut flipped = whole.clone();
        flipped[cut] ^= 0xff;
        let _ = read_sheets("a.xlsx", &flipped);
    }
}

const POINT: &str = r#"{"type":"Feature","properties":{"name":"A"},"geometry":{"type":"Point","coordinates":[106.7,10.77]}}"#;

fn collection(member: &str, feature: &str) -> String {
    format!(r#"{{"type":"FeatureCollection",{member}"features":[{feature}]}}"#)
}

#[rstest]
#[case(collection("", POINT), "fine")]
#[case(POINT.to_owned(), "fine")]
#[case(format!("\u{feff}{}", collection("", POINT)), "fine")]
#[case(collection(r#""crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},"#, POINT), "fine")]
#[case(collection(r#""crs":null,"#, POINT), "fine")]
#[case(collection(r#""crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::9210"}},"#, POINT), "other_coordinate_system")]
#[case(collection("", &POINT.replace("106.7,10.77", "601234.5,1191234.5")), "other_coordinate_system")]
#[case(collection("", &POINT.replace("106.7,10.77", "10.77,106.7")), "other_coordinate_system")]
#[case(collection("", &POINT.replace("106.7,10.77", "106.7")), "not_geojson")]
#[case(collection("", &POINT.replace("Point", "Circle")), "not_geojson")]
#[case(collection("", ""), "no_features")]
#[case(collection("", POINT)[..90].to_owned(), "geojson_cut_off")]
#[case("[".repeat(100_000), "geojson_too_deep")]
#[case(format!(r#"{{"type":"FeatureCollection","features":[{}"#, "{\"a\":".repeat(100_000)), "geojson_too_deep")]
#[case("hello".to_owned(), "not_geojson")]
#[case("[1,2]".to_owned(), "not_geojson")]
#[case(r#"{"type":"Topology","objects":{}}"#.to_owned(), "not_geojson")]
#[case(r#"{"type":"FeatureCollection"}"#.to_owned(), "not_geojson")]
#[case(r#"{"type":"FeatureCollection","features":{}}"#.to_owned(), "not_geojson")]
#[case("{\"a\":nope}".to_owned(), "not_geojson")]
#[case("  ".to_owned(), "empty_file")]
fn geojson_is_looked_over_before_it_is_taken(#[case] text: String, #[case] expected: &str) {
    let found = read_geojson_features(text.as_bytes()).map_or_else(|error| error.code(), |_| "fine");
    assert_eq!(found, expected, "{}", &text[..text.len().min(120)]);
    // Places go the same way, only that a swapped point is a matter of its row.
    let _ = read_geojson_places("a.geojson", text.as_bytes());
}
