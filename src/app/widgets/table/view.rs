//! Paints a table and answers the pointer and the keyboard.

use std::sync::Arc;

use egui::{
    Align, Align2, CornerRadius, FontId, Frame, Key, Layout, Modifiers, Rect, Response, Role,
    ScrollArea, Sense, Stroke, TextStyle, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use super::columns::ColumnWidths;
use super::content::{Cell, Column, Row, TableContent};
use super::order::{RowOrder, SortOrder};
use super::{link, of_medicare};
use crate::app::command::Command;
use crate::app::context::ViewContext;
use crate::app::theme::{Icon, Tokens, caption, size, tokens};
use crate::app::widgets::{icon_button, search_field_ui};

/// What a table is called and how much room it takes.
pub struct TableSpec<'a> {
    /// Its name, for screen readers and as the name of the saved file: "Payer mix".
    pub name: &'a str,
    /// Height including tools and totals; the table is lower when it has few rows.
    pub max_height: f32,
}

impl TableSpec<'_> {
    /// The name of the rows as one thing to be reached by Tab.
    fn rows_id(&self) -> egui::Id {
        egui::Id::unique(("table rows", self.name))
    }
}

/// What a table remembers: how it is sorted and narrowed, and which row is chosen.
#[derive(Debug, Default)]
pub struct TableState {
    /// The column sorted by.
    pub sort: Option<(usize, SortOrder)>,
    /// What the rows are narrowed by.
    pub search: String,
    /// The chosen row's place in [`TableContent::rows`].
    pub selected: Option<usize>,
    order: RowOrder,
    widths: ColumnWidths,
}

/// What happened to a table in this frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TableResponse {
    /// A row was chosen, by click or key.
    pub selected: Option<usize>,
    /// A row was opened, by double click or Enter.
    pub opened: Option<usize>,
    /// A figure was followed, by click or from its menu: its row and column.
    pub followed: Option<(usize, usize)>,
}

/// Paints a table with its tools: search, copy, save.
pub fn table_ui(
    ui: &mut Ui,
    ctx: &ViewContext<'_>,
    spec: &TableSpec<'_>,
    state: &mut TableState,
    content: &Arc<TableContent>,
) -> TableResponse {
    let rows = state.order.rows(content, state.sort, &state.search);
    tools_ui(ui, ctx, spec, state, content, &rows);
    let tokens = tokens(ui);
    let mut response = TableResponse::default();
    Frame::new()
        .fill(tokens.surface)
        .stroke(Stroke::new(1.0, tokens.border))
        .corner_radius(CornerRadius::same(8))
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing = Vec2::ZERO;
            let widths = state.widths.fitted(ui, content, ui.available_width());
            ScrollArea::horizontal()
                .id_salt((spec.name, "sideways"))
                .auto_shrink([false, true])
                .show(ui, |ui| {
                    // Two tables of a panel have rows and headings of their own.
                    ui.push_id(spec.name, |ui| {
                        let mut painter = Sheet {
                            ui,
                            content,
                            widths: &widths,
                            tokens,
                        };
                        painter.headings_ui(&mut state.sort);
                        let pinned = 1.0 + content.bottom_lines().len() as f32;
                        let room = spec.max_height - (pinned + 1.6) * size::ROW;
                        let room = room.max(3.0 * size::ROW);
                        response = painter.rows_ui(spec, &mut state.selected, &rows, room);
                        painter.totals_ui();
                    });
                });
        });
    if let Some(copied) = copied_rows(ui, spec, state, &rows) {
        copy(ctx, content, &copied);
    }
    response
}

