/**
 * node-ipam-controller: gives every node its range of pod addresses
 * (source: pkg/controller/nodeipam/ipam/range_allocator.go, 1.36).
 * Differs: IPv4 only; there is no secondary range.
 */
import { objectKey } from '../../api/meta';
import { isFailure } from '../../api/request';
import { runController } from '../../client/controller';
import { planOf, send } from '../../client/script';
import type { Script } from '../../client/script';
import type { Node } from '../../resources/core/nodes/types';
import type { ControllerContext } from '../controller-context';
import { numberFlag } from '../controller-flags';
import { NODES } from '../resources';
import { CidrSet } from './cidr-set';

const CLUSTER_CIDR = '10.244.0.0/16';
const MASK_SIZE = 24;
/** A node for which there is no range waits this long for one to become free. */
const RETRY_MS = 30_000;

export function startNodeIpam({ process, flags, recorder }: ControllerContext): void {
  const nodes = process.informer<Node>(NODES);
  const events = recorder('cidrAllocator');
  const clusterCidr =
    String(flags['cluster-cidr'] ?? CLUSTER_CIDR)
      .split(',')
      .find((cidr) => !cidr.includes(':')) ?? CLUSTER_CIDR;
  const ranges = new CidrSet(
    clusterCidr,
    numberFlag(flags, 'node-cidr-mask-size-ipv4', numberFlag(flags, 'node-cidr-mask-size', MASK_SIZE)),
  );
  const queue = runController(process, {
    name: 'node-ipam',
    ready: () => nodes.hasSynced,
    reconcile(name) {
      const node = nodes.get(name);
      if (!node || node.spec?.podCIDR) return [];
      const podCIDR = ranges.allocate();
      if (podCIDR === undefined) {
        events.event(
          { ...node, apiVersion: 'v1', kind: 'Node' },
          'Normal',
          'CIDRNotAvailable',
          `Node ${name} status is now: CIDRNotAvailable`,
        );
        return { plan: [], requeueAfterMs: RETRY_MS };
      }
      return planOf(assign(ranges, name, podCIDR));
    },
  });
  const occupy = (node: Node): void => {
    for (const cidr of node.spec?.podCIDRs ?? []) ranges.occupy(cidr);
  };
  nodes.addHandler({
    onAdd: (node) => (occupy(node), queue.add(objectKey(node))),
    onUpdate: (before, after) => {
      if (before.spec?.podCIDR !== after.spec?.podCIDR) occupy(after);
      if (!after.spec?.podCIDR) queue.add(objectKey(after));
    },
    onDelete: (node) => {
      for (const cidr of node.spec?.podCIDRs ?? []) ranges.release(cidr);
    },
  });
}

function* assign(ranges: CidrSet, name: string, podCIDR: string): Script {
  const reply = yield* send({ ...NODES, verb: 'patch', patchType: 'merge', name, body: { spec: { podCIDR, podCIDRs: [podCIDR] } } });
  if (!isFailure(reply)) return undefined;
  ranges.release(podCIDR);
  return reply;
}
