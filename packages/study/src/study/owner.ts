import { hostname } from "node:os";

/**
 * A name for this process and whatever opens a study in it. No two may take each other's trials for their own, so a part of
 * it is random, and seeds have no part in it.
 */
export function newOwner(): string {
  return `${hostname()}:${process.pid}:${globalThis.crypto.randomUUID()}`;
}

/**
 * True when the owner was a process of this machine that is no more: nobody has to wait for its leases to run out. False
 * where that cannot be known: another machine, or a number that another process has by now.
 */
export function isGone(owner: string): boolean {
  const [host, number] = owner.split(":");
  const pid = Number(number);
  if (host !== hostname() || !Number.isSafeInteger(pid) || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    // not allowed to signal it: it is there
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
