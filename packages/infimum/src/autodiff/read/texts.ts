import type { Reading } from "./reading.ts";
import { kindOf } from "./scalars.ts";
import { isTraced } from "./traced.ts";
import { Intrinsic, RegularExpression, type Value } from "./values.ts";

/** Methods of texts that give numbers, texts, or arrays of them. */
const textMethods: ReadonlySet<string> = new Set(
  (
    "at charAt charCodeAt codePointAt concat endsWith includes indexOf lastIndexOf localeCompare match normalize padEnd padStart " +
    "repeat replace replaceAll search slice split startsWith substring toLowerCase toString toUpperCase trim trimEnd trimStart"
  ).split(" "),
);

const numberMethods: ReadonlySet<string> = new Set(["toFixed", "toString", "toPrecision", "toExponential"]);

/** A field of a text or a number that is known: what is computed with it is computed at once. */
export function textField(reading: Reading, own: string | number, name: string, node: object): Value {
  if (typeof own === "string" && name === "length") return own.length;
  if (typeof own === "string" && /^\d+$/.test(name)) return own[Number(name)];
  if (!(typeof own === "string" ? textMethods : numberMethods).has(name)) {
    throw reading.obstacle(node, `${name} of a ${typeof own} is not read`, "compute it in another way");
  }
  return new Intrinsic(name, {
    call: (args, at) => {
      const method = (own as unknown as Record<string, (...plain: unknown[]) => unknown>)[name];
      return wrapped(reading, method.apply(own, plainOf(reading, args, at)), at);
    },
  });
}

/** A field of a regular expression. */
export function expressionField(reading: Reading, { pattern }: RegularExpression, name: string, node: object): Value {
  if (name === "source" || name === "flags") return pattern[name];
  if (name !== "test" && name !== "exec") {
    throw reading.obstacle(node, `${name} of a regular expression is not read`, "compute it in another way");
  }
  return new Intrinsic(name, {
    call: (args, at) => {
      // it would remember where it was, whichever arm of a branch is executed
      if (pattern.global || pattern.sticky)
        throw reading.obstacle(
          at,
          "a regular expression with the flag g or y is asked step by step",
          "use match or replace",
        );
      const [text] = plainOf(reading, args, at);
      return wrapped(reading, pattern[name](String(text)), at);
    },
  });
}

/** Known arguments as they are. */
function plainOf(reading: Reading, args: readonly Value[], node: object): unknown[] {
  return args.map((argument) => {
    if (argument instanceof RegularExpression) return argument.pattern;
    if (isTraced(argument)) {
      if (argument.kind === "number" && !argument.integer)
        throw reading.obstacle(node, "a text is made of a computed number", "compute with numbers");
      return reading.settle(argument, node);
    }
    if (typeof argument === "object" && argument !== null)
      throw reading.obstacle(node, `${kindOf(argument)} is given to a method of texts`, "give texts and numbers");
    return argument;
  });
}

function wrapped(reading: Reading, result: unknown, node: object): Value {
  if (Array.isArray(result)) return reading.array(result.map((entry) => wrapped(reading, entry, node)));
  if (typeof result !== "object" || result === null) return result as Value;
  throw reading.obstacle(node, "what a method of texts gives is not read", "compute it in another way");
}
