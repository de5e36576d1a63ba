@group(0) @binding(1) var<storage, read_write> v6: array<f32>;
@group(0) @binding(0) var<storage, read_write> v2: array<f32>;
struct info_st { scalars_f32: array<f32, 2>, static_meta: array<u32, 2> }
@group(0) @binding(2) var<storage, read> info_var: info_st;
@compute @workgroup_size(256, 1, 1)
fn saxpy(@builtin(workgroup_id) v55: vec3<u32>,
    @builtin(num_workgroups) v57: vec3<u32>,
    @builtin(local_invocation_index) v64: u32) {
let v68 = &v6;
let v69 = &v2;
let v1 = info_var.scalars_f32[0];
let v31 = info_var.static_meta[1];
let v56 = v55[2];
let v33 = u32(v56);
let v58 = v57[1];
let v35 = u32(v58);
let v36 = v33 * v35;
let v59 = v57[0];
let v38 = u32(v59);
let v39 = v36 * v38;
let v60 = v55[1];
let v41 = u32(v60);
let v44 = v41 * v38;
let v45 = v39 + v44;
let v62 = v55[0];
let v47 = u32(v62);
let v48 = v45 + v47;
let v66 = u32(256);
let v51 = v48 * v66;
let v65 = v64;
let v53 = u32(v65);
let v54 = v51 + v53;
let v12 = v54 < v31;
if v12 {
let v16 = &(*v69)[v54];
let v17 = *v16;
let v22 = &(*v68)[v54];
let v23 = *v22;
let v67 = fma(v1, v17, v23);
*v22 = v67;
}
return;
}
