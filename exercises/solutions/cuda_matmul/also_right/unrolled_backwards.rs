//! Goes through the tiles from the last to the first, and adds from the back.

/// The file; its kernel is `multiply`.
pub const PROGRAM: &str = r#"
#define TILE 16

extern "C" __global__ void multiply(const float *a, const float *b, float *c, unsigned n)
{
    __shared__ float tile_a[TILE][TILE], tile_b[TILE][TILE];
    unsigned y = threadIdx.y, x = threadIdx.x;
    unsigned row = blockIdx.y * TILE + y, column = blockIdx.x * TILE + x;
    float sum = 0;
    for (unsigned tile = (n + TILE - 1) / TILE; tile-- > 0;) {
        unsigned first = tile * TILE;
        // What lies past the edge counts as zero, and adds nothing.
        tile_a[y][x] = row < n && first + x < n ? a[row * n + first + x] : 0;
        tile_b[y][x] = first + y < n && column < n ? b[(first + y) * n + column] : 0;
        __syncthreads();
        for (unsigned k = TILE; k-- > 0;)
            sum += tile_a[y][k] * tile_b[k][x];
        // Nobody loads the next tiles while somebody still reads these.
        __syncthreads();
    }
    if (row < n && column < n)
        c[row * n + column] = sum;
}
"#;
