/** Gives every Node object a machine, and takes it away with the object. */
import type { Informer } from '../client/informer';
import { Process } from '../client/process';
import type { Node } from '../resources/core/nodes/types';
import type { Fault } from '../resources/sim/faults/types';
import type { Component, ComponentContext } from '../sim/component';
import type { NodeSpec } from './node-spec';

export interface MachinesOptions {
  /** Names of machines that run already (the cluster spec's). */
  readonly nodes?: readonly string[];
}

export function createMachines(context: ComponentContext, options: MachinesOptions | undefined): Component {
  const process = new Process(context, 'system:kubarium:machines');
  const running = new Set(options?.nodes ?? []);
  const waiting = new Set<string>();
  const nodes = process.informer<Node>({ group: '', version: 'v1', resource: 'nodes' });
  const faults = process.informer<Fault>({ group: 'sim.kubarium.dev', version: 'v1alpha1', resource: 'faults' });
  nodes.addHandler({
    onAdd: (node) => waiting.add(node.metadata.name as string),
    onDelete: (node) => {
      const name = node.metadata.name as string;
      waiting.delete(name);
      if (!running.delete(name)) return;
      process.command({ type: 'stop', name: `node/${name}` });
    },
  });
  process.eachStep(() => {
    if (waiting.size === 0 || !faults.hasSynced) return;
    for (const name of waiting) {
      const node = nodes.get(name);
      if (!node || running.has(name)) continue;
      running.add(name);
      // A machine without power stays off, also when this component has just been started anew.
      if (isPoweredOff(name, faults)) continue;
      process.command({ type: 'start', component: { name: `node/${name}`, kind: 'node', group: 'nodes', options: nodeSpecOf(node) } });
    }
    waiting.clear();
  });
  return process;
}

function isPoweredOff(node: string, faults: Informer<Fault>): boolean {
  for (const { spec, status } of faults.list())
    if (spec.type === 'PowerOff' && status?.phase === 'Active' && status.targets?.includes(node)) return true;
  return false;
}

/** The machine that a Node object describes. */
export function nodeSpecOf(node: Node): NodeSpec {
  const { name, labels = {} } = node.metadata;
  const capacity = (node.status?.capacity ?? node.status?.allocatable ?? {}) as Readonly<Record<string, string>>;
  const allocatable = node.status?.allocatable as Readonly<Record<string, string>> | undefined;
  const internalIP = node.status?.addresses?.find((one) => one.type === 'InternalIP')?.address;
  return {
    name: name as string,
    labels,
    ...(capacity.cpu ? { cpu: String(capacity.cpu) } : {}),
    ...(capacity.memory ? { memory: String(capacity.memory) } : {}),
    ...(capacity.pods ? { pods: Number(capacity.pods) } : {}),
    ...(capacity['ephemeral-storage'] ? { ephemeralStorage: String(capacity['ephemeral-storage']) } : {}),
    ...(allocatable ? { allocatable } : {}),
    ...(internalIP ? { internalIP } : {}),
    ...(node.spec?.podCIDR ? { podCIDR: node.spec.podCIDR } : {}),
    ...(labels['topology.kubernetes.io/zone'] ? { zone: labels['topology.kubernetes.io/zone'] } : {}),
  };
}
