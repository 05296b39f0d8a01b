import { describeMachine } from "../machine.ts";
import type { Rounds } from "../measure/interleave.ts";
import { openScipy, Scipy } from "../peers/scipy.ts";
import type { Skipped, Suite, SuiteOptions, SuiteReport } from "../suite.ts";
import { chooseMethods, refuseOptions } from "../suite-options.ts";
import { type Measured, measureLines, measureQuestions } from "./measure-lines.ts";
import { questionLines } from "./question-lines.ts";
import { measureSmallPage } from "./small-page.ts";
import { goalsTable, pageTable, questionTable, wholeRunTable } from "./speed-tables.ts";
import { wholeRuns } from "./whole-runs.ts";

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
    const rounds = options.quick ? quickly : measuring;
    log("timing questions, before anything else has run");
    const questionsFirst = await measureQuestions(rounds);
    log(`timing ${runs.length} whole runs and the questions, in turn`);
    const measured = { ...(await measureLines(runs, questionLines(), scipy, rounds)), questionsFirst };
    log("bundling and importing the core with two methods");
    const page = await measureSmallPage(options.quick ? 1 : 21).catch(
      (error: Error): Skipped => ({ name: "the small page", why: error.message.split("\n")[0] }),
    );
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
      notes: [...(options.quick ? ["A quick run: its times mean nothing."] : []), ...notes(measured, scipy)],
      skipped,
      seconds: (performance.now() - begun) / 1000,
    };
  } finally {
    scipy?.close();
  }
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
    '"In a run": a method that only asks value(x0), with journal, copy of the point, counts, best point and budget test; its yields are answered at once and never suspend. "Protocol alone": the run\'s question object, opened, closed and yielded to by a bare generator. Net is without a loop over the same function. "First": before anything else ran in the process, so that the compiler knows the one objective there is; "in turn": as in a process that solves several problems.',
  ];
}
