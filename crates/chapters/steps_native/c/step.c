#include <stdint.h>

/* As little work as a function can do: what is left is the call. */
uint64_t c_step(uint64_t x) { return x + 1; }

/* Calls step n times, each time with what it returned before, x at first. */
uint64_t c_repeat(uint64_t (*step)(uint64_t), uint64_t x, uint64_t n) {
    while (n-- > 0) {
        x = step(x);
    }
    return x;
}
