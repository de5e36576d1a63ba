// Plays the threads of a grid, each on a stack of its own, one at a time, and writes down what each does to memory.
//
// The kernel is compiled with `-fsanitize=thread`: before each access the compiler then calls a function, which is
// defined here instead of in the sanitizer's library. A thread runs until it waits at a barrier or for its warp; who is
// next is said by the order that was asked for. Called with two files: what to do, and what was done. `src/run.rs`
// writes the first and reads the second.
#include "cuda.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <ucontext.h>

uint3 blockIdx, threadIdx;
dim3 gridDim, blockDim;

// Calls the kernel with arguments of 8 bytes; stands in the kernel's own file.
extern void cuda_sim_call(uint64_t *arguments);
// Where what is `__shared__` lies, if anything is.
extern "C" char __start_cuda_shared[] __attribute__((weak)), __stop_cuda_shared[] __attribute__((weak));

// As `Kind` in `trace.rs`.
enum : uint8_t { READ, WRITE, ATOMIC, BARRIER, WARP, BLOCK, OUTSIDE, RETURNED, APART, MASK, NOT_IN_MASK, INACTIVE, TOO_LONG, END };

struct Event {
    uint64_t address;
    uint32_t pc, block, line;
    uint16_t thread;
    uint8_t kind, size;
};

struct Array {
    char *first;
    uint64_t bytes;
};

enum State { READY, AT_BARRIER, IN_WARP, DONE };

struct Thread {
    ucontext_t context;
    char *stack;
    State state;
    unsigned line, kind, mask, other, width;
    uint64_t value;
};

enum { MOST_THREADS = 1024, MOST_ARRAYS = 8, STACK = 64 << 10, GUARD = 1 << 20, MOST_STEPS = 500000 };

static FILE *out;
static Thread threads[MOST_THREADS];
static Array arrays[MOST_ARRAYS];
static unsigned count_of_arrays, size, now, steps;
static uint32_t block;
static uint64_t arguments[16];
static ucontext_t player;

static void note(uint8_t kind, unsigned thread, uint64_t address = 0, unsigned line = 0, uint32_t pc = 0, uint8_t bytes = 0)
{
    Event event = {address, pc, block, line, (uint16_t)thread, kind, bytes};
    fwrite(&event, sizeof event, 1, out);
}

// Ends all: what comes next would mean nothing.
[[noreturn]] static void give_up(uint8_t kind, unsigned thread, uint64_t address = 0, unsigned line = 0, uint32_t pc = 0,
                                 uint8_t bytes = 0)
{
    note(kind, thread, address, line, pc, bytes);
    fclose(out);
    _Exit(0);
}

// Notes an access, unless it is to what only this thread can reach.
static void access(uint8_t kind, uint64_t address, unsigned bytes, void *from, unsigned line = 0)
{
    // The call's last byte, and so the call's line.
    uint32_t pc = from ? (uint32_t)((uint64_t)from - 1) : 0;
    uint64_t stack = (uint64_t)threads[now].stack;
    if (address >= stack && address + bytes <= stack + STACK)
        return;
    if (++steps > MOST_STEPS)
        give_up(TOO_LONG, now, 0, line, pc);
    if (address >= (uint64_t)__start_cuda_shared && address + bytes <= (uint64_t)__stop_cuda_shared)
        return note(kind, now, address, line, pc, bytes);
    for (unsigned a = 0; a < count_of_arrays; a++) {
        uint64_t first = (uint64_t)arrays[a].first;
        if (address >= first && address + bytes <= first + arrays[a].bytes)
            return note(kind, now, address, line, pc, bytes);
    }
    // The program's own: its constants, and what is told of a thread.
    extern char __executable_start[], end[];
    if (address >= (uint64_t)__executable_start && address + bytes <= (uint64_t)end
        && !(address + bytes > (uint64_t)__start_cuda_shared && address < (uint64_t)__stop_cuda_shared))
        return;
    give_up(OUTSIDE, now, address, line, pc, kind << 6 | bytes);
}

#define FROM __builtin_return_address(0)
#define ACCESSES(bytes)                                                                                                 \
    void __tsan_read##bytes(void *a) { access(READ, (uint64_t)a, bytes, FROM); }                                        \
    void __tsan_write##bytes(void *a) { access(WRITE, (uint64_t)a, bytes, FROM); }                                      \
    void __tsan_unaligned_read##bytes(void *a) { access(READ, (uint64_t)a, bytes, FROM); }                              \
    void __tsan_unaligned_write##bytes(void *a) { access(WRITE, (uint64_t)a, bytes, FROM); }                            \
    void __tsan_volatile_read##bytes(void *a) { access(READ, (uint64_t)a, bytes, FROM); }                               \
    void __tsan_volatile_write##bytes(void *a) { access(WRITE, (uint64_t)a, bytes, FROM); }                             \
    void __tsan_read_write##bytes(void *a) { access(READ, (uint64_t)a, bytes, FROM), access(WRITE, (uint64_t)a, bytes, FROM); }
