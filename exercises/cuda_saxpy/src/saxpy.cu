extern "C" __global__ void saxpy(float a, const float *x, float *y, unsigned long long n)
{
    // Yours: every number whose turn it is, from this thread's own to the last of n.
}
