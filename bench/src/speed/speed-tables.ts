import type { Timing } from "../measure/interleave.ts";
import type { Cell, Table } from "../suite.ts";
import type { Measured, QuestionTimings } from "./measure-lines.ts";
import type { QuestionLines } from "./question-lines.ts";
import type { SmallPage } from "./small-page.ts";

const micro = (seconds: number) => seconds * 1e6;
const nano = (seconds: number) => seconds * 1e9;

export function wholeRunTable({ runs }: Measured): Table {
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

export function questionTable({ questionsFirst, questions, questionNames, machine }: Measured): Table {
  const rows = (Object.keys(questions) as (keyof QuestionLines)[]).map((name): Cell[] => {
    const subtracts = evaluating.has(name);
    return [
      questionNames[name],
      ...[questionsFirst, questions].flatMap((timings) => {
        const { median, minimum } = timings[name];
        const { bare } = timings;
        return [
          nano(median),
          nano(minimum),
          subtracts ? nano(median - bare.median) : null,
          subtracts ? nano(minimum - bare.minimum) : null,
        ];
      }),
      100 * questions[name].spread,
    ];
  });
  const { median, minimum, spread } = machine;
  rows.push([
    "1,000 square roots: the machine's own noise",
    null,
    null,
    null,
    null,
    nano(median),
    nano(minimum),
    null,
    null,
    100 * spread,
  ]);
  return {
    title:
      "One question, n = 2 (ns): first in the process, and in turn with the whole runs; net: without the objective",
    columns: [
      "what",
      "first: median",
      "least",
      "net median",
      "net least",
      "in turn: median",
      "least",
      "net median",
      "net least",
      "spread %",
    ],
    rows,
  };
}

export function pageTable(page: SmallPage): Table {
  return {
    title: "infimum/core with l-bfgs and nelder-mead, one module",
    columns: ["what", "figure"],
    rows: [
      ["bytes, minified", page.minified],
      ["bytes, gzip", page.gzip],
      ["bytes, brotli", page.brotli],
      ["ms to import, a fresh process beside an empty one: median", page.importMilliseconds],
      ["ms around import() inside that process: median", page.importInside],
      ["ms of a process that imports nothing: median", page.nodeAlone],
    ],
  };
}

export function goalsTable(measured: Measured, page: SmallPage | undefined): Table {
  const rows = [
    ...runGoals(measured),
    questionGoal("a question answered at once, first in the process: ns", measured.questionsFirst),
    questionGoal("a question answered at once, in turn with the runs: ns", measured.questions),
    ...(page ? pageGoals(page) : []),
  ];
  return {
    title: "Goals, by the medians of the rounds and by the least",
    columns: ["what", "goal", "median", "median met", "least", "least met"],
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

function questionGoal(what: string, { inRun, bare }: QuestionTimings): Cell[] {
  return goalRow(what, (of) => nano(inRun[of] - bare[of]), { below: 20 });
}

function pageGoals({ gzip, brotli, importMilliseconds }: SmallPage): Cell[][] {
  return [
    goalRow("core with two methods: kB, brotli", () => brotli / 1000, { below: 15 }),
    goalRow("core with two methods: kB, gzip", () => gzip / 1000),
    // a difference of two processes: its least says only how they were disturbed
    ["core with two methods: ms to import", "< 50", importMilliseconds, importMilliseconds < 50, null, null],
  ];
}
