/** What the command tells the shell. */
export const exitStatus = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const;
