//! Shapes that overlap, that touch, and that do not.

use cap::geo::{Circle, Point, Polygon};
use proptest::prelude::*;

fn polygon(text: &str) -> Polygon {
    Polygon::of(text).unwrap()
}

/// From south-west to north-east, in hundredths of a degree.
fn rectangle((south, west): (i32, i32), (north, east): (i32, i32)) -> Polygon {
    let corners = [
        (south, west),
        (south, east),
        (north, east),
        (north, west),
        (south, west),
    ];
    let corner = |(y, x): (i32, i32)| Point::new(f64::from(y) / 100.0, f64::from(x) / 100.0).unwrap();
    Polygon::new(corners.map(corner).to_vec()).unwrap()
}

#[track_caller]
fn check(one: &Polygon, other: &Polygon, overlap: bool) {
    assert_eq!(one.overlaps(other), overlap, "{one} and {other}");
    assert_eq!(other.overlaps(one), overlap, "{other} and {one}");
}

#[test]
fn polygons_overlap_where_ground_lies_in_both() {
    let house = polygon("0,0 0,4 4,4 4,0 0,0");
    let others = [
        ("a corner lies in it", "3,3 3,6 6,6 6,3 3,3", true),
        ("it lies within", "1,1 1,2 2,2 2,1 1,1", true),
        ("around it", "-1,-1 -1,5 5,5 5,-1 -1,-1", true),
        ("the same", "0,0 0,4 4,4 4,0 0,0", true),
        ("the same the other way round", "4,4 0,4 0,0 4,0 4,4", true),
        ("the same with more corners", "0,0 0,1 0,4 2,4 4,4 4,0 0,0", true),
        ("half of it", "0,0 0,4 4,4 0,0", true),
        ("a cross without a corner in the other", "1,-1 1,5 3,5 3,-1 1,-1", true),
        ("a stripe from border to border", "1,0 1,4 3,4 3,0 1,0", true),
        ("its corners on the other's edges", "0,2 2,4 4,2 2,0 0,2", true),
        ("through opposite corners", "-1,-1 5,5 5,6 -1,-1", true),
        ("a border shared", "0,4 0,8 4,8 4,4 0,4", false),
        ("a part of a border", "1,4 1,8 3,8 3,4 1,4", false),
        ("a longer border", "-3,4 -3,8 7,8 7,4 -3,4", false),
        ("a corner shared", "4,4 4,8 8,8 8,4 4,4", false),
        ("far away", "10,10 10,12 12,12 10,10", false),
        ("beside it, in its extent's reach", "5,0 5,5 0,5 5,4.5 5,0", false),
    ];
    for (what, other, overlap) in others {
        let other = polygon(other);
        assert_eq!(house.overlaps(&other), overlap, "{what}");
        check(&house, &other, overlap);
    }
}

#[test]
fn what_lies_in_a_bay_does_not_lie_in_the_shore() {
    let shore = polygon("0,0 0,6 6,6 6,4 2,4 2,2 6,2 6,0 0,0");
    check(&shore, &polygon("3,2.5 3,3.5 5,3.5 5,2.5 3,2.5"), false);
    check(&shore, &polygon("2,2 2,4 6,4 6,2 2,2"), false);
    check(&shore, &polygon("3,2.5 3,4.5 5,4.5 5,2.5 3,2.5"), true);
    check(&shore, &polygon("1,2.5 1,3.5 1.5,3.5 1.5,2.5 1,2.5"), true);
}

#[test]
fn neighbours_with_a_slanting_border_only_touch() {
    let west = polygon("30.5,114.38 30.6,114.38 30.6,114.44 30.53,114.46 30.5,114.38");
    let east = polygon("30.53,114.46 30.6,114.44 30.7,114.48 30.62,114.58 30.48,114.55 30.53,114.46");
    let south = polygon("30.5,114.36 30.5,114.38 30.53,114.46 30.4,114.5 30.38,114.36 30.5,114.36");
    check(&west, &east, false);
    check(&west, &south, false);
    check(&east, &south, false);
    // Half a metre is more than a border.
    check(
        &west,
        &polygon("30.53,114.459995 30.6,114.439995 30.7,114.48 30.48,114.55 30.53,114.459995"),
        true,
    );
}