fn tools_ui(
    ui: &mut Ui,
    ctx: &ViewContext<'_>,
    spec: &TableSpec<'_>,
    state: &mut TableState,
    content: &Arc<TableContent>,
    rows: &[usize],
) {
    ui.horizontal(|ui| {
        search_field_ui(
            ui,
            &format!("Search in {}", spec.name.to_lowercase()),
            &mut state.search,
        );
        let shown = if rows.len() == content.rows.len() {
            counted(rows.len())
        } else {
            format!("{} of {}", rows.len(), counted(content.rows.len()))
        };
        ui.label(caption(shown).color(tokens(ui).muted));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if icon_button(
                ui,
                Icon::Download,
                &format!("Save {} as CSV\u{2026}", spec.name),
            )
            .clicked()
            {
                ctx.send(Command::SaveTable {
                    file_name: format!("{}.csv", spec.name),
                    text: content.csv(rows.iter().copied()),
                });
            }
            if icon_button(ui, Icon::Copy, &format!("Copy {}", spec.name)).clicked() {
                copy(ctx, content, rows);
            }
        });
    });
}

fn counted(row_count: usize) -> String {
    if row_count == 1 {
        "1 row".to_owned()
    } else {
        format!(
            "{} rows",
            crate::brief::figures::count(rust_decimal::Decimal::from(row_count))
        )
    }
}

fn copy(ctx: &ViewContext<'_>, content: &TableContent, rows: &[usize]) {
    ctx.send(Command::CopyText {
        what: counted(rows.len()),
        text: content.tsv(rows.iter().copied()),
    });
}

/// Returns the rows to copy when Ctrl+C was pressed while a row of this table is chosen.
fn copied_rows(
    ui: &Ui,
    spec: &TableSpec<'_>,
    state: &TableState,
    rows: &[usize],
) -> Option<Vec<usize>> {
    let focused = ui.memory(|memory| memory.has_focus(spec.rows_id()));
    if !focused {
        return None;
    }
    let copied = ui.input(|input| {
        input
            .events
            .iter()
            .any(|event| matches!(event, egui::Event::Copy))
    });
    copied.then(|| match state.selected {
        Some(row_idx) => vec![row_idx],
        None => rows.to_vec(),
    })
}

/// What of a row is under the pointer.
#[derive(Default)]
struct Pointed {
    /// Why a figure is missing.
    reason: Option<String>,
    /// A figure that can be followed.
    linked: Option<link::Linked>,
}

/// A table being painted.
struct Sheet<'a> {
    ui: &'a mut Ui,
    content: &'a TableContent,
    widths: &'a [f32],
    tokens: &'static Tokens,
}

