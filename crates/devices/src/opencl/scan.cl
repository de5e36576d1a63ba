#define BLOCK 256

// The sum of each block.
kernel void sums_of_blocks(global const ulong *x, global ulong *sums, ulong n)
{
    local ulong partial[BLOCK];
    ulong at = get_global_id(0);
    uint i = get_local_id(0);
    partial[i] = at < n ? x[at] : 0;
    for (uint half_of = BLOCK / 2; half_of > 0; half_of /= 2) {
        barrier(CLK_LOCAL_MEM_FENCE);
        if (i < half_of)
            partial[i] += partial[i + half_of];
    }
    if (i == 0)
        sums[get_group_id(0)] = partial[0];
}

// Running totals of each block, which start from the total of all blocks before.
kernel void totals(global const ulong *x, global const ulong *before, global ulong *y, ulong n)
{
    local ulong sums[BLOCK];
    ulong at = get_global_id(0);
    uint i = get_local_id(0);
    ulong sum = at < n ? x[at] : 0;
    sums[i] = sum;
    for (uint by = 1; by < BLOCK; by *= 2) {
        barrier(CLK_LOCAL_MEM_FENCE);
        if (i >= by)
            sum += sums[i - by];
        // Nobody stores before everybody has read.
        barrier(CLK_LOCAL_MEM_FENCE);
        sums[i] = sum;
    }
    if (get_group_id(0) > 0)
        sum += before[get_group_id(0) - 1];
    if (at < n)
        y[at] = sum;
}