static void range(uint8_t kind, uint64_t address, uint64_t bytes, void *from)
{
    for (; bytes; address += 4, bytes -= bytes < 4 ? bytes : 4)
        access(kind, address, bytes < 4 ? bytes : 4, from);
}
extern "C" {
ACCESSES(1)
ACCESSES(2)
ACCESSES(4)
ACCESSES(8)
ACCESSES(16)
void __tsan_init() {}
void __tsan_func_entry(void *) {}
void __tsan_func_exit() {}
void __tsan_read_range(void *a, unsigned long n) { range(READ, (uint64_t)a, n, FROM); }
void __tsan_write_range(void *a, unsigned long n) { range(WRITE, (uint64_t)a, n, FROM); }
void *__tsan_memcpy(void *to, const void *of, size_t n)
{
    range(READ, (uint64_t)of, n, FROM), range(WRITE, (uint64_t)to, n, FROM);
    return memcpy(to, of, n);
}
void *__tsan_memset(void *to, int byte, size_t n)
{
    range(WRITE, (uint64_t)to, n, FROM);
    return memset(to, byte, n);
}
}

// Lets the player go on, until it comes back to this thread.
static void wait(State state, unsigned line)
{
    Thread &own = threads[now];
    own.state = state, own.line = line;
    swapcontext(&own.context, &player);
}

void cuda_sim_block(unsigned line) { wait(AT_BARRIER, line); }

uint64_t cuda_sim_warp(unsigned line, unsigned kind, unsigned mask, uint64_t value, unsigned other, unsigned width)
{
    Thread &own = threads[now];
    own.kind = kind, own.mask = mask, own.value = value, own.other = other, own.width = width;
    if (!(mask >> now % 32 & 1))
        give_up(NOT_IN_MASK, now, mask, line);
    wait(IN_WARP, line);
    return own.value;
}

void cuda_sim_atomic(const volatile void *address, unsigned bytes, unsigned line)
{
    access(ATOMIC, (uint64_t)address, bytes, nullptr, line);
}

static void begin()
{
    cuda_sim_call(arguments);
    threads[now].state = DONE;
}

// Does what a warp's lanes wait for, if all that one of them names are there. Lanes that have returned aren't waited for.
static bool meet(unsigned first)
{
    unsigned lanes = size - first < 32 ? size - first : 32;
    for (unsigned asks = 0; asks < lanes; asks++) {
        Thread &leader = threads[first + asks];
        if (leader.state != IN_WARP)
            continue;
        unsigned there = 0, predicates = 0;
        bool all = true;
        uint64_t values[32];
        for (unsigned l = 0; l < lanes; l++) {
            Thread &lane = threads[first + l];
            if (!(leader.mask >> l & 1) || lane.state == DONE)
                continue;
            if (lane.state != IN_WARP || lane.mask != leader.mask || lane.kind != leader.kind)
                all = false;
            there |= 1u << l, values[l] = lane.value, predicates |= (unsigned)(lane.value & 1) << l;
        }
        if (!all)
            continue;
        if (leader.kind == SIM_SYNC)
            note(WARP, first + asks, there, leader.line);
        for (unsigned l = 0; l < lanes; l++) {
            Thread &lane = threads[first + l];
            if (!(there >> l & 1))
                continue;
            lane.state = READY;
            unsigned from = l, width = lane.width ? lane.width : 32, start = l / width * width;
            bool inside = true;
            switch (lane.kind) {
            case SIM_DOWN:
                from = l + lane.other, inside = from < start + width;
                break;
            case SIM_UP:
                from = l - lane.other, inside = lane.other <= l - start;
                break;
            case SIM_XOR:
                from = l ^ lane.other, inside = from < start + width;
                break;
            case SIM_LANE:
                from = start + lane.other % width;
                break;
            }
            if (lane.kind == SIM_BALLOT)
                lane.value = predicates;
            else if (lane.kind == SIM_SYNC || !inside)
                continue;
            else if (there >> from & 1)
                lane.value = values[from];
            else {
                // What comes of that is undefined: a number that spoils whatever is made with it.
                note(INACTIVE, first + l, from, lane.line);
                lane.value = 0xffffffffffffffff;
            }
        }
        return true;
    }
    return false;
}

static uint64_t chance = 1;
static unsigned below(unsigned n)
{
    chance = chance * 6364136223846793005 + 1442695040888963407;
    return (unsigned)(chance >> 33) % n;
}

