//! Where the crates stand in the drawing: in rows, such that every line leads down, and such that few lines cross.
//!
//! That is the layered layout of Sugiyama, Tagawa and Toda (1981). All lines to one crate share a lane, which passes
//! the rows between as if it were a crate of its own: that leaves fewer lanes than lines.

use std::collections::{BTreeMap, BTreeSet};

/// Users and what they use.
pub type Uses<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

/// How often the order in the rows is improved.
const SWEEPS: usize = 40;
/// How wide a lane is, and what lies between two neighbours.
const LANE: f64 = 2.0;
const GAP: f64 = 8.0;

/// The uses that no other path leads to.
pub fn without_detours<'a>(uses: &Uses<'a>) -> Uses<'a> {
    fn reach<'a>(uses: &Uses<'a>, from: &str, seen: &mut BTreeSet<&'a str>) {
        for &used in &uses[from] {
            if seen.insert(used) {
                reach(uses, used, seen);
            }
        }
    }
    let beyond = |from: &str| {
        let mut seen = BTreeSet::new();
        uses[from].iter().for_each(|used| reach(uses, used, &mut seen));
        seen
    };
    uses.iter().map(|(user, used)| (*user, used - &beyond(user))).collect()
}

/// What stands in a row: a crate, or the lane that leads to one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Node<'a> {
    /// A crate.
    Crate(&'a str),
    /// A lane through row `.1` to a crate.
    Lane(&'a str, usize),
}

impl Node<'_> {
    /// How wide it is drawn.
    pub fn width(self) -> f64 {
        match self {
            Node::Crate(name) => 7.3 * name.len() as f64 + 14.0,
            Node::Lane(..) => LANE,
        }
    }
}

/// Rows from top to bottom, with the place of each node's centre, and the lines between neighbouring rows.
pub struct Layout<'a> {
    /// The nodes of each row.
    pub rows: Vec<Vec<Node<'a>>>,
    /// The first row of each room, and the one after its last.
    pub rooms: Vec<(&'a str, usize, usize)>,
    /// The middle of each node, from the left.
    pub x: BTreeMap<Node<'a>, f64>,
    /// From a node to one in the next row.
    pub lines: BTreeSet<(Node<'a>, Node<'a>)>,
}

impl<'a> Layout<'a> {
    /// Lays `rooms` out, within `width`.
    pub fn of(rooms: &[(&'a str, Vec<&'a str>)], uses: &Uses<'a>, width: f64) -> Self {
        let mut rows: Vec<Vec<Node>> = Vec::new();
        let mut bounds = Vec::new();
        let mut row_of = BTreeMap::new();
        for (room, inside) in rooms {
            let first = rows.len();
            for row in within(inside, uses) {
                row.iter().for_each(|&name| _ = row_of.insert(name, rows.len()));
                rows.push(row.into_iter().map(Node::Crate).collect());
            }
            bounds.push((*room, first, rows.len()));
        }
        let mut lines = BTreeSet::new();
        for (&user, used) in uses {
            for &used in used {
                let mut from = Node::Crate(user);
                for (row, nodes) in rows.iter_mut().enumerate().take(row_of[used]).skip(row_of[user] + 1) {
                    let lane = Node::Lane(used, row);
                    if !nodes.contains(&lane) {
                        nodes.push(lane);
                    }
                    lines.insert((from, lane));
                    from = lane;
                }
                lines.insert((from, Node::Crate(used)));
            }
        }
        let mut layout = Self { rows, rooms: bounds, x: BTreeMap::new(), lines };
        layout.order(width);
        layout
    }

    /// Puts each node near the middle of its neighbours above and below, in turns; the order in a row is that of the
    /// places.
    fn order(&mut self, width: f64) {
        for row in 0..self.rows.len() {
            self.place(row, width, |_, _| 0.0);
        }
        for sweep in 0..SWEEPS {
            let rows: Vec<_> =
                if sweep % 2 == 0 { (0..self.rows.len()).collect() } else { (0..self.rows.len()).rev().collect() };
            for row in rows {
                self.place(row, width, |layout, node| layout.middle(node).unwrap_or(0.0));
            }
        }
    }

    /// The mean place of what a node is joined to.
    fn middle(&self, node: Node) -> Option<f64> {
        let above = self.lines.iter().filter(|(_, to)| *to == node).map(|(from, _)| self.x[from]);
        let below = self.lines.iter().filter(|(from, _)| *from == node).map(|(_, to)| self.x[to]);
        let joined: Vec<_> = above.chain(below).collect();
        (!joined.is_empty()).then(|| joined.iter().sum::<f64>() / joined.len() as f64)
    }

    /// Places the nodes of a row as near to where they want to be as their widths allow.
    fn place(&mut self, row: usize, width: f64, wish: impl Fn(&Self, Node) -> f64) {
        let mut wishes: Vec<_> = self.rows[row].iter().map(|&node| (wish(self, node), node)).collect();
        wishes.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        let apart = |a: Node, b: Node| (a.width() + b.width()) / 2.0 + GAP;
        let half = |node: Node| node.width() / 2.0;
        // Pushed to the right, then back to the left; in the middle of the two nobody is pushed more than the others.
        let mut right: Vec<f64> = Vec::new();
        for (i, &(wish, node)) in wishes.iter().enumerate() {
            let least = if i == 0 { half(node) } else { right[i - 1] + apart(wishes[i - 1].1, node) };
            right.push(wish.max(least));
        }
        let mut left = vec![0.0_f64; wishes.len()];
        for i in (0..wishes.len()).rev() {
            let (wish, node) = wishes[i];
            let most =
                if i + 1 == left.len() { width - half(node) } else { left[i + 1] - apart(node, wishes[i + 1].1) };
            left[i] = wish.min(most);
        }
        let mut x: Vec<f64> = left.iter().zip(&right).map(|(left, right)| f64::midpoint(*left, *right)).collect();
        // Whoever was pushed out of the picture comes back in.
        for i in (0..x.len()).rev() {
            let node = wishes[i].1;
            let most = if i + 1 == x.len() { width - half(node) } else { x[i + 1] - apart(node, wishes[i + 1].1) };
            x[i] = x[i].min(most);
        }
        for i in 0..x.len() {
            let node = wishes[i].1;
            let least = if i == 0 { half(node) } else { x[i - 1] + apart(wishes[i - 1].1, node) };
            x[i] = x[i].max(least);
        }
        self.rows[row] = wishes.iter().map(|(_, node)| *node).collect();
        self.x.extend(wishes.iter().zip(x).map(|((_, node), x)| (*node, x)));
    }
}

/// The rows of one room: who is used by another of the room stands below it, and who is joined to nobody at all, last.
fn within<'a>(inside: &[&'a str], uses: &Uses<'a>) -> Vec<Vec<&'a str>> {
    fn depth(name: &str, inside: &[&str], uses: &Uses) -> usize {
        let users = inside.iter().filter(|user| uses[*user].contains(name));
        users.map(|user| depth(user, inside, uses) + 1).max().unwrap_or(0)
    }
    let alone = |name: &str| uses[name].is_empty() && !uses.values().any(|used| used.contains(name));
    let mut rows: Vec<Vec<&str>> = Vec::new();
    for &name in inside.iter().filter(|name| !alone(name)) {
        let depth = depth(name, inside, uses);
        rows.resize(rows.len().max(depth + 1), Vec::new());
        rows[depth].push(name);
    }
    let rest: Vec<_> = inside.iter().copied().filter(|name| alone(name)).collect();
    rows.extend((!rest.is_empty()).then_some(rest));
    rows
}
