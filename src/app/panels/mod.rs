//! The panels: one folder each, none of which knows another.
//!
//! # How a panel is written
//!
//! ```text
//! panels/payers/mod.rs     state of the view, and the entry:
//!                          #[derive(Default)] pub struct State { table: TableState, … }
//!                          pub fn ui(state: &mut State, ctx: &ViewContext<'_>, ui: &mut egui::Ui)
//! panels/payers/model.rs   what will be shown: plain `Serialize` data with finished words, built
//!                          from reports; tested as text. No egui.
//! panels/payers/view.rs    paints a model; functions end in `_ui`. No arithmetic.
//! ```
//!
//! - **Read** through `ctx`: `ctx.practice()` (lists), `ctx.session` (last answers: `inspected`,
//!   `imported`, `composed`), `ctx.report(kind)`. Asking is enough: the shelf has the report
//!   computed and answers `Shelved::Loading` until then; while it is newly computed the old one
//!   stays (`Updating`).
//! - **Change** by `ctx.send(Command::…)` alone. Edits of the practice are `Command::Edit(…)`.
//! - **Build models once**: keep a `Memo` in the state and let it recompute when the report (or what
//!   was typed) is another; never sort or sum in every frame.
//! - **Looks** come from `theme` (`tokens(ui)`, `size`, `heading(…)`) and `widgets`
//!   (`panel_frame_ui`, `table_ui`, `stat_tile_ui`, `bar_chart_ui`, `empty_state_ui`, `based_on_ui`,
//!   `report_ui`, `search_field_ui`, `segmented_ui`, `percent_slider_ui`, `sheet_ui`, `primary_button`, …).
//! - **Words**: sentence case, no period after one sentence, `…` where more is asked; every control
//!   has a label that a screen reader and a test can find.
//! - `welcome` (a form) and `home` (reports) are the examples to follow. A new panel needs a variant
//!   of [`Panel`], a field of [`PanelStates`] and a line in [`PanelStates::show`].

pub mod brief;
pub mod codes;
pub mod contracts;
pub mod data;
pub mod home;
pub mod model;
pub mod payers;
pub mod welcome;

use egui::Key;

use super::context::ViewContext;
use super::theme::Icon;
use crate::domain::{PayerId, ScenarioId};

/// A place in the window where one kind of question is answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Panel {
    /// What to do next.
    #[default]
    Home,
    /// Files that came in.
    Data,
    /// Who pays.
    Payers,
    /// What is paid for.
    Codes,
    /// What was agreed.
    Contracts,
    /// What to ask.
    Model,
    /// What to print.
    Brief,
}

/// A stage of a negotiation, which groups the panels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Know your own figures.
    Prepare,
    /// Know what was agreed, and what it is worth.
    Analyze,
    /// Ask and settle.
    Negotiate,
}

impl Stage {
    /// The stages in the order of the work.
    pub const ALL: [Self; 3] = [Self::Prepare, Self::Analyze, Self::Negotiate];

    /// Returns the words for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Prepare => "Prepare",
            Self::Analyze => "Analyze",
            Self::Negotiate => "Negotiate",
        }
    }
}

impl Panel {
    /// All panels, in the order of the work.
    pub const ALL: [Self; 7] = [
        Self::Home,
        Self::Data,
        Self::Payers,
        Self::Codes,
        Self::Contracts,
        Self::Model,
        Self::Brief,
    ];

    /// Returns the words for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Home => "Home",
            Self::Data => "Data",
            Self::Payers => "Payers",
            Self::Codes => "Codes",
            Self::Contracts => "Contracts",
            Self::Model => "Model",
            Self::Brief => "Brief",
        }
    }

    /// Finds a panel by the name typed in a terminal.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|panel| panel.label().eq_ignore_ascii_case(name))
    }

    /// Returns what the panel answers.
    pub const fn purpose(self) -> &'static str {
        match self {
            Self::Home => "What to do next, and the key figures",
            Self::Data => "Import files, check what came in, remove and restore imports",
            Self::Payers => "Payer mix, revenue per visit, and which names mean one payer",
            Self::Codes => "Each code's rates across payers, as a percentage of Medicare",
            Self::Contracts => {
                "How each payer pays: fee methods, modifiers and years, tried on a claim"
            }
            Self::Model => "Propose rates and see what they are worth",
            Self::Brief => "The packet for the payer and the internal brief, previewed and printed",
        }
    }

    /// Returns the panel's picture.
    pub const fn icon(self) -> Icon {
        match self {
            Self::Home => Icon::Home,
            Self::Data => Icon::Data,
            Self::Payers => Icon::Payers,
            Self::Codes => Icon::Codes,
            Self::Contracts => Icon::Contracts,
            Self::Model => Icon::Model,
            Self::Brief => Icon::Brief,
        }
    }

    /// Returns the key that shows it, together with Ctrl or Cmd.
    pub const fn key(self) -> Key {
        match self {
            Self::Home => Key::Num1,
            Self::Data => Key::Num2,
            Self::Payers => Key::Num3,
            Self::Codes => Key::Num4,
            Self::Contracts => Key::Num5,
            Self::Model => Key::Num6,
            Self::Brief => Key::Num7,
        }
    }

    /// Returns the stage it belongs to.
    pub const fn stage(self) -> Stage {
        match self {
            Self::Home | Self::Data | Self::Payers | Self::Codes => Stage::Prepare,
            Self::Contracts => Stage::Analyze,
            Self::Model | Self::Brief => Stage::Negotiate,
        }
    }
}

/// What each panel remembers of its own view.
#[derive(Default)]
pub struct PanelStates {
    /// The form of the welcome screen.
    pub welcome: welcome::State,
    home: home::State,
    data: data::State,
    payers: payers::State,
    codes: codes::State,
    contracts: contracts::State,
    model: model::State,
    brief: brief::State,
}

impl PanelStates {
    /// Paints the chosen panel, or the welcome screen while no practice is open.
    pub fn show(&mut self, ctx: &ViewContext<'_>, ui: &mut egui::Ui) {
        if ctx.practice().is_none() {
            welcome::ui(&mut self.welcome, ctx, ui);
            return;
        }
        match ctx.session.panel {
            Panel::Home => home::ui(&mut self.home, ctx, ui),
            Panel::Data => data::ui(&mut self.data, ctx, ui),
            Panel::Payers => payers::ui(&mut self.payers, ctx, ui),
            Panel::Codes => codes::ui(&mut self.codes, ctx, ui),
            Panel::Contracts => contracts::ui(&mut self.contracts, ctx, ui),
            Panel::Model => model::ui(&mut self.model, ctx, ui),
            Panel::Brief => brief::ui(&mut self.brief, ctx, ui),
        }
    }

    /// Has the brief begin with a payer and the scenario that holds the ask.
    pub fn open_brief(&mut self, payer: PayerId, scenario: Option<ScenarioId>) {
        self.brief.open(payer, scenario);
    }

    /// Has the payers begin with their names.
    pub fn open_payer_names(&mut self) {
        self.payers.open_names();
    }

    /// Forgets what belongs to one practice, when another is opened.
    pub fn forget_practice(&mut self) {
        *self = Self::default();
    }
}
