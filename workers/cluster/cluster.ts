/**
 * One cluster minus the question of threads: store, API server and simulation wired together. A driver
 * (`inline-driver.ts`, the hosts' thread driver) runs its rounds.
 */
import { canonicalJson } from '../lib/canonical-json';
import { Fingerprint } from '../lib/hash';
import type { LogSource } from '../apiserver/backend';
import { ApiServer } from '../apiserver/server';
import { resourceDefinitions } from '../resources/registry';
import type { ComponentSpec } from '../sim/component';
import type { Journal } from '../sim/journal';
import { randomStream } from '../sim/prng';
import { Simulation } from '../sim/simulation';
import { Store } from '../store/store';
import { ENGINE_VERSION, nodeSpecs } from './spec';
import type { ClusterSpec } from './spec';

export class Cluster {
  readonly store = new Store();
  readonly api: ApiServer;
  readonly simulation: Simulation;

  /** Where GET pods/<name>/log gets its text; the driver sets it, since machines may live in another thread. */
  logs: LogSource = () => '';

  constructor(readonly spec: ClusterSpec) {
    this.api = new ApiServer({
      store: this.store,
      random: randomStream(spec.seed, 'apiserver'),
      clock: () => this.simulation?.nowMs ?? spec.startMs ?? 0,
      logs: (pod, options) => this.logs(pod, options),
      runs: (program) => this.simulation?.groupOf(program) !== undefined,
      ...(spec.serviceFamilies ? { serviceFamilies: spec.serviceFamilies } : {}),
    });
    this.simulation = new Simulation(this.api, spec.startMs);
    for (const component of componentSpecs(spec)) this.simulation.start(component);
  }

  /** Fingerprint of all live keys and values: 16 hexadecimal digits. */
  hash(): string {
    const fingerprint = new Fingerprint();
    for (const { key, value } of this.store.range('/')) {
      fingerprint.add(key);
      fingerprint.add(canonicalJson(value));
    }
    return fingerprint.hex();
  }

  journal(): Journal<ClusterSpec> {
    return { engine: ENGINE_VERSION, spec: this.spec, entries: this.simulation.journal };
  }
}

/** The components that a cluster of this spec boots with. */
function componentSpecs(spec: ClusterSpec): ComponentSpec[] {
  const resources = resourceDefinitions
    .filter(({ verbs, view }) => !verbs && !view)
    .map(({ group, version, resource, kind, namespaced }) => ({
      group,
      version,
      resource,
      kind,
      namespaced,
    }));
  const controllers = spec.controllers ?? ['*'];
  const specs: ComponentSpec[] = [];
  if (controllers.length)
    specs.push({
      name: 'kube-controller-manager',
      kind: 'kube-controller-manager',
      group: 'controllers',
      options: { controllers, resources },
    });
  const { scheduler = true } = spec;
  if (scheduler !== false) {
    const options = scheduler === true ? {} : scheduler;
    specs.push({ name: 'kube-scheduler', kind: 'kube-scheduler', group: 'scheduler', options });
  }
  const nodes = nodeSpecs(spec.nodes);
  specs.push(
    { name: 'faults', kind: 'faults', group: 'nodes', options: {} },
    { name: 'machines', kind: 'machines', group: 'nodes', options: { nodes: nodes.map(({ name }) => name) } },
    { name: 'traffic', kind: 'traffic', group: 'nodes', options: {} },
  );
  for (const node of nodes) specs.push({ name: `node/${node.name}`, kind: 'node', group: 'nodes', options: node });
  return specs;
}
