/** A mistake of the caller: `code` for programs, a sentence that says what is wrong and what to do for people. */
export class InfimumError extends Error {
  override readonly name = "InfimumError";
  readonly code: string;

  constructor(code: string, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
