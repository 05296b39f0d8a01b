import type { Method } from "../run/method.ts";
import { type ConformanceCase, fits } from "./case.ts";
import { conformanceCases } from "./cases.ts";
import { type ConformanceCheck, demand, type Subject } from "./check.ts";
import { askFirstChecks } from "./checks/ask-first.ts";
import { bestPointChecks } from "./checks/best-point.ts";
import { boundsChecks } from "./checks/bounds.ts";
import { budgetChecks } from "./checks/budget.ts";
import { callersArraysChecks } from "./checks/callers-arrays.ts";
import { callersMistakesChecks } from "./checks/callers-mistakes.ts";
import { definitionChecks } from "./checks/definition.ts";
import { determinismChecks } from "./checks/determinism.ts";
import { driversAgreeChecks } from "./checks/drivers-agree.ts";
import { goalChecks } from "./checks/goal.ts";
import { hostileObjectiveChecks } from "./checks/hostile-objectives.ts";
import { interleavingChecks } from "./checks/interleaving.ts";
import { resumeChecks } from "./checks/resume.ts";
import { stoppingChecks } from "./checks/stopping.ts";

export interface ConformanceOptions {
  /** The problems to run the method on, where it fits them; `conformanceCases` when left out. */
  readonly cases?: readonly ConformanceCase[];
  /** How many evaluations of a run are looked at one by one; 100 when left out. The cost grows with its square. */
  readonly evaluations?: number;
}

const families = [
  definitionChecks,
  askFirstChecks,
  resumeChecks,
  driversAgreeChecks,
  budgetChecks,
  boundsChecks,
  bestPointChecks,
  interleavingChecks,
  callersArraysChecks,
  hostileObjectiveChecks,
  callersMistakesChecks,
  determinismChecks,
  stoppingChecks,
  goalChecks,
];

/**
 * Everything a method promises a run, as named checks for any test runner: it resumes bit for bit after any single
 * evaluation, keeps budgets exactly and bounds always, gives the same answer however it is driven, shares nothing between runs,
 * and ends with a defined result whatever the objective answers. Runs a few seconds; what loops for ever without asking
 * cannot be interrupted from here, so give the test runner a time limit.
 *
 * @throws InfimumError when a case states no problem
 *
 * @example
 * import { conformance } from "infimum/conformance";
 * for (const check of conformance(randomSearch)) await check.run(); // or test(check.name, check.run)
 */
export function conformance(method: Method, options: ConformanceOptions = {}): ConformanceCheck[] {
  const { cases = conformanceCases, evaluations = 100 } = options;
  const fitting = cases.filter((each) => fits(method, each));
  if (fitting.length === 0) return [fitsNothing(method)];
  const subject: Subject = { method, cases: fitting, evaluations };
  return families.flatMap((family) => family(subject));
}

function fitsNothing({ name, needs }: Method): ConformanceCheck {
  return {
    name: "can be run on one of the problems",
    run: () => demand(false, `${name} needs ${needs.join(", ")}, which no problem declares: pass cases that do.`),
  };
}
