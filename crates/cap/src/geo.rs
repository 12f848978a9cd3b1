//! Points, polygons and circles (3.2.4): WGS 84, degrees as `latitude,longitude`, kilometres (3.3.1).

mod overlap;

use std::fmt;

/// A point; within the ranges by construction.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    latitude: f64,
    longitude: f64,
}

/// What is wrong with a point, a polygon or a circle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// Not written as the standard writes it.
    Form,
    /// A latitude beyond ±90, a longitude beyond ±180 or a radius below 0.
    Range,
    /// A polygon of less than four points.
    Few,
    /// A polygon of more than [`MOST_POINTS`] points.
    Many,
    /// A polygon whose last point is not its first.
    Open,
    /// A polygon that encloses nothing: its points are all on one line.
    Flat,
}

/// The most points of a polygon that are read. A limit of this program's, not of the standard's.
pub const MOST_POINTS: usize = 10_000;

impl Point {
    /// A point.
    ///
    /// # Errors
    /// [`Wrong::Range`].
    pub fn new(latitude: f64, longitude: f64) -> Result<Self, Wrong> {
        let within = (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude);
        within.then_some(Self { latitude, longitude }).ok_or(Wrong::Range)
    }

    /// Degrees north.
    #[must_use]
    pub fn latitude(&self) -> f64 {
        self.latitude
    }

    /// Degrees east.
    #[must_use]
    pub fn longitude(&self) -> f64 {
        self.longitude
    }

    /// Reads `latitude,longitude`.
    ///
    /// # Errors
    /// [`Wrong::Form`] and [`Wrong::Range`].
    pub fn of(text: &str) -> Result<Self, Wrong> {
        let (latitude, longitude) = text.split_once(',').ok_or(Wrong::Form)?;
        Self::new(
            decimal(latitude).ok_or(Wrong::Form)?,
            decimal(longitude).ok_or(Wrong::Form)?,
        )
    }
}

/// A plain decimal: a sign, digits, a point, digits. No exponent, no names of numbers.
pub(crate) fn decimal(text: &str) -> Option<f64> {
    let plain = text.strip_prefix(['-', '+']).unwrap_or(text);
    let digits = plain.bytes().filter(u8::is_ascii_digit).count();
    let points = plain.bytes().filter(|byte| *byte == b'.').count();
    let whole = digits > 0 && points <= 1 && digits + points == plain.len() && plain.len() <= 32;
    whole.then(|| text.parse().ok()).flatten()
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Ten micrometres and more of them than anybody can walk to; a minus nought is a nought.
        let rounded = |degrees: f64| {
            let kept = (degrees * 1e7).round() / 1e7;
            if kept == 0.0 { 0.0 } else { kept }
        };
        write!(f, "{},{}", rounded(self.latitude), rounded(self.longitude))
    }
}

/// A polygon: at least four points, the last of them the first.
#[derive(Debug, Clone, PartialEq)]
pub struct Polygon(Vec<Point>);

impl Polygon {
    /// A polygon of its points.
    ///
    /// # Errors
    /// [`Wrong::Few`], [`Wrong::Many`], [`Wrong::Open`], [`Wrong::Flat`].
    pub fn new(points: Vec<Point>) -> Result<Self, Wrong> {
        if points.len() < 4 {
            return Err(Wrong::Few);
        }
        if points.len() > MOST_POINTS {
            return Err(Wrong::Many);
        }
        if points.first() != points.last() {
            return Err(Wrong::Open);
        }
        let first = points[0];
        let apart = |point: &Point| (point.latitude - first.latitude, point.longitude - first.longitude);
        let Some(along) = points.iter().map(apart).find(|(y, x)| *y != 0.0 || *x != 0.0) else {
            return Err(Wrong::Flat);
        };
        let beside = |point: &Point| {
            let (y, x) = apart(point);
            (along.0 * x - along.1 * y).abs() > f64::EPSILON
        };
        if !points.iter().any(beside) {
            return Err(Wrong::Flat);
        }
        Ok(Self(points))
    }

    /// Its points, the first at the end again.
    #[must_use]
    pub fn points(&self) -> &[Point] {
        &self.0
    }

    /// Reads points with blanks between them.
    ///
    /// # Errors
    /// Those of [`Point::of`] and [`Polygon::new`].
    pub fn of(text: &str) -> Result<Self, Wrong> {
        let mut points = Vec::new();
        for point in text.split_ascii_whitespace() {
            if points.len() == MOST_POINTS {
                return Err(Wrong::Many);
            }
            points.push(Point::of(point)?);
        }
        Self::new(points)
    }
}

impl fmt::Display for Polygon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, point) in self.0.iter().enumerate() {
            if n > 0 {
                f.write_str(" ")?;
            }
            point.fmt(f)?;
        }
        Ok(())
    }
}

/// A circle: its middle and its radius in kilometres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Circle {
    middle: Point,
    kilometres: f64,
}

impl Circle {
    /// A circle.
    ///
    /// # Errors
    /// [`Wrong::Range`] of a radius below 0 or longer than half way around the Earth.
    pub fn new(middle: Point, kilometres: f64) -> Result<Self, Wrong> {
        (0.0..=20_038.0)
            .contains(&kilometres)
            .then_some(Self { middle, kilometres })
            .ok_or(Wrong::Range)
    }

    /// Its middle.
    #[must_use]
    pub fn middle(&self) -> Point {
        self.middle
    }

    /// Its radius in kilometres.
    #[must_use]
    pub fn kilometres(&self) -> f64 {
        self.kilometres
    }

    /// Reads `latitude,longitude radius`.
    ///
    /// # Errors
    /// [`Wrong::Form`] and [`Wrong::Range`].
    pub fn of(text: &str) -> Result<Self, Wrong> {
        let mut parts = text.split_ascii_whitespace();
        let middle = Point::of(parts.next().ok_or(Wrong::Form)?)?;
        let kilometres = parts.next().and_then(decimal).ok_or(Wrong::Form)?;
        if parts.next().is_some() {
            return Err(Wrong::Form);
        }
        Self::new(middle, kilometres)
    }
}

impl fmt::Display for Circle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.middle, self.kilometres)
    }
}
