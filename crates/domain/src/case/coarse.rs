//! A place told so roughly that it names no door.

use super::Place;
use crate::pack::Pack;

/// Metres of a degree of latitude, a 360th of the earth's mean meridian.
const METRES_A_DEGREE: f64 = 111_320.0;

/// Where everybody may read that a case is, in degrees north and east (WGS 84): as it is kept, or, where the pack says so,
/// as the middle of a square of so many metres that it lies in.
#[must_use]
pub fn public_point(pack: &Pack, place: &Place) -> Option<(f64, f64)> {
    let point = place.latitude.zip(place.longitude)?;
    Some(match &pack.position_metres {
        Some(metres) => coarse(point, metres.value),
        None => point,
    })
}

/// The address that everybody may read of a published place; none where the pack tells positions only roughly, since an address
/// says more than a rough position hides.
#[must_use]
pub fn public_address<'a>(pack: &Pack, place: &'a Place) -> Option<&'a str> {
    (pack.position_metres.is_none() && !place.address.is_empty()).then_some(place.address.as_str())
}

/// The middle of the square of `metres` that a point lies in. All points of a square have the same.
fn coarse((north, east): (f64, f64), metres: u32) -> (f64, f64) {
    let middle = |degrees: f64, step: f64| ((degrees / step).floor() + 0.5) * step;
    let step = f64::from(metres) / METRES_A_DEGREE;
    let north = middle(north, step).clamp(-90.0, 90.0);
    // Degrees of longitude shrink towards the poles; there a square is the whole ring.
    let step = (step / north.to_radians().cos().max(0.001)).min(360.0);
    let east = middle(east, step).clamp(-180.0, 180.0);
    // A millionth of a degree is a tenth of a metre.
    let short = |degrees: f64| (degrees * 1e6).round() / 1e6;
    (short(north), short(east))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn near_enough_to_be_of_use_and_too_far_to_name_a_door(
            north in -80.0..80.0_f64,
            east in -179.0..179.0_f64,
            metres in 20_u32..2_000,
        ) {
            let (n, e) = coarse((north, east), metres);
            let apart = |a: f64, b: f64, scale: f64| (a - b).abs() * METRES_A_DEGREE * scale;
            let most = f64::from(metres) / 2.0 + 1.0;
            prop_assert!(apart(n, north, 1.0) <= most);
            prop_assert!(apart(e, east, n.to_radians().cos()) <= most);
        }
    }

    #[test]
    fn neighbours_are_told_alike() {
        assert_eq!(coarse((30.250_1, 120.150_1), 500), coarse((30.250_4, 120.150_4), 500));
        let (north, east) = coarse((90.0, 180.0), 500);
        assert!(north <= 90.0 && east <= 180.0);
    }
}
