//! What the rows of a sheet of organizations are held against: the organizations of the ward, their foundings, its
//! places.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::admin_unit::AdminUnit;
use domain::failure::{Failure, FieldErrors};
use domain::import::{OrganizationRow, UnitIndex, UnitRef};
use domain::organization::{DecisionDraft, OrganizationEventKind, OrganizationKind};
use domain::text::fold;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::admin_unit::units_by_id;
use crate::entities::{organization, organization_event, place};
use crate::fault::fault;
use crate::place::rows::parse;
use crate::session::Write;

/// An organization of the ward, as far as a row can speak of it.
struct Own {
    id: Uuid,
    kind: OrganizationKind,
    /// Folded.
    name: String,
    founded_on: Option<NaiveDate>,
    ended_on: Option<NaiveDate>,
    /// A row of this sheet told of it.
    told: bool,
}

pub(super) struct WardOfSheet {
    pub unit: AdminUnit,
    index: UnitIndex,
    organizations: Vec<Own>,
    /// The folded number of the founding by organization, and its day.
    foundings: HashMap<Uuid, (String, NaiveDate)>,
    /// By folded name, by address, by both, by id.
    places: HashMap<String, Vec<Uuid>>,
}

impl WardOfSheet {
    pub async fn load(write: &Write, unit: Uuid) -> Result<Self, Failure> {
        let unit = units_by_id(&write.tx, [unit]).await?.into_values().next();
        let unit = unit.filter(|unit| unit.valid_to.is_none()).ok_or(Failure::NotFound)?;
        let rows = organization::Entity::find().filter(organization::Column::AdminUnitId.eq(unit.id)).all(&write.tx).await;
        let rows = rows.map_err(fault)?.into_iter();
        let own = |row: organization::Model| {
            let (founded_on, ended_on) = (row.founded_on, row.ended_on);
            Ok(Own { id: row.id, kind: parse(&row.kind)?, name: row.name_folded, founded_on, ended_on, told: false })
        };
        let index = UnitIndex::new(vec![unit.clone()], Vec::new());
        let (foundings, places) = (foundings(write, unit.id).await?, places(write, unit.id).await?);
        Ok(Self { organizations: rows.map(own).collect::<Result<_, Failure>>()?, index, foundings, places, unit })
    }

    /// A row that names another ward is not for this one.
    pub fn check_unit(&self, said: &str) -> Result<(), FieldErrors> {
        let text = Some(said.to_owned());
        let is_code = said.bytes().all(|byte| byte.is_ascii_digit());
        let said_unit = if is_code { UnitRef { code: text, ..UnitRef::default() } } else { UnitRef { name: text, ..UnitRef::default() } };
        let same = said.is_empty() || self.index.resolve(&said_unit).is_ok_and(|found| found.unit == self.unit.id);
        if same { Ok(()) } else { Err(FieldErrors::one("unit", "organizations_other_ward", self.unit.full_name())) }
    }

    /// The organization that a row means: the one of that name and kind, else the one of that kind that was founded by
    /// that decision. One that ended before the row's founding is another.
    pub fn find(&self, row: &OrganizationRow) -> Result<Option<Uuid>, FieldErrors> {
        let name = fold(&row.draft.name);
        let day = row.founding.as_ref().map(|founding| founding.on);
        let other = |own: &Own| own.ended_on.is_some_and(|ended| day.is_some_and(|day| day >= ended));
        let named: Vec<&Own> = self.of_kind(row).filter(|own| own.name == name && !other(own)).collect();
        let living: Vec<&Own> = named.iter().copied().filter(|own| own.ended_on.is_none()).collect();
        let founded_then = || living.iter().filter(|own| day.is_some() && own.founded_on == day).collect::<Vec<_>>();
        match (&living[..], &named[..]) {
            ([only], _) => return Ok(Some(only.id)),
            ([], []) => {}
            ([], [ended, ..]) => return Err(dissolved("name", ended)),
            _ => {
                return match founded_then()[..] {
                    [only] => Ok(Some(only.id)),
                    _ => Err(FieldErrors::one("name", "organizations_name_shared", "")),
                };
            }
        }
        let Some(founding) = row.founding.as_ref().filter(|founding| founding.overruled.is_none()) else { return Ok(None) };
        let number = fold(founding.number.as_deref().unwrap_or_default());
        let decided = (number.clone(), founding.on);
        let numbered: Vec<&Own> = self.of_kind(row).filter(|own| self.foundings.get(&own.id) == Some(&decided)).collect();
        match numbered[..] {
            _ if number.is_empty() => Ok(None),
            // Two rows of one sheet are no change of a name.
            [only] if only.told => {
                let mut errors = FieldErrors::default();
                errors.push_day("number", "decision_number_shared", founding.on);
                Err(errors)
            }
            [only] if only.ended_on.is_some() => Err(dissolved("name", only)),
            [only] => Ok(Some(only.id)),
            _ => Ok(None),
        }
    }

