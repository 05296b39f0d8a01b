import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type NistModel, nistModels } from "./models.ts";

export interface NistChoice {
  /** The name of a data set, such as "MGH17": one of `nistNames`. */
  readonly set: string;
  /** 1 is the far start, 2 the near one. */
  readonly start: 1 | 2;
}

/** A nonlinear regression with certified results. */
export interface NistProblem {
  readonly name: string;
  /** NIST's level of difficulty. */
  readonly level: "Lower" | "Average" | "Higher";
  readonly model: NistModel;
  readonly x: readonly (readonly number[])[];
  readonly y: readonly number[];
  readonly x0: readonly number[];
  /** The parameters, to 11 digits. */
  readonly minimizer: readonly number[];
  /** Their standard errors, to 11 digits. */
  readonly standardErrors: readonly number[];
  /** The least half sum of squares, to 11 digits. */
  readonly optimum: number;
  /** Half the sum of squares. */
  objective(b: ArrayLike<number>): number;
}

/** Beside the repository. */
const file = fileURLToPath(new URL("../../../../shared/data/nist/nist_strd.json", import.meta.url));
/** The same from the build, which lies one folder higher. */
const fileOfBuild = fileURLToPath(new URL("../../../shared/data/nist/nist_strd.json", import.meta.url));

interface StoredSet {
  readonly name: string;
  readonly level: NistProblem["level"];
  readonly start1: readonly number[];
  readonly start2: readonly number[];
  readonly certified: readonly number[];
  readonly sd: readonly number[];
  readonly rss: number;
  /** y, then the row of x. */
  readonly data: readonly (readonly number[])[];
}

/** The names of the 27 data sets. */
export const nistNames: readonly string[] = Object.keys(nistModels);

/** Where the data are; undefined where they are not. */
export function nistFile(): string | undefined {
  return [file, fileOfBuild].find((candidate) => existsSync(candidate));
}

/**
 * One of NIST's certified nonlinear regressions from one of its two starts. The data are read from the folder `shared` beside
 * the repository.
 *
 * @reference J. Rogers, J. Filliben, L. Gill, W. Guthrie, E. Lagergren, M. Vangel, 1998, StRD: Statistical Reference
 * Datasets for Assessing the Numerical Accuracy of Statistical Software, NIST TN 1396
 *
 * @throws RangeError when there is no such set or start, or no data
 */
export function nist({ set: name, start }: NistChoice): NistProblem {
  const path = nistFile();
  if (path === undefined)
    throw new RangeError("NIST's data are not there: put nist_strd.json into ../shared/data/nist.");
  const { sets } = JSON.parse(readFileSync(path, "utf8")) as { sets: readonly StoredSet[] };
  const stored = sets.find((each) => each.name === name);
  if (stored === undefined || (start !== 1 && start !== 2)) {
    throw new RangeError(
      `there is no set ${name} with a start ${String(start)}: the sets are ${nistNames.join(", ")}.`,
    );
  }
  const model = nistModels[name];
  const x = stored.data.map((row) => row.slice(1));
  const y = stored.data.map(([seen]) => (name === "Nelson" ? Math.log(seen) : seen));
  return {
    name,
    level: stored.level,
    model,
    x,
    y,
    x0: start === 1 ? stored.start1 : stored.start2,
    minimizer: stored.certified,
    standardErrors: stored.sd,
    optimum: stored.rss / 2,
    objective: (b) => y.reduce((sum, seen, i) => sum + (model(x[i], b) - seen) ** 2, 0) / 2,
  };
}
