/** The command was used wrongly: its message is one sentence saying what to do, and the exit status is 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
