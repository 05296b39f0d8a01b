import type { Method } from "../src/run/method.ts";
import {
  dividesByNothing,
  forgetsToYield,
  goesRound,
  ignoresTheSeed,
  leavesBounds,
  looksAtTheAnswer,
  settlesByNothing,
  staysAtTheStart,
  takesNaN,
  throwsDice,
  writesTheStart,
} from "./broken-conduct.ts";
import {
  countsItsRuns,
  holdsAFunction,
  holdsAMap,
  holdsOneArrayTwice,
  keepsScratch,
  lendsItsState,
  measuresByWriting,
  namedBadly,
  remembersApart,
  sharesScratch,
  writesEarly,
} from "./broken-states.ts";

/** A method that breaks one promise, the check that has to notice, and what it has to say. */
export interface Broken {
  readonly why: string;
  readonly method: Method;
  readonly promise: string;
  readonly says: RegExp;
}

export const brokenMethods: readonly Broken[] = [
  {
    why: "writes to its state before it asks",
    method: writesEarly,
    promise: "asks first and writes last",
    says: /wrote to its state before its last question/,
  },
  {
    why: "has an answer written into its state",
    method: lendsItsState,
    promise: "asks first and writes last",
    says: /an answer was written into the state of lends-its-state/,
  },
  {
    why: "remembers something outside its state",
    method: remembersApart,
    promise: "goes on bit for bit after any evaluation, stopped by the budget",
    says: /stopped after \d+ evaluations, frozen, thawed and gone on, it is not the same run: run\.state\.x\.\d/,
  },
  {
    why: "remembers something outside its state",
    method: remembersApart,
    promise: "runs that take turns do not disturb each other",
    says: /not the same run/,
  },
  {
    why: "holds a Map",
    method: holdsAMap,
    promise: "the state is plain data",
    says: /a state holds Map, which cannot be frozen/,
  },
  {
    why: "holds one array under two names",
    method: holdsOneArrayTwice,
    promise: "goes on bit for bit after any evaluation, stopped by the budget",
    says: /not the same run/,
  },
  {
    why: "keeps scratch in its state",
    method: keepsScratch,
    promise: "goes on bit for bit",
    says: /not the same run/,
  },
  {
    why: "asks outside the bounds",
    method: leavesBounds,
    promise: "asks nothing outside the bounds",
    says: /outside \[/,
  },
  {
    why: "uses Math.random",
    method: throwsDice,
    promise: "draws its random numbers from the problem",
    says: /called Math\.random \d+ times: use problem\.random/,
  },
  {
    why: "uses Math.random",
    method: throwsDice,
    promise: "the same seed gives the same run",
    says: /run again with the same seed, it is not the same run/,
  },
  {
    why: "draws numbers and does not use them",
    method: ignoresTheSeed,
    promise: "another seed gives another path",
    says: /asks the same points whatever the seed/,
  },
  {
    why: "iterates for ever where nothing is a number",
    method: goesRound,
    promise: "has a defined result when the objective is NaN everywhere",
    says: /went through 1000 iterations without asking anything and without ending/,
  },
  {
    why: "writes to x0",
    method: writesTheStart,
    promise: "the caller's arrays are not overwritten",
    says: /x0 of the problem was overwritten/,
  },
  {
    why: "lets NaN into its state",
    method: takesNaN,
    promise: "has a defined result when the objective is Infinity everywhere",
    says: /state\.change is NaN/,
  },
  {
    why: "shares an array between its runs",
    method: sharesScratch,
    promise: "runs that take turns do not disturb each other",
    says: /not the same run/,
  },
  {
    why: "shares an array between its runs",
    method: sharesScratch,
    promise: "a run inside the objective of another does not disturb it",
    says: /with another run of the method inside its objective, it is not the same run/,
  },
  {
    why: "forgets yield*",
    method: forgetsToYield,
    promise: "synchronous, asynchronous",
    says: /without yield\*/,
  },
  {
    why: "takes an answer without waiting for it",
    method: looksAtTheAnswer,
    promise: "goes on bit for bit after any evaluation, stopped by the budget",
    says: /not the same run/,
  },
  {
    why: "differs from run to run",
    method: countsItsRuns,
    promise: "the same seed gives the same run",
    says: /run\.state/,
  },
  {
    why: "differs from run to run",
    method: countsItsRuns,
    promise: "maximizing -f is minimizing f",
    says: /maximizing -f, it is not the same run/,
  },
  {
    why: "differs from run to run",
    method: countsItsRuns,
    promise: "pausing between iterations changes nothing",
    says: /paused after every iteration, it is not the same run/,
  },
  {
    why: "writes when it is measured",
    method: measuresByWriting,
    promise: "looking at measures",
    says: /wrote to the state/,
  },
  {
    why: "settles by what it does not measure",
    method: settlesByNothing,
    promise: "the measures are numbers",
    says: /settles by gradientNorm, which it does not measure/,
  },
  {
    why: "has a name that is none",
    method: namedBadly,
    promise: "the definition is complete",
    says: /not in kebab-case/,
  },
  {
    why: "has a function for an option",
    method: holdsAFunction,
    promise: "the options are plain data",
    says: /holds function, which cannot be frozen/,
  },
  {
    why: "never leaves its start",
    method: staysAtTheStart,
    promise: "gains on its start within bounds",
    says: /nothing better than the start/,
  },
  {
    why: "divides by the size of a gradient that is 0",
    method: dividesByNothing,
    promise: "asks at numbers only",
    says: /was asked where x\[\d\] is NaN/,
  },
];
