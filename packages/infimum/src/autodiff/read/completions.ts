import type { Value } from "./values.ts";

/** How a statement ends where it does not simply end. */
export type Completion =
  | undefined
  | { readonly kind: "return"; readonly value: Value }
  | { readonly kind: "break" | "continue"; readonly label: string | undefined }
  /** What follows in the function, or in the iteration, has been executed too, and ended like this. */
  | { readonly kind: "finished"; readonly completion: Completion };

/** How it ended, where what follows may have been executed too. */
export function ended(completion: Completion): Completion {
  return completion?.kind === "finished" ? ended(completion.completion) : completion;
}
