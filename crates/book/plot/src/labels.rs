//! Names at the ends of lines, moved apart where they would lie on each other.

/// Moves `wanted` heights, in any order, as little as it can so that neighbours are at least `gap` apart and all lie
/// between `top` and `bottom`. Where there isn't room for all, they are spread evenly.
pub fn spread(wanted: &[f64], gap: f64, top: f64, bottom: f64) -> Vec<f64> {
    let n = wanted.len();
    let gap = gap.min((bottom - top) / n.saturating_sub(1).max(1) as f64);
    let mut order: Vec<_> = (0..n).collect();
    order.sort_by(|&a, &b| wanted[a].total_cmp(&wanted[b]));
    // Labels that would touch form a block, and a block sits where its members' wishes average out.
    let mut blocks: Vec<(Vec<usize>, f64)> = Vec::new();
    for &label in &order {
        let mut block = (vec![label], place(&[label], wanted, gap, top, bottom));
        while let Some((above, _)) = blocks.pop_if(|(above, start)| *start + gap * above.len() as f64 > block.1) {
            let joined = [above, block.0].concat();
            let start = place(&joined, wanted, gap, top, bottom);
            block = (joined, start);
        }
        blocks.push(block);
    }
    let mut placed = vec![0.0; n];
    for (members, start) in blocks {
        for (i, label) in members.into_iter().enumerate() {
            placed[label] = start + gap * i as f64;
        }
    }
    placed
}

/// The height of a block's first label.
fn place(members: &[usize], wanted: &[f64], gap: f64, top: f64, bottom: f64) -> f64 {
    let wishes = members.iter().enumerate().map(|(i, &label)| wanted[label] - gap * i as f64);
    let mean = wishes.sum::<f64>() / members.len() as f64;
    mean.clamp(top, (bottom - gap * (members.len() - 1) as f64).max(top))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_stay_where_they_are_when_there_is_room() {
        assert_eq!(spread(&[50.0, 10.0, 90.0], 16.0, 0.0, 100.0), [50.0, 10.0, 90.0]);
    }

    #[test]
    fn labels_keep_their_order_and_distance_and_stay_inside() {
        for wanted in [vec![50.0; 5], vec![0.0, 1.0, 2.0], vec![99.0, 98.0, 97.0, 20.0], vec![30.0, 44.0, 58.0, 59.0]] {
            let placed = spread(&wanted, 16.0, 0.0, 100.0);
            let mut order: Vec<_> = (0..wanted.len()).collect();
            order.sort_by(|&a, &b| wanted[a].total_cmp(&wanted[b]));
            for pair in order.windows(2) {
                assert!(placed[pair[1]] - placed[pair[0]] >= 16.0 - 1e-9, "{wanted:?} → {placed:?}");
            }
            assert!(placed.iter().all(|&y| (0.0..=100.0).contains(&y)), "{wanted:?} → {placed:?}");
        }
    }

    #[test]
    fn too_many_labels_share_what_room_there_is() {
        let placed = spread(&[5.0; 11], 16.0, 0.0, 100.0);
        assert_eq!(placed.first().zip(placed.last()), Some((&0.0, &100.0)));
    }

    #[test]
    fn no_labels_is_an_ordinary_case() {
        assert!(spread(&[], 16.0, 0.0, 100.0).is_empty());
    }
}
