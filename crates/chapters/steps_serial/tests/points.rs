//! Nothing that is not on Earth becomes a point, and what is said about it says what to do.

use steps_serial::{Latitude, Longitude, NotOnEarth, Pair, Point};

#[test]
fn directions_carry_the_sign() {
    let machu_picchu = Point::new(Longitude::west(72.545).unwrap(), Latitude::south(13.163).unwrap());
    let pikes_peak = Point::new(Longitude::west(105.042).unwrap(), Latitude::north(38.841).unwrap());
    assert_eq!((machu_picchu.lon(), machu_picchu.lat()), (-72.545, -13.163));
    assert_eq!(machu_picchu.km_to(pikes_peak).round(), 6695.0);
    assert_eq!(machu_picchu.km_to(machu_picchu), 0.0);
}

#[test]
fn edges_are_on_earth_and_the_next_number_is_not() {
    for degrees in [-180.0, 0.0, 180.0] {
        assert!(Longitude::east(degrees).is_ok() && Longitude::west(degrees).is_ok());
    }
    for degrees in [-90.0, -0.0, 90.0] {
        assert!(Latitude::north(degrees).is_ok() && Latitude::south(degrees).is_ok());
    }
    for degrees in [180.0_f64.next_up(), 360.0, f64::MAX, f64::INFINITY] {
        for degrees in [degrees, -degrees] {
            let wrong = NotOnEarth::OutOfRange { what: "longitude", degrees, most: 180.0 };
            assert_eq!(Longitude::east(degrees), Err(wrong));
        }
    }
    for degrees in [90.0_f64.next_up(), 105.042, f64::NEG_INFINITY] {
        let wrong = NotOnEarth::OutOfRange { what: "latitude", degrees, most: 90.0 };
        assert_eq!(Latitude::north(degrees), Err(wrong));
    }
}

#[test]
fn nan_is_no_coordinate() {
    assert_eq!(Longitude::east(f64::NAN), Err(NotOnEarth::NotANumber { what: "longitude" }));
    assert_eq!(Latitude::south(f64::NAN), Err(NotOnEarth::NotANumber { what: "latitude" }));
    for place in 0..4 {
        let mut row = [0.0; 4];
        row[place] = f64::NAN;
        assert!(matches!(Pair::try_from(row), Err(NotOnEarth::NotANumber { .. })), "{row:?}");
    }
}

#[test]
fn what_is_said_helps() {
    let said = Pair::try_from([0.0, -105.042, 0.0, 0.0]).unwrap_err().to_string();
    assert_eq!(said, "a latitude of -105.042°: it must lie between −90° and 90°. Are longitude and latitude swapped?");
}
