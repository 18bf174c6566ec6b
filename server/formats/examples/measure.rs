//! Temporary measurement.
use chrono::NaiveDate;
use domain::import::*;
use domain::place::PlaceDraft;
use formats::*;
use std::io::Cursor;
use std::ops::ControlFlow;
use std::time::Instant;

fn peak() -> String {
    let s = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    s.lines().filter(|l| l.starts_with("VmHWM") || l.starts_with("VmRSS")).collect::<Vec<_>>().join(" ")
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let path = &args[2];
    match args[1].as_str() {
        "write" => {
            let format = Format::of_name(path.rsplit('.').next().unwrap_or("")).expect("format");
            let start = Instant::now();
            let rows = (0..100_000u32).map(|i| {
                let mut draft = PlaceDraft {
                    name: format!("Chung cư số {i} Hòa Bình"),
                    address: format!("{i} Nguyễn Văn Cừ nối dài"),
                    apartments: Some(i % 900),
                    ..PlaceDraft::default()
                };
                draft.board.decision_number = Some(format!("{i}/QĐ-UBND"));
                draft.board.decision_on = NaiveDate::from_ymd_opt(2024, 5, 6);
                draft.board.recognition = domain::board::Recognition::Recognised;
                draft.note = Some(format!("Ghi chú riêng cho dòng {i}"));
                draft.lat = Some(10.7 + f64::from(i) / 1e6);
                draft.lon = Some(106.7 + f64::from(i) / 1e6);
                draft.blocks = Some(3);
                draft.handed_over = Some(1);
                draft.handover_year = Some(2015);
                draft.party_decision = Some(format!("{i}-QĐ/ĐU"));
                draft.party_members = Some(5);
                draft.agreement_number = Some(format!("{i}/TTPH"));
                draft.agreement_on = NaiveDate::from_ymd_opt(2024, 5, 6);
                draft.reviewed_on = draft.agreement_on;
                ExportRow { id: uuid::Uuid::from_u128(i.into()), unit_code: "26740".into(), unit_name: "Phường Sài Gòn".into(), draft }
            });
            let mut out = Cursor::new(Vec::new());
            write_places(format, rows, None, &mut out).expect("written");
            println!("written {} bytes in {:?} {}", out.get_ref().len(), start.elapsed(), peak());
            std::fs::write(path, out.get_ref()).expect("file");
        }
        "sheets" => {
            let start = Instant::now();
            let bytes = std::fs::read(path).expect("file");
            let sheets = read_sheets(path, &bytes).expect("sheets");
            println!("read_sheets {} rows in {:?} {}", sheets[0].rows.len(), start.elapsed(), peak());
        }
        "geo" => {
            let start = Instant::now();
            let bytes = std::fs::read(path).expect("file");
            let features = read_geojson_features(&bytes).expect("features");
            println!("features {} in {:?} {}", features.len(), start.elapsed(), peak());
        }
        "geoplaces" => {
            let start = Instant::now();
            let bytes = std::fs::read(path).expect("file");
            let sheet = read_geojson_places(path, &bytes).expect("features");
            println!("places {} in {:?} {}", sheet.rows.len(), start.elapsed(), peak());
        }
        _ => {
            let start = Instant::now();
            let bytes = std::fs::read(path).expect("file");
            let mut table = Table::open(path, &bytes, None).expect("table");
            println!("open {:?} {}", start.elapsed(), peak());
            let heads = table.heads(HEAD_ROWS).expect("heads");
            let layouts = layouts(&heads).expect("layouts");
            println!("layout {:?} {}", start.elapsed(), peak());
            let mut reader = RowReader::new(&layouts.found[0], NaiveDate::MAX);
            let (mut rows, mut bad) = (0, 0);
            table
                .for_each_row(0, &mut |row| {
                    match reader.read(&row) {
                        Ok(Some(place)) => {
                            rows += 1;
                            std::hint::black_box(place);
                        }
                        Ok(None) => {}
                        Err(_) => bad += 1,
                    }
                    ControlFlow::Continue(())
                })
                .expect("rows");
            println!("stream {rows} rows, {bad} bad in {:?} {}", start.elapsed(), peak());
        }
    }
}
