import { describeMachine } from "../machine.ts";
import { interleave, line, type Rounds } from "../measure/interleave.ts";
import { type ArrayLibrary, openJax, openTensorFlow, peerFolder } from "../peers/array-libraries.ts";
import type { Absent } from "../peers/python-peer.ts";
import type { Cell, Skipped, Suite, SuiteOptions, SuiteReport } from "../suite.ts";
import { refuseOptions } from "../suite-options.ts";
import { NetworkByHand } from "./by-hand.ts";
import { type NetworkData, networkData, type Precision } from "./network-data.ts";
import { networkWithArrays } from "./with-arrays.ts";

/** Derivatives of functions of arrays beside other libraries and loops written by hand. */
export const arrays: Suite = {
  name: "arrays",
  title: "value and gradient of a network: traced arrays, loops written by hand, and libraries of arrays, in turn",
  run,
};

const measuring: Rounds = { rounds: 51, seconds: 0.02 };
const quickly: Rounds = { rounds: 2, seconds: 0.001 };

/** Opened in this order: a name, and how. */
const libraries: readonly (readonly [string, () => Promise<ArrayLibrary | Absent>])[] = [
  ["jax-js", openJax],
  ["TensorFlow.js", openTensorFlow],
];

async function run(options: SuiteOptions): Promise<SuiteReport> {
  refuseOptions("arrays", options, ["methods", "dims", "budget"]);
  const begun = performance.now();
  const log = options.json ? () => {} : options.log;
  const skipped: Skipped[] = [];
  const peers: ArrayLibrary[] = [];
  for (const [name, open] of libraries) {
    const peer = options.peers === false ? { absent: "as asked" } : await open();
    if ("absent" in peer) skipped.push({ name, why: peer.absent });
    else peers.push(peer);
  }
  const [batch, widths] = options.quick ? [5, [4, 6, 3]] : [128, [64, 128, 128, 10]];
  const rounds = options.quick ? quickly : measuring;
  const rows: Cell[][] = [];
  for (const precision of ["float32", "float64"] as const) {
    log(precision);
    rows.push(...(await timeNetwork(networkData(precision, batch, widths), peers, rounds)));
  }
  return {
    suite: arrays.name,
    title: arrays.title,
    machine: describeMachine(),
    tables: [
      {
        title: `Network ${widths.join("-")}, tanh, softmax cross-entropy, batch ${batch}: value and gradient`,
        columns: ["precision", "by", "value", "median ms", "least ms", "median / infimum", "least / infimum", "spread"],
        rows,
      },
    ],
    notes: [
      ...(options.quick ? ["A quick run: its times mean nothing."] : []),
      `All lines of a precision were timed in turn in ${rounds.rounds} rounds, every other round backwards, after a warm-up. Every line gives the value and all gradients as numbers that JavaScript can read. By hand: plain loops in TypeScript.`,
      `Peers are run when ${peerFolder} names a folder in which they are installed: npm install @jax-js/jax @tensorflow/tfjs @tensorflow/tfjs-backend-wasm`,
    ],
    skipped,
    seconds: (performance.now() - begun) / 1000,
  };
}

async function timeNetwork(data: NetworkData, peers: readonly ArrayLibrary[], rounds: Rounds): Promise<Cell[][]> {
  const byHand = new NetworkByHand(data);
  const own = networkWithArrays(data);
  const runs: [string, () => number][] = [
    [`infimum, ${own.how}`, own.run],
    ["loops by hand", () => byHand.run()],
    ...peers
      .filter((peer) => hasPrecision(peer, data.precision))
      .map((peer): [string, () => number] => [peer.name, peer.network(data)]),
  ];
  const values = runs.map(([, work]) => work());
  const timings = await interleave(
    runs.map(([name, work]) => line(name, work)),
    rounds,
  );
  return timings.map(({ median, minimum, spread }, k) => [
    data.precision,
    runs[k][0],
    Number(values[k].toPrecision(10)),
    median * 1e3,
    minimum * 1e3,
    median / timings[0].median,
    minimum / timings[0].minimum,
    spread,
  ]);
}

/** TensorFlow.js has no float64. */
function hasPrecision({ name }: ArrayLibrary, precision: Precision): boolean {
  return precision === "float32" || !name.startsWith("TensorFlow.js");
}
