import type { Component, ComponentContext } from '../sim/component';
import type { ComponentFactory } from '../sim/group';

/** Constructors by `ComponentSpec.kind`. A spec's options are plain data whose shape its constructor states. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type ComponentTable = Readonly<Record<string, (context: ComponentContext, options: any) => Component>>;

export function factoryOf(...tables: readonly ComponentTable[]): ComponentFactory {
  const all: ComponentTable = Object.assign({}, ...tables);
  return (kind, context, options) => {
    const constructor = all[kind];
    if (!constructor) throw new Error(`no component of kind "${kind}"`);
    return constructor(context, options);
  };
}
