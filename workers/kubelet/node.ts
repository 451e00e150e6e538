/**
 * A machine: container runtime, kubelet, and what answers the requests that arrive at its pods. The runtime outlives a
 * stopped kubelet; a machine that is started anew begins with an empty runtime.
 */
import { Process } from '../client/process';
import { PodNetwork } from '../network/pod-network';
import type { Node } from '../resources/core/nodes/types';
import type { Pod } from '../resources/core/pods/types';
import type { Service } from '../resources/core/services/types';
import type { Component, ComponentContext } from '../sim/component';
import { ImageRegistry } from './images/registry';
import type { ImageDefinition } from './images/program';
import { ExecSessions } from './exec-sessions';
import { Kubelet } from './kubelet';
import type { Machine } from './kubelet';
import { handleNodeMessage } from './node-messages';
import { answerNodeQuery } from './node-queries';
import type { NodeSpec } from './node-spec';
import { serviceAddress } from './service-address';
import { PodIPs } from './pod-ips';
import { ContainerRuntime } from './runtime/container-runtime';

/** What only code can bring (tests, parity): programs beside the built-in ones. */
export interface NodeExtras {
  readonly programs?: readonly ImageDefinition[];
  /** Images that nobody described do not exist. */
  readonly closedRegistry?: boolean;
}

export function createNode(context: ComponentContext, options: NodeSpec & NodeExtras): Component {
  const process = new Process(context, `system:node:${options.name}`);
  const index = numberOf(options.name);
  const nodeIP = options.internalIP ?? `10.0.${Math.floor(index / 250)}.${(index % 250) + 1}`;
  const registry = new ImageRegistry(options.programs, options.closedRegistry);
  const runtime = new ContainerRuntime(process.timers, () => process.nowMs, process.random.fork('runtime'), registry);
  for (const image of ['registry.k8s.io/pause:3.10.1', ...(options.images ?? [])]) runtime.addImage(image);
  const nodes = process.informer<Node>({ group: '', version: 'v1', resource: 'nodes' }, { fieldSelector: `metadata.name=${options.name}` });
  const pods = process.informer<Pod>({ group: '', version: 'v1', resource: 'pods' }, { fieldSelector: `spec.nodeName=${options.name}` });
  const services = process.informer<Service>({ group: '', version: 'v1', resource: 'services' });
  runtime.lookup = (name, namespace) => serviceAddress(services, name, namespace);
  let ips: PodIPs | undefined;
  const network = new PodNetwork(options.name, { process, runtime, nodeIP, nodes, services });
  runtime.network = network;
  const machine: Machine = {
    process,
    spec: options,
    nodeIP,
    bootedMs: context.nowMs,
    network,
    manifests: new Map(),
    exec: new ExecSessions(runtime),
    runtime,
    pods,
    nodes,
    services,
    ips: () => (ips ??= new PodIPs(nodes.get(options.name)?.spec?.podCIDR ?? options.podCIDR ?? `10.244.${index % 256}.0/24`)),
  };
  let kubelet: Kubelet | undefined = new Kubelet(machine);
  pods.addHandler({
    onAdd: (pod) => kubelet?.add(pod),
    onUpdate: (before, after) => kubelet?.update(before, after),
    onDelete: (pod) => kubelet?.remove(pod),
  });
  process.handleMessages((from, message) =>
    handleNodeMessage(machine, from, message, {
      stopKubelet: () => {
        kubelet?.stop();
        kubelet = undefined;
      },
      setManifest: (path, content) => {
        if (content === undefined) machine.manifests.delete(path);
        else machine.manifests.set(path, content);
        kubelet?.setManifest(path, content);
      },
      startKubelet: () => {
        kubelet ??= new Kubelet(machine);
      },
    }),
  );
  process.handleQueries((question) => answerNodeQuery(machine, question));
  return process;
}

/** The number a node's name ends with, else one made from the name. */
function numberOf(name: string): number {
  const digits = /(\d+)$/.exec(name)?.[1];
  if (digits !== undefined) return Number(digits);
  let sum = 0;
  for (const char of name) sum = (sum * 31 + char.charCodeAt(0)) % 60_000;
  return sum;
}
