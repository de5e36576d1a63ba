// A product and a sum are rounded twice, as on the processor.
#pragma OPENCL FP_CONTRACT OFF

kernel void escape_times(double left, double top, double pixel,
                         uint columns, uint rows, uint limit, global uint *counts)
{
    uint column = get_global_id(0), row = get_global_id(1);
    if (column >= columns || row >= rows)
        return;
    double re = left + pixel * column, im = top - pixel * row;
    double x = 0.0, y = 0.0;
    uint step = 0;
    while (step < limit) {
        double xx = x * x, yy = y * y;
        if (xx + yy > 4.0)
            break;
        y = 2.0 * x * y + im;
        x = xx - yy + re;
        step++;
    }
    counts[(ulong)row * columns + column] = step;
}
