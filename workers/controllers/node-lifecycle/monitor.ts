/** The periodic look at all nodes, and the rate-limited NoExecute taints that follow from it. */
import { rfc3339 } from '../../api/time';
import { isFailure } from '../../api/request';
import type { EventRecorder } from '../../client/events';
import type { Informer } from '../../client/informer';
import { execute } from '../../client/plan';
import type { Process } from '../../client/process';
import { planOf } from '../../client/script';
import type { Lease } from '../../resources/coordination/leases/types';
import type { Node } from '../../resources/core/nodes/types';
import type { Pod } from '../../resources/core/pods/types';
import type { ControllerContext } from '../controller-context';
import { numberFlag, secondsFlag } from '../controller-flags';
import { podsOnNode } from '../node-pods';
import { NODES } from '../resources';
import { checkHealth } from './health';
import type { GracePeriods, HealthCheck, NodeHealth } from './health';
import { markNotReady } from './pods-not-ready';
import { NOT_READY, UNREACHABLE, hasTaint, swapTaints } from './taints';
import type { Taint } from './taints';
import { ZoneQueue, evictionRate, zoneState } from './zones';
import type { EvictionRates, ZoneState } from './zones';

/** How often upstream looks at its eviction queues. */
const EVICTION_PASS_MS = 100;
const RETRY_MS = 10;
const EXCLUDE_LABEL = 'node.kubernetes.io/exclude-disruption';
const UNREACHABLE_TAINT: Taint = { key: UNREACHABLE, effect: 'NoExecute' };
const NOT_READY_TAINT: Taint = { key: NOT_READY, effect: 'NoExecute' };

interface Dependencies {
  readonly process: Process;
  readonly nodes: Informer<Node>;
  readonly pods: Informer<Pod>;
  readonly lease: (node: string) => Lease | undefined;
  readonly recorder: EventRecorder;
  readonly flags: ControllerContext['flags'];
}

export class NodeMonitor {
  /** Nodes that have been announced, by name. */
  private readonly known = new Map<string, Node>();
  private readonly health = new Map<string, NodeHealth>();
  private readonly current = new Map<string, string>();
  private readonly zones = new Map<string, ZoneQueue>();
  private readonly states = new Map<string, ZoneState>();
  private readonly grace: GracePeriods;
  private readonly rates: EvictionRates;
  private passDue = false;

  constructor(private readonly with_: Dependencies) {
    const { flags } = with_;
    this.grace = {
      monitorMs: secondsFlag(flags, 'node-monitor-grace-period', 50_000),
      startupMs: secondsFlag(flags, 'node-startup-grace-period', 60_000),
    };
    this.rates = {
      rate: numberFlag(flags, 'node-eviction-rate', 0.1),
      secondaryRate: numberFlag(flags, 'secondary-node-eviction-rate', 0.01),
      unhealthyThreshold: numberFlag(flags, 'unhealthy-zone-threshold', 0.55),
      largeZone: numberFlag(flags, 'large-cluster-size-threshold', 50),
    };
  }

  /** Ready as of the last check; undefined before a node's first. */
  isReady(node: string): boolean | undefined {
    const status = this.current.get(node);
    return status === undefined ? undefined : status === 'True';
  }

  check(): void {
    const { nodes } = this.with_;
    this.announce();
    const readiness = new Map<string, boolean[]>();
    for (const node of nodes.list()) {
      const name = node.metadata.name ?? '';
      const check = checkHealth(node, this.with_.lease(name), this.health.get(name), this.with_.process.nowMs, this.grace);
      this.health.set(name, check.health);
      this.current.set(name, check.current);
      if (node.metadata.labels?.[EXCLUDE_LABEL] === undefined) {
        const zone = zoneOf(node);
        const list = readiness.get(zone);
        if (list) list.push(check.current === 'True');
        else readiness.set(zone, [check.current === 'True']);
      }
      this.follow(node, check);
    }
    this.handleDisruption(readiness);
    this.schedulePass();
  }

  private announce(): void {
    const { nodes, process } = this.with_;
    for (const node of nodes.list()) {
      const name = node.metadata.name ?? '';
      const zone = zoneOf(node);
      if (!this.zones.has(zone)) this.zones.set(zone, new ZoneQueue(this.rates.rate, process.nowMs));
      if (this.known.has(name)) continue;
      this.known.set(name, node);
      this.event(node, 'RegisteredNode', `Node ${name} event: Registered Node ${name} in Controller`);
      this.makeReachable(node);
    }
    for (const [name, node] of [...this.known]) {
      if (nodes.get(name)) continue;
      this.known.delete(name);
      this.health.delete(name);
      this.current.delete(name);
      for (const queue of this.zones.values()) queue.remove(name);
      this.event(node, 'RemovingNode', `Node ${name} event: Removing Node ${name} from Controller`);
    }
  }

