import { minimize, problem } from "infimum";
import { interleave, type Line } from "../measure/interleave.ts";
import type { Nlopt } from "../peers/nlopt.ts";
import type { Cell, Table } from "../suite.ts";
import { scalable } from "./scalable.ts";
import { small } from "./small.ts";
import { reaching } from "./solve.ts";

/** Functions whose least value is 0 in any number of variables. */
const names = ["extended-rosenbrock", "powell-singular", "broyden-tridiagonal"];

const dimension = 10_000;
const budget = 100_000;
const rounds = { rounds: 11, seconds: 0.3 };

/** Runs in many variables to f - f* <= 1e-10 (f0 - f*), by `auto` on the formula and by NLopt's L-BFGS, in turn. */
export async function compareLarge(nlopt: Nlopt | undefined, log: (line: string) => void): Promise<Table> {
  const rows: Cell[][] = [];
  for (const { name, objective, start } of [...small, ...scalable].filter((family) => names.includes(family.name))) {
    log(`${name} ${dimension}`);
    const x0 = Float64Array.from(start(dimension));
    const target = reaching(0, objective(x0));
    const before = performance.now();
    const { value, method, counts } = minimize(objective, x0, { target });
    const first = performance.now() - before;
    const once = problem({ objective, x0 });
    const lines: Line[] = [
      {
        name: "infimum",
        take: (repeats) => {
          const begun = performance.now();
          for (let k = 0; k < repeats; k++) minimize(once, { target });
          return (performance.now() - begun) / 1000;
        },
      },
    ];
    const request = { problem: name, x0: [...x0], target, budget };
    const peer = nlopt && (await nlopt.solve(request, 1));
    // its L-BFGS fails on some of these functions
    const peerSolves = peer !== undefined && peer.value <= target;
    if (nlopt && peerSolves) {
      lines.push({
        name: "NLopt",
        take: async (repeats) => repeats * (await nlopt.solve(request, repeats)).seconds,
      });
    }
    const [own, other] = await interleave(lines, rounds);
    rows.push([
      name,
      value <= target ? method : `${method}: not reached`,
      counts.value + counts.gradient,
      counts.hessianVector,
      1000 * own.median,
      first,
      peer === undefined ? null : peerSolves ? peer.evaluations : `ends at ${peer.value.toPrecision(3)}`,
      other ? 1000 * other.median : null,
      other ? other.median / own.median : null,
    ]);
  }
  return {
    title: `${dimension} variables: whole runs to f - f* <= 1e-10 (f0 - f*)`,
    columns: [
      "problem",
      "method",
      "values",
      "products",
      "ms",
      "ms at first",
      "NLopt: evaluations",
      "NLopt: ms",
      "NLopt over infimum",
    ],
    rows,
  };
}
