//! The window: `logic` takes in what happened and runs commands, `ui` only paints.
//!
//! Panels read a [`ViewContext`] and send [`Command`]s; nothing else changes the state below.

pub mod command;
pub mod context;
mod coverage;
pub mod explain;
pub mod memo;
pub mod notices;
pub mod panels;
pub mod reports;
pub mod session;
pub mod theme;
pub mod widgets;

mod accept_outcome;
mod dialogs;
mod palette;
mod run_command;
mod settings;
mod shell;
mod shortcuts;

use std::path::PathBuf;

use crossbeam_channel::Receiver;

use crate::jobs::{AppSettings, Job, JobError, Worker};
use command::Command;
use context::{CommandSender, ViewContext};
use dialogs::{Dialogs, Next};
use notices::Notices;
use panels::{Panel, PanelStates};
use reports::ReportShelf;
use session::Session;

/// Least size of the window, in points.
pub const MIN_WINDOW_SIZE: [f32; 2] = [960.0, 640.0];
/// Size of the window when it is opened for the first time, in points.
pub const FIRST_WINDOW_SIZE: [f32; 2] = [1280.0, 800.0];
/// The program's icon.
const ICON: &[u8] = include_bytes!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/assets/icons/allowable-256.png"
));
/// Most commands run before a frame: a loop of commands must not stop the painting.
const MAX_COMMANDS_A_FRAME: usize = 64;

/// What the window opens with.
#[derive(Clone, Debug, Default)]
pub struct StartWith {
    /// A practice file, instead of the welcome screen.
    pub file: Option<PathBuf>,
    /// A panel, instead of Home.
    pub panel: Option<Panel>,
}

/// The window's state.
pub struct App {
    session: Session,
    reports: ReportShelf,
    notices: Notices,
    panels: PanelStates,
    palette: palette::State,
    coverage: coverage::State,
    explain: explain::State,
    settings: settings::State,
    dialogs: Dialogs,
    worker: Worker,
    commands: (CommandSender, Receiver<Command>),
}

impl App {
    /// Builds the window's state and starts its worker.
    pub fn new(ctx: &egui::Context, settings: AppSettings, start: StartWith) -> Self {
        theme::install(ctx);
        // Zooming is a command like any other, so that it can be found and is remembered.
        ctx.options_mut(|options| {
            options.zoom_with_keyboard = false;
            options.fallback_theme = egui::Theme::Light;
        });
        ctx.set_theme(theme::preference(settings.theme));
        if let Some(zoom) = settings.zoom {
            ctx.set_zoom_factor(zoom);
        }
        let wake = ctx.clone();
        let mut app = Self {
            session: Session {
                recent: settings.recent_found(),
                settings,
                panel: start.panel.unwrap_or_default(),
                ..Session::default()
            },
            reports: ReportShelf::default(),
            notices: Notices::default(),
            panels: PanelStates::default(),
            palette: palette::State::default(),
            coverage: coverage::State::default(),
            explain: explain::State::default(),
            settings: settings::State::default(),
            dialogs: Dialogs::default(),
            worker: Worker::start(move || wake.request_repaint()),
            commands: CommandSender::new(ctx.clone()),
        };
        if let Some(path) = start.file {
            app.submit(Job::OpenPractice { path });
        }
        app
    }

    /// Takes in what happened since the last frame and runs the commands sent in it.
    pub fn advance(&mut self, ctx: &egui::Context) {
        while let Some(outcome) = self.worker.next_outcome() {
            accept_outcome::accept(self, outcome);
        }
        match self.dialogs.poll(ctx) {
            Some(Next::Send(command)) => self.send(command),
            Some(Next::Submit(job)) => self.submit(job),
            None => {}
        }
        shortcuts::send_pressed(self, ctx);
        for _count in 0..MAX_COMMANDS_A_FRAME {
            let Ok(command) = self.commands.1.try_recv() else {
                break;
            };
            run_command::run(self, ctx, command);
        }
        for (kind, filter) in self.reports.take_wants() {
            self.submit(Job::Report { kind, filter });
        }
        self.notices.tick(ctx.input(|input| input.time));
        shell::note_window(&mut self.session, ctx);
    }

