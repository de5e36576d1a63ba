.again:
    vaddpd    ymm1, ymm1, ymmword ptr [rdx + 96]
    vaddpd    ymm2, ymm2, ymmword ptr [rdx + 64]
    vaddpd    ymm3, ymm3, ymmword ptr [rdx + 32]
    vaddpd    ymm0, ymm0, ymmword ptr [rdx]
    vaddpd    ymm0, ymm0, ymmword ptr [rdx + 128]
    vaddpd    ymm3, ymm3, ymmword ptr [rdx + 160]
    vaddpd    ymm2, ymm2, ymmword ptr [rdx + 192]
    vaddpd    ymm1, ymm1, ymmword ptr [rdx + 224]
    vaddpd    ymm1, ymm1, ymmword ptr [rdx + 352]
    vaddpd    ymm2, ymm2, ymmword ptr [rdx + 320]
    vaddpd    ymm3, ymm3, ymmword ptr [rdx + 288]
    vaddpd    ymm0, ymm0, ymmword ptr [rdx + 256]
    vaddpd    ymm0, ymm0, ymmword ptr [rdx + 384]
    vaddpd    ymm3, ymm3, ymmword ptr [rdx + 416]
    vaddpd    ymm2, ymm2, ymmword ptr [rdx + 448]
    vaddpd    ymm1, ymm1, ymmword ptr [rdx + 480]
    add    rdx, 512
    cmp    rdx, rcx
    jne    .again