#[test]
fn circles_reach_as_far_as_they_say() {
    // A degree north is 111.195 km; a degree east at 60° north half of that.
    let circles = [
        ("30,114 10", "30.08,113 30.08,115 31,115 31,113 30.08,113", true),
        ("30,114 10", "30.1,113 30.1,115 31,115 31,113 30.1,113", false),
        ("30,114 10", "30.05,114.05 30.3,114.5 30.3,114.05 30.05,114.05", true),
        ("60,10 12", "59.5,10.2 59.5,11 60.5,11 60.5,10.2 59.5,10.2", true),
        ("60,10 11", "59.5,10.2 59.5,11 60.5,11 60.5,10.2 59.5,10.2", false),
        ("30.5,114.3 0", "30,114 30,115 31,115 31,114 30,114", true),
        ("30.5,115.3 0", "30,114 30,115 31,115 31,114 30,114", false),
        ("30.5,114.3 900", "30,114 30,115 31,115 31,114 30,114", true),
        // Over the 180th meridian: 0.1° on the equator are 11.12 km.
        ("0,179.95 11.2", "-1,-179.95 -1,-179 1,-179 1,-179.95 -1,-179.95", true),
        ("0,179.95 11", "-1,-179.95 -1,-179 1,-179 1,-179.95 -1,-179.95", false),
        ("0,179.95 11.2", "0,-179.95 0,-179 1,-179 1,-179.95 0,-179.95", true),
    ];
    for (circle, shape, overlap) in circles {
        assert_eq!(
            Circle::of(circle).unwrap().overlaps(&polygon(shape)),
            overlap,
            "{circle} and {shape}"
        );
    }
}

fn place() -> impl Strategy<Value = (i32, i32)> {
    (0..12, 0..12)
}

fn size() -> impl Strategy<Value = (i32, i32)> {
    (1..8, 1..8)
}

/// Three corners around the middle, in each third of the way around one: the middle lies within.
fn around(middle: (f64, f64), thirds: [(f64, f64); 3]) -> Polygon {
    let corner = |(n, (turn, far)): (u8, (f64, f64))| {
        let angle = (f64::from(n) + turn) * std::f64::consts::TAU / 3.0;
        Point::new(middle.0 + far * angle.sin(), middle.1 + far * angle.cos()).unwrap()
    };
    let mut corners: Vec<Point> = (0..3).zip(thirds).map(corner).collect();
    corners.push(corners[0]);
    Polygon::new(corners).unwrap()
}

fn third() -> impl Strategy<Value = (f64, f64)> {
    (0.2..0.6, 0.1..5.0)
}

proptest! {
    #[test]
    fn rectangles_overlap_where_both_their_sides_do(one in place(), sides in size(), other in place(), others in size()) {
        let (one_end, other_end) = ((one.0 + sides.0, one.1 + sides.1), (other.0 + others.0, other.1 + others.1));
        let within = one.0 < other_end.0 && other.0 < one_end.0 && one.1 < other_end.1 && other.1 < one_end.1;
        let (first, second) = (rectangle(one, one_end), rectangle(other, other_end));
        prop_assert_eq!(first.overlaps(&second), within);
        prop_assert_eq!(second.overlaps(&first), within);
    }

    #[test]
    fn those_around_one_place_overlap(y in -60.0..60.0, x in -100.0..100.0, one in [third(), third(), third()], other in [third(), third(), third()]) {
        let (first, second) = (around((y, x), one), around((y, x), other));
        prop_assert!(first.overlaps(&second) && second.overlaps(&first), "{first} and {second}");
        let point = Circle::new(Point::new(y, x).unwrap(), 0.0).unwrap();
        prop_assert!(point.overlaps(&first) && point.overlaps(&second));
    }

    #[test]
    fn a_circle_around_a_corner_reaches_it(y in -60.0..60.0, x in -100.0..100.0, one in [third(), third(), third()], n in 0..3usize) {
        let shape = around((y, x), one);
        prop_assert!(Circle::new(shape.points()[n], 0.001).unwrap().overlaps(&shape));
    }
}
