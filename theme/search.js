"use strict";

// What is found, and in which order. mdBook's search box, its keys and its list stay; only the index behind them is
// another one, made from the same texts: mdBook's knows no ::, leaves out "while", "for" and "if" as too common, and
// finds words in tables of data.

(function search() {
    if (typeof elasticlunr === "undefined") return;

    /** Between these weave puts what nobody looks for: data, hints, solutions. */
    const UNSEARCHED = /⟦[^⟧]*⟧/g;

    const words = (text) => text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];

    const stems = new Map();
    const stem = (word) => {
        if (!stems.has(word)) stems.set(word, elasticlunr.stemmer(word));
        return stems.get(word);
    };

    /** A section of the book: its text, and how often each word stands in it. */
    class Section {
        constructor(ref, doc) {
            this.ref = ref;
            this.doc = { ...doc, body: doc.body.replace(UNSEARCHED, " ") };
            // Its heading, and the terms that the glossary explains here.
            this.titles = [];
            this.heads = new Set();
            this.call(doc.title);
            this.above = new Set(words(doc.breadcrumbs).map(stem));
            this.further = doc.title === "Where to go for more";
            const body = words(this.doc.body);
            // Words with one space between them: what stands together can be looked for together.
            this.text = ` ${body.join(" ")} `;
            this.length = body.length;
            this.counts = new Map();
            for (const word of body) this.counts.set(stem(word), (this.counts.get(stem(word)) ?? 0) + 1);
        }

        /** Says that it can be looked for by this name. */
        call(name) {
            const title = words(name);
            this.titles.push(` ${title.join(" ")} `);
            for (const word of title) this.heads.add(stem(word));
        }

        /** How often a word that is asked for stands here; the last one may still be typed, and be the start of more. */
        count(asked, unfinished) {
            let count = this.counts.get(stem(asked)) ?? 0;
            if (count === 0 && unfinished) {
                for (const [word, times] of this.counts) if (word.startsWith(asked)) count += times;
            }
            return count;
        }
    }

    class Index {
        constructor(docs) {
            this.sections = Object.entries(docs).map(([ref, doc]) => new Section(ref, doc));
            this.mean = this.sections.reduce((sum, { length }) => sum + length, 0) / this.sections.length;
        }

        /** What mdBook's searcher.js asks: sections that have every word, the best first. */
        search(query) {
            const asked = words(query);
            if (asked.length === 0) return [];
            const counts = asked.map((word, i) => {
                const unfinished = i === asked.length - 1 && word.length > 1;
                const found = this.sections.map((section) => section.count(word, unfinished));
                // A word that stands nearly everywhere says little about where to go.
                const rare = Math.log(1 + this.sections.length / (1 + found.filter(Boolean).length));
                return { word, unfinished, found, rare };
            });
            // Sections with all the words, or, where there are none, with some.
            for (const needed of [asked.length, 1]) {
                const hits = this.sections.map(({ ref, doc }, i) => ({ ref, doc, score: this.score(i, counts, needed) }));
                const found = hits.filter(({ score }) => score > 0);
                if (found.length > 0) return found.sort((a, b) => b.score - a.score);
            }
            return [];
        }

        score(i, counts, needed) {
            const section = this.sections[i];
            let [sum, met] = [0, 0];
            for (const { word, unfinished, found, rare } of counts) {
                const titled =
                    section.heads.has(stem(word)) || (unfinished && section.titles.some((title) => title.includes(` ${word}`)));
                const above = section.above.has(stem(word));
                if (!titled && !above && found[i] === 0) continue;
                met += 1;
                // The tenth time adds less than the first, and a long section has everything.
                const often = found[i] / (found[i] + 0.5 + section.length / this.mean);
                sum += rare * (2.5 * often + (titled ? 3 : 0) + (above ? 0.5 : 0));
            }
            if (met < needed) return 0;
            // Words that stand together, as they were typed.
            const phrase = ` ${counts.map(({ word }) => word).join(" ")} `;
            const times = counts.length > 1 ? section.text.split(phrase).length - 1 : 0;
            const named = section.titles.some((title) => title.includes(phrase));
            return sum * (1 + (1.5 * times) / (times + 1)) * (named ? 1.5 : 1) * (section.further ? 0.4 : 1);
        }

        /** The glossary says which section explains a term: that one answers to the term, too. */
        async learn() {
            const page = new URL(`${path_to_root}appendix/glossary.html`, document.baseURI);
            const text = await (await fetch(page)).text();
            const places = window.search.doc_urls;
            for (const link of new DOMParser().parseFromString(text, "text/html").querySelectorAll("main td:first-child a")) {
                const place = new URL(link.getAttribute("href"), page).href;
                const address = ({ ref }) => new URL(path_to_root + places[ref], document.baseURI).href;
                // A link to a whole chapter means its first section.
                const found = this.sections.find((section) => `${address(section)}#`.startsWith(`${place}#`));
                found?.call(link.textContent);
            }
        }
    }

    elasticlunr.Index.load = (index) => {
        const better = new Index(index.documentStore.docs);
        // Where pages can't be asked for, as in a folder opened without a server, headings and texts have to do.
        better.learn().catch(() => {});
        return better;
    };
})();
