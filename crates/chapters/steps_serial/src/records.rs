//! One field of many records, the records lying one behind another, or the field in a column of its own.

/// A city, with all that somebody might want to know about it: `4 × WORDS` bytes, of which the population is four.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct City<const WORDS: usize> {
    fields: [u32; WORDS],
}

impl<const WORDS: usize> City<WORDS> {
    /// A city of so many people, with nothing else known.
    pub fn of(people: u32) -> Self {
        let mut fields = [0; WORDS];
        fields[0] = people;
        Self { fields }
    }

    /// How many people live there.
    pub fn people(&self) -> u32 {
        self.fields[0]
    }
}

/// The people of all cities.
pub fn people<const WORDS: usize>(cities: &[City<WORDS>]) -> u64 {
    cities.iter().map(|city| u64::from(city.people())).sum()
}

/// The same of a column that holds nothing else.
pub fn people_of_column(column: &[u32]) -> u64 {
    column.iter().map(|&people| u64::from(people)).sum()
}
