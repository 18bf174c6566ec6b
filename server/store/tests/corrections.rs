//! What the city asks of a ward stands in that ward's list until it is answered, and in no other's.

use crate::common::{Register, both_databases, errors, operation};
use domain::failure::Failure;
use domain::permission::Role;
use serde_json::json;
use store::{Actor, Session};
use uuid::Uuid;

both_databases![
    what_the_city_asks_stands_in_that_wards_list_alone_until_it_is_answered,
    only_the_city_asks_and_only_the_ward_answers,
    an_answer_is_given_once_and_for_its_own_place,
];

struct Asked {
    city: Session,
    ward: Session,
    other: Session,
    place: Uuid,
}

async fn city_and_wards(register: &Register) -> Asked {
    let (saigon, elsewhere) = (register.unit("26740").await.id, register.unit("26743").await.id);
    let place = register.named("Chung cư được hỏi").await;
    let staff = |unit| register.session_as(Actor::with_role("staff", Role::WardStaff, [unit]));
    Asked { city: register.session_as(Actor::with_role("city", Role::City, [])), ward: staff(saigon), other: staff(elsewhere), place }
}

async fn what_the_city_asks_stands_in_that_wards_list_alone_until_it_is_answered(register: Register) {
    let register = register.with_units().await;
    let Asked { city, ward, other, place } = city_and_wards(&register).await;
    let id = city.ask_correction(operation(), place, "  Số căn đúng   chưa? ".into()).await.unwrap();

    let (open, total) = ward.open_corrections(10).await.unwrap();
    assert_eq!((total, open[0].question.as_str(), open[0].place_name.as_str()), (1, "Số căn đúng chưa?", "Chung cư được hỏi"));
    assert_eq!(other.open_corrections(10).await.unwrap(), (Vec::new(), 0));
    assert_eq!(other.corrections_of(place).await.unwrap_err(), Failure::NotFound);

    ward.answer_correction(operation(), place, id, "Đã đếm lại: 120 căn".into()).await.unwrap();
    assert_eq!(ward.open_corrections(10).await.unwrap().1, 0);
    assert_eq!(city.open_corrections(10).await.unwrap().1, 0);
    let of_place = city.corrections_of(place).await.unwrap();
    assert_eq!(of_place[0].answer.as_ref().map(|answer| answer.text.as_str()), Some("Đã đếm lại: 120 căn"));
}

async fn only_the_city_asks_and_only_the_ward_answers(register: Register) {
    let register = register.with_units().await;
    let Asked { city, ward, other, place } = city_and_wards(&register).await;
    assert_eq!(ward.ask_correction(operation(), place, "Sao?".into()).await.unwrap_err(), Failure::NotFound);
    let id = city.ask_correction(operation(), place, "Sao?".into()).await.unwrap();
    for session in [&city, &other] {
        assert_eq!(session.answer_correction(operation(), place, id, "Vậy".into()).await.unwrap_err(), Failure::NotFound);
    }
    assert_eq!(ward.open_corrections(10).await.unwrap().1, 1);
}

async fn an_answer_is_given_once_and_for_its_own_place(register: Register) {
    let register = register.with_units().await;
    let Asked { city, ward, place, .. } = city_and_wards(&register).await;
    let another = register.add(json!({ "name": "Chung cư bên cạnh" })).await;
    let id = city.ask_correction(operation(), place, "Sao?".into()).await.unwrap();
    let said = |code: &str| ("answer".to_owned(), code.to_owned());
    let wrong = ward.answer_correction(operation(), another, id, "Vậy".into()).await;
    assert_eq!(errors(wrong.unwrap_err()), [said("already_answered")]);
    let empty = ward.answer_correction(operation(), place, id, " ".into()).await;
    assert_eq!(errors(empty.unwrap_err()), [said("required")]);
    ward.answer_correction(operation(), place, id, "Vậy".into()).await.unwrap();
    let again = ward.answer_correction(operation(), place, id, "Khác".into()).await;
    assert_eq!(errors(again.unwrap_err()), [said("already_answered")]);
}
