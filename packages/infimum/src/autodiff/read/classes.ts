import type * as acorn from "acorn";
import { call } from "./calls.ts";
import { evaluate, keyOf } from "./expressions.ts";
import type { Reading } from "./reading.ts";
import { kindOf } from "./scalars.ts";
import { Scope } from "./scopes.ts";
import { Accessor, ClassValue, Closure, RecordValue, type Value } from "./values.ts";

/** The names under which the scopes of methods have what is no variable. */
export const hidden = { self: "this", parentFields: "super", ownClass: "the class" } as const;

/** A class: its methods, and what its instances begin with. */
export function classOf(
  reading: Reading,
  scope: Scope,
  node: acorn.ClassExpression | acorn.ClassDeclaration | acorn.AnonymousClassDeclaration,
): ClassValue {
  const parent = node.superClass ? evaluate(reading, scope, node.superClass) : undefined;
  if (parent !== undefined && !(parent instanceof ClassValue)) {
    throw reading.obstacle(
      node,
      "a class extends something that is no class of the function",
      "write it as a class of its own",
    );
  }
  const around = new Scope(scope);
  const [ofInstances, ofClass] = [new Scope(around), new Scope(around)];
  const made = new ClassValue({
    prototype: reading.record([], parent?.prototype),
    statics: reading.record([], parent?.statics),
    parent,
    scope: ofInstances,
    source: reading.source,
  });
  if (node.id) around.declare(node.id.name, reading.cell(made, node.id, true));
  ofInstances.declare(hidden.ownClass, reading.cell(made));
  ofInstances.declare(hidden.parentFields, reading.cell(parent?.prototype));
  ofClass.declare(hidden.parentFields, reading.cell(parent?.statics));
  ofClass.declare(hidden.self, reading.cell(made));
  for (const element of node.body.body) addElement(reading, made, element, ofClass);
  return made;
}

function addElement(
  reading: Reading,
  made: ClassValue,
  element: acorn.MethodDefinition | acorn.PropertyDefinition | acorn.StaticBlock,
  ofClass: Scope,
): void {
  if (element.type === "StaticBlock")
    throw reading.obstacle(element, "a class has a static block", "use a static field");
  const scope = element.static ? ofClass : (made.scope as Scope);
  if (element.type === "MethodDefinition") {
    const method = new Closure(element.value, scope, reading.source);
    if (element.kind === "constructor") {
      made.construct = method;
      return;
    }
    const target = element.static ? made.statics : made.prototype;
    addMethod(reading, target, keyOf(reading, scope, element), element.kind, method);
    return;
  }
  const name = keyOf(reading, scope, element);
  if (!element.static) made.fields.push([name, element.value ?? undefined]);
  else reading.setField(made.statics, name, element.value ? evaluate(reading, scope, element.value) : undefined);
}

/** Adds a method, a getter or a setter to a record. */
export function addMethod(
  reading: Reading,
  record: RecordValue,
  name: string,
  kind: "method" | "get" | "set",
  method: Closure,
): void {
  if (kind === "method") {
    reading.setField(record, name, method);
    return;
  }
  const known = record.fields.get(name)?.value;
  const { get, set } = known instanceof Accessor ? known : new Accessor(undefined, undefined);
  reading.setField(record, name, kind === "get" ? new Accessor(method, set) : new Accessor(get, method));
}

/** `new C(...)`. */
export function instanceOf(reading: Reading, made: ClassValue, args: readonly Value[], node: object): RecordValue {
  const self = reading.record([], made.prototype);
  initialize(reading, made, self, args, node);
  return self;
}

/** What a constructor does to an instance; one that is not written passes its arguments on. */
function initialize(reading: Reading, made: ClassValue, self: RecordValue, args: readonly Value[], node: object): void {
  const { construct, parent } = made;
  if (parent === undefined) defineFields(reading, made, self, node);
  if (construct !== undefined) {
    if (call(reading, construct, args, node, self) instanceof RecordValue)
      throw reading.obstacle(node, "a constructor returns another object", "use a function");
  } else if (parent !== undefined) {
    initialize(reading, parent, self, args, node);
    defineFields(reading, made, self, node);
  }
}

function defineFields(reading: Reading, made: ClassValue, self: RecordValue, node: object): void {
  const scope = new Scope(made.scope as Scope);
  scope.declare(hidden.self, reading.cell(self));
  reading.within(made.source, node, () => {
    for (const [name, value] of made.fields) {
      reading.setField(
        self,
        name,
        value === undefined ? undefined : evaluate(reading, scope, value as acorn.Expression),
      );
    }
  });
}

/** `super(...)`, in a constructor. */
export function callParent(reading: Reading, scope: Scope, args: readonly Value[], node: object): Value {
  const own = scope.find(hidden.ownClass)?.value;
  const self = scope.find(hidden.self)?.value;
  if (!(own instanceof ClassValue) || own.parent === undefined || !(self instanceof RecordValue))
    throw reading.obstacle(node, "super is called outside a constructor", "call it in the constructor");
  initialize(reading, own.parent, self, args, node);
  defineFields(reading, own, self, node);
  return undefined;
}

/** What `this` is. */
export function selfOf(reading: Reading, scope: Scope, node: object): Value {
  const cell = scope.find(hidden.self);
  if (cell === undefined)
    throw reading.obstacle(node, "the function uses this", "pass what it needs through data, or name it in using");
  return reading.read(cell);
}

/** The fields that `super.name` looks among. */
export function parentFields(reading: Reading, scope: Scope, node: object): RecordValue {
  const fields = scope.find(hidden.parentFields)?.value;
  if (fields instanceof RecordValue) return fields;
  throw reading.obstacle(node, `super is ${kindOf(fields)}`, "use it in classes that extend another");
}
