import { didYouMean } from "../did-you-mean.ts";
import { InfimumError, wrongKind } from "../error.ts";
import { type ChoiceValue, codeOf, type Domain, fromUnit } from "./domain.ts";
import {
  type Condition,
  type Conditional,
  partKind,
  type SpacePart,
  type SpaceRecord,
  type Variable,
  type Variant,
} from "./parts.ts";

/** One number of a point. */
export interface Dimension {
  /** The path with dots: rule.momentum. */
  readonly name: string;
  /** Where the value is in the record of parameters. */
  readonly path: readonly string[];
  readonly domain: Domain;
  /** The dimension is there when all of these hold. */
  readonly conditions: readonly CodeCondition[];
  /** The code a search starts from. */
  readonly start: number;
}

/** A choice has one of these codes. */
export interface CodeCondition {
  /** The index of the choice among the dimensions: always before the dimension that depends on it. */
  readonly dimension: number;
  readonly codes: readonly number[];
}

/** A record inside the parameters, there while its conditions hold, even where nothing in it is. */
export interface Branch {
  readonly path: readonly string[];
  readonly conditions: readonly CodeCondition[];
}

/** The parts of a space in a row, what depends on a choice after it. */
export interface Flattened {
  readonly dimensions: readonly Dimension[];
  readonly branches: readonly Branch[];
}

/** @throws InfimumError `bad-condition`, `not-a-space` */
export function flatten(parts: SpaceRecord): Flattened {
  const dimensions: Dimension[] = [];
  const branches: Branch[] = [];

  const addVariable = (
    { domain, start }: Variable<unknown>,
    path: readonly string[],
    conditions: readonly CodeCondition[],
  ) => {
    const name = path.join(".");
    const middle = domain.kind === "choice" ? 0 : fromUnit(domain, 0.5);
    const code = start === undefined ? middle : codeOf(domain, start, `the start of ${name}`);
    dimensions.push({ name, path, domain, conditions, start: code });
  };

  const addRecord = (record: SpaceRecord, path: readonly string[], conditions: readonly CodeCondition[]): void => {
    branches.push({ path, conditions });
    for (const [name, part] of inOrder(record)) {
      if (name === "__proto__") throw new InfimumError("not-a-space", "a parameter cannot be called __proto__.");
      add(part, [...path, name], conditions);
    }
  };

  const addVariant = ({ arms }: Variant<any>, path: readonly string[], conditions: readonly CodeCondition[]): void => {
    const kinds = Object.keys(arms);
    const dimension = dimensions.length;
    branches.push({ path, conditions });
    addVariable(
      { [partKind]: "variable", domain: { kind: "choice", options: kinds }, start: undefined },
      [...path, "kind"],
      conditions,
    );
    kinds.forEach((kind, code) => addRecord(arms[kind], path, [...conditions, { dimension, codes: [code] }]));
  };

  const add = (part: SpacePart, path: readonly string[], conditions: readonly CodeCondition[]): void => {
    if (typeof part !== "object" || part === null) {
      throw wrongKind(
        "not-a-space",
        path.join("."),
        "float(...), int(...), choice(...), when(...), variant(...) or a record of them",
        part,
      );
    }
    if (!(partKind in part)) addRecord(part as SpaceRecord, path, conditions);
    else if (part[partKind] === "variable") addVariable(part as Variable<unknown>, path, conditions);
    else if (part[partKind] === "variant") addVariant(part as Variant<any>, path, conditions);
    else {
      const { condition, part: inner } = part as Conditional<SpacePart>;
      add(inner, path, [...conditions, ...codeConditions(condition, path, dimensions)]);
    }
  };

  addRecord(parts, [], []);
  return { dimensions, branches };
}

/** The entries of a record, those under a condition last: what they depend on may be written after them. */
function inOrder(record: SpaceRecord): [string, SpacePart][] {
  const entries = Object.entries(record);
  const waits = (part: SpacePart): part is Conditional<SpacePart> =>
    typeof part === "object" && part !== null && (part as { [partKind]?: string })[partKind] === "conditional";
  const ready = entries.filter(([, part]) => !waits(part));
  let waiting = entries.filter(([, part]) => waits(part));
  while (waiting.length > 0) {
    const names = new Set(waiting.map(([name]) => name));
    const next = waiting.filter(([name, part]) =>
      Object.keys((part as Conditional<SpacePart>).condition).every((needed) => needed === name || !names.has(needed)),
    );
    if (next.length === 0) {
      throw new InfimumError(
        "bad-condition",
        `the conditions of ${[...names].join(" and ")} go round in a circle: break it.`,
      );
    }
    ready.push(...next);
    waiting = waiting.filter((entry) => !next.includes(entry));
  }
  return ready;
}

/** A condition by the indices of its choices: those beside the part first, then those further out. */
function codeConditions(
  condition: Condition,
  path: readonly string[],
  dimensions: readonly Dimension[],
): CodeCondition[] {
  return Object.entries(condition).map(([name, wanted]) => {
    const dimension = choiceNamed(name, path, dimensions);
    const { domain } = dimensions[dimension];
    const values: readonly ChoiceValue[] = isOption(domain, wanted) || !Array.isArray(wanted) ? [wanted] : wanted;
    return {
      dimension,
      codes: values.map((value) => codeOf(domain, value, `${name} in the condition of ${path.join(".")}`)),
    };
  });
}

function isOption(domain: Domain, value: ChoiceValue): boolean {
  return domain.kind === "choice" && domain.options.some((option) => JSON.stringify(option) === JSON.stringify(value));
}

function choiceNamed(name: string, path: readonly string[], dimensions: readonly Dimension[]): number {
  for (let depth = path.length - 1; depth >= 0; depth--) {
    const wanted = [...path.slice(0, depth), name].join(".");
    // a variant is asked for by its own name
    const found = dimensions.findIndex(({ name: known }) => known === wanted || known === `${wanted}.kind`);
    if (found < 0) continue;
    if (dimensions[found].domain.kind === "choice") return found;
    throw new InfimumError(
      "bad-condition",
      `${path.join(".")} depends on ${wanted}, which is no choice: conditions are on choices.`,
    );
  }
  const choices = dimensions.filter(({ domain }) => domain.kind === "choice").map(({ name: known }) => known);
  throw new InfimumError(
    "bad-condition",
    `${path.join(".")} depends on "${name}", which is not there: ${didYouMean(name, choices)}`,
  );
}
