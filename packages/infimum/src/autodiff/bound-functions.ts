/** Binds functions of an object to it, so that they work when they are taken out: const { gradient } = differentiate(...). */
export function withBoundFunctions<T extends object, Name extends keyof T>(object: T, names: readonly Name[]): T {
  for (const name of names) {
    const own = object[name] as (...args: never[]) => unknown;
    Object.defineProperty(object, name, { value: own.bind(object), enumerable: true });
  }
  return object;
}
