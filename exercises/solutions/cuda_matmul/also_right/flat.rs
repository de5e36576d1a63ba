//! Has one row of shared memory for both tiles, a column of it spare.

/// The file; its kernel is `multiply`.
pub const PROGRAM: &str = r#"
#define TILE 16

extern "C" __global__ void multiply(const float *a, const float *b, float *c, unsigned n)
{
    const unsigned WIDE = TILE + 1;
    __shared__ float tiles[2 * TILE * (TILE + 1)];
    float *tile_a = tiles, *tile_b = tiles + TILE * WIDE;
    unsigned y = threadIdx.y, x = threadIdx.x;
    unsigned row = blockIdx.y * TILE + y, column = blockIdx.x * TILE + x;
    float sum = 0;
    for (unsigned first = 0; first < n; first += TILE) {
        // What lies past the edge counts as zero, and adds nothing.
        tile_a[y * WIDE + x] = row < n && first + x < n ? a[row * n + first + x] : 0;
        tile_b[y * WIDE + x] = first + y < n && column < n ? b[(first + y) * n + column] : 0;
        __syncthreads();
        for (unsigned k = 0; k < TILE; k++)
            sum += tile_a[y * WIDE + k] * tile_b[k * WIDE + x];
        // Nobody loads the next tiles while somebody still reads these.
        __syncthreads();
    }
    if (row < n && column < n)
        c[row * n + column] = sum;
}
"#;
