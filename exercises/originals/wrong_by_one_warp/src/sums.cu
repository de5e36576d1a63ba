extern "C" __global__ void sums_of_rows(const float *x, float *sums, unsigned rows, unsigned columns)
{
    __shared__ float of_warps[32];
    unsigned warp = threadIdx.x / 32, lane = threadIdx.x % 32;
    for (unsigned row = blockIdx.x; row < rows; row += gridDim.x) {
        float sum = 0;
        for (unsigned column = threadIdx.x; column < columns; column += blockDim.x)
            sum += x[row * columns + column];
        // Lane 0 ends up with the sum of its warp.
        for (unsigned offset = 16; offset > 0; offset /= 2)
            sum += __shfl_down_sync(0xffffffff, sum, offset);
        if (lane == 0)
            of_warps[warp] = sum;
        if (threadIdx.x == 0) {
            for (unsigned other = 1; other < blockDim.x / 32; other++)
                sum += of_warps[other];
            sums[row] = sum;
        }
    }
}
