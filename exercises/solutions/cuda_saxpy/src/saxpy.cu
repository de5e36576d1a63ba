extern "C" __global__ void saxpy(float a, const float *x, float *y, unsigned long long n)
{
    // In 32 bits, both products begin at 0 again once there are enough threads.
    unsigned long long step = (unsigned long long)gridDim.x * blockDim.x;
    for (unsigned long long i = (unsigned long long)blockIdx.x * blockDim.x + threadIdx.x; i < n; i += step)
        y[i] = a * x[i] + y[i];
}
