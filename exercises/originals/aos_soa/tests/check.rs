//! Is nothing lost between records and columns, do names stay where they are, does a sum look only at its columns, and
//! do all columns keep step when one is sorted?

use aos_soa::{Cities, City, Uneven, all_people, largest, most_people_first, people_north_of, to_columns, to_records};
use std::cmp::Reverse;
use std::time::Duration;
use witness::{deadline, for_all, generate::*};

const LIMIT: Duration = Duration::from_secs(30);

fn city(name: &str, lon: f64, lat: f64, people: u32, capital: bool) -> City {
    City { name: name.into(), lon, lat, people, capital }
}

fn known() -> Vec<City> {
    vec![
        city("Lima", -77.03, -12.05, 10_092_000, true),
        city("Colorado Springs", -104.82, 38.83, 488_664, false),
        city("", 0.0, 0.0, 0, false),
        city("Córdoba", -64.18, -31.42, 1_505_250, false),
        city("Córdoba", -4.78, 37.89, 325_701, false),
    ]
}

#[test]
fn records_become_columns() {
    let want = Cities {
        name: ["Lima", "Colorado Springs", "", "Córdoba", "Córdoba"].map(String::from).into(),
        lon: vec![-77.03, -104.82, 0.0, -64.18, -4.78],
        lat: vec![-12.05, 38.83, 0.0, -31.42, 37.89],
        people: vec![10_092_000, 488_664, 0, 1_505_250, 325_701],
        capital: vec![true, false, false, false, false],
    };
    let got = to_columns(known());
    assert!(
        got == want,
        "the columns of five cities:\nexpected {want:?},\ngot      {got:?}.\nCity i is number i of every column."
    );
    assert_eq!(to_columns(Vec::new()), Cities::default(), "no cities make empty columns");
}

#[test]
fn columns_become_records() {
    let columns = to_columns(known());
    let (want, got) = (Ok(known()), to_records(columns));
    assert!(got == want, "five cities, to columns and back:\nexpected {want:?},\ngot      {got:?}.");
    assert_eq!(to_records(Cities::default()), Ok(Vec::new()), "empty columns hold no cities");
}

#[test]
fn any_cities_there_and_back() {
    deadline("any cities", "what ends your loop", LIMIT, || {
        for_all(200, prop::collection::vec(any_city(), 0..40), |cities| {
            let columns = to_columns(cities.clone());
            let lengths = [columns.name.len(), columns.lon.len(), columns.lat.len(), columns.people.len()];
            if lengths != [cities.len(); 4] || columns.capital.len() != cities.len() {
                return Err(format!(
                    "{} cities make columns of {lengths:?} and {}",
                    cities.len(),
                    columns.capital.len()
                ));
            }
            match to_records(columns) {
                Ok(back) if back == *cities => Ok(()),
                other => Err(format!("there and back:\nexpected {cities:?},\ngot {other:?}")),
            }
        });
    });
}

fn any_city() -> impl Strategy<Value = City> {
    ("[a-zä]{0,6}", -180.0..180.0, -3..3_i8, 0..5_u32, any::<bool>())
        .prop_map(|(name, lon, lat, people, capital)| city(&name, lon, f64::from(lat), people, capital))
}

#[test]
fn uneven_columns_come_back_as_they_were() {
    const COLUMNS: [&str; 5] = ["name", "lon", "lat", "people", "capital"];
    // Bit `c` of a set says that column `c` is in it. All sets that are disjoint, and aren't both empty or one of them
    // full.
    for shorter in 0..31_u32 {
        for longer in (0..31).filter(|longer| longer & shorter == 0 && longer | shorter != 0) {
            let mut cities = to_columns(known());
            for column in 0..5 {
                resize(&mut cities, column, shorter >> column & 1 == 1, longer >> column & 1 == 1);
            }
            let listed = |set: u32| {
                let names: Vec<_> =
                    COLUMNS.iter().enumerate().filter(|(c, _)| set >> c & 1 == 1).map(|c| *c.1).collect();
                if names.is_empty() { "none".into() } else { names.join(", ") }
            };
            let (want, got) = (Err(Uneven(cities.clone())), to_records(cities));
            assert!(
                got == want,
                "five columns, one too short: {}; one too long: {}. Expected an error that gives all columns back,\n{want:?},\n\
                 got {got:?}.\n`zip` ends with the shorter of the two, and says nothing. Compare all five lengths first: each of them \
                 with the same one.",
                listed(shorter),
                listed(longer)
            );
        }
    }
}

