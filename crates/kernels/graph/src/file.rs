//! Two bytes for an edge instead of four: neighbours in rising order, and of each only how much larger it is than the
//! one before.

use crate::{Csr, Error};

impl Csr {
    /// Reads a graph: the number of vertices and of edges, four bytes each with the lowest first. Then for each vertex
    /// its degree and its neighbours in rising order, of each how much larger it is than the one before. Those numbers
    /// have seven bits to a byte, the lowest first, and the highest bit of a byte says that another one follows.
    ///
    /// # Errors
    /// When the bytes are no such graph; see [`Error`].
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        let mut file = Bytes { bytes, at: 0 };
        let vertices = file.word("the number of vertices")? as usize;
        let promised = file.word("the number of edges")? as usize;
        // The head is believed only as far as there are bytes.
        let mut offsets = Vec::with_capacity(vertices.min(bytes.len()) + 1);
        let mut targets = Vec::with_capacity(promised.min(bytes.len()));
        offsets.push(0);
        for _ in 0..vertices {
            let degree = file.number("a degree")?;
            let mut target = 0_u32;
            for _ in 0..degree {
                let at = file.at;
                target = target
                    .checked_add(file.number("a neighbour")?)
                    .ok_or(Error::Number { at })?;
                targets.push(target);
            }
            offsets.push(targets.len());
        }
        if targets.len() != promised {
            return Err(Error::Edges { promised, found: targets.len() });
        }
        match bytes.len() - file.at {
            0 => Self::new(offsets, targets),
            behind => Err(Error::Behind(behind)),
        }
    }
}

struct Bytes<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Bytes<'_> {
    fn byte(&mut self, what: &'static str) -> Result<u8, Error> {
        let byte = *self
            .bytes
            .get(self.at)
            .ok_or(Error::Truncated { length: self.bytes.len(), what })?;
        self.at += 1;
        Ok(byte)
    }

    fn word(&mut self, what: &'static str) -> Result<u32, Error> {
        let mut word = [0; 4];
        for byte in &mut word {
            *byte = self.byte(what)?;
        }
        Ok(u32::from_le_bytes(word))
    }

    fn number(&mut self, what: &'static str) -> Result<u32, Error> {
        let (start, mut number) = (self.at, 0_u64);
        for shift in (0..35).step_by(7) {
            let byte = self.byte(what)?;
            number |= u64::from(byte & 127) << shift;
            if byte < 128 {
                return u32::try_from(number)
                    .map_err(|_| Error::Number { at: start });
            }
        }
        Err(Error::Number { at: start })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 0 → 1, 300; 300 → 300, and nothing else.
    fn file() -> Vec<u8> {
        let mut file = vec![45, 1, 0, 0, 3, 0, 0, 0, 2, 1, 171, 2];
        file.extend([0; 299]);
        file.extend([1, 172, 2]);
        file
    }

    #[test]
    fn a_file_is_read() {
        let want =
            Csr::from_edges(301, &[(0, 1), (0, 300), (300, 300)]).unwrap();
        assert_eq!(Csr::read(&file()).unwrap(), want);
        assert!(Csr::read(&[0; 8]).unwrap().is_empty());
    }

    #[test]
    fn every_shorter_file_is_refused() {
        let file = file();
        for length in 0..file.len() {
            let error = Csr::read(&file[..length]).unwrap_err();
            assert!(
                matches!(error, Error::Truncated { length: l, .. } if l == length),
                "{length} bytes: {error}"
            );
        }
    }

    #[test]
    fn wrong_files_are_refused() {
        let changed = |change: fn(&mut Vec<u8>)| {
            let mut file = file();
            change(&mut file);
            Csr::read(&file).unwrap_err()
        };
        assert_eq!(changed(|f| f.push(0)), Error::Behind(1));
        assert_eq!(
            changed(|f| f[4] = 4),
            Error::Edges { promised: 4, found: 3 }
        );
        assert_eq!(
            changed(|f| f[10] = 172),
            Error::Target { edge: 1, target: 301, vertices: 301 }
        );
        let five_bytes = changed(|f| {
            f.splice(9..10, [255, 255, 255, 255, 16]);
        });
        assert_eq!(five_bytes, Error::Number { at: 9 });
        let sum_too_large = changed(|f| {
            f.splice(9..10, [255, 255, 255, 255, 15]);
        });
        assert_eq!(sum_too_large, Error::Number { at: 14 });
    }
}
