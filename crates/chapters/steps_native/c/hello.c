#include <stddef.h>
#include <stdio.h>

/* Writes a greeting and a 0 byte to out, at most capacity bytes. Returns the greeting's length, which may be more. */
int hello(const char *name, char *out, size_t capacity) {
    return snprintf(out, capacity, "Hello, %s!", name);
}