static void play(unsigned number, unsigned how)
{
    block = number;
    blockIdx = {number % gridDim.x, number / gridDim.x % gridDim.y, number / gridDim.x / gridDim.y};
    note(BLOCK, 0);
    // No block finds anything of use in shared memory: as floats, this is no number.
    if (__start_cuda_shared)
        memset(__start_cuda_shared, 0xff, __stop_cuda_shared - __start_cuda_shared);
    unsigned order[MOST_THREADS];
    for (unsigned t = 0; t < size; t++) {
        Thread &thread = threads[t];
        getcontext(&thread.context);
        thread.context.uc_stack.ss_sp = thread.stack;
        thread.context.uc_stack.ss_size = STACK;
        thread.context.uc_link = &player;
        makecontext(&thread.context, begin, 0);
        thread.state = READY;
        order[t] = how == 1 ? size - 1 - t : t;
    }
    for (;;) {
        for (unsigned t = size; how > 1 && t > 1; t--) {
            unsigned other = below(t), mine = order[t - 1];
            order[t - 1] = order[other], order[other] = mine;
        }
        bool ran = false;
        for (unsigned o = 0; o < size; o++) {
            now = order[o];
            if (threads[now].state != READY)
                continue;
            ran = true;
            threadIdx = {now % blockDim.x, now / blockDim.x % blockDim.y, now / blockDim.x / blockDim.y};
            swapcontext(&player, &threads[now].context);
        }
        for (unsigned first = 0; first < size; first += 32)
            while (meet(first))
                ran = true;
        if (ran)
            continue;
        // Everybody waits, or has returned.
        unsigned waits = size, returned = size, in_warp = size, elsewhere = size;
        for (unsigned t = 0; t < size; t++) {
            State state = threads[t].state;
            if (state == DONE && returned == size)
                returned = t;
            if (state == IN_WARP && in_warp == size)
                in_warp = t;
            if (state == AT_BARRIER && waits == size)
                waits = t;
            else if (state == AT_BARRIER && threads[t].line != threads[waits].line && elsewhere == size)
                elsewhere = t;
        }
        if (in_warp < size) {
            // Whom it waits for: a lane that its mask names, and that is somewhere else.
            for (unsigned l = 0; l < 32 && in_warp / 32 * 32 + l < size; l++) {
                unsigned t = in_warp / 32 * 32 + l;
                if (threads[in_warp].mask >> l & 1 && threads[t].state != DONE
                    && (threads[t].state != IN_WARP || threads[t].line != threads[in_warp].line
                        || threads[t].mask != threads[in_warp].mask))
                    give_up(MASK, in_warp, t, threads[in_warp].line, threads[t].line);
            }
            give_up(MASK, in_warp, in_warp, threads[in_warp].line, threads[in_warp].line);
        }
        if (waits == size)
            return;
        if (returned < size)
            give_up(RETURNED, waits, returned, threads[waits].line);
        if (elsewhere < size)
            give_up(APART, waits, elsewhere, threads[waits].line, threads[elsewhere].line);
        note(BARRIER, 0, 0, threads[waits].line);
        for (unsigned t = 0; t < size; t++)
            threads[t].state = READY;
    }
}

static FILE *in;
static uint64_t number()
{
    uint64_t number;
    if (fread(&number, sizeof number, 1, in) != 1)
        exit(3);
    return number;
}

static char *memory(uint64_t bytes)
{
    void *memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED)
        exit(4);
    return (char *)memory;
}

int main(int count, char **files)
{
    // For what loops and touches no memory.
    rlimit cpu = {10, 10};
    setrlimit(RLIMIT_CPU, &cpu);
    if (count != 3 || !(in = fopen(files[1], "rb")) || !(out = fopen(files[2], "wb")))
        return 2;
    gridDim.x = number(), gridDim.y = number(), gridDim.z = number();
    blockDim.x = number(), blockDim.y = number(), blockDim.z = number();
    size = blockDim.x * blockDim.y * blockDim.z;
    unsigned how = number(), blocks = number();
    uint64_t *which = (uint64_t *)calloc(blocks + 1, sizeof *which);
    for (unsigned b = 0; b < blocks; b++)
        which[b] = number();
    chance = how;
    unsigned wanted = number();
    if (wanted > sizeof arguments / sizeof *arguments)
        return 3;
    uint64_t stored[MOST_ARRAYS] = {};
    for (unsigned a = 0; a < wanted; a++) {
        if (number() == 0) {
            arguments[a] = number();
            continue;
        }
        // An array: its bytes, and how many of them follow.
        Array &array = arrays[count_of_arrays];
        array.bytes = number(), stored[count_of_arrays] = number();
        uint64_t room = (array.bytes + 4095) / 4096 * 4096;
        array.first = memory(room + 2 * GUARD) + GUARD;
        mprotect(array.first - GUARD, GUARD, PROT_NONE), mprotect(array.first + room, GUARD, PROT_NONE);
        if (fread(array.first, 1, stored[count_of_arrays], in) != stored[count_of_arrays])
            return 3;
        arguments[a] = (uint64_t)array.first;
        count_of_arrays++;
    }
    for (unsigned a = 0; a < count_of_arrays; a++)
        fwrite(&arrays[a].first, sizeof arrays[a].first, 1, out);
    char *stacks = memory((uint64_t)size * STACK);
    for (unsigned t = 0; t < size; t++)
        threads[t].stack = stacks + (uint64_t)t * STACK;
    for (unsigned b = 0; b < blocks; b++)
        play(which[b], how);
    note(END, 0);
    for (unsigned a = 0; a < count_of_arrays; a++)
        fwrite(arrays[a].first, 1, stored[a], out);
    return fclose(out) ? 5 : 0;
}
