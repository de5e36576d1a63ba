//! The ways of working, with their names, colours and marks.

/// A way of working. It has one colour and one mark everywhere: plots, listings, race bars, demo tiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Way {
    /// One instruction after another, on one core.
    Serial,
    /// One instruction on several numbers at once.
    Simd,
    /// Threads started by hand.
    Threads,
    /// Rayon's work-stealing pool.
    Rayon,
    /// Several processes on one machine.
    Processes,
    /// Ranks that pass messages.
    Mpi,
    /// A graphics card, through wgpu, CUDA or OpenCL.
    Gpu,
    /// WebAssembly in a web page.
    Browser,
}

impl Way {
    /// Every way, in the order of the book.
    pub const ALL: [Way; 8] =
        [Way::Serial, Way::Simd, Way::Threads, Way::Rayon, Way::Processes, Way::Mpi, Way::Gpu, Way::Browser];

    /// The way of this name, where there is one.
    pub fn named(name: &str) -> Option<Way> {
        Self::ALL.into_iter().find(|way| way.name() == name)
    }

    /// Lower-case name, as in CSS classes and file names.
    pub fn name(self) -> &'static str {
        self.look().0
    }

    /// Colour on a light page, as `#rrggbb`.
    pub fn light(self) -> &'static str {
        self.look().1
    }

    /// Colour on a dark page, as `#rrggbb`.
    pub fn dark(self) -> &'static str {
        self.look().2
    }

    /// One character that stands for the way where there is no picture.
    pub fn mark(self) -> char {
        self.look().3
    }

    /// What it means, as the end of a sentence that begins with its name.
    pub fn meaning(self) -> &'static str {
        match self {
            Way::Serial => "one instruction after another, on one core",
            Way::Simd => "one instruction on several numbers at once",
            Way::Threads => "several threads, started by hand",
            Way::Rayon => "a pool of threads that steal work from each other",
            Way::Processes => "several processes that share memory",
            Way::Mpi => "several processes that send messages",
            Way::Gpu => "a graphics card",
            Way::Browser => "a web page",
        }
    }

    /// The one table of the book's look; Okabe and Ito's palette, adjusted for contrast on both pages.
    fn look(self) -> (&'static str, &'static str, &'static str, char) {
        match self {
            Way::Serial => ("serial", "#5c5c66", "#a9a9b4", '●'),
            Way::Simd => ("simd", "#8a6500", "#e6b84c", '◆'),
            Way::Threads => ("threads", "#0072b2", "#56b4e9", '▲'),
            Way::Rayon => ("rayon", "#007a5a", "#2fc79a", '■'),
            Way::Processes => ("processes", "#b5541c", "#f0905a", '⬟'),
            Way::Mpi => ("mpi", "#8c3b7a", "#d98ac6", '⬢'),
            Way::Gpu => ("gpu", "#6a3fb5", "#b79cf2", '★'),
            Way::Browser => ("browser", "#a61e3c", "#f27d95", '✚'),
        }
    }
}
