/** When to begin nothing more: checks say how much of their work was left. */
export class Deadline {
  readonly #end: number;

  constructor(seconds: number) {
    this.#end = performance.now() + 1000 * seconds;
  }

  get isOver(): boolean {
    return performance.now() > this.#end;
  }
}
