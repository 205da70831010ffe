//! The house's own controls: every panel is made of these, so that all of them look and behave
//! alike, carry a name for screen readers, and keep colours out of the panels.

mod bar_chart;
mod buttons;
mod contract_flags;
mod fields;
mod layout;
mod report;
mod steps;
mod table;
mod typed;
mod value_field;
mod words;

pub use bar_chart::bar_chart_ui;
pub use buttons::{
    ButtonKind, command_button, icon_button, icon_text_button, primary_button, quiet_button,
    secondary_button,
};
pub use contract_flags::{blocking_flags_ui, flag_kind};
pub use fields::{
    PercentSlider, SliderResponse, field_ui, percent_slider_ui, picker_ui, problem_ui,
    search_field_ui, segmented_ui, text_field_ui,
};
pub use layout::{
    BadgeKind, Heading, Tile, badge_ui, based_on_ui, card_ui, empty_state_ui, loading_ui,
    notice_line_ui, panel_frame_ui, section_ui, sheet_ui, stat_tile_ui, stat_tiles_ui,
};
pub use report::report_ui;
pub use steps::{ExplainedAmount, ExplainedStep, explained_side_by_side_ui, step_ui};
pub use table::{
    Cell, Column, Row, SortOrder, TableContent, TableResponse, TableSpec, TableState, table_ui,
};
pub use typed::{DATE_HINT, date_field_ui, text_area_ui, typed_amount, typed_date};
pub use value_field::{
    AMOUNT, NUMBER, OPTIONAL_AMOUNT, OPTIONAL_DATE, OPTIONAL_NUMBER, OPTIONAL_PERCENT, PERCENT,
    ValueKind, value_field_ui,
};
pub use words::{based_on_words, counted_words, month_words, service_words};