fn resize(cities: &mut Cities, column: usize, shorter: bool, longer: bool) {
    fn one<T>(column: &mut Vec<T>, shorter: bool, longer: bool, more: T) {
        if shorter {
            column.pop();
        }
        if longer {
            column.push(more);
        }
    }
    match column {
        0 => one(&mut cities.name, shorter, longer, "Atlantis".into()),
        1 => one(&mut cities.lon, shorter, longer, 1.0),
        2 => one(&mut cities.lat, shorter, longer, 1.0),
        3 => one(&mut cities.people, shorter, longer, 1),
        _ => one(&mut cities.capital, shorter, longer, true),
    }
}

#[test]
fn names_are_moved() {
    deadline("many cities", "what ends your loop", LIMIT, || {
        let n = 10_000;
        let cities: Vec<_> = (0..n).map(|i| city(&format!("city number {i}"), 1.0, 2.0, 3, false)).collect();
        let places =
            |names: &mut dyn Iterator<Item = &String>| names.map(|name| name.as_ptr() as usize).collect::<Vec<_>>();
        let before = places(&mut cities.iter().map(|city| &city.name));

        let (columns, asked) = counted(|| to_columns(cities));
        let after = places(&mut columns.name.iter());
        memory("to_columns", n, &before, &after, asked);
        let (records, asked) = counted(|| to_records(columns));
        let records = records.expect("all columns are of one length");
        let after = places(&mut records.iter().map(|city| &city.name));
        memory("to_records", n, &before, &after, asked);
    });
}

/// So many that whoever moves all that are left for each that is taken does a hundred thousand million bytes of work:
/// minutes of it, where a pass over all of them takes hundredths of a second.
#[test]
fn a_step_for_each_city() {
    let n = 300_000;
    let idea =
        "what one step costs: `remove(0)` and `insert(0, …)` move all that stands behind, and `pop` and `push` nothing";
    deadline("300,000 cities to columns", idea, LIMIT, move || {
        let columns = to_columns((0..n).map(|i| city("", f64::from(i), 2.0, i, false)).collect());
        assert_eq!(columns.people.last(), Some(&(n - 1)), "the last of {n} cities");
    });
    deadline("300,000 cities to records", idea, LIMIT, move || {
        let records = to_records(Cities {
            name: vec![String::new(); n as usize],
            lon: vec![1.0; n as usize],
            lat: vec![2.0; n as usize],
            people: (0..n).collect(),
            capital: vec![false; n as usize],
        });
        let last = records.expect("all columns are of one length").pop();
        assert_eq!(last.map(|city| city.people), Some(n - 1), "the last of {n} cities");
    });
}

#[test]
fn no_memory_is_left_behind() {
    let n = 100;
    let cities = || (0..n).map(|i| city(&format!("city number {i}"), 1.0, 2.0, 3, false)).collect::<Vec<_>>();
    let columns = || Cities {
        name: (0..n).map(|i| format!("city number {i}")).collect(),
        lon: vec![1.0; n],
        lat: vec![2.0; n],
        people: vec![3; n],
        capital: vec![false; n],
    };
    left_behind("to_columns", || drop(to_columns(cities())));
    left_behind("to_records", || drop(to_records(columns())));
    left_behind("to_records, of columns of different lengths,", || {
        let mut uneven = columns();
        uneven.people.pop();
        drop(to_records(uneven));
    });
}

