import type { Block, Program, Step } from "./program.ts";
import type { Value } from "./value.ts";

/** A program as text, a step a line: for people. */
export function print(program: Program): string {
  const lines: string[] = [];
  printBlock(program.body, "", lines);
  lines.push(`answer ${names(program.results)}`);
  return lines.join("\n");
}

function name({ id, constant, kind }: Value): string {
  if (constant === undefined) return `${kind[0]}${id}`;
  return kind === "condition" ? String(constant === 1) : String(constant);
}

function names(values: readonly Value[]): string {
  return values.map(name).join(", ");
}

function printBlock({ steps }: Block, indent: string, lines: string[]): void {
  for (const step of steps) printStep(step, indent, lines);
}

function printStep(step: Step, indent: string, lines: string[]): void {
  const say = (line: string): void => {
    lines.push(indent + line);
  };
  const inner = `${indent}  `;
  switch (step.step) {
    case "compute":
    case "convert":
      return say(`${name(step.value)} = ${step.value.operation} ${names(step.value.operands)}`);
    case "load":
      return say(`${name(step.value)} = ${step.buffer.role}${step.buffer.id}[${name(step.index)}]`);
    case "store":
      return say(`${step.buffer.role}${step.buffer.id}[${name(step.index)}] = ${name(step.value)}`);
    case "local":
      return say(`local${step.buffer.id} = ${step.buffer.length} times ${step.fill}`);
    case "guard":
      return say(`expect ${name(step.condition)} to be ${step.expected}`);
    case "push":
    case "pop":
      return say(`${step.step} ${step.group}: ${names(step.values)}`);
    case "loop":
      say(
        `for ${name(step.index)} from ${name(step.start)} to ${name(step.end)} by ${step.stride}, ${names(step.carried)} = ${names(step.initial)}`,
      );
      printBlock(step.body, inner, lines);
      return say(`next ${names(step.body.results)} -> ${names(step.results)}`);
    case "branch":
      say(`if ${name(step.condition)}`);
      printBlock(step.whenTrue, inner, lines);
      say(`gives ${names(step.whenTrue.results)} else`);
      printBlock(step.whenFalse, inner, lines);
      return say(`gives ${names(step.whenFalse.results)} -> ${names(step.results)}`);
  }
}
