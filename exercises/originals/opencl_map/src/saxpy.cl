kernel void saxpy(float a, global const float *x, global float *y, uint n)
{
    // Yours: every number whose turn it is, from this item's own to the last of n.
}
