//! Icons drawn as strokes on a 24 by 24 grid, so that they are sharp at every size and colour.

use egui::{Color32, Painter, Pos2, Rect, Response, Sense, Shape, Stroke, Ui, Vec2, vec2};

use super::size;

/// Width of every stroke, in points.
const STROKE_WIDTH: f32 = 1.5;
/// Side of the grid the strokes are written on.
const GRID: f32 = 24.0;

/// A small picture with one meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Icon {
    Home,
    Data,
    Payers,
    Codes,
    Contracts,
    Model,
    Brief,
    Search,
    Settings,
    Undo,
    Redo,
    Close,
    Warning,
    Check,
    Download,
    Upload,
    Plus,
    Minus,
    ChevronDown,
    ChevronUp,
    ChevronRight,
    Sun,
    Moon,
    File,
    Folder,
    Copy,
    Bell,
    Trash,
    Info,
    Calendar,
    Person,
    Building,
    Command,
    Sample,
    Pencil,
}

enum Mark {
    Line(&'static [(f32, f32)]),
    Closed(&'static [(f32, f32)]),
    Circle((f32, f32), f32),
    Dot((f32, f32), f32),
}

use Mark::{Circle, Closed, Dot, Line};

impl Icon {
    /// Paints the icon centred in `rect`, as large as fits.
    pub fn paint(self, painter: &Painter, rect: Rect, color: Color32) {
        let side = rect.width().min(rect.height());
        let square = Rect::from_center_size(rect.center(), Vec2::splat(side));
        let scale = side / GRID;
        let at = |(x, y): (f32, f32)| -> Pos2 { square.min + vec2(x, y) * scale };
        let stroke = Stroke::new(STROKE_WIDTH, color);
        for mark in self.marks() {
            painter.add(match mark {
                Line(points) => Shape::line(points.iter().copied().map(at).collect(), stroke),
                Closed(points) => {
                    Shape::closed_line(points.iter().copied().map(at).collect(), stroke)
                }
                Circle(center, radius) => Shape::circle_stroke(at(*center), radius * scale, stroke),
                Dot(center, radius) => Shape::circle_filled(at(*center), radius * scale, color),
            });
        }
    }

    /// Adds the icon to a row of widgets, as a picture without a meaning of its own.
    pub fn ui(self, ui: &mut Ui, color: Color32) -> Response {
        self.sized_ui(ui, size::ICON, color)
    }

    /// Adds the icon with a given side.
    pub fn sized_ui(self, ui: &mut Ui, side: f32, color: Color32) -> Response {
        let (rect, response) = ui.allocate_exact_size(Vec2::splat(side), Sense::hover());
        self.paint(ui.painter(), rect, color);
        response
    }

    #[expect(
        clippy::too_many_lines,
        reason = "a table of drawings, one arm an icon"
    )]
    fn marks(self) -> &'static [Mark] {
        match self {
            Self::Home => &[
                Line(&[(3.5, 11.0), (12.0, 4.0), (20.5, 11.0)]),
                Line(&[(5.5, 9.8), (5.5, 20.0), (18.5, 20.0), (18.5, 9.8)]),
                Line(&[(10.0, 20.0), (10.0, 14.0), (14.0, 14.0), (14.0, 20.0)]),
            ],
            Self::Data => &[
                Closed(&[(4.0, 5.0), (20.0, 5.0), (20.0, 19.0), (4.0, 19.0)]),
                Line(&[(4.0, 9.7), (20.0, 9.7)]),
                Line(&[(4.0, 14.3), (20.0, 14.3)]),
                Line(&[(9.5, 9.7), (9.5, 19.0)]),
            ],
            Self::Payers => &[
                Line(&[(4.0, 20.0), (20.0, 20.0)]),
                Line(&[(6.5, 20.0), (6.5, 13.0)]),
                Line(&[(12.0, 20.0), (12.0, 5.0)]),
                Line(&[(17.5, 20.0), (17.5, 9.0)]),
            ],
            Self::Codes => &[
                Line(&[(9.5, 4.0), (7.5, 20.0)]),
                Line(&[(16.5, 4.0), (14.5, 20.0)]),
                Line(&[(4.5, 9.0), (20.0, 9.0)]),
                Line(&[(4.0, 15.0), (19.5, 15.0)]),
            ],
            Self::Contracts => &[
                Line(&[(12.0, 3.5), (12.0, 20.0)]),
                Line(&[(8.0, 20.0), (16.0, 20.0)]),
                Line(&[(5.0, 6.5), (19.0, 6.5)]),
                Closed(&[(5.0, 6.5), (2.5, 13.5), (7.5, 13.5)]),
                Closed(&[(19.0, 6.5), (16.5, 13.5), (21.5, 13.5)]),
            ],
            Self::Model => &[
                Line(&[(4.0, 7.0), (20.0, 7.0)]),
                Line(&[(4.0, 12.0), (20.0, 12.0)]),
                Line(&[(4.0, 17.0), (20.0, 17.0)]),
                Dot((15.5, 7.0), 2.4),
                Dot((8.5, 12.0), 2.4),
                Dot((13.0, 17.0), 2.4),
            ],
            Self::Brief => &[
                Closed(&[
                    (6.0, 3.5),
                    (14.0, 3.5),
                    (18.5, 8.0),
                    (18.5, 20.5),
                    (6.0, 20.5),
                ]),
                Line(&[(14.0, 3.5), (14.0, 8.0), (18.5, 8.0)]),
                Line(&[(9.0, 12.5), (15.5, 12.5)]),
                Line(&[(9.0, 16.0), (13.5, 16.0)]),
            ],
            Self::File => &[
                Closed(&[
                    (6.0, 3.5),
                    (14.0, 3.5),
                    (18.5, 8.0),
                    (18.5, 20.5),
                    (6.0, 20.5),
                ]),
                Line(&[(14.0, 3.5), (14.0, 8.0), (18.5, 8.0)]),
            ],
            Self::Folder => &[Closed(&[
                (3.5, 6.0),
                (9.5, 6.0),
                (11.5, 8.5),
                (20.5, 8.5),
                (20.5, 19.0),
                (3.5, 19.0),
            ])],
            Self::Search => &[
                Circle((10.5, 10.5), 6.0),
                Line(&[(15.0, 15.0), (20.0, 20.0)]),
            ],
            Self::Settings => &[
                Circle((12.0, 12.0), 3.0),
                Circle((12.0, 12.0), 6.5),
                Line(&[(12.0, 2.8), (12.0, 5.5)]),
                Line(&[(12.0, 18.5), (12.0, 21.2)]),
                Line(&[(2.8, 12.0), (5.5, 12.0)]),
                Line(&[(18.5, 12.0), (21.2, 12.0)]),
                Line(&[(5.5, 5.5), (7.4, 7.4)]),
                Line(&[(16.6, 16.6), (18.5, 18.5)]),
                Line(&[(5.5, 18.5), (7.4, 16.6)]),
                Line(&[(16.6, 7.4), (18.5, 5.5)]),
            ],
            Self::Undo => &[
                Line(&[(8.5, 5.0), (4.0, 9.5), (8.5, 14.0)]),
                Line(&[
                    (4.0, 9.5),
                    (14.5, 9.5),
                    (18.0, 10.8),
                    (19.5, 14.0),
                    (18.0, 17.2),
                    (14.5, 18.5),
                    (11.0, 18.5),
                ]),
            ],
            Self::Redo => &[
                Line(&[(15.5, 5.0), (20.0, 9.5), (15.5, 14.0)]),
                Line(&[
                    (20.0, 9.5),
                    (9.5, 9.5),
                    (6.0, 10.8),
                    (4.5, 14.0),
                    (6.0, 17.2),
                    (9.5, 18.5),
                    (13.0, 18.5),
                ]),
            ],
            Self::Close => &[
                Line(&[(6.0, 6.0), (18.0, 18.0)]),
                Line(&[(18.0, 6.0), (6.0, 18.0)]),
            ],
            Self::Warning => &[
                Closed(&[(12.0, 4.0), (21.0, 19.5), (3.0, 19.5)]),
                Line(&[(12.0, 10.0), (12.0, 14.2)]),
                Dot((12.0, 16.8), 1.0),
            ],
            Self::Check => &[Line(&[(5.0, 12.5), (10.0, 17.5), (19.0, 7.0)])],
            Self::Download => &[
                Line(&[(12.0, 4.0), (12.0, 15.0)]),
                Line(&[(7.5, 10.5), (12.0, 15.0), (16.5, 10.5)]),
                Line(&[(4.5, 19.5), (19.5, 19.5)]),
            ],
            Self::Upload => &[
                Line(&[(12.0, 15.0), (12.0, 4.0)]),
                Line(&[(7.5, 8.5), (12.0, 4.0), (16.5, 8.5)]),
                Line(&[(4.5, 19.5), (19.5, 19.5)]),
            ],
            Self::Plus => &[
                Line(&[(12.0, 5.0), (12.0, 19.0)]),
                Line(&[(5.0, 12.0), (19.0, 12.0)]),
            ],
            Self::Minus => &[Line(&[(5.0, 12.0), (19.0, 12.0)])],
            Self::ChevronDown => &[Line(&[(6.0, 9.5), (12.0, 15.5), (18.0, 9.5)])],
            Self::ChevronUp => &[Line(&[(6.0, 14.5), (12.0, 8.5), (18.0, 14.5)])],
            Self::ChevronRight => &[Line(&[(9.0, 6.0), (15.0, 12.0), (9.0, 18.0)])],
            Self::Sun => &[
                Circle((12.0, 12.0), 4.0),
                Line(&[(12.0, 2.5), (12.0, 5.0)]),
                Line(&[(12.0, 19.0), (12.0, 21.5)]),
                Line(&[(2.5, 12.0), (5.0, 12.0)]),
                Line(&[(19.0, 12.0), (21.5, 12.0)]),
                Line(&[(5.3, 5.3), (7.1, 7.1)]),
                Line(&[(16.9, 16.9), (18.7, 18.7)]),
                Line(&[(5.3, 18.7), (7.1, 16.9)]),
                Line(&[(16.9, 7.1), (18.7, 5.3)]),
            ],
            Self::Moon => &[Closed(&[
                (13.0, 3.5),
                (8.5, 5.0),
                (5.0, 8.8),
                (4.5, 13.5),
                (7.0, 18.0),
                (11.5, 20.2),
                (16.0, 19.5),
                (19.5, 16.5),
                (15.5, 16.0),
                (12.5, 13.5),
                (11.0, 10.0),
                (11.4, 6.5),
            ])],
            Self::Copy => &[
                Closed(&[(8.5, 8.5), (19.5, 8.5), (19.5, 20.0), (8.5, 20.0)]),
                Line(&[
                    (15.5, 8.5),
                    (15.5, 4.0),
                    (4.5, 4.0),
                    (4.5, 15.5),
                    (8.5, 15.5),
                ]),
            ],
            Self::Bell => &[
                Closed(&[
                    (5.0, 17.0),
                    (6.8, 14.0),
                    (6.8, 10.0),
                    (8.5, 6.5),
                    (12.0, 5.0),
                    (15.5, 6.5),
                    (17.2, 10.0),
                    (17.2, 14.0),
                    (19.0, 17.0),
                ]),
                Line(&[(10.0, 19.5), (12.0, 20.5), (14.0, 19.5)]),
            ],
            Self::Trash => &[
                Line(&[(4.5, 7.0), (19.5, 7.0)]),
                Line(&[(6.5, 7.0), (7.5, 20.0), (16.5, 20.0), (17.5, 7.0)]),
                Line(&[(9.5, 7.0), (9.5, 4.0), (14.5, 4.0), (14.5, 7.0)]),
            ],
            Self::Info => &[
                Circle((12.0, 12.0), 8.5),
                Line(&[(12.0, 11.0), (12.0, 16.5)]),
                Dot((12.0, 7.8), 1.0),
            ],
            Self::Calendar => &[
                Closed(&[(4.0, 6.0), (20.0, 6.0), (20.0, 20.0), (4.0, 20.0)]),
                Line(&[(4.0, 10.5), (20.0, 10.5)]),
                Line(&[(8.5, 3.5), (8.5, 7.5)]),
                Line(&[(15.5, 3.5), (15.5, 7.5)]),
            ],
            Self::Person => &[
                Circle((12.0, 8.0), 3.8),
                Line(&[
                    (4.5, 20.0),
                    (5.5, 16.5),
                    (8.5, 14.5),
                    (15.5, 14.5),
                    (18.5, 16.5),
                    (19.5, 20.0),
                ]),
            ],
            Self::Building => &[
                Closed(&[(6.0, 3.5), (18.0, 3.5), (18.0, 20.5), (6.0, 20.5)]),
                Line(&[(10.0, 8.0), (10.0, 9.5)]),
                Line(&[(14.0, 8.0), (14.0, 9.5)]),
                Line(&[(10.0, 12.5), (10.0, 14.0)]),
                Line(&[(14.0, 12.5), (14.0, 14.0)]),
                Line(&[(12.0, 17.0), (12.0, 20.5)]),
            ],
            Self::Command => &[
                Line(&[(5.0, 7.0), (10.0, 12.0), (5.0, 17.0)]),
                Line(&[(12.0, 17.5), (19.5, 17.5)]),
            ],
            Self::Pencil => &[
                Closed(&[
                    (4.0, 20.0),
                    (5.0, 15.5),
                    (16.0, 4.5),
                    (19.5, 8.0),
                    (8.5, 19.0),
                ]),
                Line(&[(13.5, 7.0), (17.0, 10.5)]),
            ],
            Self::Sample => &[Closed(&[
                (12.0, 3.5),
                (14.2, 9.0),
                (20.0, 9.5),
                (15.6, 13.3),
                (17.0, 19.2),
                (12.0, 16.0),
                (7.0, 19.2),
                (8.4, 13.3),
                (4.0, 9.5),
                (9.8, 9.0),
            ])],
        }
    }
}

/// Paints the program's own mark: bars up to a line, the allowed amount.
pub fn mark_ui(ui: &mut Ui, side: f32) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(side), Sense::hover());
    let tokens = super::tokens(ui);
    let at = |x: f32, y: f32| rect.min + vec2(x, y) * side;
    let painter = ui.painter();
    painter.rect_filled(rect, side * 0.22, tokens.accent);
    for (left, top) in [(0.22, 0.56), (0.43, 0.44), (0.64, 0.32)] {
        let bar = Rect::from_min_max(at(left, top), at(left + 0.14, 0.78));
        painter.rect_filled(bar, side * 0.03, tokens.on_accent);
    }
    let line = Stroke::new((side * 0.05).max(1.0), tokens.on_accent);
    painter.line_segment([at(0.18, 0.22), at(0.82, 0.22)], line);
    response
}
