#ifndef FIB_H
#define FIB_H

#include <stddef.h>
#include <stdint.h>

/* The n-th Fibonacci number; the 0th is 0, the 1st is 1. Only for n from 0 to 93. Anything else is a mistake of the
   caller, and what then comes back means nothing. */
uint64_t fib_at(int n);

/* Writes the first n Fibonacci numbers to out, which has room for n and is aligned for them; what was in there before is
   not read. Only for n up to 94. Writes nothing for a larger n. Returns how many were written. out is never null, not
   even if n is 0. */
size_t fib_first(uint64_t *out, size_t n);

/* What this library is: a text of UTF-8 that belongs to the library and stays. */
const char *fib_about(void);

#endif
