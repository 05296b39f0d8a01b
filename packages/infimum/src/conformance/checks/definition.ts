import { decode, encode } from "../../run/plain-data.ts";
import { type ConformanceCheck, demand, type Subject } from "../check.ts";
import { finish, openRun } from "../drivers.ts";

/** The definition is complete, and its options and measures are what a registry and a checkpoint can hold. */
export function definitionChecks({ method, cases }: Subject): ConformanceCheck[] {
  return [
    {
      name: "the definition is complete",
      run() {
        const { name, version, title, needs, papers } = method;
        demand(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name), `the name "${name}" is not in kebab-case.`);
        demand(Number.isInteger(version) && version >= 1, `the version is ${version}: count from 1.`);
        demand(title.length > 0 && !title.includes("\n"), "the title is not one line.");
        demand(needs.length > 0, "the method needs nothing of a problem, so it cannot learn of it.");
        for (const { authors, year, title: paper } of papers) {
          demand(authors !== "" && paper !== "" && year > 1600, `the paper "${paper}" lacks authors, title or year.`);
        }
      },
    },
    {
      name: "the options are plain data",
      run() {
        const there = JSON.stringify(encode(method.options));
        demand(JSON.stringify(encode(decode(JSON.parse(there)))) === there, "the options do not survive JSON.");
      },
    },
    {
      name: "the measures are numbers, and the method settles by some of them",
      run() {
        const run = finish(openRun(method, cases[0].definition, { budget: { evaluations: 50 } }));
        const measures = run.measures();
        for (const [name, value] of Object.entries(measures)) {
          demand(typeof value === "number", `the measure ${name} is ${String(value)}, not a number.`);
        }
        for (const name of Object.keys(method.settles)) {
          demand(
            run.state === undefined || name in measures,
            `the method settles by ${name}, which it does not measure.`,
          );
        }
      },
    },
  ];
}
