.again:
    movdqu    xmm2, xmmword ptr [rdi + 8*rax]
    paddq    xmm1, xmm2
    movdqu    xmm2, xmmword ptr [rdi + 8*rax + 16]
    paddq    xmm0, xmm2
    add    rax, 4
    cmp    r8, rax
    jne    .again
