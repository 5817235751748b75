// Lays the graphs out with dagre, and compares how often the arrows cross in its drawings and in ours.
import { readFileSync } from 'node:fs';
import dagre from '@dagrejs/dagre';

const graphs = JSON.parse(readFileSync(process.argv[2], 'utf8'));

function side(a, b, p) {
  return Math.sign((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x));
}

function cross(a, b, c, d) {
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

function crossings(lines) {
  let count = 0;
  for (let one = 0; one < lines.length; one++)
    for (let other = one + 1; other < lines.length; other++)
      for (let i = 1; i < lines[one].length; i++)
        for (let j = 1; j < lines[other].length; j++)
          if (cross(lines[one][i - 1], lines[one][i], lines[other][j - 1], lines[other][j])) count++;
  return count;
}

function dagreLines(graph) {
  const drawn = new dagre.graphlib.Graph({ multigraph: true });
  drawn.setGraph({ rankdir: 'TB' });
  drawn.setDefaultEdgeLabel(() => ({}));
  graph.boxes.forEach((box, index) => drawn.setNode(String(index), { width: box.width, height: box.height }));
  graph.arrows.forEach((arrow, index) =>
    drawn.setEdge(String(arrow.from), String(arrow.to), { width: arrow.width, height: arrow.height, labelpos: 'c' }, String(index)));
  dagre.layout(drawn);
  return drawn.edges().map(edge => drawn.edge(edge).points);
}

const totals = {};
let failures = 0;
for (const graph of graphs) {
  const ours = crossings(graph.arrows.map(arrow => arrow.points));
  const theirs = crossings(dagreLines(graph));
  if (ours !== graph.crossings) {
    console.error(`${graph.name}: ${graph.crossings} crossings were counted, and ${ours} are drawn`);
    failures++;
  }
  if (graph.group === 'language' && ours > theirs) {
    console.error(`${graph.name} of docs/language.md: ${ours} crossings, and ${theirs} with dagre`);
    failures++;
  }
  const total = (totals[graph.group] ??= { graphs: 0, ours: 0, dagre: 0 });
  total.graphs++;
  total.ours += ours;
  total.dagre += theirs;
}

for (const [group, total] of Object.entries(totals))
  console.log(`${group}: ${total.graphs} graphs, ${total.ours} crossings, with dagre ${total.dagre}`);
if (!totals.language || !totals.random || totals.random.graphs !== 50) {
  console.error('graphs are missing');
  failures++;
}
if (totals.random.ours > 1.1 * totals.random.dagre) {
  console.error('more than 1.1 times the crossings of dagre');
  failures++;
}
process.exit(failures === 0 ? 0 : 1);
