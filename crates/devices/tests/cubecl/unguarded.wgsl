@group(0) @binding(1) var<storage, read_write> v6: array<f32>;
@group(0) @binding(0) var<storage, read_write> v2: array<f32>;
struct info_st { scalars_f32: array<f32, 2>, static_meta: array<u32, 2> }
@group(0) @binding(2) var<storage, read> info_var: info_st;
@compute @workgroup_size(256, 1, 1)
fn unguarded(@builtin(workgroup_id) v53: vec3<u32>,
    @builtin(num_workgroups) v55: vec3<u32>,
    @builtin(local_invocation_index) v62: u32) {
let v66 = &v6;
let v67 = &v2;
let v1 = info_var.scalars_f32[0];
let v54 = v53[2];
let v31 = u32(v54);
let v56 = v55[1];
let v33 = u32(v56);
let v34 = v31 * v33;
let v57 = v55[0];
let v36 = u32(v57);
let v37 = v34 * v36;
let v58 = v53[1];
let v39 = u32(v58);
let v42 = v39 * v36;
let v43 = v37 + v42;
let v60 = v53[0];
let v45 = u32(v60);
let v46 = v43 + v45;
let v64 = u32(256);
let v49 = v46 * v64;
let v63 = v62;
let v51 = u32(v63);
let v52 = v49 + v51;
let v14 = &(*v67)[v52];
let v15 = *v14;
let v20 = &(*v66)[v52];
let v21 = *v20;
let v65 = fma(v1, v15, v21);
*v20 = v65;
return;
}
