#include "fib.h"

/* What the check looks at; a thread's own. */
static _Thread_local struct {
    size_t at, first, about, mistakes;
} seen;

static uint64_t nth(int n) {
    uint64_t a = 0, b = 1;
    while (n-- > 0) {
        uint64_t next = a + b;
        a = b;
        b = next;
    }
    return a;
}

uint64_t fib_at(int n) {
    seen.at++;
    if (n < 0 || n > 93) {
        seen.mistakes++;
        return 42;
    }
    return nth(n);
}

size_t fib_first(uint64_t *out, size_t n) {
    seen.first++;
    if (out == NULL || (uintptr_t)out % _Alignof(uint64_t) != 0) {
        seen.mistakes++;
        return 0;
    }
    if (n > 94) {
        return 0;
    }
    for (size_t i = 0; i < n; i++) {
        out[i] = nth((int)i);
    }
    return n;
}

const char *fib_about(void) {
    seen.about++;
    return "Leonardo of Pisa, called Fibonacci, \xe2\x80\x9cLiber abaci\xe2\x80\x9d, 1202";
}

void fib_spy(size_t out[4]) {
    out[0] = seen.at;
    out[1] = seen.first;
    out[2] = seen.about;
    out[3] = seen.mistakes;
}
