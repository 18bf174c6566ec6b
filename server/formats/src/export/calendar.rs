//! Dates as a calendar (RFC 5545): lines that are folded and escaped as calendars want them.

use chrono::{DateTime, Days, NaiveDate, Utc};
use icalendar::{Calendar, Component, Event, EventLike, Property};

/// One day in a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarEntry {
    /// The same for the same work, however often it is fetched.
    pub uid: String,
    pub on: NaiveDate,
    pub summary: String,
    pub description: String,
    pub location: String,
    pub url: String,
}

/// Each entry as an event of a whole day that keeps nobody busy; `as_of` is when all of it was known.
pub fn write_calendar(name: &str, as_of: DateTime<Utc>, entries: impl IntoIterator<Item = CalendarEntry>) -> String {
    let mut calendar = Calendar::empty();
    for (key, value) in [("VERSION", "2.0"), ("PRODID", "-//Gan Dan//Gan Dan//VI"), ("CALSCALE", "GREGORIAN"), ("METHOD", "PUBLISH")] {
        calendar.append_property(Property::new(key, value));
    }
    calendar.name(&one_line(name)).ttl(&chrono::Duration::hours(6));
    for entry in entries {
        let mut event = Event::new();
        event.uid(&entry.uid).timestamp(as_of).starts(entry.on).summary(&one_line(&entry.summary)).url(&entry.url);
        // The day on which it ends is not part of it.
        if let Some(next) = entry.on.checked_add_days(Days::new(1)) {
            event.ends(next);
        }
        for (key, text) in [("DESCRIPTION", &entry.description), ("LOCATION", &entry.location)] {
            if !text.is_empty() {
                event.add_property(key, one_line(text));
            }
        }
        event.add_property("TRANSP", "TRANSPARENT");
        calendar.push(event.done());
    }
    calendar.to_string()
}

/// A line break of any kind would begin another property.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(summary: &str) -> String {
        let on = NaiveDate::from_ymd_opt(2026, 11, 30).expect("a date");
        let entry = CalendarEntry {
            uid: "1-decision-2026-11-30@gan-dan".into(),
            on,
            summary: summary.into(),
            description: "hạn 30/11/2026".into(),
            location: "1 Lê Lợi, Phường Sài Gòn".into(),
            url: "https://gandan.example/places/1".into(),
        };
        write_calendar("Gần Dân", DateTime::UNIX_EPOCH, [entry])
    }

    #[test]
    fn lines_are_short_end_as_they_must_and_hold_what_was_said() {
        let long = "Ra quyết định công nhận · Chung cư Nguyễn Thị Minh Khai, lô A; «B» \\ C, khu đô thị mới phía đông bắc thành phố";
        let text = written(long);
        assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
        let lines: Vec<&str> = text.split_terminator("\r\n").collect();
        assert!(lines.iter().all(|line| line.len() <= 75 && !line.contains(['\r', '\n'])), "{text}");
        for expected in ["DTSTART;VALUE=DATE:20261130", "DTEND;VALUE=DATE:20261201", "DTSTAMP:19700101T000000Z", "TRANSP:TRANSPARENT"] {
            assert!(lines.contains(&expected), "{expected}: {text}");
        }
        let read: Calendar = text.parse().expect("a calendar");
        let event = read.events().next().expect("an event");
        assert_eq!((event.get_summary(), event.get_uid()), (Some(long), Some("1-decision-2026-11-30@gan-dan")));
        assert_eq!((event.get_url(), event.get_location()), (Some("https://gandan.example/places/1"), Some("1 Lê Lợi, Phường Sài Gòn")));
    }

    #[test]
    fn a_name_cannot_begin_a_property_of_its_own() {
        let text = written("Chung cư\r\nATTENDEE:mailto:x@example.vn");
        assert!(!text.lines().any(|line| line.starts_with("ATTENDEE")), "{text}");
    }

    #[test]
    fn no_entries_are_a_calendar_too() {
        let text = write_calendar("Gần Dân", DateTime::UNIX_EPOCH, []);
        assert!(text.contains("PRODID:") && !text.contains("VEVENT"));
    }
}
