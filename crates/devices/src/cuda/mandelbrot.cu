extern "C" __global__ void escape_times(double left, double top, double pixel,
                                        unsigned columns, unsigned rows, unsigned limit,
                                        unsigned *counts)
{
    unsigned column = blockIdx.x * blockDim.x + threadIdx.x;
    unsigned row = blockIdx.y * blockDim.y + threadIdx.y;
    if (column >= columns || row >= rows)
        return;
    double re = left + pixel * column, im = top - pixel * row;
    double x = 0.0, y = 0.0;
    unsigned step = 0;
    while (step < limit) {
        double xx = x * x, yy = y * y;
        if (xx + yy > 4.0)
            break;
        y = 2.0 * x * y + im;
        x = xx - yy + re;
        step++;
    }
    counts[(unsigned long long)row * columns + column] = step;
}
