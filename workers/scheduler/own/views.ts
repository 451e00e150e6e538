/** The cluster as a plugin of one's own sees it: frozen, and made anew only for nodes that changed. */
import type { ClusterView, KubernetesObject, NodeView, PodView, Taint } from '../../protocol/own-plugin';
import type { NodeInfo } from '../framework/node-info';
import type { Snapshot } from '../framework/plugin';
import type { PodInfo } from '../framework/pod-info';
import type { Resources } from '../framework/resources';

const ZONE = 'topology.kubernetes.io/zone';

export class Views {
  private readonly pods = new WeakMap<PodInfo, PodView>();
  private readonly nodes = new WeakMap<NodeInfo, { readonly generation: number; readonly view: NodeView }>();

  constructor(private readonly snapshot: Snapshot) {}

  pod(info: PodInfo): PodView {
    const known = this.pods.get(info);
    if (known) return known;
    const { namespace, name, labels, priority, facts, pod } = info;
    const requests = Object.freeze(amountsOf(facts.requests));
    const view = Object.freeze({ namespace, name, labels, priority, requests, object: pod as unknown as KubernetesObject });
    this.pods.set(info, view);
    return view;
  }

  node(info: NodeInfo): NodeView {
    const known = this.nodes.get(info);
    if (known?.generation === info.generation) return known.view;
    const { name, labels, taints, allocatable, allowedPods, requested, pods, node, generation } = info;
    const view = Object.freeze({
      name,
      labels,
      zone: labels[ZONE] ?? '',
      taints: taints as readonly Taint[],
      allocatable: Object.freeze({ ...amountsOf(allocatable), pods: allowedPods }),
      requested: Object.freeze(amountsOf(requested)),
      pods: Object.freeze(pods.map((pod) => this.pod(pod))),
      object: node as unknown as KubernetesObject,
    });
    this.nodes.set(info, { generation, view });
    return view;
  }

  /** For one attempt: during it nothing changes. */
  cluster(): ClusterView {
    const { snapshot } = this;
    const all = () => Object.freeze(snapshot.nodes.map((info) => this.node(info)));
    let nodes: readonly NodeView[] | undefined;
    return Object.freeze({
      get nodes() {
        return (nodes ??= all());
      },
      node: (name: string) => {
        const info = snapshot.get(name);
        return info && this.node(info);
      },
    });
  }
}

function amountsOf({ cpuMilli, memory }: Resources): { cpuMilli: number; memory: number } {
  return { cpuMilli, memory };
}