fn left_behind(function: &str, call: impl Fn()) {
    // Once before it counts: something may be set up for good.
    call();
    let before = allocations::held();
    call();
    let left = allocations::held() - before;
    assert!(
        left == 0,
        "{function} was called with 100 cities, and when all that it returned was gone, {left} bytes were still held.\n\
         What is taken apart by hand has to be given back by hand: `forget`, `leak` and `ManuallyDrop` don't."
    );
}

fn memory(function: &str, n: usize, before: &[usize], after: &[usize], asked: usize) {
    let moved = before.len() == after.len() && before.iter().zip(after).all(|(a, b)| a == b);
    assert!(
        moved,
        "{function} of {n} cities: the text of some names isn't where it was: it was copied.\n\
         Take the records, or the columns, apart by value: `for city in records`, not `in &records`. From where it can't be \
         taken, `mem::take` moves it out."
    );
    assert!(
        asked <= 200,
        "{function} of {n} cities asked for memory {asked} times; a few times for each column is enough.\n\
         Is something made for each city that nobody keeps?"
    );
}

/// What comes of a call, and how often it asked for memory.
fn counted<T>(call: impl FnOnce() -> T) -> (T, usize) {
    let before = allocations::so_far();
    let answer = call();
    (answer, allocations::so_far() - before)
}

#[test]
fn sums_over_known_cities() {
    let cities = to_columns(known());
    assert_eq!(all_people(&cities), 12_411_615, "all people of {cities:?}");
    assert_eq!(largest(&cities), Some(0), "the largest of {cities:?}");
    for (lat, want) in [
        (-90.0, 12_411_615),
        (0.0, 814_365),
        (37.5, 814_365),
        (37.89_f64.next_down(), 814_365),
        (37.89, 488_664),
        (38.0, 488_664),
        (38.83, 0),
        (90.0, 0),
    ] {
        let got = people_north_of(&cities, lat);
        assert_eq!(
            got, want,
            "people in cities further north than {lat}°, of {cities:?}. A city at {lat}° itself isn't."
        );
    }
}

#[test]
fn a_latitude_that_is_no_number() {
    let cities = Cities { people: vec![1, 20, 300], lat: vec![f64::NAN, 2.0, -f64::NAN], ..Cities::default() };
    for (lat, want) in [(1.0, 20), (2.0, 0), (f64::NEG_INFINITY, 20), (f64::NAN, 0)] {
        let got = people_north_of(&cities, lat);
        assert_eq!(
            got, want,
            "people in cities further north than {lat}°, of {:?} with {:?} people. NaN is north of nothing, and nothing \
             north of NaN: `>` says so, `!(… <= …)` doesn't.",
            cities.lat, cities.people
        );
    }
}

#[test]
fn large_sums() {
    let cities = Cities { people: vec![u32::MAX; 5], lat: vec![1.0; 5], ..Cities::default() };
    let want = 5 * u64::from(u32::MAX);
    for (function, got) in [("all_people", all_people(&cities)), ("people_north_of", people_north_of(&cities, 0.0))] {
        assert_eq!(
            got,
            want,
            "{function} of five cities with {} people each: a u32 is full with one of them",
            u32::MAX
        );
    }
}

#[test]
fn the_first_of_the_largest() {
    for (people, want) in [
        (vec![], None),
        (vec![0], Some(0)),
        (vec![3, 7, 7, 1], Some(1)),
        (vec![5, 5, 5], Some(0)),
        (vec![0, 0, u32::MAX], Some(2)),
    ] {
        let cities = Cities { people: people.clone(), ..Cities::default() };
        let got = largest(&cities);
        assert_eq!(
            got, want,
            "the largest of {people:?} (the other columns are empty: nobody needs them).\n\
             Of several equal ones it is the first; `max_by_key` gives the last."
        );
    }
}

