#define TILE 16

extern "C" __global__ void multiply(const float *a, const float *b, float *c, unsigned n)
{
    unsigned row = blockIdx.y * TILE + threadIdx.y;
    unsigned column = blockIdx.x * TILE + threadIdx.x;
    if (row < n && column < n) {
        float sum = 0;
        for (unsigned k = 0; k < n; k++)
            sum += a[row * n + k] * b[k * n + column];
        c[row * n + column] = sum;
    }
}
