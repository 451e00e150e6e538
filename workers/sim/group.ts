/** The components of one worker: built, stepped and dropped on the simulation's order. The same code runs in every placement. */
import type { Component, ComponentContext, ComponentSpec, Mail, Outbox } from './component';
import { randomStream } from './prng';

export interface ComponentStart {
  readonly spec: ComponentSpec;
  /** How often a component of this name was started before: its random stream depends on it. */
  readonly incarnation: number;
}

/** One round's work for one group. */
export interface GroupBatch {
  readonly nowMs: number;
  readonly stop: readonly string[];
  readonly start: readonly ComponentStart[];
  readonly steps: readonly { readonly name: string; readonly inbox: readonly Mail[] }[];
}

/** Outboxes in the order of the batch's steps. */
export type GroupResult = readonly Outbox[];

/** Builds a component of a kind; the composition root provides it (workers/cluster/components.ts). */
export type ComponentFactory = (kind: string, context: ComponentContext, options: unknown) => Component;

export class ComponentGroup {
  private readonly components = new Map<string, Component>();

  constructor(
    private readonly seed: number,
    private readonly factory: ComponentFactory,
  ) {}

  run(batch: GroupBatch): GroupResult {
    for (const name of batch.stop) this.components.delete(name);
    for (const { spec, incarnation } of batch.start) {
      const random = randomStream(this.seed, `component/${spec.name}/${incarnation}`);
      this.components.set(spec.name, this.factory(spec.kind, { name: spec.name, nowMs: batch.nowMs, random }, spec.options));
    }
    return batch.steps.map(({ name, inbox }) => {
      const component = this.components.get(name);
      if (!component) throw new Error(`step of ${name}, which is not in this group`);
      return component.step(batch.nowMs, inbox);
    });
  }

  query(name: string, question: unknown): unknown {
    return this.components.get(name)?.query?.(question);
  }
}
