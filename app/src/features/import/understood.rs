//! What was understood of a file: its sheets, where their heading is, what each column became. All of it
//! can be changed before anything is agreed to.

use domain::failure::FieldErrors;
use domain::import::{Column, ColumnRead, SheetRead};
use leptos::prelude::*;
use store::import::ImportRun;

use super::decided::{COLUMNS_SHOWN, column_name, heading_name, taken_name};
use super::encoding::EncodingChoice;
use crate::texts::Texts;
use crate::ui::{PostForm, count, texts};

/// The words for what a column holds.
pub fn column_words(t: Texts, column: Column) -> String {
    t.t(&format!("import_column.{}", column.code()))
}

/// `typed` is what a form that could not be taken said, laid over what was understood.
#[component]
pub fn Understood(run: ImportRun, typed: Vec<(String, String)>, errors: FieldErrors) -> impl IntoView {
    let t = texts();
    let several = run.report.sheets.len() > 1;
    let unclear = !errors.is_empty() || run.report.problems.iter().any(|problem| problem.code == "no_name_column");
    let columns = || run.report.sheets.iter().filter(|sheet| sheet.taken).flat_map(|sheet| &sheet.columns);
    let read = count(t, columns().filter(|column| column.meaning.is_some()).count() as u64);
    let of = count(t, columns().count() as u64);
    let summary = t.tf("import_page.columns_read", &[("read", &read), ("of", &of)]);
    let encoding = run.choices.encoding.clone().map(|chosen| view! { <EncodingChoice chosen=Some(chosen)/> });
    let sheets: Vec<_> = run
        .report
        .sheets
        .into_iter()
        .enumerate()
        .map(|(at, sheet)| view! { <Sheet at=at sheet=sheet several=several typed=typed.clone() errors=errors.clone()/> })
        .collect();
    (!sheets.is_empty()).then(|| {
        view! {
            <details class="card understood" open=unclear>
                <summary>{t.t("import_page.understood")}" "<span class="soft">{summary}</span></summary>
                <PostForm action=format!("/import/{}/columns", run.id)>
                    {encoding}
                    {sheets}
                    <button class="plain">{t.t("import_page.preview_again")}</button>
                </PostForm>
            </details>
        }
    })
}

#[component]
fn Sheet(at: usize, sheet: SheetRead, several: bool, typed: Vec<(String, String)>, errors: FieldErrors) -> impl IntoView {
    let t = texts();
    let said = |name: &str| typed.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
    let taken = if typed.is_empty() { sheet.taken } else { said(&taken_name(at)).is_some() };
    let heading = said(&heading_name(at)).unwrap_or_else(|| sheet.heading.map(|(_, last)| last.to_string()).unwrap_or_default());
    let name = taken_name(at);
    let taken = if several {
        view! {
            <label class="check"><input type="checkbox" name=name value="true" checked=taken/><span>{t.tf("import_page.read_sheet", &[("sheet", &sheet.name)])}</span></label>
        }
        .into_any()
    } else {
        view! { <input type="hidden" name=name value="true"/> }.into_any()
    };
    let more = sheet.columns.len().saturating_sub(COLUMNS_SHOWN);
    let columns: Vec<_> = sheet
        .columns
        .into_iter()
        .take(COLUMNS_SHOWN)
        .enumerate()
        .map(|(index, column)| {
            let name = column_name(at, index);
            let value = said(&name).unwrap_or_else(|| column.meaning.map(|meaning| meaning.code().to_owned()).unwrap_or_default());
            let error = error_of(t, &errors, &name);
            view! { <OneColumn index=index column=column name=name value=value error=error/> }
        })
        .collect();
    view! {
        <fieldset class="sheet">
            <legend>{t.tf("import_page.sheet", &[("sheet", &sheet.name)])}</legend>
            {taken}
            <HeadingRow name=heading_name(at) value=heading error=error_of(t, &errors, &heading_name(at))/>
            <ul class="columns-read">{columns}</ul>
            {(more > 0).then(|| view! { <p class="soft">{t.tf("import_page.more_columns", &[("count", &count(t, more as u64))])}</p> })}
        </fieldset>
    }
}

fn error_of(t: Texts, errors: &FieldErrors, name: &str) -> Option<String> {
    errors.of(name).map(|error| t.field_error(error)).next()
}

#[component]
fn HeadingRow(name: String, value: String, error: Option<String>) -> impl IntoView {
    let t = texts();
    let (invalid, error_id) = (error.is_some(), format!("{name}-error"));
    view! {
        <div class="field heading-row" class:wrong=invalid>
            <label for=name.clone()>{t.t("import_page.heading_row")}</label>
            <input id=name.clone() name=name type="text" inputmode="numeric" maxlength="7" value=value autocomplete="off"
                aria-invalid=invalid.then_some("true") aria-describedby=invalid.then(|| error_id.clone())/>
            {error.map(|error| view! { <p class="error" id=error_id>{error}</p> })}
        </div>
    }
}

/// A heading as it is spelled, and what it became. What must not be read cannot be chosen.
#[component]
fn OneColumn(index: usize, column: ColumnRead, name: String, value: String, error: Option<String>) -> impl IntoView {
    let t = texts();
    let number = count(t, index as u64 + 1);
    let heading = match column.heading.is_empty() {
        true => t.tf("import_page.column_without_heading", &[("number", &number)]),
        false => column.heading,
    };
    if column.dropped {
        return view! { <li class="dropped"><span class="heading">{heading}</span><span>{t.t("import_page.column_dropped")}</span></li> }
            .into_any();
    }
    let options: Vec<_> = Column::all()
        .iter()
        .map(|meaning| view! { <option value=meaning.code() selected=meaning.code() == value>{column_words(t, *meaning)}</option> })
        .collect();
    let (invalid, error_id) = (error.is_some(), format!("{name}-error"));
    view! {
        <li class:unread=value.is_empty() class:wrong=invalid class="field">
            <label class="heading" for=name.clone()>{heading}</label>
            <select id=name.clone() name=name aria-invalid=invalid.then_some("true") aria-describedby=invalid.then(|| error_id.clone())>
                <option value="">{t.t("import_page.column_unread")}</option>
                {options}
            </select>
            {error.map(|error| view! { <p class="error" id=error_id>{error}</p> })}
        </li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Locale;

    #[test]
    fn every_column_is_called_as_in_the_tables_that_are_handed_in() {
        for column in Column::all().iter().filter(|column| **column != Column::Issues) {
            assert_eq!(column_words(Texts(Locale::Vi), *column), column.heading());
            assert_ne!(column_words(Texts(Locale::En), *column), column.heading(), "{column}");
        }
    }
}
