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
    /// A graphics card, through wgpu.
    Gpu,
    /// The same, through CUDA.
    Cuda,
    /// The same, through OpenCL.
    OpenCl,
    /// The same, through CubeCL: a kernel in Rust.
    CubeCl,
    /// The same, through a browser's WebGPU.
    WebGpu,
    /// WebAssembly in a web page.
    Browser,
}

impl Way {
    /// Every way, in the order of the book; graphics cards once.
    pub const ALL: [Way; 8] =
        [Way::Serial, Way::Simd, Way::Threads, Way::Rayon, Way::Processes, Way::Mpi, Way::Gpu, Way::Browser];

    /// Graphics cards by what they are reached through: shades of one colour, and stars that differ in their tips.
    pub const GPUS: [Way; 5] = [Way::Gpu, Way::Cuda, Way::OpenCl, Way::CubeCl, Way::WebGpu];

    /// All that look different: [`Way::ALL`] with all of [`Way::GPUS`].
    pub fn looks() -> impl Iterator<Item = Way> {
        Self::ALL.into_iter().flat_map(|way| if way == Way::Gpu { Self::GPUS.to_vec() } else { vec![way] })
    }

    /// The way that looks as this says, where there is one.
    pub fn named(shade: &str) -> Option<Way> {
        Self::looks().find(|way| way.shade() == shade)
    }

    /// The way of a variant of this name that is known to be of this way: one of [`Way::GPUS`] is told by its name.
    #[must_use]
    pub fn of(self, variant: &str) -> Way {
        Self::GPUS.into_iter().find(|gpu| self.is_gpu() && gpu.shade() == variant).unwrap_or(self)
    }

    /// Whether a graphics card does the work.
    pub fn is_gpu(self) -> bool {
        Self::GPUS.contains(&self)
    }

    /// Lower-case name of the way of working; one for all graphics cards.
    pub fn name(self) -> &'static str {
        if self.is_gpu() { "gpu" } else { self.shade() }
    }

    /// Lower-case name of the look, as in CSS and file names: `cuda`, and `gpu` for wgpu.
    pub fn shade(self) -> &'static str {
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
            Way::Gpu => "a graphics card, through wgpu",
            Way::Cuda => "CUDA",
            Way::OpenCl => "OpenCL",
            Way::CubeCl => "CubeCL",
            Way::WebGpu => "in a page WebGPU",
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
            Way::Cuda => ("cuda", "#43188c", "#dccbff", '✦'),
            Way::OpenCl => ("opencl", "#8d3fc4", "#cd8ff7", '✶'),
            Way::CubeCl => ("cubecl", "#75588f", "#bfa9d3", '✴'),
            Way::WebGpu => ("webgpu", "#4a4bc9", "#9da4ff", '✹'),
            Way::Browser => ("browser", "#a61e3c", "#f27d95", '✚'),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn graphics_cards_are_one_way_in_five_looks() {
        assert_eq!(Way::looks().count(), 12);
        assert!(Way::looks().all(|way| Way::named(way.shade()) == Some(way) && Way::named(way.name()).is_some()));
        assert!(Way::GPUS.into_iter().all(|way| way.name() == "gpu"));
        assert_eq!(
            (Way::Gpu.of("opencl"), Way::Gpu.of("gpu"), Way::Gpu.of("on_host")),
            (Way::OpenCl, Way::Gpu, Way::Gpu)
        );
        assert_eq!(Way::Threads.of("cuda"), Way::Threads, "the way is known, and not guessed from a name");
    }
}