  /** What a node's new state asks for: its status, its taints, its pods. */
  private follow(node: Node, check: HealthCheck): void {
    const { process, pods, recorder } = this.with_;
    const name = node.metadata.name ?? '';
    const now = rfc3339(process.nowMs);
    if (check.conditions) {
      process.withCause('timer', () =>
        process.send(
          {
            ...NODES,
            verb: 'patch',
            patchType: 'merge',
            subresource: 'status',
            name,
            body: { metadata: { resourceVersion: node.metadata.resourceVersion }, status: { conditions: check.conditions } },
          },
          (reply) => {
            // The kubelet wrote meanwhile: the next check sees it.
            if (!isFailure(reply)) return;
            this.current.set(name, check.observed);
          },
        ),
      );
    }
    this.followTaints(node, check);
    const turned = check.current !== 'True' && check.observed === 'True';
    if (turned) this.event(node, 'NodeNotReady', `Node ${name} status is now: NodeNotReady`);
    if (turned) execute(process, planOf(markNotReady(podsOnNode(pods, name), recorder, now)), () => {});
  }

  private followTaints(node: Node, { current }: HealthCheck): void {
    if (current === 'True') {
      this.makeReachable(node);
      return;
    }
    const [wanted, other] = current === 'False' ? [NOT_READY_TAINT, UNREACHABLE_TAINT] : [UNREACHABLE_TAINT, NOT_READY_TAINT];
    // A node that is tainted for the other reason already has had its turn.
    if (hasTaint(node, other.key, 'NoExecute')) this.swap(node, [wanted], [other]);
    else if (!hasTaint(node, wanted.key, 'NoExecute')) this.zones.get(zoneOf(node))?.add(node.metadata.name ?? '');
  }

  private makeReachable(node: Node): void {
    if (hasTaint(node, UNREACHABLE, 'NoExecute') || hasTaint(node, NOT_READY, 'NoExecute'))
      this.swap(node, [], [UNREACHABLE_TAINT, NOT_READY_TAINT]);
    this.zones.get(zoneOf(node))?.remove(node.metadata.name ?? '');
  }

  private handleDisruption(readiness: ReadonlyMap<string, readonly boolean[]>): void {
    const { nodes, process } = this.with_;
    const next = new Map([...readiness].map(([zone, list]) => [zone, zoneState(list, this.rates)] as const));
    for (const zone of [...this.states.keys()]) if (!next.has(zone)) this.states.delete(zone);
    for (const zone of next.keys()) if (!this.states.has(zone)) this.states.set(zone, 'Initial');
    const allAre = [...next.values()].every((state) => state === 'FullDisruption');
    const allWere = [...this.states.values()].every((state) => state === 'FullDisruption');
    if (allAre && allWere) return;
    if (allAre) {
      // Everything seems down: more likely the control plane is cut off, so nobody is evicted.
      for (const node of nodes.list()) this.makeReachable(node);
      for (const zone of this.states.keys()) {
        this.zones.get(zone)?.setRate(0, process.nowMs);
        this.states.set(zone, 'FullDisruption');
      }
      return;
    }
    if (allWere) for (const [name, health] of this.health) this.health.set(name, { ...health, probedMs: process.nowMs });
    for (const [zone, state] of next) {
      if (!allWere && this.states.get(zone) === state) continue;
      this.zones.get(zone)?.setRate(evictionRate(state, readiness.get(zone)?.length ?? 0, this.rates), process.nowMs);
      this.states.set(zone, state);
    }
  }

  /** Looks at the queues soon, and again as long as something waits in them. */
  private schedulePass(): void {
    const { process } = this.with_;
    if (this.passDue || ![...this.zones.values()].some((queue) => queue.size > 0)) return;
    this.passDue = true;
    process.timers.at(
      process.nowMs + EVICTION_PASS_MS,
      () => {
        this.passDue = false;
        this.taintPass();
        this.schedulePass();
      },
      { background: true },
    );
  }

  private taintPass(): void {
    const { nodes, process } = this.with_;
    for (const queue of this.zones.values()) {
      queue.drain(process.nowMs, (name) => {
        const node = nodes.get(name);
        const status = node?.status?.conditions?.find((one) => one.type === 'Ready')?.status;
        if (node && status === 'False') this.swap(node, [NOT_READY_TAINT], [UNREACHABLE_TAINT]);
        else if (node && status === 'Unknown') this.swap(node, [UNREACHABLE_TAINT], [NOT_READY_TAINT]);
      });
    }
  }

  private swap(node: Node, add: readonly Taint[], remove: readonly Taint[]): void {
    const { process, nodes } = this.with_;
    execute(process, planOf(swapTaints(node, add, remove, rfc3339(process.nowMs))), (failure) => {
      if (!failure) return;
      // Somebody else wrote the node meanwhile.
      process.timers.at(process.nowMs + RETRY_MS, () => {
        const now = nodes.get(node.metadata.name ?? '');
        if (now) this.swap(now, add, remove);
      });
    });
  }

  private event(node: Node, reason: string, message: string): void {
    this.with_.recorder.event({ ...node, apiVersion: 'v1', kind: 'Node' }, 'Normal', reason, message);
  }
}

/** Region and zone make an eviction zone. */
function zoneOf({ metadata: { labels = {} } }: Node): string {
  const region = labels['topology.kubernetes.io/region'] ?? labels['failure-domain.beta.kubernetes.io/region'] ?? '';
  const zone = labels['topology.kubernetes.io/zone'] ?? labels['failure-domain.beta.kubernetes.io/zone'] ?? '';
  return region === '' && zone === '' ? '' : `${region}:\0:${zone}`;
}