impl Sheet<'_> {
    fn width(&self) -> f32 {
        self.widths.iter().sum()
    }

    fn headings_ui(&mut self, sort: &mut Option<(usize, SortOrder)>) {
        let row = vec2(self.width(), size::ROW + 4.0);
        let (rect, _response) = self.ui.allocate_exact_size(row, Sense::hover());
        self.ui.painter().rect_filled(
            rect,
            CornerRadius {
                nw: 8,
                ne: 8,
                sw: 0,
                se: 0,
            },
            self.tokens.sunken,
        );
        let line = Stroke::new(1.0, self.tokens.border);
        self.ui.painter().hline(rect.x_range(), rect.bottom(), line);
        let mut left = rect.left();
        for (column_idx, (column, width)) in
            self.content.columns.iter().zip(self.widths).enumerate()
        {
            let cell = Rect::from_min_size(pos2(left, rect.top()), vec2(*width, rect.height()));
            left += width;
            let sorted = sort.filter(|(by, _order)| *by == column_idx);
            let response = self.heading_ui(column, cell, sorted.map(|(_by, order)| order));
            if response.clicked() {
                *sort = next_sort(column_idx, column, sorted.map(|(_by, order)| order));
            }
        }
    }

    fn heading_ui(&mut self, column: &Column, rect: Rect, order: Option<SortOrder>) -> Response {
        let id = self.ui.scope_id().with(("heading", &column.heading));
        let response = self.ui.interact(rect, id, Sense::click());
        response.widget_info(|| {
            let words = format!("Sort by {}", column.heading);
            WidgetInfo::selected(Role::ColumnHeader, true, order.is_some(), words)
        });
        let ink = if order.is_some() || response.hovered() {
            self.tokens.text
        } else {
            self.tokens.muted
        };
        let font = TextStyle::Small.resolve(self.ui.style());
        let text_width = self.cell_text(rect, &column.heading, &font, ink, column.align());
        if let Some(order) = order {
            let center_x = if column.figures {
                rect.right() - size::M - text_width - 10.0
            } else {
                rect.left() + size::M + text_width + 10.0
            };
            let mark = Rect::from_center_size(pos2(center_x, rect.center().y), Vec2::splat(12.0));
            let icon = match order {
                SortOrder::Ascending => Icon::ChevronUp,
                SortOrder::Descending => Icon::ChevronDown,
            };
            icon.paint(self.ui.painter(), mark, self.tokens.accent);
        }
        if response.has_focus() {
            self.focus_ring(rect);
        }
        let response = response.on_hover_cursor(egui::CursorIcon::PointingHand);
        if column.about.is_empty() {
            response
        } else {
            response.on_hover_text(&column.about)
        }
    }

    fn rows_ui(
        &mut self,
        spec: &TableSpec<'_>,
        selected: &mut Option<usize>,
        rows: &[usize],
        room: f32,
    ) -> TableResponse {
        let mut happened = TableResponse::default();
        let moved = self.keys(spec, selected, rows, &mut happened);
        let content_height = rows.len() as f32 * size::ROW;
        let height = content_height.min(room);
        let width = self.width();
        let mut area = ScrollArea::vertical()
            .id_salt((spec.name, "rows"))
            .max_height(height)
            .min_scrolled_height(height)
            .auto_shrink(false);
        if let Some(position) = moved {
            let top = position as f32 * size::ROW;
            let offset_key = spec.rows_id().with("offset");
            let offset: f32 = self
                .ui
                .data(|data| data.get_temp(offset_key).unwrap_or(0.0));
            if top < offset {
                area = area.vertical_scroll_offset(top);
            } else if top + size::ROW > offset + height {
                area = area.vertical_scroll_offset(top + size::ROW - height);
            }
        }
        let focus_key = spec.rows_id().with("focus");
        if self
            .ui
            .data_mut(|data| data.remove_temp::<()>(focus_key))
            .is_some()
        {
            self.ui
                .memory_mut(|memory| memory.request_focus(spec.rows_id()));
        }
        let (content, widths, tokens) = (self.content, self.widths, self.tokens);
        let output = area.show_rows(self.ui, size::ROW, rows.len(), |ui, range| {
            for position in range {
                let Some(row_idx) = rows.get(position).copied() else {
                    continue;
                };
                let Some(row) = content.rows.get(row_idx) else {
                    continue;
                };
                let (rect, _response) =
                    ui.allocate_exact_size(vec2(width, size::ROW), Sense::hover());
                let mut sheet = Sheet {
                    ui,
                    content,
                    widths,
                    tokens,
                };
                let (response, linked) = sheet.row_ui(rect, (position, row_idx), row, *selected);
                let followed = link::followed(&response, linked);
                happened.followed = followed.map(|at| (row_idx, at)).or(happened.followed);
                if followed.is_some() || response.clicked() {
                    *selected = Some(row_idx);
                    happened.selected = Some(row_idx);
                    // In the next frame: in this one the click is still taken for one elsewhere.
                    ui.data_mut(|data| data.insert_temp(focus_key, ()));
                    ui.ctx().request_repaint();
                }
                if response.double_clicked() {
                    happened.opened = Some(row_idx);
                }
            }
        });
        let offset_key = spec.rows_id().with("offset");
        self.ui
            .data_mut(|data| data.insert_temp(offset_key, output.state.clamped_offset().y));
        self.keyboard_target(spec, output.inner_rect);
        happened
    }

    /// Lets the rows as a whole be reached by Tab and keep the arrow keys to themselves.
    fn keyboard_target(&mut self, spec: &TableSpec<'_>, rect: Rect) {
        let id = spec.rows_id();
        let response = self
            .ui
            .interact(rect, id, Sense::focusable_noninteractive());
        response.widget_info(|| WidgetInfo::labeled(Role::Table, true, spec.name));
        if response.has_focus() {
            let filter = egui::EventFilter {
                vertical_arrows: true,
                ..Default::default()
            };
            self.ui
                .memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
            self.focus_ring(rect);
        }
    }

    /// Moves the choice by key; returns the place it moved to.
    fn keys(
        &self,
        spec: &TableSpec<'_>,
        selected: &mut Option<usize>,
        rows: &[usize],
        happened: &mut TableResponse,
    ) -> Option<usize> {
        let id = spec.rows_id();
        if rows.is_empty() || !self.ui.memory(|memory| memory.has_focus(id)) {
            return None;
        }
        let position = selected.and_then(|chosen| rows.iter().position(|row| *row == chosen));
        let pressed = |key| {
            self.ui
                .input_mut(|input| input.consume_key(Modifiers::NONE, key))
        };
        let last = rows.len() - 1;
        let page = 10;
        let target = if pressed(Key::ArrowDown) {
            Some(position.map_or(0, |at| (at + 1).min(last)))
        } else if pressed(Key::ArrowUp) {
            Some(position.map_or(0, |at| at.saturating_sub(1)))
        } else if pressed(Key::PageDown) {
            Some(position.map_or(0, |at| (at + page).min(last)))
        } else if pressed(Key::PageUp) {
            Some(position.map_or(0, |at| at.saturating_sub(page)))
        } else if pressed(Key::Home) {
            Some(0)
        } else if pressed(Key::End) {
            Some(last)
        } else {
            None
        };
        if let Some(row_idx) = target.and_then(|at| rows.get(at)) {
            *selected = Some(*row_idx);
            happened.selected = Some(*row_idx);
        }
        if pressed(Key::Enter) {
            happened.opened = *selected;
        }
        target
    }

    fn row_ui(
        &mut self,
        rect: Rect,
        (position, row_idx): (usize, usize),
        row: &Row,
        selected: Option<usize>,
    ) -> (Response, Option<link::Linked>) {
        let chosen = selected == Some(row_idx);
        let id = self.ui.scope_id().with(("row", row_idx));
        let response = self.ui.interact(rect, id, Sense::click());
        response.widget_info(|| {
            let words: Vec<_> = row.cells.iter().map(Cell::shown).collect();
            WidgetInfo::selected(Role::Row, true, chosen, words.join(", "))
        });
        let fill = match (chosen, response.hovered(), position % 2) {
            (true, ..) => self.tokens.accent_soft,
            (false, true, _) => self.tokens.hover,
            (false, false, 1) => self.tokens.stripe,
            (false, false, _) => self.tokens.surface,
        };
        self.ui
            .painter()
            .rect_filled(rect, CornerRadius::ZERO, fill);
        let font = TextStyle::Body.resolve(self.ui.style());
        let ink = if row.faded {
            self.tokens.muted
        } else {
            self.tokens.text
        };
        let pointed = self.cells_ui(rect, &row.cells, &font, ink);
        let response = match pointed.reason {
            Some(reason) => response.on_hover_text_at_pointer(reason),
            None => response,
        };
        (response, pointed.linked)
    }

    /// Paints cells; returns what is under the pointer.
    fn cells_ui<'c>(
        &mut self,
        rect: Rect,
        cells: impl IntoIterator<Item = &'c Cell>,
        font: &FontId,
        ink: egui::Color32,
    ) -> Pointed {
        let mut left = rect.left();
        let mut pointed = Pointed::default();
        let columns = self.content.columns.iter().zip(self.widths).enumerate();
        for ((column_idx, (column, width)), cell) in columns.zip(cells) {
            let cell_rect =
                Rect::from_min_size(pos2(left, rect.top()), vec2(*width, rect.height()));
            left += width;
            let cell_ink = match (cell, cell.change()) {
                (Cell::Missing(_), _) => self.tokens.muted,
                (_, std::cmp::Ordering::Greater) => self.tokens.positive,
                (_, std::cmp::Ordering::Less) => self.tokens.negative,
                (_, std::cmp::Ordering::Equal) => ink,
            };
            if let Cell::OfMedicare(percent) = cell {
                of_medicare::ground_ui(self.ui.painter(), self.tokens, cell_rect, *percent);
            }
            let width = self.cell_text(cell_rect, &cell.shown(), font, cell_ink, column.align());
            if !self.ui.rect_contains_pointer(cell_rect) {
                continue;
            }
            if let Cell::Missing(why) = cell {
                pointed.reason = Some(why.to_string());
            }
            if column.linked && !matches!(cell, Cell::Blank) {
                let figure = (column_idx, cell_rect, width);
                pointed.linked = Some(link::Linked::ui(self.ui, figure, cell_ink));
            }
        }
        pointed
    }

    fn totals_ui(&mut self) {
        let lines = self.content.bottom_lines();
        for (line_idx, cells) in lines.iter().enumerate() {
            self.bottom_line_ui(cells, (line_idx, lines.len()));
        }
    }

    fn bottom_line_ui(&mut self, cells: &[&Cell], (line_idx, line_count): (usize, usize)) {
        let row = vec2(
            self.width(),
            size::ROW + if line_idx == 0 { 4.0 } else { 0.0 },
        );
        let (rect, response) = self.ui.allocate_exact_size(row, Sense::hover());
        response.widget_info(|| {
            let words: Vec<_> = cells.iter().map(|cell| cell.shown()).collect();
            WidgetInfo::labeled(Role::Row, true, format!("Totals: {}", words.join(", ")))
        });
        let painter = self.ui.painter();
        let round = if line_idx + 1 == line_count { 8 } else { 0 };
        let corners = CornerRadius {
            nw: 0,
            ne: 0,
            sw: round,
            se: round,
        };
        painter.rect_filled(rect, corners, self.tokens.sunken);
        let (style, ink) = if line_idx == 0 {
            let line = Stroke::new(1.0, self.tokens.border_strong);
            painter.hline(rect.x_range(), rect.top(), line);
            (TextStyle::Button, self.tokens.text)
        } else {
            (TextStyle::Body, self.tokens.muted)
        };
        let font = style.resolve(self.ui.style());
        let pointed = self.cells_ui(rect, cells.iter().copied(), &font, ink);
        if let Some(reason) = pointed.reason {
            response.on_hover_text_at_pointer(reason);
        }
    }

    /// Paints a cell's words within its margins; returns their width.
    fn cell_text(
        &self,
        rect: Rect,
        text: &str,
        font: &FontId,
        ink: egui::Color32,
        align: Align2,
    ) -> f32 {
        let room = rect.shrink2(vec2(size::M, 0.0));
        let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), font.clone(), ink);
        job.wrap = egui::text::TextWrapping::truncate_at_width(room.width());
        let galley = self.ui.painter().layout_job(job);
        let at = align.align_size_within_rect(galley.size(), room).min;
        let width = galley.size().x;
        self.ui.painter().galley(at, galley, ink);
        width
    }

    fn focus_ring(&self, rect: Rect) {
        self.ui.painter().rect_stroke(
            rect.shrink(1.0),
            CornerRadius::same(4),
            Stroke::new(1.0, self.tokens.accent),
            egui::StrokeKind::Inside,
        );
    }
}

impl Column {
    const fn align(&self) -> Align2 {
        if self.figures {
            Align2::RIGHT_CENTER
        } else {
            Align2::LEFT_CENTER
        }
    }
}

/// A first click sorts figures from the largest and words from A; a second turns it round; a third
/// brings back the table's own order.
fn next_sort(
    column_idx: usize,
    column: &Column,
    order: Option<SortOrder>,
) -> Option<(usize, SortOrder)> {
    let first = if column.figures {
        SortOrder::Descending
    } else {
        SortOrder::Ascending
    };
    match order {
        None => Some((column_idx, first)),
        Some(order) if order == first => Some((
            column_idx,
            match order {
                SortOrder::Ascending => SortOrder::Descending,
                SortOrder::Descending => SortOrder::Ascending,
            },
        )),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests;
