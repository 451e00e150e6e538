import type { Node } from '../../resources/core/nodes/types';

/**
 * Nodes by zone, listed with the zones in turn, so that a search that stops early has seen all zones
 * (source: kube-scheduler backend/cache/node_tree.go, 1.36).
 */
export class NodeTree {
  private readonly zones = new Map<string, string[]>();

  add(node: Node): void {
    const zone = zoneOf(node);
    const names = this.zones.get(zone);
    const name = node.metadata.name ?? '';
    if (!names) this.zones.set(zone, [name]);
    else if (!names.includes(name)) names.push(name);
  }

  remove(node: Node): void {
    const zone = zoneOf(node);
    const names = this.zones.get(zone);
    const at = names?.indexOf(node.metadata.name ?? '') ?? -1;
    if (!names || at < 0) return;
    names.splice(at, 1);
    if (names.length === 0) this.zones.delete(zone);
  }

  /** True where the node has changed its zone, and with it the order. */
  update(before: Node, after: Node): boolean {
    if (zoneOf(before) === zoneOf(after)) return false;
    this.remove(before);
    this.add(after);
    return true;
  }

  list(): string[] {
    const lists = [...this.zones.values()];
    const longest = Math.max(0, ...lists.map(({ length }) => length));
    const names: string[] = [];
    for (let at = 0; at < longest; at++) {
      for (const list of lists) {
        const name = list[at];
        if (name !== undefined) names.push(name);
      }
    }
    return names;
  }
}

/** Region and zone together; nodes without either share one group. */
function zoneOf({ metadata }: Node): string {
  const labels = metadata.labels ?? {};
  const region = labels['topology.kubernetes.io/region'] ?? labels['failure-domain.beta.kubernetes.io/region'] ?? '';
  const zone = labels['topology.kubernetes.io/zone'] ?? labels['failure-domain.beta.kubernetes.io/zone'] ?? '';
  return region === '' && zone === '' ? '' : `${region}:\u0000:${zone}`;
}
