/** What a value is remembered by: the number of its operation and three numbers more, ids of operands or -1. */
export interface Key {
  readonly code: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/** Numbers of the operations. */
const codes = new Map<string, number>();

export function keyOf(operation: string, a: number, b = -1, c = -1): Key {
  let code = codes.get(operation);
  if (code === undefined) {
    code = codes.size;
    codes.set(operation, code);
  }
  return { code, a, b, c };
}
