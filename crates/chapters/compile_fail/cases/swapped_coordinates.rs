struct Longitude(f64);
struct Latitude(f64);

fn km_from_the_equator(_: Longitude, latitude: Latitude) -> f64 {
    latitude.0.abs() * 111.19
}

fn main() {
    let (south, west) = (Latitude(-13.163), Longitude(-72.545));
    println!("{} km", km_from_the_equator(south, west));
}
