import type { Result } from "infimum";
import { describeMachine } from "../machine.ts";
import { interleave, type Line, line, type Rounds, type Timing } from "../measure/interleave.ts";
import { openScipy, type PeerTiming, Scipy, type TimeRequest } from "../peers/scipy.ts";
import type { Cell, Skipped, Suite, SuiteOptions, SuiteReport, Table } from "../suite.ts";
import { chooseMethods, refuseOptions } from "../suite-options.ts";
import { type QuestionLines, questionLines } from "./question-lines.ts";
import { measureSmallPage, type SmallPage } from "./small-page.ts";
import { type WholeRun, wholeRuns } from "./whole-runs.ts";

/** How long things take, each figure beside its peer's in the same run. */
export const speed: Suite = {
  name: "speed",
  title: "the time of whole runs, of a question, and the size of a small page",
  run,
};

/** Many short rounds: the least of them is one that nothing disturbed. */
const measuring: Rounds = { rounds: 101, seconds: 0.005 };
const quickly: Rounds = { rounds: 2, seconds: 0.001 };

async function run(options: SuiteOptions): Promise<SuiteReport> {
  refuseOptions("speed", options, ["dims", "budget"]);
  const begun = performance.now();
  const log = options.json ? () => {} : options.log;
  const skipped: Skipped[] = [];
  const chosen = chooseMethods(
    options.methods,
    wholeRuns().map(({ method }) => method),
  );
  const runs = wholeRuns().filter(({ method }) => chosen.includes(method));
  const peer = options.peers === false ? { absent: "as asked" } : await openScipy();
  if (!(peer instanceof Scipy)) skipped.push({ name: "SciPy", why: peer.absent });
  const scipy = peer instanceof Scipy ? peer : undefined;
  try {
    log(`timing ${runs.length} whole runs and the questions, in turn`);
    const measured = await measureLines(runs, questionLines(), scipy, options.quick ? quickly : measuring);
    log("bundling and importing the core with two methods");
    const page = await measureSmallPage(options.quick ? 1 : 21);
    if ("why" in page) skipped.push(page);
    const small = "why" in page ? undefined : page;
    return {
      suite: speed.name,
      title: speed.title,
      machine: describeMachine(),
      tables: [
        goalsTable(measured, small),
        wholeRunTable(measured),
        questionTable(measured),
        ...(small ? [pageTable(small)] : []),
      ],
      notes: notes(measured, scipy),
      skipped,
      seconds: (performance.now() - begun) / 1000,
    };
  } finally {
    scipy?.close();
  }
}

/** One whole run, ours and the peer's. */
interface MeasuredRun {
  readonly label: string;
  readonly method: string;
  readonly result: Result;
  readonly time: Timing;
  readonly bare: Timing;
  readonly peer?: { readonly last: PeerTiming; readonly time: Timing; readonly bare: Timing };
}

interface Measured {
  readonly runs: readonly MeasuredRun[];
  readonly questions: { readonly [N in keyof QuestionLines]: Timing };
  readonly questionNames: { readonly [N in keyof QuestionLines]: string };
  /** The same arithmetic again and again: what the machine's own noise is. */
  readonly machine: Timing;
}

async function measureLines(
  runs: readonly WholeRun[],
  questions: QuestionLines,
  scipy: Scipy | undefined,
  rounds: Rounds,
): Promise<Measured> {
  const lines: Line[] = [];
  const add = (line: Line): number => lines.push(line) - 1;
  const planned = runs.map((run) => ({
    run,
    time: add(line(run.label, run.run)),
    bare: add(run.bare),
    peer: run.peer && scipy && planPeer(scipy, run.peer, add),
  }));
  const questionNames = Object.keys(questions) as (keyof QuestionLines)[];
  const firstQuestion = lines.length;
  for (const name of questionNames) add(questions[name]);
  const machine = add(arithmetic());
  const timings = await interleave(lines, rounds);
  return {
    runs: planned.map(({ run, time, bare, peer }) => ({
      label: run.label,
      method: run.method,
      result: run.run(),
      time: timings[time],
      bare: timings[bare],
      peer: peer && { last: peer.last(), time: timings[peer.time], bare: timings[peer.bare] },
    })),
    questions: Object.fromEntries(questionNames.map((name, k) => [name, timings[firstQuestion + k]])) as {
      [N in keyof QuestionLines]: Timing;
    },
    questionNames: Object.fromEntries(questionNames.map((name) => [name, questions[name].name])) as {
      [N in keyof QuestionLines]: string;
    },
    machine: timings[machine],
  };
}

function planPeer(scipy: Scipy, request: TimeRequest, add: (line: Line) => number) {
  let last: PeerTiming;
  const time = add({
    name: `SciPy ${request.method}`,
    async take(repeats) {
      last = await scipy.time(request, repeats);
      return last.seconds;
    },
  });
  const bare = add({
    name: `SciPy ${request.method}: the objective`,
    async take(repeats) {
      return (await scipy.objective(request, repeats)).seconds;
    },
  });
  return { time, bare, last: () => last };
}

function arithmetic(): Line {
  let x = 1;
  return line("a fixed amount of arithmetic", () => {
    for (let k = 0; k < 1000; k++) x = Math.sqrt(x + k);
    return x;
  });
}

const micro = (seconds: number) => seconds * 1e6;
const nano = (seconds: number) => seconds * 1e9;

// ---- tables -------------------------------------------------------------------------------------------------------

