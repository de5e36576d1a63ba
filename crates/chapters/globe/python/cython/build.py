"""Builds, in the folder that is named, what Cython and ctypes need: `python3 build.py FOLDER`.

`cython_globe` from Cython with C's types, `untyped_globe` from plain Python that Cython compiles as it stands, and the
library `step` from C. Ends with a sentence and code 1 if something is missing."""

import os
import shutil
import subprocess
import sys
import sysconfig

HERE = os.path.dirname(os.path.abspath(__file__))
STEP = os.path.join(HERE, "..", "..", "..", "steps_native", "c", "step.c")


def first(variable, names, advice):
    named = os.environ.get(variable)
    found = next((path for path in map(shutil.which, [named] if named else names) if path), None)
    return found or sys.exit(advice)


def main(folder):
    cc = first("CC", ["cc", "gcc", "clang"], "no C compiler (Debian or Ubuntu: sudo apt install gcc libc6-dev)")
    cython = first("CYTHON", ["cython3", "cython"], "no Cython (Debian or Ubuntu: sudo apt install cython3)")
    include = sysconfig.get_path("include")
    if not os.path.exists(os.path.join(include, "Python.h")):
        sys.exit("no Python.h in " + include + " (Debian or Ubuntu: sudo apt install python3-dev)")

    def compile_c(source, output):
        options = ["-O3", "-fPIC", "-shared"] + (["-undefined", "dynamic_lookup"] if sys.platform == "darwin" else [])
        # What Cython writes isn't ours to mend, and its warnings not ours to read.
        subprocess.run([cc, *options, "-w", "-I", include, source, "-o", os.path.join(folder, output), "-lm"], check=True)

    for source, module in [("cython_globe.pyx", "cython_globe"), ("python_globe.py", "untyped_globe")]:
        # The name in the source is the name of the module.
        copy = os.path.join(folder, module + ".pyx")
        shutil.copy(os.path.join(HERE, source), copy)
        subprocess.run([cython, "-3", copy], check=True)
        compile_c(os.path.join(folder, module + ".c"), module + ".so")
    compile_c(STEP, "libstep.so")


main(sys.argv[1])
