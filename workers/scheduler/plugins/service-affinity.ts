import type { AnyObject } from '../../api/meta';
import type { NodeInfo } from '../framework/node-info';
import { SCORE_MAX } from '../framework/plugin';
import type { ClusterObjects, PluginFactory, Scores, Snapshot } from '../framework/plugin';
import type { PodInfo } from '../framework/pod-info';
import { compileLabels, matchesNothing } from '../framework/selector';
import type { Labels } from '../framework/selector';
import { status } from '../framework/status';

const NAME = 'ServiceAffinity';
const REJECTED = status(NAME, 'Unschedulable', "node(s) didn't match service affinity");

interface Args {
  readonly affinityLabels?: readonly string[];
  readonly antiAffinityLabelsPreference?: readonly string[];
}

/**
 * Pods of a service stay where its first pods went, by node labels, and spread over other labels. Was CheckServiceAffinity in
 * older texts; a profile has to enable it (source: kube-scheduler plugins/serviceaffinity, 1.22; removed upstream since).
 */
export const serviceAffinity: PluginFactory = {
  name: NAME,
  create({ snapshot, objects }, args) {
    const { affinityLabels = [], antiAffinityLabelsPreference = [] } = args as Args;
    return {
      name: NAME,
      events: [
        { resource: 'Pod', actions: ['Add', 'Delete', 'UpdatePodLabel'] },
        { resource: 'Node', actions: ['Add', 'UpdateNodeLabel'] },
        { resource: 'Service', actions: ['Add', 'Update', 'Delete'] },
      ],
      filter: (_state, pod, { labels }) =>
        compileLabels(wantedLabels(affinityLabels, pod, snapshot, objects))(labels) ? undefined : REJECTED,
      score: (_state, pod, node) => servicePodsOn(node, pod, objects),
      normalizeScore: (_state, _pod, scores, nodes) => spread(scores, nodes, antiAffinityLabelsPreference),
    };
  },
};

/** From the pod's node selector, and for the rest from the node of a pod like it. */
function wantedLabels(keys: readonly string[], pod: PodInfo, snapshot: Snapshot, objects: ClusterObjects): Labels {
  const own = pod.pod.spec?.nodeSelector ?? {};
  const known = keys.filter((key) => own[key] !== undefined);
  const like = known.length < keys.length && servicesOf(pod, objects).length > 0 ? nodeOfPodLike(pod, snapshot) : undefined;
  const pairs = keys.map((key) => [key, own[key] ?? like?.labels[key]] as const);
  return Object.fromEntries(pairs.filter((pair): pair is readonly [string, string] => pair[1] !== undefined));
}

function nodeOfPodLike({ namespace, labels }: PodInfo, { nodes }: Snapshot): NodeInfo | undefined {
  const alike = compileLabels(labels);
  return nodes.find(({ pods }) => pods.some((other) => other.namespace === namespace && alike(other.labels)));
}

function servicesOf({ namespace, labels }: PodInfo, objects: ClusterObjects): readonly Labels[] {
  return objects
    .list('services', namespace)
    .map((service: AnyObject) => (service['spec'] as { selector?: Labels } | undefined)?.selector)
    .filter((selector) => selector !== undefined)
    .filter((selector) => compileLabels(selector)(labels));
}

/** Pods of the pod's first service. */
function servicePodsOn({ pods }: NodeInfo, pod: PodInfo, objects: ClusterObjects): number {
  const [selector] = servicesOf(pod, objects);
  const selects = selector ? compileLabels(selector) : matchesNothing;
  return pods.filter(
    (other) => other.namespace === pod.namespace && other.pod.metadata.deletionTimestamp === undefined && selects(other.labels),
  ).length;
}

/** Fewer of the service's pods on nodes with the same label value is better; a node without the label gets nothing for it. */
function spread(scores: Scores, nodes: readonly NodeInfo[], keys: readonly string[]): void {
  const counts = Array.from(scores);
  const total = counts.reduce((sum, count) => sum + count, 0);
  scores.fill(0);
  for (const key of keys) {
    const byValue = new Map<string, number>();
    nodes.forEach(({ labels }, at) => {
      const value = labels[key];
      if (value !== undefined) byValue.set(value, (byValue.get(value) ?? 0) + (counts[at] as number));
    });
    nodes.forEach(({ labels }, at) => {
      const value = labels[key];
      if (value === undefined) return;
      const score = total === 0 ? SCORE_MAX : (SCORE_MAX * (total - (byValue.get(value) ?? 0))) / total;
      scores[at] = (scores[at] as number) + Math.trunc(score / keys.length);
    });
  }
}
