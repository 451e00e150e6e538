/**
 * The predicates that Kubernetes 1.0 scheduled by, under their names of then (source: plugin/pkg/scheduler/algorithm/predicates, 1.0).
 * Off by default; config/historical.ts has a profile of them. A predicate tells its name as the reason.
 * Differs: they read today's pods and nodes, where every quantity is a request.
 */
import { compileLabels } from '../../framework/selector';
import type { NodeInfo } from '../../framework/node-info';
import type { Handle, Plugin, PluginFactory } from '../../framework/plugin';
import type { PodInfo } from '../../framework/pod-info';
import { status } from '../../framework/status';
import { serviceAffinity } from '../service-affinity';

type Fits = (pod: PodInfo, node: NodeInfo) => boolean;
type Args = Readonly<Record<string, unknown>>;

const BOTH: NonNullable<Plugin['events']> = [
  { resource: 'Pod', actions: ['Add', 'Delete', 'UpdatePodLabel'] },
  { resource: 'Node', actions: ['Add', 'UpdateNodeLabel', 'UpdateNodeAllocatable'] },
  { resource: 'Service', actions: ['Add', 'Update', 'Delete'] },
];

/** CPU, memory and the number of pods. */
export const podFitsResources = predicate('PodFitsResources', () => ({ facts }, node) => {
  const fits = (wanted: number, used: number, allocatable: number) => wanted === 0 || used + wanted <= allocatable;
  return (
    node.pods.length < node.allowedPods &&
    fits(facts.requests.cpuMilli, node.requested.cpuMilli, node.allocatable.cpuMilli) &&
    fits(facts.requests.memory, node.requested.memory, node.allocatable.memory)
  );
});

/** spec.nodeSelector. */
export const podSelectorMatches = predicate(
  'PodSelectorMatches',
  () =>
    ({ pod }, { labels }) =>
      compileLabels(pod.spec?.nodeSelector ?? {})(labels),
);

/** spec.nodeName. */
export const podFitsHost = predicate(
  'PodFitsHost',
  () =>
    ({ pod }, { name }) =>
      !pod.spec?.nodeName || pod.spec.nodeName === name,
);

/** Host ports by number alone. */
export const podFitsPorts = predicate(
  'PodFitsPorts',
  () =>
    ({ facts }, { pods }) =>
      facts.hostPorts.every(({ port }) => pods.every((other) => other.facts.hostPorts.every((used) => used.port !== port))),
);

/** A disk that is attached for writing is attached once; Ceph images never twice. */
export const noDiskConflict = predicate('NoDiskConflict', () => (pod, { pods }) => {
  const mine = disksOf(pod);
  return pods.every((other) => disksOf(other).every((disk) => mine.every((one) => one.id !== disk.id || (one.readOnly && disk.readOnly))));
});

/** Nodes have (or with `presence: false` lack) all of `labels`. */
export const checkNodeLabelPresence = predicate('CheckNodeLabelPresence', (_handle, args) => {
  const { labels: keys = [], presence = true } = args as { readonly labels?: readonly string[]; readonly presence?: boolean };
  return (_pod, { labels }) => keys.every((key) => (labels[key] !== undefined) === presence);
});

/** Pods of a service stay on nodes that agree in `labels`. */
export const checkServiceAffinity: PluginFactory = {
  name: 'CheckServiceAffinity',
  create(handle, args) {
    const { labels = [] } = args as { readonly labels?: readonly string[] };
    const modern = serviceAffinity.create(handle, { affinityLabels: labels });
    const rejected = rejection('CheckServiceAffinity');
    return {
      name: 'CheckServiceAffinity',
      events: BOTH,
      filter: (state, pod, node) => (modern.filter?.(state, pod, node) ? rejected : undefined),
    };
  },
};

function predicate(name: string, create: (handle: Handle, args: Args) => Fits): PluginFactory {
  return {
    name,
    create(handle, args) {
      const fits = create(handle, args);
      const rejected = rejection(name);
      return { name, events: BOTH, filter: (_state, pod, node) => (fits(pod, node) ? undefined : rejected) };
    },
  };
}

function rejection(name: string) {
  return status(name, 'Unschedulable', name);
}

interface Disk {
  readonly id: string;
  readonly readOnly: boolean;
}

function disksOf({ pod }: PodInfo): readonly Disk[] {
  return (pod.spec?.volumes ?? []).flatMap(({ gcePersistentDisk: gce, awsElasticBlockStore: aws, rbd }): Disk[] => {
    if (gce) return [{ id: `gce/${gce.pdName}`, readOnly: gce.readOnly === true }];
    if (aws) return [{ id: `aws/${aws.volumeID}`, readOnly: false }];
    return rbd ? rbd.monitors.map((monitor) => ({ id: `rbd/${monitor}/${rbd.pool ?? ''}/${rbd.image}`, readOnly: false })) : [];
  });
}
