#define TILE 16

kernel void multiply(global const double *a, global const double *b,
                     global double *c, ulong n)
{
    local double tile_a[TILE][TILE], tile_b[TILE][TILE];
    ulong row = get_global_id(1), column = get_global_id(0);
    uint y = get_local_id(1), x = get_local_id(0);
    double sum = 0.0;
    for (ulong first = 0; first < n; first += TILE) {
        // What lies past the edge counts as zero, and adds nothing.
        tile_a[y][x] = row < n && first + x < n ? a[row * n + first + x] : 0.0;
        tile_b[y][x] = first + y < n && column < n ? b[(first + y) * n + column] : 0.0;
        barrier(CLK_LOCAL_MEM_FENCE);
        for (uint k = 0; k < TILE; k++)
            sum += tile_a[y][k] * tile_b[k][x];
        // Nobody loads the next tiles while somebody still reads these.
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    if (row < n && column < n)
        c[row * n + column] = sum;
}
