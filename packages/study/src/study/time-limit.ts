/** Longest delay a timer takes. */
const longestTimer = 2 ** 31 - 1;

/** A limit on the time of something, whose clock can be started when it really begins. */
export class TimeLimit {
  /** Resolves when the time is over. */
  readonly over: Promise<typeof timeIsOver>;
  readonly #seconds: number;
  #end: () => void = () => {};
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(seconds: number) {
    this.#seconds = seconds;
    this.over = new Promise((resolve) => {
      this.#end = () => resolve(timeIsOver);
    });
    this.start();
  }

  /** Begins anew, from now on. */
  start(): void {
    this.stop();
    this.#timer = setTimeout(this.#end, Math.min(1000 * this.#seconds, longestTimer));
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

/** What `over` resolves to. */
export const timeIsOver = Symbol("the time is over");
