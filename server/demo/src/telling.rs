//! Facts as they are told one after the other: days that people meet and offices work on, and keys.

use chrono::{Datelike, NaiveDate};
use domain::board::DisputeKind;
use domain::course::{BoardFact, BoardField, Convener, FactKind, MeetingKind, MeetingResult};
use domain::place::PlaceDraft;
use uuid::{Builder, Uuid};

use crate::board::{day, workday};
use crate::random::Random;

/// The first day on which wards, and no longer districts, recognise boards.
const WARDS_SINCE: NaiveDate = crate::VALID_FROM;

/// What has been told of one board so far.
pub struct Telling<'a> {
    pub random: Random,
    pub as_of: NaiveDate,
    /// The ward with its kind: it decides today, the former district decided before.
    ward: &'a str,
    pub place: &'a PlaceDraft,
    facts: Vec<BoardFact>,
}

/// The Sunday of the week before: owners meet when they need not work.
pub fn sunday(date: NaiveDate) -> NaiveDate {
    day(date, -i64::from(date.weekday().num_days_from_sunday()))
}

impl<'a> Telling<'a> {
    pub fn new(random: Random, as_of: NaiveDate, ward: &'a str, place: &'a PlaceDraft) -> Self {
        Self { random, as_of, ward, place, facts: Vec::new() }
    }

    /// So many days before the day on which the city stands.
    pub fn ago(&mut self, least: i64, most: i64) -> NaiveDate {
        day(self.as_of, -self.random.between(least, most))
    }

    /// The first day on which the building can have been handed over.
    pub fn handed_over(&self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(i32::try_from(self.place.handover_year?).ok()?, 1, 1)
    }

    /// From when on the first meeting is late.
    pub fn late_from(&self) -> Option<NaiveDate> {
        self.handed_over()?.with_year(i32::try_from(self.place.handover_year?).ok()? + 2)
    }

    /// Facts happened at the latest the day before: what is recorded today comes after them.
    pub fn tell(&mut self, fact: BoardFact) {
        let on = fact.on.min(day(self.as_of, -1));
        self.facts.push(BoardFact { on, ..fact });
    }

    pub fn fact(&self, kind: FactKind, on: NaiveDate) -> BoardFact {
        BoardFact::new(Uuid::nil(), kind, on)
    }

    pub fn event(&mut self, kind: FactKind, on: NaiveDate) {
        self.tell(self.fact(kind, workday(on)));
    }

    pub fn stated(&mut self, field: BoardField, value: &str, on: NaiveDate, reason: &str) {
        let (value, reason) = (Some(value.to_owned()), Some(reason.to_owned()));
        self.tell(BoardFact { field: Some(field), value, reason, ..self.fact(FactKind::Stated, workday(on)) });
    }

    /// Who was there was mostly counted.
    pub fn meeting(&mut self, meeting: MeetingKind, result: MeetingResult, on: NaiveDate, convened_by: Convener) {
        let share = match (result, meeting) {
            (MeetingResult::NoQuorum, _) => self.random.count(14, 28),
            (_, MeetingKind::First) => self.random.count(51, 82),
            _ => self.random.count(36, 70),
        };
        let total = self.place.handed_over.or(self.place.apartments).filter(|_| self.random.chance(82));
        let there = total.map(|total| (total * share).div_ceil(100));
        let represented = there.map(|there| there * self.random.count(5, 25) / 100);
        let number = self.random.chance(55).then(|| format!("{:02}/BB-HNNCC", self.random.count(1, 12)));
        self.tell(BoardFact {
            meeting: Some(meeting),
            result: Some(result),
            convened_by: Some(convened_by),
            owners_total: total,
            owners_present: there.zip(represented).map(|(there, represented)| there - represented),
            owners_represented: represented,
            number,
            ..self.fact(FactKind::MeetingHeld, on)
        });
    }

    pub fn recognised(&mut self, decided: NaiveDate, number: Option<String>, ends: Option<NaiveDate>) {
        let district = self.place.former_district.as_deref().filter(|_| decided < WARDS_SINCE);
        let issuer = Some(format!("UBND {}", district.unwrap_or(self.ward)));
        self.tell(BoardFact { number, issuer, term_ends_on: ends, ..self.fact(FactKind::Recognised, decided) });
    }

    pub fn dispute(&mut self, kind: FactKind, dispute: DisputeKind, on: NaiveDate) {
        self.tell(BoardFact { dispute: Some(dispute), ..self.fact(kind, workday(on)) });
    }

    pub fn is_silent(&self) -> bool {
        self.facts.is_empty()
    }

    /// All facts in their order. Their keys follow from that of the place, and come before any that is made
    /// from a clock: on the same day, what people record stands after them.
    pub fn finish(mut self, place: Uuid) -> Vec<BoardFact> {
        self.facts.sort_by_key(|fact| fact.on);
        for (index, fact) in (0u16..).zip(&mut self.facts) {
            let mut bytes = *place.as_bytes();
            bytes[..2].copy_from_slice(&[0x00, 0xde]);
            bytes[14..].copy_from_slice(&index.to_be_bytes());
            fact.id = Builder::from_custom_bytes(bytes).into_uuid();
        }
        self.facts
    }
}