#[test]
fn a_sum_looks_at_its_columns_only() {
    deadline("columns that stand alone", "what ends your loop", LIMIT, || {
        for_all(200, (prop::collection::vec((0..1000_u32, -3..3_i8), 0..50), -3..3_i8), |(cities, from)| {
            let people: Vec<u32> = cities.iter().map(|city| city.0).collect();
            let lat: Vec<f64> = cities.iter().map(|city| f64::from(city.1)).collect();
            let all = people.iter().map(|&people| u64::from(people)).sum::<u64>();
            let north = cities.iter().filter(|city| city.1 > *from).map(|city| u64::from(city.0)).sum::<u64>();

            let alone = Cities { people: people.clone(), ..Cities::default() };
            let both = Cities { people, lat, ..Cities::default() };
            for (call, (got, asked), want) in [
                ("all_people", counted(|| all_people(&alone)), all),
                ("people_north_of", counted(|| people_north_of(&both, f64::from(*from))), north),
            ] {
                if got != want {
                    return Err(format!(
                        "{call}: expected {want}, got {got}.\nThe columns that it doesn't need are empty here. Does it look at one?"
                    ));
                }
                if asked > 0 {
                    return Err(format!(
                        "{call} asked for memory {asked} times. A sum needs none: add up as you go, without collecting."
                    ));
                }
            }
            Ok(())
        });
    });
}

#[test]
fn cities_stay_together_when_they_are_sorted() {
    deadline("sorted cities", "what ends your loop", LIMIT, || {
        let sorted = |cities: &[City]| {
            let mut columns = columns_of(cities);
            most_people_first(&mut columns);
            let mut want = cities.to_vec();
            want.sort_by_key(|city| Reverse(city.people));
            (columns_of(&want), columns)
        };
        let (want, got) = sorted(&known());
        assert!(
            got == want,
            "five cities, the most people first:\nexpected {want:?},\ngot      {got:?}.\n\
             City i is number i of every column, before and after. Where does each of the other columns learn the new order?"
        );
        for_all(200, prop::collection::vec(any_city(), 0..40), |cities| {
            let (want, got) = sorted(cities);
            match got == want {
                true => Ok(()),
                false => Err(format!(
                    "{} cities:\nexpected {want:?},\ngot      {got:?}.\n\
                     The most people first, and of equally many the one that was first before.",
                    cities.len()
                )),
            }
        });
    });
}

/// The columns of `cities`, made here: that the answer makes them is another test's.
fn columns_of(cities: &[City]) -> Cities {
    Cities {
        name: cities.iter().map(|city| city.name.clone()).collect(),
        lon: cities.iter().map(|city| city.lon).collect(),
        lat: cities.iter().map(|city| city.lat).collect(),
        people: cities.iter().map(|city| city.people).collect(),
        capital: cities.iter().map(|city| city.capital).collect(),
    }
}

#[test]
fn one_column_after_another() {
    deadline("many cities, sorted", "what ends your loop", LIMIT, || {
        let n = 5_000_usize;
        // 1,999 is a prime: each number below 5,000 comes once.
        let people: Vec<u32> = (0..n).map(|i| (i * 1999 % n) as u32).collect();
        let cities: Vec<_> =
            people.iter().map(|people| city(&format!("city of {people}"), 1.0, 2.0, *people, false)).collect();
        let mut columns = columns_of(&cities);
        let mut before = vec![0; n];
        columns.name.iter().zip(&people).for_each(|(name, &people)| before[people as usize] = name.as_ptr() as usize);
        let so_far = allocations::so_far();
        let ((), held) = allocations::most_held(|| most_people_first(&mut columns));
        let asked = allocations::so_far() - so_far;
        let after: Vec<_> = columns.name.iter().rev().map(|name| name.as_ptr() as usize).collect();
        memory("most_people_first", n, &before, &after, asked);
        assert!(
            held <= 44 * n,
            "most_people_first of {n} cities held {held} bytes beside them, {} for each; 40 would be plenty.\n\
             All five columns once more, or all records, are a second copy of the cities. Make one new column, put it in the place \
             of the old one, and go on with the next.",
            held / n
        );
    });
}
