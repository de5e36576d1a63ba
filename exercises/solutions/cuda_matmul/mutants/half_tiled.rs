//! Has a tile of a, and loads b from global memory.
//! caught by: loads_each_element_once_a_tile
//! beside untiled: half of the work is done.

/// The file; its kernel is `multiply`.
pub const PROGRAM: &str = r#"
#define TILE 16

extern "C" __global__ void multiply(const float *a, const float *b, float *c, unsigned n)
{
    __shared__ float tile_a[TILE][TILE];
    unsigned y = threadIdx.y, x = threadIdx.x;
    unsigned row = blockIdx.y * TILE + y, column = blockIdx.x * TILE + x;
    float sum = 0;
    for (unsigned first = 0; first < n; first += TILE) {
        // What lies past the edge counts as zero, and adds nothing.
        tile_a[y][x] = row < n && first + x < n ? a[row * n + first + x] : 0;
        __syncthreads();
        for (unsigned k = 0; k < TILE; k++)
            if (first + k < n && column < n)
                sum += tile_a[y][k] * b[(first + k) * n + column];
        // Nobody loads the next tiles while somebody still reads these.
        __syncthreads();
    }
    if (row < n && column < n)
        c[row * n + column] = sum;
}
"#;
