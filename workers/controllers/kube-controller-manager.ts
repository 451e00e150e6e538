/** The component that runs the control loops (the role of cmd/kube-controller-manager, 1.36). */
import { createEventRecorder } from '../client/events';
import { Process } from '../client/process';
import type { Component, ComponentContext } from '../sim/component';
import type { ControllerContext } from './controller-context';
import { CONTROLLERS } from './registry';
import { BUILT_IN_RESOURCES } from './resources';
import { ServedResources } from './served-resources';

export interface ControllerManagerOptions {
  /** --controllers: "*" for all, "foo" for one, "-foo" for none of it; the first entry about a controller decides. Absent: all. */
  readonly controllers?: string | readonly string[];
  readonly flags?: ControllerContext['flags'];
}

export function createControllerManager(context: ComponentContext, options: ControllerManagerOptions = {}): Component {
  const process = new Process(context, 'system:kube-controller-manager');
  const shared: ControllerContext = {
    process,
    recorder: (component) => createEventRecorder(process, { component }),
    resources: new ServedResources(process, BUILT_IN_RESOURCES),
    flags: options.flags ?? {},
  };
  const wanted = typeof options.controllers === 'string' ? options.controllers.split(',') : (options.controllers ?? ['*']);
  for (const { name, start } of CONTROLLERS) if (isEnabled(name, wanted)) start(shared);
  return process;
}

/** `name` with or without "-controller" may stand in the list, as in `deployment` (source: genericcontrollermanager.IsControllerEnabled). */
export function isEnabled(name: string, wanted: readonly string[]): boolean {
  const short = name.replace(/-controller$/, '');
  for (const entry of wanted) {
    if (entry === name || entry === short) return true;
    if (entry === `-${name}` || entry === `-${short}`) return false;
  }
  return wanted.includes('*');
}