function wholeRunTable({ runs }: Measured): Table {
  const rows: Cell[][] = [];
  for (const { label, result, time, bare, peer } of runs) {
    rows.push(runRow(`${label}: infimum`, result.evaluations, result.value, result.status, time, bare));
    if (peer) rows.push(runRow("  SciPy", peer.last.evaluations, peer.last.value, peer.last.end, peer.time, peer.bare));
  }
  return {
    title: "Whole runs, default tolerances (medians of the rounds, minima beside them)",
    columns: [
      "run",
      "us a run",
      "least",
      "spread %",
      "evaluations",
      "ns an evaluation",
      "least ns",
      "of it objective ns",
      "value at the end",
      "end",
    ],
    rows,
  };
}

function runRow(label: string, evaluations: number, value: number, end: string, time: Timing, bare: Timing): Cell[] {
  return [
    label,
    micro(time.median),
    micro(time.minimum),
    100 * time.spread,
    evaluations,
    nano(time.median) / evaluations,
    nano(time.minimum) / evaluations,
    nano(bare.median),
    value,
    end,
  ];
}

/** Which of the lines of questions evaluate the objective. */
const evaluating = new Set<keyof QuestionLines>(["inRun", "oneAnIteration", "asynchronous", "askedAndTold"]);

function questionTable({ questions, questionNames, machine }: Measured): Table {
  const { bare } = questions;
  const rows = (Object.keys(questions) as (keyof QuestionLines)[]).map((name): Cell[] => {
    const timing = questions[name];
    const subtract = evaluating.has(name);
    return [
      questionNames[name],
      nano(timing.median),
      nano(timing.minimum),
      100 * timing.spread,
      subtract ? nano(timing.median - bare.median) : null,
      subtract ? nano(timing.minimum - bare.minimum) : null,
    ];
  });
  rows.push([
    "1,000 square roots: the machine's own noise",
    nano(machine.median),
    nano(machine.minimum),
    100 * machine.spread,
    null,
    null,
  ]);
  return {
    title: "One question, n = 2 (nanoseconds)",
    columns: ["what", "median", "least", "spread %", "without the objective", "least"],
    rows,
  };
}

function pageTable(page: SmallPage): Table {
  return {
    title: "infimum/core with l-bfgs and nelder-mead, one module",
    columns: ["what", "figure"],
    rows: [
      ["bytes, minified", page.minified],
      ["bytes, gzip", page.gzip],
      ["bytes, brotli", page.brotli],
      ["ms to import, a fresh process beside an empty one: median", page.importMilliseconds.median],
      ["ms to import, a fresh process beside an empty one: least", page.importMilliseconds.minimum],
      ["ms around import() inside that process: median", page.importInside],
      ["ms of a process that imports nothing: median", page.nodeAlone],
    ],
  };
}

function goalsTable(measured: Measured, page: SmallPage | undefined): Table {
  const rows = [...runGoals(measured), questionGoal(measured.questions), ...(page ? pageGoals(page) : [])];
  return {
    title: "Goals, by the medians of the rounds and by the least",
    columns: ["what", "goal", "median", "met", "least", "met"],
    rows,
  };
}

/** A row of the table of goals; without a goal nothing is met or missed. */
function goalRow(what: string, figure: (of: Of) => number, goal?: { atLeast: number } | { below: number }): Cell[] {
  const row: Cell[] = [what, null];
  for (const of of ["median", "minimum"] as const) {
    const reached = figure(of);
    if (goal === undefined) row.push(reached, null);
    else if ("below" in goal) row.push(reached, reached < goal.below);
    else row.push(reached, reached >= goal.atLeast);
  }
  if (goal !== undefined) row[1] = "below" in goal ? `< ${goal.below}` : `>= ${goal.atLeast}`;
  return row;
}

type Of = "median" | "minimum";

function runGoals({ runs }: Measured): Cell[][] {
  return runs.flatMap(({ label, method, result, time, peer }) => {
    if (method === "cma-es") {
      const each = (of: Of) => micro(time[of]) / result.evaluations;
      return [goalRow(`${label}: us an evaluation`, each, { below: 6 })];
    }
    if (!peer) return [];
    const perRun = (of: Of) => peer.time[of] / time[of];
    const perEvaluation = (of: Of) => (perRun(of) * result.evaluations) / peer.last.evaluations;
    const goal = method === "bfgs" ? { atLeast: 100 } : undefined;
    return [
      goalRow(`${label}: times SciPy, a run`, perRun, goal),
      goalRow(`${label}: times SciPy, an evaluation`, perEvaluation, goal),
    ];
  });
}

function questionGoal({ inRun, bare }: Measured["questions"]): Cell[] {
  return goalRow("a question answered at once, ns", (of) => nano(inRun[of] - bare[of]), { below: 20 });
}

function pageGoals({ gzip, importMilliseconds }: SmallPage): Cell[][] {
  return [
    goalRow("core with two methods: kB, gzip", () => gzip / 1000, { below: 15 }),
    goalRow("core with two methods: ms to import", (of) => importMilliseconds[of], { below: 50 }),
  ];
}

function notes({ machine }: Measured, scipy: Scipy | undefined): string[] {
  const peer = scipy
    ? [
        `Peer: ${scipy.version}; its objectives are Python (floats for 2 and 4 variables, arrays for 1,000), its times are taken inside its own process, in the same rounds.`,
      ]
    : [];
  return [
    ...peer,
    `All lines were timed in turn in ${machine.rounds} rounds, every other round backwards, after a warm-up; spread is the middle half of the rounds over the median. The machine's own noise is the last line of the questions.`,
    "A whole run is a call of minimize with the objective as a plain function; the evaluations of the certificate are counted and timed. Each library stops by its own default tolerances, so the values at the end differ: compare them.",
    '"In a run": a method that only asks value(x0), with journal, copy of the point, counts, best point and budget test; its yields are answered at once and never suspend. "Protocol alone": the run\'s question object, opened, closed and yielded to by a bare generator. What is subtracted is a loop over the same function.',
  ];
}
