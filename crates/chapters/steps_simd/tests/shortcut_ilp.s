.again:
    movaps    xmm2, xmm0
    movaps    xmm0, xmm1
    movss    xmm1, dword ptr [r11 + r13]
    movss    xmm3, dword ptr [r10 + r13]
    unpcklps    xmm3, xmm1
    movss    xmm4, dword ptr [r15 + r13]
    movss    xmm1, dword ptr [r14 + r13]
    unpcklps    xmm1, xmm4
    addps    xmm1, xmm3
    minps    xmm1, xmm0
    movss    xmm0, dword ptr [rdi + r13]
    movss    xmm3, dword ptr [rbx + r13]
    unpcklps    xmm3, xmm0
    movss    xmm4, dword ptr [rdx + r13]
    movss    xmm0, dword ptr [r9 + r13]
    unpcklps    xmm0, xmm4
    addps    xmm0, xmm3
    minps    xmm0, xmm2
    add    r13, 4
    cmp    r12, r13
    jne    .again
