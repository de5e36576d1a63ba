/* For every byte of input: sends 256 MiB to a child through a pipe, 64 KiB at a time, and waits for its word that all
   is there. Prints the seconds that this took, as eight bytes. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define PIECE 65536
#define PIECES 4096

static char piece[PIECE];

static void drain(int from, int to) {
    for (;;) {
        for (long left = (long)PIECE * PIECES; left > 0;) {
            ssize_t got = read(from, piece, PIECE);
            if (got <= 0) _exit(0);
            left -= got;
        }
        if (write(to, piece, 8) != 8) _exit(1);
    }
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

int main(void) {
    int there[2], back[2];
    char byte, word[8];
    if (pipe(there) || pipe(back)) return 1;
    if (fork() == 0) {
        /* Else the pipe would never end: the child itself could still write into it. */
        close(there[1]);
        drain(there[0], back[1]);
    }
    while (read(0, &byte, 1) == 1) {
        double start = now();
        for (int i = 0; i < PIECES; i++)
            for (long sent = 0; sent < PIECE;) {
                ssize_t more = write(there[1], piece + sent, PIECE - sent);
                if (more <= 0) return 1;
                sent += more;
            }
        if (read(back[0], word, 8) != 8) return 1;
        double seconds = now() - start;
        if (write(1, &seconds, sizeof seconds) != sizeof seconds) return 1;
    }
    return 0;
}