    /// Paints a frame.
    pub fn paint(&mut self, ui: &mut egui::Ui) {
        let ctx = ViewContext {
            session: &self.session,
            reports: &self.reports,
            commands: &self.commands.0,
        };
        shell::ui(&ctx, &self.notices, &mut self.panels, ui);
        match self.session.sheet {
            session::Sheet::Closed => {}
            session::Sheet::Settings => settings::settings_ui(&mut self.settings, &ctx, ui.ctx()),
            session::Sheet::Practice => settings::practice_ui(&mut self.settings, &ctx, ui.ctx()),
            session::Sheet::Notices => shell::notice_list_ui(&ctx, &self.notices, ui.ctx()),
            session::Sheet::Coverage => coverage::ui(&mut self.coverage, &ctx, ui.ctx()),
            session::Sheet::Explain => explain::ui(&mut self.explain, &ctx, ui.ctx()),
            session::Sheet::Palette => palette::ui(&mut self.palette, &ctx, ui.ctx()),
        }
    }

    /// Queues a command for the next frame.
    #[track_caller]
    fn send(&self, command: Command) {
        self.commands.0.send(command);
    }

    /// Hands a job to the worker and notes that it is under way.
    fn submit(&mut self, job: Job) {
        self.session.work.push(&job);
        self.worker.submit(job);
    }

    /// Keeps the settings, in the background.
    fn keep_settings(&mut self) {
        self.session.recent = self.session.settings.recent_found();
        self.submit(Job::KeepSettings(self.session.settings.clone()));
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.advance(ctx);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.paint(ui);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.keep_settings();
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }
}

/// Opens the window and returns when it is closed.
///
/// # Errors
/// When the panel is not one, or the system has no display or no OpenGL.
pub fn open_window(file: Option<PathBuf>, panel: Option<&str>) -> Result<(), JobError> {
    let panel = panel.map(known_panel).transpose()?;
    let settings = AppSettings::read();
    let options = eframe::NativeOptions {
        viewport: viewport(&settings),
        ..eframe::NativeOptions::default()
    };
    let start = StartWith { file, panel };
    let build: eframe::AppCreator<'_> =
        Box::new(move |cc| Ok(Box::new(App::new(&cc.egui_ctx, settings, start))));
    eframe::run_native("Allowable", options, build).map_err(|error| not_opened(&error))
}

/// Says why there is no window. What the system says of a missing display helps nobody.
fn not_opened(error: &eframe::Error) -> JobError {
    const DOING: &str = "Opening the window";
    match error {
        eframe::Error::WinitEventLoop(_) => JobError::new(
            DOING,
            "no display was found",
            "Run it on a desktop, or see `allowable --help` for the commands of a terminal",
        ),
        other => JobError::new(
            DOING,
            other.to_string(),
            "Everything works from a terminal too: see `allowable --help`",
        ),
    }
}

fn known_panel(name: &str) -> Result<Panel, JobError> {
    Panel::from_name(name).ok_or_else(|| {
        let names: Vec<String> = Panel::ALL
            .iter()
            .map(|panel| panel.label().to_lowercase())
            .collect();
        JobError::new(
            "Opening the window",
            format!("there is no panel \u{201c}{name}\u{201d}"),
            format!("Use one of {}", names.join(", ")),
        )
    })
}

/// Returns how the system should open the window.
pub fn viewport(settings: &AppSettings) -> egui::ViewportBuilder {
    let mut builder = egui::ViewportBuilder::default()
        .with_title("Allowable")
        .with_app_id("allowable")
        .with_min_inner_size(MIN_WINDOW_SIZE)
        .with_inner_size(FIRST_WINDOW_SIZE);
    if let Ok(icon) = eframe::icon_data::from_png_bytes(ICON) {
        builder = builder.with_icon(icon);
    }
    if let Some(place) = settings.window {
        builder = builder.with_inner_size([place.width, place.height]);
        if let Some((left, top)) = place.left.zip(place.top) {
            builder = builder.with_position([left, top]);
        }
    }
    builder
}

#[cfg(test)]
mod tests;
