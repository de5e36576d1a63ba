.again:
    addsd    xmm0, qword ptr [rax]
    addsd    xmm0, qword ptr [rax + 8]
    addsd    xmm0, qword ptr [rax + 16]
    addsd    xmm0, qword ptr [rax + 24]
    addsd    xmm0, qword ptr [rax + 32]
    addsd    xmm0, qword ptr [rax + 40]
    addsd    xmm0, qword ptr [rax + 48]
    addsd    xmm0, qword ptr [rax + 56]
    add    rax, 64
    cmp    rax, rcx
    jne    .again