    fn of_kind(&self, row: &OrganizationRow) -> impl Iterator<Item = &Own> {
        let kind = row.draft.kind;
        self.organizations.iter().filter(move |own| own.kind == kind)
    }

    /// The ledger tells of its founding what the row tells. That it came out of another has no number of its own.
    pub fn founded_so(&self, id: Uuid, on: NaiveDate, said: &DecisionDraft) -> bool {
        let number = said.number.as_deref().map(fold);
        let known = self.foundings.get(&id).map(|(number, _)| number);
        on == said.on && number.is_none_or(|number| known.is_none_or(|known| *known == number))
    }

    /// Rows further down may speak of it too.
    pub fn remember(&mut self, id: Uuid, row: &OrganizationRow) {
        let name = fold(&row.draft.name);
        let founded_on = row.founding.as_ref().map(|founding| founding.on);
        match self.organizations.iter_mut().find(|own| own.id == id) {
            Some(own) => {
                own.told = true;
                own.name = name;
                own.founded_on = own.founded_on.or(founded_on);
            }
            None => self.organizations.push(Own { id, kind: row.draft.kind, name, founded_on, ended_on: None, told: true }),
        }
        if let Some(founding) = &row.founding {
            let number = fold(founding.number.as_deref().unwrap_or_default());
            self.foundings.entry(id).or_insert((number, founding.on));
        }
    }

    /// The organization above that a row names: of the party, if the row's own is.
    pub fn superior(&self, row: &OrganizationRow) -> Result<Uuid, FieldErrors> {
        let name = fold(&row.superior);
        let fitting = |own: &&Own| own.name == name && own.kind.is_party() == row.draft.kind.is_party();
        let found: Vec<&Own> = self.organizations.iter().filter(fitting).collect();
        let living: Vec<&Own> = found.iter().copied().filter(|own| own.ended_on.is_none()).collect();
        match (&living[..], &found[..]) {
            ([only], _) => Ok(only.id),
            ([], [ended, ..]) => Err(dissolved("superior", ended)),
            ([], []) => Err(FieldErrors::one("superior", "organizations_superior_not_found", &row.superior)),
            _ => Err(FieldErrors::one("superior", "organizations_superior_shared", &row.superior)),
        }
    }

    pub fn place(&self, said: &str) -> Result<Uuid, FieldErrors> {
        match self.places.get(&fold(said)).map(Vec::as_slice) {
            Some([only]) => Ok(*only),
            Some(_) => Err(FieldErrors::one("places", "organizations_place_shared", said)),
            None => Err(FieldErrors::one("places", "organizations_place_not_found", said)),
        }
    }
}

fn dissolved(field: &str, own: &Own) -> FieldErrors {
    let mut errors = FieldErrors::default();
    if let Some(ended) = own.ended_on {
        errors.push_day(field, "organization_dissolved", ended);
    }
    errors
}

async fn foundings(write: &Write, unit: Uuid) -> Result<HashMap<Uuid, (String, NaiveDate)>, Failure> {
    use organization_event::Column as C;
    let founded = organization_event::Entity::find().filter(C::AdminUnitId.eq(unit));
    let founded = founded.filter(C::Kind.eq(OrganizationEventKind::Founded.code()));
    let founded = founded.select_only().columns([C::OrganizationId, C::NumberFolded, C::Day]);
    let founded: Vec<(Uuid, Option<String>, NaiveDate)> = founded.into_tuple().all(&write.tx).await.map_err(fault)?;
    Ok(founded.into_iter().map(|(id, number, day)| (id, (number.unwrap_or_default(), day))).collect())
}

/// As the import of places finds one: by name and address, here also by one of them where it is one place's alone.
async fn places(write: &Write, unit: Uuid) -> Result<HashMap<String, Vec<Uuid>>, Failure> {
    use place::Column as C;
    let all = place::Entity::find().filter(C::AdminUnitId.eq(unit)).filter(C::ClosedOn.is_null()).filter(C::MergedInto.is_null());
    let all = all.select_only().columns([C::Id, C::Name, C::Address]);
    let all: Vec<(Uuid, String, String)> = all.into_tuple().all(&write.tx).await.map_err(fault)?;
    let mut found: HashMap<String, Vec<Uuid>> = HashMap::new();
    for (id, name, address) in all {
        for said in [name.clone(), address.clone(), format!("{name} {address}"), id.to_string()] {
            let same = found.entry(fold(&said)).or_default();
            if !same.contains(&id) {
                same.push(id);
            }
        }
    }
    found.remove("");
    Ok(found)
}
