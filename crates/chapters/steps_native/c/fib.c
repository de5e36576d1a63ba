#include <stdint.h>

/* The n-th Fibonacci number, for n from 0 to 93; the 94th doesn't fit. */
uint64_t c_fib(int n) {
    uint64_t a = 0, b = 1;
    for (int i = 0; i < n; i++) {
        uint64_t next = a + b;
        a = b;
        b = next;
    }
    return a;
}
