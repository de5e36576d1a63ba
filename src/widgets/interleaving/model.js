// Threads that take turns: what each instruction does, which thread can take the next step, and what all orders of their
// steps come to. No page in here; see ../interleaving.js.

/** Reads shared memory into a register. */
const load = (register, cell) => ({
    text: `${register} ← ${cell}`,
    run: ({ shared }, { registers }) => void (registers[register] = shared[cell]),
});
/** Writes `value`, of the thread's registers, into shared memory. */
const store = (cell, text, value) => ({
    text: `${cell} ← ${text}`,
    run: ({ shared }, { registers }) => void (shared[cell] = value(registers)),
});
/** Works in registers only. */
const compute = (register, text, value) => ({
    text: `${register} ← ${text}`,
    run: (_, { registers }) => void (registers[register] = value(registers)),
});
/** Reads, changes and writes shared memory in one step, as an atomic addition does. */
const change = (cell, by) => ({
    text: `${cell} ${by < 0 ? "−" : "+"}= ${Math.abs(by)}, in one`,
    run: ({ shared }) => void (shared[cell] += by),
});
/** Ends the thread if `holds`. */
const stopIf = (text, holds) => ({
    text: `stop if ${text}`,
    run: (_, thread) => void (holds(thread.registers) && (thread.next = Infinity)),
});
const lock = (name) => ({
    text: `lock ${name}`,
    wants: name,
    run: ({ locks }, thread) => void (locks[name] = thread.number),
});
const unlock = (name) => ({ text: `unlock ${name}`, run: ({ locks }) => void (locks[name] = 0) });

const increment = () => [load("a", "count"), compute("a", "a + 1", ({ a }) => a + 1), store("count", "a", ({ a }) => a)];
const two = (first, second) => [lock(first), lock(second), unlock(second), unlock(first)];

/** Each scene: what is shared, what each thread does, and what is wrong with a state in which all have ended, or nothing. */
export const SCENES = [
    {
        name: "lost-update",
        title: "The lost update",
        shared: { count: 0 },
        threads: [increment(), increment()],
        aim: "Each thread adds 1: in the end the count should be 2.",
        wrong: ({ count }) => (count === 2 ? null : `The count is ${count}, though two threads added 1: an update is lost.`),
    },
    {
        name: "deadlock",
        title: "Two locks, in opposite order",
        shared: {},
        locks: ["A", "B"],
        threads: [two("A", "B"), two("B", "A")],
        aim: "Each thread takes two locks and releases them: in the end all should be done.",
        wrong: () => null,
    },
    {
        name: "torn-invariant",
        title: "An audit during a transfer",
        shared: { Ada: 100, Ben: 50 },
        threads: [
            [change("Ada", -10), change("Ben", 10)],
            [load("a", "Ada"), load("b", "Ben"), compute("sum", "a + b", ({ a, b }) => a + b)],
        ],
        aim: "Thread 1 moves 10 from Ada to Ben while thread 2 adds up what they have: the sum should be 150.",
        wrong: (_, [, audit]) =>
            audit.registers.sum === 150 ? null : `The sum is ${audit.registers.sum}, not 150: the audit saw only a part of the transfer.`,
    },
    {
        name: "check-then-act",
        title: "Check, then act",
        shared: { seats: 1 },
        threads: [1, 2].map(() => [load("s", "seats"), stopIf("s = 0", ({ s }) => s === 0), change("seats", -1)]),
        aim: "One seat is left, and each thread sells one if there is one: seats should never be below 0.",
        wrong: ({ seats }) => (seats >= 0 ? null : "One seat is sold twice: what was checked no longer held."),
    },
    {
        name: "ring-of-three",
        title: "Three threads, three locks",
        shared: {},
        locks: ["A", "B", "C"],
        threads: [two("A", "B"), two("B", "C"), two("C", "A")],
        aim: "Each thread takes its own lock and its neighbour's: in the end all should be done.",
        wrong: () => null,
    },
];

/** Before the first step. */
export function start(scene) {
    return {
        shared: { ...scene.shared },
        locks: Object.fromEntries((scene.locks ?? []).map((name) => [name, 0])),
        threads: scene.threads.map((_, index) => ({ number: index + 1, next: 0, registers: {} })),
    };
}

/** What thread `number`, from 1, does next; nothing if it has ended. */
export const upcoming = (scene, state, number) => scene.threads[number - 1]?.[state.threads[number - 1].next];

/** Whether thread `number` waits for a lock. */
export function waits(scene, state, number) {
    const wants = upcoming(scene, state, number)?.wants;
    return wants !== undefined && state.locks[wants] !== 0;
}

/** The numbers of the threads that can take a step. */
export const able = (scene, state) =>
    state.threads
        .map(({ number }) => number)
        .filter((number) => upcoming(scene, state, number) && !waits(scene, state, number));

/** The state after a step of thread `number`, which must be able to take one. */
export function step(scene, state, number) {
    const next = structuredClone(state);
    const thread = next.threads[number - 1];
    const instruction = upcoming(scene, state, number);
    thread.next += 1;
    instruction.run(next, thread);
    return next;
}

/** The states along a schedule, the first before any step; it ends where a thread can't take its step. */
export function follow(scene, schedule) {
    const states = [start(scene)];
    for (const number of schedule) {
        if (!able(scene, states.at(-1)).includes(number)) {
            break;
        }
        states.push(step(scene, states.at(-1), number));
    }
    return states;
}

/** Whether all is over, and what went wrong: `{ over, wrong }`. */
export function verdict(scene, state) {
    if (able(scene, state).length > 0) {
        return { over: false, wrong: null };
    }
    const stuck = state.threads.filter(({ number }) => upcoming(scene, state, number));
    if (stuck.length > 0) {
        const waiting = stuck.map(({ number }) => {
            const { wants } = upcoming(scene, state, number);
            return `thread ${number} waits for ${wants}, which thread ${state.locks[wants]} holds`;
        });
        return { over: true, wrong: `A deadlock: ${waiting.join("; ")}.` };
    }
    return { over: true, wrong: scene.wrong(state.shared, state.threads) };
}

/** All schedules there are: how many, how many of them go wrong, and one of those (nothing if there is none). */
export function search(scene) {
    let [all, bad, example] = [0, 0, null];
    const explore = (state, schedule) => {
        const { over, wrong } = verdict(scene, state);
        if (over) {
            all += 1;
            if (wrong) {
                bad += 1;
                example ??= schedule;
            }
            return;
        }
        able(scene, state).forEach((number) => explore(step(scene, state, number), [...schedule, number]));
    };
    explore(start(scene), []);
    return { all, bad, example };
}

const MARK = "#interleaving=";

/** The part of an address that carries a scene and a schedule. */
export const toLink = (scene, schedule) => `${MARK}${scene.name}:${schedule.join(",")}`;

/** The scene and the schedule in the part of an address behind `#`; nothing if it carries something else. */
export function fromLink(hash) {
    if (!hash.startsWith(MARK)) {
        return null;
    }
    const [name, steps = ""] = decodeURIComponent(hash.slice(MARK.length)).split(":");
    const scene = SCENES.find((scene) => scene.name === name);
    const schedule = steps.split(",").filter(Boolean).map(Number);
    return scene ? { scene, schedule: schedule.slice(0, follow(scene, schedule).length - 1) } : null;
}
