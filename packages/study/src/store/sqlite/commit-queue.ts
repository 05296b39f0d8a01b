import { setImmediate as nextTurn } from "node:timers/promises";
import { InfimumError } from "infimum";
import type { Connection } from "./driver.ts";
import { isLocked, storeFailed } from "./failures.ts";
import { LockPatience } from "./lock-patience.ts";
import { inTransaction, type TransactionKind } from "./transaction.ts";

/** More calls than this do not share a transaction: other processes wait for it, and so does this one's event loop. */
const largestGroup = 500;

interface Call {
  readonly kind: TransactionKind;
  readonly work: () => unknown;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

export interface CommitQueueOptions {
  readonly connection: Connection;
  /** For messages. */
  readonly path: string;
  /** Seconds to wait for a lock that another process holds. */
  readonly patience: number;
  /** Told when a transaction came to nothing. */
  readonly onRollback: () => void;
}

/**
 * Calls in the order they came, those of one turn of the event loop in one transaction: a commit costs about as much as
 * the call it commits. A call is answered once it is committed.
 */
export class CommitQueue {
  readonly #options: CommitQueueOptions;
  #waiting: Call[] = [];
  /** True from the first call on until all are answered. */
  #busy = false;
  #closed = false;

  constructor(options: CommitQueueOptions) {
    this.#options = options;
  }

  /** Runs the work inside a transaction. Rejects with what the work throws, then nothing of it is stored. */
  async run<T>(kind: TransactionKind, work: () => T): Promise<T> {
    if (this.#closed) {
      throw new InfimumError("store-closed", `${this.#options.path} was closed: open the store again.`);
    }
    return this.#enqueue(kind, work);
  }

  /** Answers what is waiting, and takes nothing more. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#enqueue("read", () => undefined).catch(() => undefined);
  }

  #enqueue<T>(kind: TransactionKind, work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ kind, work, resolve: resolve as (value: unknown) => void, reject });
      if (this.#busy) return;
      this.#busy = true;
      void nextTurn().then(() => this.#drain());
    });
  }

  async #drain(): Promise<void> {
    const patience = new LockPatience(this.#options.patience);
    // how many calls are to go one by one, because together they failed
    let alone = 0;
    while (this.#waiting.length > 0) {
      // taken anew at each try: calls that came while the lock was waited for go along
      const group = this.#waiting.slice(0, alone > 0 ? 1 : largestGroup);
      try {
        this.#commit(group);
        patience.renew();
      } catch (error) {
        if (isLocked(error) && (await patience.wait())) continue;
        if (group.length > 1 && !isLocked(error)) {
          // one of them is too much for the file, and its neighbours need not suffer for it
          alone = group.length;
          continue;
        }
        for (const call of group) call.reject(storeFailed(this.#options.path, error));
      }
      this.#waiting.splice(0, group.length);
      alone = Math.max(0, alone - 1);
      await nextTurn();
    }
    this.#busy = false;
  }

  /** Throws what befell the transaction; what befell single calls is theirs. */
  #commit(group: readonly Call[]): void {
    const kind = group.some((call) => call.kind === "write") ? "write" : "read";
    let answers: (() => void)[] = [];
    try {
      answers = inTransaction(this.#options.connection, kind, () => group.map(answer));
    } catch (error) {
      this.#options.onRollback();
      throw error;
    }
    for (const tell of answers) tell();
  }
}

/** Does what the call asks for, and gives what tells the caller once it is committed. */
function answer({ work, resolve, reject }: Call): () => void {
  try {
    const value = work();
    return () => resolve(value);
  } catch (error) {
    // the caller's mistake, noticed before anything was written
    if (error instanceof InfimumError) return () => reject(error);
    throw error;
  }
}
