import { didYouMean } from "../did-you-mean.ts";
import { InfimumError, wrongKind } from "../error.ts";
import { type ChoiceValue, isPlainRecord, optionIndex, textOf } from "./choice-value.ts";
import type { ChoiceDomain, Domain } from "./domain.ts";
import {
  type Condition,
  type Conditional,
  partKind,
  type SpacePart,
  type SpaceRecord,
  type Variable,
  type Variant,
} from "./parts.ts";

/** A variable as it was found, before the variables are in a row. */
export interface Draft {
  /** The path with dots. */
  readonly name: string;
  readonly path: readonly string[];
  readonly domain: Domain;
  readonly start: unknown;
  readonly needs: readonly Need[];
}

/** A record as it was found. */
export interface DraftBranch {
  readonly path: readonly string[];
  readonly needs: readonly Need[];
}

/** What a part depends on; known once all parts have been found. @throws InfimumError `bad-condition` */
type Need = () => DraftCondition;

export interface DraftCondition {
  readonly choice: Draft;
  readonly codes: readonly number[];
}

/** The names that conditions see: those of one record (of an arm, if it is one), then those further out. */
interface Scope {
  /** The choice of that name; undefined for a record. */
  readonly names: Map<string, Draft | undefined>;
  readonly outer: Scope | undefined;
  /** What the record is called in the outer scope. */
  readonly key: string;
}

/** Where a part stands. */
interface Place {
  readonly path: readonly string[];
  readonly needs: readonly Need[];
  readonly scope: Scope;
}

/**
 * All variables and records of a space, in the order in which they are written.
 *
 * @throws InfimumError `not-a-space`
 */
export function draftsOf(parts: SpaceRecord): { drafts: readonly Draft[]; branches: readonly DraftBranch[] } {
  const drafts: Draft[] = [];
  const branches: DraftBranch[] = [];

  const addVariable = (domain: Domain, start: unknown, { path, needs }: Place): Draft => {
    const draft = { name: path.join("."), path, domain, start, needs };
    drafts.push(draft);
    return draft;
  };

  const addRecord = (record: SpaceRecord, { path, needs, scope }: Place): void => {
    branches.push({ path, needs });
    for (const [key, part] of Object.entries(record)) {
      if (key === "__proto__") throw new InfimumError("not-a-space", "a parameter cannot be called __proto__.");
      scope.names.set(key, add(part, { path: [...path, key], needs, scope }));
    }
  };

  const addVariant = (arms: Variant<any>["arms"], { path, needs, scope }: Place): Draft => {
    const kinds = Object.keys(arms);
    branches.push({ path, needs });
    const kind = addVariable({ kind: "choice", options: kinds }, undefined, { path: [...path, "kind"], needs, scope });
    kinds.forEach((name, code) => {
      const need = () => ({ choice: kind, codes: [code] });
      addRecord(arms[name], { path, needs: [...needs, need], scope: innerScope(path, scope) });
    });
    return kind;
  };

  const add = (part: SpacePart, place: Place): Draft | undefined => {
    const { path, needs, scope } = place;
    if (!isPlainRecord(part)) {
      const expected = "float(...), int(...), choice(...), when(...), variant(...) or a record of them";
      throw wrongKind("not-a-space", path.join("."), expected, part);
    }
    switch (part[partKind as never]) {
      case "variable": {
        const { domain, start } = part as unknown as Variable<unknown>;
        return addVariable(domain, start, place);
      }
      case "variant":
        return addVariant((part as unknown as Variant<any>).arms, place);
      case "conditional": {
        const { condition, part: inner } = part as unknown as Conditional<SpacePart>;
        return add(inner, { path, scope, needs: [...needs, ...needsOf(condition, place)] });
      }
      default:
        addRecord(part as SpaceRecord, { path, needs, scope: innerScope(path, scope) });
        return undefined;
    }
  };

  addRecord(parts, { path: [], needs: [], scope: { names: new Map(), outer: undefined, key: "" } });
  return { drafts, branches };
}

function innerScope(path: readonly string[], outer: Scope): Scope {
  return { names: new Map(), outer, key: path[path.length - 1] };
}

function needsOf(condition: Condition, { path, scope }: Place): Need[] {
  return Object.entries(condition).map(([name, wanted]) => () => {
    const choice = choiceNamed(name, path, scope);
    return { choice, codes: codesOf(name, wanted, choice.domain as ChoiceDomain, path) };
  });
}

/** The choice nearest outwards. A part does not depend on itself: what has its name is further out. */
function choiceNamed(name: string, path: readonly string[], scope: Scope): Draft {
  let own = path[path.length - 1];
  const choices: string[] = [];
  for (let at: Scope | undefined = scope; at !== undefined; own = at.key, at = at.outer) {
    for (const [known, draft] of at.names) if (draft?.domain.kind === "choice" && known !== own) choices.push(known);
    if (name === own || !at.names.has(name)) continue;
    const found = at.names.get(name);
    if (found?.domain.kind === "choice") return found;
    throw new InfimumError(
      "bad-condition",
      `${path.join(".")} depends on "${name}", which is no choice: conditions are on choices and variants.`,
    );
  }
  throw new InfimumError(
    "bad-condition",
    `${path.join(".")} depends on "${name}", which is not there: ${didYouMean(name, choices)}`,
  );
}

/** The codes of the option, or of any of the options, that a condition asks for. */
function codesOf(
  name: string,
  wanted: ChoiceValue,
  { options }: ChoiceDomain,
  path: readonly string[],
): readonly number[] {
  const isOption = optionIndex(options, wanted) >= 0;
  const values: readonly ChoiceValue[] = isOption || !Array.isArray(wanted) ? [wanted] : wanted;
  const codes = values.map((value) => optionIndex(options, value));
  const strange = codes.indexOf(-1);
  if (strange < 0 && codes.length > 0) return [...new Set(codes)].toSorted((a, b) => a - b);
  const known = options.map(textOf).join(", ");
  throw new InfimumError(
    "bad-condition",
    `${path.join(".")} depends on ${name} being ${textOf(values[strange]) ?? "one of no options"}: give one of ${known}.`,
  );
}
