//! Lets the threads that have no element of c return.
//! caught by: the_order_of_threads_doesnt_matter

/// The file; its kernel is `multiply`.
pub const PROGRAM: &str = r#"
#define TILE 16

extern "C" __global__ void multiply(const float *a, const float *b, float *c, unsigned n)
{
    __shared__ float tile_a[TILE][TILE], tile_b[TILE][TILE];
    unsigned y = threadIdx.y, x = threadIdx.x;
    unsigned row = blockIdx.y * TILE + y, column = blockIdx.x * TILE + x;
    if (row >= n || column >= n)
        return;
    float sum = 0;
    for (unsigned first = 0; first < n; first += TILE) {
        // What lies past the edge counts as zero, and adds nothing.
        tile_a[y][x] = row < n && first + x < n ? a[row * n + first + x] : 0;
        tile_b[y][x] = first + y < n && column < n ? b[(first + y) * n + column] : 0;
        __syncthreads();
        for (unsigned k = 0; k < TILE; k++)
            sum += tile_a[y][k] * tile_b[k][x];
        // Nobody loads the next tiles while somebody still reads these.
        __syncthreads();
    }
    if (row < n && column < n)
        c[row * n + column] = sum;
}
"#;
