//! Why a file cannot be taken, or not be written.

/// One variant for each thing that a person can do something about.
#[derive(Debug, thiserror::Error)]
pub enum FormatError {
    #[error("the file is empty")]
    EmptyFile,
    #[error("the workbook is damaged: {0}")]
    CorruptWorkbook(String),
    #[error("the workbook is protected with a password")]
    EncryptedWorkbook,
    #[error("the workbook has the format before 2007 (.xls)")]
    OldWorkbook,
    #[error("this is no workbook and no text file")]
    NotAWorkbook,
    #[error("no sheet of the workbook has a filled cell")]
    NoCells,
    #[error("the text is not UTF-8 but in an older encoding")]
    LegacyEncoding,
    #[error("this is not GeoJSON: {0}")]
    NotGeojson(String),
    #[error("the GeoJSON file ends in the middle")]
    GeojsonCutOff,
    #[error("the GeoJSON file is nested too deep")]
    GeojsonTooDeep,
    #[error("the GeoJSON file has no features")]
    NoFeatures,
    #[error("the coordinates are not longitude and latitude (WGS 84): {0}")]
    OtherCoordinateSystem(String),
    #[error("the file is larger than what can be read: {0}")]
    TooLarge(&'static str),
    #[error("the file could not be written: {0}")]
    NotWritten(String),
}

impl FormatError {
    /// Which sentence to show: `import.file.<code>` of the locales.
    pub fn code(&self) -> &'static str {
        match self {
            Self::EmptyFile => "empty_file",
            Self::CorruptWorkbook(_) => "corrupt_workbook",
            Self::EncryptedWorkbook => "encrypted_workbook",
            Self::OldWorkbook => "old_workbook",
            Self::NotAWorkbook => "not_a_workbook",
            Self::NoCells => "no_cells",
            Self::LegacyEncoding => "legacy_encoding",
            Self::NotGeojson(_) => "not_geojson",
            Self::GeojsonCutOff => "geojson_cut_off",
            Self::GeojsonTooDeep => "geojson_too_deep",
            Self::NoFeatures => "no_features",
            Self::OtherCoordinateSystem(_) => "other_coordinate_system",
            Self::TooLarge(_) => "too_large",
            Self::NotWritten(_) => "not_written",
        }
    }

    /// What fills the blank of that sentence. Details of a damaged workbook are for the log only.
    pub fn value(&self) -> &str {
        match self {
            Self::OtherCoordinateSystem(value) | Self::NotGeojson(value) => value,
            Self::TooLarge(limit) => limit,
            _ => "",
        }
    }
}

impl From<calamine::XlsxError> for FormatError {
    fn from(error: calamine::XlsxError) -> Self {
        match error {
            calamine::XlsxError::Password => Self::EncryptedWorkbook,
            other => Self::CorruptWorkbook(other.to_string()),
        }
    }
}

impl From<rust_xlsxwriter::XlsxError> for FormatError {
    fn from(error: rust_xlsxwriter::XlsxError) -> Self {
        Self::NotWritten(error.to_string())
    }
}

impl From<std::io::Error> for FormatError {
    fn from(error: std::io::Error) -> Self {
        Self::NotWritten(error.to_string())
    }
}

impl From<csv::Error> for FormatError {
    fn from(error: csv::Error) -> Self {
        Self::NotWritten(error.to_string())
    }
}

impl From<serde_json::Error> for FormatError {
    fn from(error: serde_json::Error) -> Self {
        Self::NotWritten(error.to_string())
    }
}
