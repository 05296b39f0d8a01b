import type { DefinedFunction } from "../../../autodiff/run/wasm/module.ts";
import { op, type, vectorOp } from "../../../autodiff/run/wasm/opcodes.ts";
import type { ArrayNode } from "../../graph/node.ts";
import { isPlaced, isReduction, widthOf } from "../plan/kinds.ts";
import type { Nest, Stream } from "../plan/nest.ts";
import type { Reads } from "../plan/reads.ts";
import type { LoopStep } from "../plan/schedule.ts";
import { Branches } from "./branches.ts";
import { EntryCompiler } from "./entry-compiler.ts";
import { joinParts, partBytes, startingValue, startParts } from "./parts.ts";
import { loadEntries, type Place, storeEntries } from "./streams.ts";
import { type Imported, VectorCode } from "./vector-code.ts";
import { vectorInstructions } from "./vector-instructions.ts";

/** What the loops of one module have in common. */
export interface LoopContext {
  readonly reads: Reads;
  readonly imported: Imported;
  /** The address of an array in memory. */
  addressOf(source: ArrayNode): number;
  /** Where parts of sums are kept: `partBytes` for each reduction of a loop. */
  readonly parts: number;
}

/**
 * The function of one fused loop: the axes of its nest as loops, the innermost in vectors, then what is left of it entry by
 * entry, with the same instructions on the first lane. Reductions that are not done in parts add to what is in memory.
 */
export class LoopCompiler {
  readonly #step: LoopStep;
  readonly #nest: Nest;
  readonly #context: LoopContext;
  readonly #code = new VectorCode();
  readonly #places = new Map<Stream, Place>();
  /** By the bytes that it goes on by with every entry: the local that says how far from its row an array is read. */
  readonly #offsets = new Map<number, number>();
  /** Numbers that are the same for all entries of a row. */
  readonly #splats = new Map<ArrayNode, number>();
  readonly #reductions: readonly ArrayNode[];
  readonly #branches: Branches;
  readonly #lanes: number;
  /** Where in the parts the next entry goes, when that cannot be told from its place in the row. */
  readonly #partOffset: number | undefined;

  constructor(step: LoopStep, nest: Nest, context: LoopContext) {
    this.#step = step;
    this.#nest = nest;
    this.#context = context;
    this.#reductions = step.nodes.filter(isReduction);
    this.#branches = new Branches(step);
    const operands = step.nodes.flatMap((node) => node.operands);
    const widths = [...step.nodes, ...operands].map(({ precision }) => widthOf(precision));
    this.#lanes = 16 / Math.max(...widths);
    const { parts, lengths } = nest;
    const isBroken =
      parts !== undefined &&
      parts.run < lengths.length - 1 &&
      (lengths[lengths.length - 1] * widthOf(this.#reductions[0].precision)) % partBytes !== 0;
    this.#partOffset = isBroken ? this.#code.newLocal(type.i32) : undefined;
  }

  compile(): DefinedFunction {
    const { reads, writes } = this.#nest;
    for (const stream of [...reads.values(), ...writes.values()]) this.#prepare(stream);
    for (const node of this.#step.nodes) for (const operand of node.operands) this.#splatFill(operand);
    if (this.#nest.parts !== undefined) this.#offsetOf(widthOf(this.#reductions[0].precision));
    if (this.#nest.lengths.every((length, k) => length > 0 || k >= (this.#nest.parts?.first ?? 0))) this.#axis(0);
    return { type: { parameters: [], results: [] }, locals: this.#code.locals, code: this.#code.code };
  }

  #prepare(stream: Stream): void {
    const { source, offset } = stream.access;
    const width = widthOf(source.precision);
    const address = this.#context.addressOf(source) + offset * width;
    const step = stream.strides[stream.strides.length - 1];
    const isMoved = step < 0 || stream.strides.some((stride, k) => stride !== 0 && k < stream.strides.length - 1);
    const pointer = isMoved ? this.#code.newLocal(type.i32) : undefined;
    if (pointer !== undefined) this.#code.integer(address).set(pointer);
    this.#places.set(stream, { address, pointer, step, width, offset: step === 0 ? undefined : this.#offsetOf(step) });
  }

  #offsetOf(step: number): number {
    const offset = this.#offsets.get(step) ?? this.#code.newLocal(type.i32);
    this.#offsets.set(step, offset);
    return offset;
  }

  #splatFill(node: ArrayNode): void {
    const { reads } = this.#context;
    if (this.#splats.has(node) || !reads.isFill(node)) return;
    const { operation } = reads.of(node).source;
    const value = operation.name === "fill" ? operation.value : 0;
    this.#splats.set(node, this.#code.splat(value, node.precision).held());
  }

  #axis(level: number): void {
    const { lengths, parts } = this.#nest;
    if (parts?.first === level) this.#eachPart((node, k) => startParts(this.#code, node, this.#partsAt(k)));
    if (parts?.run === level && this.#partOffset !== undefined) this.#code.integer(0).set(this.#partOffset);
    if (lengths[level] > 0) {
      if (level === lengths.length - 1) this.#rows();
      else this.#repeat(level);
    }
    if (parts?.first === level) this.#eachPart((node, k) => this.#join(node, k));
  }

  #eachPart(visit: (node: ArrayNode, index: number) => void): void {
    this.#reductions.forEach(visit);
  }

  #partsAt(index: number): number {
    return this.#context.parts + index * partBytes;
  }

  #join(node: ArrayNode, index: number): void {
    const code = this.#code;
    const { pointer, address, width } = this.#placeOf(this.#nest.writes.get(node) as Stream);
    if (pointer === undefined) code.integer(address);
    else code.get(pointer);
    joinParts(code, node, this.#partsAt(index));
    code.accessLane(width === 8 ? vectorOp.store64Lane : vectorOp.store32Lane, 0);
  }

  #placeOf(stream: Stream): Place {
    return this.#places.get(stream) as Place;
  }

  /** An outer axis: what is inside of it, then every pointer one entry on; afterwards they are where they were. */
  #repeat(level: number): void {
    const { code } = this.#code;
    const count = this.#code.newLocal(type.i32);
    this.#code.integer(this.#nest.lengths[level]).set(count);
    code.byte(op.loop).byte(type.empty);
    this.#axis(level + 1);
    this.#move(level, 1);
    this.#code.get(count).integer(1);
    code.byte(op.i32Sub).byte(op.localTee).unsigned(count).byte(op.branchIf).unsigned(0).byte(op.end);
    if (level > 0) this.#move(level, -this.#nest.lengths[level]);
  }

