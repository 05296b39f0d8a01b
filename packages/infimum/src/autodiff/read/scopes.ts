import type { Cell, Value } from "./values.ts";

/** The variables of a block or a call, inside those of what surrounds it. */
export class Scope {
  readonly parent: Scope | undefined;
  readonly #cells = new Map<string, Cell>();

  constructor(parent: Scope | undefined) {
    this.parent = parent;
  }

  declare(name: string, cell: Cell): void {
    this.#cells.set(name, cell);
  }

  has(name: string): boolean {
    return this.#cells.has(name);
  }

  find(name: string): Cell | undefined {
    return this.#cells.get(name) ?? this.parent?.find(name);
  }
}

/** Makes what holds a variable. */
interface CellMaker {
  cell(value: Value, node: object, constant: boolean): Cell;
}

/** Declares a variable with its first value. */
export function declare(
  reading: CellMaker,
  scope: Scope,
  name: string,
  value: Value,
  node: object,
  constant = false,
): void {
  scope.declare(name, reading.cell(value, node, constant));
}
