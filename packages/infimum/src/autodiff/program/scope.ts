import type { Key } from "./key.ts";
import type { Block, Step } from "./program.ts";
import type { Value } from "./value.ts";
import { ValueTable } from "./value-table.ts";

/**
 * A block under construction: the program itself, the body of a loop or an arm of a branch. It remembers what has been
 * computed where that is still true: operations and loads of memory that never changes for as long as the block lasts,
 * loads of other memory until somebody may have written it.
 */
export class Scope {
  readonly parent: Scope | undefined;
  readonly kind: "program" | "loop" | "arm";
  readonly level: number;
  readonly steps: Step[] = [];
  readonly #values = new ValueTable();
  /** By buffer, then by the id of the index. */
  readonly #loads = new Map<number, Map<number, Value>>();
  /** Buffers written here or within: what surrounds this block has to forget what it loaded from them. */
  readonly #written = new Set<number>();

  constructor(parent: Scope | undefined, kind: "program" | "loop" | "arm") {
    this.parent = parent;
    this.kind = kind;
    this.level = parent === undefined ? 0 : parent.level + 1;
  }

  get isEmpty(): boolean {
    return this.steps.length === 0;
  }

  find(key: Key): Value | undefined {
    return this.#values.find(key) ?? this.parent?.find(key);
  }

  remember(key: Key, value: Value): void {
    this.#values.set(key, value);
  }

  /**
   * What a load would give. An arm sees what was loaded before it; the body of a loop does not, because a step of the
   * body that is not built yet may have written there in the iteration before.
   */
  findLoad(buffer: number, index: number): Value | undefined {
    const known = this.#loads.get(buffer)?.get(index);
    if (known !== undefined || this.kind === "loop" || this.#written.has(buffer)) return known;
    return this.parent?.findLoad(buffer, index);
  }

  rememberLoad(buffer: number, index: number, value: Value): void {
    let loads = this.#loads.get(buffer);
    if (loads === undefined) {
      loads = new Map();
      this.#loads.set(buffer, loads);
    }
    loads.set(index, value);
  }

  forgetLoads(buffer: number): void {
    this.#written.add(buffer);
    this.#loads.delete(buffer);
  }

  /** The outermost block into which a value of that level may be moved: out of loops, never out of an arm. */
  home(level: number): Scope {
    return this.kind === "loop" && this.level > level ? (this.parent as Scope).home(level) : this;
  }

  absorb(inner: Scope): void {
    for (const buffer of inner.#written) this.forgetLoads(buffer);
  }

  finish(results: readonly Value[]): Block {
    return { steps: this.steps, results };
  }
}
