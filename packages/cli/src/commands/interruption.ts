import { exitStatus } from "../exit-status.ts";

/** The first Ctrl-C or SIGTERM asks to stop, the second ends the process. */
export function listenForInterruption(
  interrupt: () => void,
  say: (line: string) => void,
  restore: () => void,
): () => void {
  let count = 0;
  const hear = (): void => {
    count++;
    if (count > 1) {
      restore();
      process.exit(exitStatus.interrupted);
    }
    say("Stopping after the current evaluation; once more ends at once.");
    interrupt();
  };
  process.on("SIGINT", hear);
  process.on("SIGTERM", hear);
  return () => {
    process.off("SIGINT", hear);
    process.off("SIGTERM", hear);
  };
}