  #move(level: number, entries: number): void {
    for (const [{ strides }, { pointer }] of this.#places) {
      if (pointer === undefined || strides[level] === 0) continue;
      this.#code.get(pointer).integer(entries * strides[level]);
      this.#code.code.byte(op.i32Add);
      this.#code.set(pointer);
    }
  }

  /** The innermost axis. */
  #rows(): void {
    const length = this.#nest.lengths[this.#nest.lengths.length - 1];
    for (const [operand, stream] of this.#nest.reads) {
      const place = this.#placeOf(stream);
      if (place.step === 0) this.#splats.set(operand, loadEntries(this.#code, place, this.#lanes, this.#lanes).held());
    }
    const inVectors = this.#partOffset === undefined ? length - (length % this.#lanes) : 0;
    for (const offset of this.#offsets.values()) this.#code.integer(0).set(offset);
    if (inVectors > 0) this.#entries(this.#lanes, 0, inVectors);
    if (inVectors < length) this.#entries(1, inVectors, length);
  }

  /** A loop over entries from `start` to `end` of the row, `lanes` of them at a time. */
  #entries(lanes: number, start: number, end: number): void {
    const { code } = this.#code;
    const isRepeated = end - start > lanes;
    if (isRepeated) code.byte(op.loop).byte(type.empty);
    this.#entry(lanes);
    for (const [bytes, local] of this.#offsets) {
      this.#code.get(local).integer(bytes * lanes);
      code.byte(op.i32Add);
      this.#code.set(local);
    }
    if (this.#partOffset !== undefined) {
      this.#code.get(this.#partOffset).integer(widthOf(this.#reductions[0].precision));
      code.byte(op.i32Add);
      this.#code.set(this.#partOffset);
    }
    if (!isRepeated) return;
    // a loop over several entries writes or sums, and so goes on
    const [[step, offset]] = this.#offsets;
    this.#code.get(offset).integer(step * end);
    code.byte(op.i32Ne).byte(op.branchIf).unsigned(0).byte(op.end);
  }

  #entry(lanes: number): void {
    const { reads, writes } = this.#nest;
    const code = this.#code;
    const entries = new EntryCompiler(code, this.#context.imported, lanes, this.#branches, (node) => {
      const splat = this.#splats.get(node);
      if (splat !== undefined) code.get(splat);
      else loadEntries(code, this.#placeOf(reads.get(node) as Stream), lanes, this.#lanes);
    });
    // all is read and computed before anything is written
    const values = this.#step.stored.map((node) => entries.valueOf(node));
    this.#step.stored.forEach((node, k) => {
      const place = this.#placeOf(writes.get(node) as Stream);
      if (!isReduction(node)) storeEntries(code, place, values[k], lanes, this.#lanes);
      else if (this.#nest.parts === undefined) this.#fold(node, place, values[k], lanes);
      else this.#fold(node, this.#partPlace(this.#reductions.indexOf(node)), values[k], lanes);
    });
  }

  /** Where the entry goes in the parts of a reduction. */
  #partPlace(index: number): Place {
    const width = widthOf(this.#reductions[index].precision);
    const code = this.#code;
    code
      .get(this.#partOffset ?? this.#offsetOf(width))
      .integer(partBytes - 1)
      .code.byte(op.i32And);
    const offset = code.held(type.i32);
    return { address: this.#partsAt(index), pointer: undefined, step: width, width, offset };
  }

  /** Takes the value into what is in memory. */
  #fold(node: ArrayNode, place: Place, value: number, lanes: number): void {
    const code = this.#code;
    loadEntries(code, place, lanes, this.#lanes);
    const name = node.operation.name === "sum" ? "add" : node.operation.name;
    const folded = code.get(value).vector(vectorInstructions[node.precision][name]).held();
    storeEntries(code, place, folded, lanes, this.#lanes);
  }
}

/** What a node has to be filled with in memory before the loop: what reductions without parts start from, and what stays 0. */
export function fillBefore(node: ArrayNode, { parts }: Nest): number | undefined {
  if (isPlaced(node)) return 0;
  return parts === undefined && isReduction(node) ? startingValue(node) : undefined;
}
