/** A mistake of the caller: `code` for programs, a sentence that says what is wrong and what to do for people. */
export class InfimumError extends Error {
  override readonly name = "InfimumError";
  readonly code: string;

  constructor(code: string, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** The error for a number that makes no sense: what it is, and what to give. */
export function badValue(code: string, name: string, value: unknown, remedy: string): InfimumError {
  return new InfimumError(code, `${name} is ${String(value)}: give ${remedy}.`);
}

/** The error for a value of the wrong kind: what it has to be, and what it is. */
export function wrongKind(code: string, name: string, expected: string, value: unknown): InfimumError {
  const kind = value === null ? "null" : Array.isArray(value) ? "an array" : typeof value;
  return new InfimumError(code, `${name} has to be ${expected}, not ${kind}.`);
}
