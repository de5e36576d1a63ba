#define TILE 16

extern "C" __global__ void multiply(const double *a, const double *b,
                                    double *c, unsigned long long n)
{
    __shared__ double tile_a[TILE][TILE], tile_b[TILE][TILE];
    unsigned y = threadIdx.y, x = threadIdx.x;
    unsigned long long row = (unsigned long long)blockIdx.y * TILE + y;
    unsigned long long column = (unsigned long long)blockIdx.x * TILE + x;
    double sum = 0.0;
    for (unsigned long long first = 0; first < n; first += TILE) {
        // What lies past the edge counts as zero, and adds nothing.
        tile_a[y][x] = row < n && first + x < n ? a[row * n + first + x] : 0.0;
        tile_b[y][x] = first + y < n && column < n ? b[(first + y) * n + column] : 0.0;
        __syncthreads();
        for (unsigned k = 0; k < TILE; k++)
            sum += tile_a[y][k] * tile_b[k][x];
        // Nobody loads the next tiles while somebody still reads these.
        __syncthreads();
    }
    if (row < n && column < n)
        c[row * n + column] = sum;
}
