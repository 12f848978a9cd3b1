//! Whether shapes overlap. Polygons lie on a plane of degrees, as whoever draws one on a map sees it; how far a circle reaches is measured on
//! a sphere. A polygon does not go over the 180th meridian: what does is written as two (as in RFC 7946, 3.1.9).

use super::{Circle, Point, Polygon};

/// What is nearer to a line than this lies on it, in degrees: some ten centimetres, so that neighbours share their border.
const HAIR: f64 = 1e-6;

/// The mean radius of the Earth, in kilometres (IUGG).
const EARTH: f64 = 6371.0088;

type Edge = (Point, Point);

impl Polygon {
    /// Whether there is ground that lies in both. Those that only touch do not overlap.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        let (own, others) = (Extent::of(&self.0), Extent::of(&other.0));
        let crosses = || {
            let mut near = self.edges().filter(|edge| Extent::of(&[edge.0, edge.1]).meets(&others));
            near.any(|edge| other.edges().any(|of| cross(edge, of)))
        };
        own.meets(&others) && (crosses() || self.reaches_into(other, &others) || other.reaches_into(self, &own))
    }

    fn edges(&self) -> impl Iterator<Item = Edge> {
        self.0.windows(2).map(|ends| (ends[0], ends[1]))
    }

    /// Whether a corner of it, the middle of an edge or a place within it lies in another one, whose extent is given. Where no edges cross, and
    /// corners may lie on the other's edges, that tells whether one lies in the other or both are the same.
    fn reaches_into(&self, other: &Self, extent: &Extent) -> bool {
        let corners = self.edges().map(|(corner, _)| corner);
        let middles = self.edges().map(|edge| along(edge, 0.5));
        let mut places = corners.chain(middles).chain(self.place_within());
        places.any(|place| extent.has(place) && other.holds(place))
    }

    /// Whether a place lies in it, and not on an edge. Of one that crosses itself, what is enclosed twice lies outside.
    fn holds(&self, place: Point) -> bool {
        let on_edge = |edge: Edge| {
            let foot = foot(edge, place, 1.0);
            (foot.latitude - place.latitude).hypot(foot.longitude - place.longitude) < HAIR
        };
        let passed = self.edges().filter_map(|edge| meets(edge, place.latitude));
        let east = passed.filter(|longitude| *longitude > place.longitude).count();
        east % 2 == 1 && !self.edges().any(on_edge)
    }

    /// A place within it: on the parallel in the middle of the widest belt without corners, the middle of the longest stretch.
    fn place_within(&self) -> Option<Point> {
        let mut parallels: Vec<f64> = self.0.iter().map(|corner| corner.latitude).collect();
        parallels.sort_by(f64::total_cmp);
        let latitude = widest(parallels.windows(2))?;
        let mut met: Vec<f64> = self.edges().filter_map(|edge| meets(edge, latitude)).collect();
        met.sort_by(f64::total_cmp);
        let longitude = widest(met.chunks_exact(2))?;
        Some(Point { latitude, longitude })
    }
}

impl Circle {
    /// Whether it reaches a polygon.
    #[must_use]
    pub fn overlaps(&self, polygon: &Polygon) -> bool {
        let squeeze = self.middle.latitude.to_radians().cos();
        let near = |place: Point| kilometres(self.middle, place) <= self.kilometres;
        // The ends too: of an edge beyond the 180th meridian the foot is the wrong one of them.
        let reached = |edge: Edge| near(edge.0) || near(edge.1) || near(foot(edge, self.middle, squeeze));
        polygon.holds(self.middle) || polygon.edges().any(reached)
    }
}

/// The middle of the widest of pairs.
fn widest<'a>(pairs: impl Iterator<Item = &'a [f64]>) -> Option<f64> {
    let wide = |pair: &&[f64]| pair[1] - pair[0];
    let widest = pairs.max_by(|one, other| wide(one).total_cmp(&wide(other)))?;
    Some(f64::midpoint(widest[0], widest[1]))
}

/// The ground between the outermost parallels and meridians of points.
struct Extent {
    south: f64,
    north: f64,
    west: f64,
    east: f64,
}

impl Extent {
    fn of(points: &[Point]) -> Self {
        let nowhere = Self {
            south: f64::INFINITY,
            north: f64::NEG_INFINITY,
            west: f64::INFINITY,
            east: f64::NEG_INFINITY,
        };
        points.iter().fold(nowhere, |extent, point| Self {
            south: extent.south.min(point.latitude),
            north: extent.north.max(point.latitude),
            west: extent.west.min(point.longitude),
            east: extent.east.max(point.longitude),
        })
    }

    fn meets(&self, other: &Self) -> bool {
        let beside = self.west > other.east || other.west > self.east;
        let above = self.south > other.north || other.south > self.north;
        !beside && !above
    }

    fn has(&self, place: Point) -> bool {
        self.meets(&Self::of(&[place]))
    }
}

/// Where an edge goes over a parallel, as a longitude; an end on the parallel counts as south of it.
fn meets((from, to): Edge, latitude: f64) -> Option<f64> {
    let parts = (from.latitude > latitude) != (to.latitude > latitude);
    let share = || (latitude - from.latitude) / (to.latitude - from.latitude);
    parts.then(|| from.longitude + share() * (to.longitude - from.longitude))
}

/// Whether edges go through each other; touching is not enough.
fn cross(one: Edge, other: Edge) -> bool {
    let parts = |edge: Edge, ends: Edge| beside(edge, ends.0) * beside(edge, ends.1) < 0.0;
    parts(one, other) && parts(other, one)
}

/// How far a place lies to the left of the line through an edge, in degrees, to the right below nought; nought on the line.
fn beside((from, to): Edge, place: Point) -> f64 {
    let (north, east) = (to.latitude - from.latitude, to.longitude - from.longitude);
    let length = north.hypot(east);
    if length < HAIR {
        return 0.0;
    }
    let (up, over) = (place.latitude - from.latitude, place.longitude - from.longitude);
    let far = (east * up - north * over) / length;
    if far.abs() < HAIR { 0.0 } else { far }
}

/// The place on an edge after that share of its length.
fn along((from, to): Edge, share: f64) -> Point {
    Point {
        latitude: from.latitude + share * (to.latitude - from.latitude),
        longitude: from.longitude + share * (to.longitude - from.longitude),
    }
}

/// The place on an edge that is nearest to another place, where a degree east is `squeeze` degrees north long.
fn foot(edge: Edge, place: Point, squeeze: f64) -> Point {
    let (from, to) = edge;
    let (north, east) = (to.latitude - from.latitude, (to.longitude - from.longitude) * squeeze);
    let (up, over) = (
        place.latitude - from.latitude,
        (place.longitude - from.longitude) * squeeze,
    );
    let square = north * north + east * east;
    if square > 0.0 {
        along(edge, ((up * north + over * east) / square).clamp(0.0, 1.0))
    } else {
        from
    }
}

/// The way between places on a sphere.
fn kilometres(one: Point, other: Point) -> f64 {
    let half = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
    let both = one.latitude.to_radians().cos() * other.latitude.to_radians().cos();
    let chord = half(other.latitude - one.latitude) + both * half(other.longitude - one.longitude);
    2.0 * EARTH * chord.min(1.0).sqrt().asin()
}
