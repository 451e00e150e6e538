/**
 * A slow reading of what the filters and scores of the default profile say, written from the documentation of each formula and sharing
 * nothing with the plugins: every number is counted anew from the plain objects.
 */
import type { Json, RandomCase } from './random-cluster';

const HOST = 'kubernetes.io/hostname';
const ZONE = 'topology.kubernetes.io/zone';

export function matches(selector: Json, labels: Json): boolean {
  if (!selector) return false;
  const pairs = Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels?.[key] === value);
  return pairs && (selector.matchExpressions ?? []).every((one: Json) => holds(one, labels ?? {}));
}

function holds({ key, operator, values }: Json, labels: Json): boolean {
  const value = labels[key];
  if (operator === 'In') return value !== undefined && values.includes(value);
  if (operator === 'NotIn') return value === undefined || !values.includes(value);
  if (operator === 'Exists') return value !== undefined;
  if (operator === 'DoesNotExist') return value === undefined;
  if (value === undefined || !/^\d+$/.test(value)) return false;
  return operator === 'Gt' ? Number(value) > Number(values[0]) : Number(value) < Number(values[0]);
}

function labelsOf(object: Json): Json {
  return object.metadata.labels ?? {};
}

export class Reading {
  constructor(private readonly world: RandomCase) {}

  /** Names of the filter plugins that turn the node away. */
  rejecting(node: Json): string[] {
    const { pod } = this.world;
    const verdicts: Record<string, boolean> = {
      NodeUnschedulable: !node.spec.unschedulable || this.tolerates({ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }),
      TaintToleration: (node.spec.taints ?? []).every((taint: Json) => taint.effect === 'PreferNoSchedule' || this.tolerates(taint)),
      NodeAffinity: this.nodeAffinity(node),
      NodePorts: this.portsFree(node),
      NodeResourcesFit: this.resourcesFit(node),
      PodTopologySpread: this.spreadHolds(node),
      InterPodAffinity: this.affinityHolds(node, pod),
    };
    return Object.keys(verdicts).filter((name) => !verdicts[name]);
  }

  private on(node: Json): Json[] {
    return this.world.cluster.pods.filter(({ spec }) => spec.nodeName === node.metadata.name);
  }

  private tolerates(taint: Json, only?: (toleration: Json) => boolean): boolean {
    return (this.world.pod.spec.tolerations ?? []).some((one: Json) => {
      if (only && !only(one)) return false;
      if (one.effect && one.effect !== taint.effect) return false;
      if (one.key && one.key !== taint.key) return false;
      return one.operator === 'Exists' || (one.value ?? '') === (taint.value ?? '');
    });
  }

  private nodeAffinity(node: Json): boolean {
    const { nodeSelector = {}, affinity } = this.world.pod.spec;
    const labels = labelsOf(node);
    if (!Object.entries(nodeSelector).every(([key, value]) => labels[key] === value)) return false;
    const required = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
    return !required || required.nodeSelectorTerms.some((term: Json) => matches(term, labels));
  }

  private portsFree(node: Json): boolean {
    const ports = (pod: Json) => {
      const sidecars = (pod.spec.initContainers ?? []).filter((one: Json) => one.restartPolicy === 'Always');
      return [...pod.spec.containers, ...sidecars].flatMap((one: Json) => one.ports ?? []).filter((port: Json) => port.hostPort);
    };
    const any = (ip: string | undefined) => !ip || ip === '0.0.0.0';
    return ports(this.world.pod).every((mine: Json) =>
      this.on(node).every((other) =>
        ports(other).every(
          (port: Json) => port.hostPort !== mine.hostPort || !(any(port.hostIP) || any(mine.hostIP) || port.hostIP === mine.hostIP),
        ),
      ),
    );
  }

  private resourcesFit(node: Json): boolean {
    const pods = this.on(node);
    if (pods.length + 1 > Number(node.status.allocatable.pods)) return false;
    return ['cpu', 'memory', 'example.com/gpu'].every((name) => {
      const wanted = requested(this.world.pod, name, 0);
      return wanted === 0 || wanted <= amount(node.status.allocatable[name]) - sum(pods.map((pod) => requested(pod, name, 0)));
    });
  }

  private constraints(action: string): Json[] {
    const { pod, cluster } = this.world;
    const own = pod.spec.topologySpreadConstraints;
    if (own) {
      return own
        .filter((one: Json) => one.whenUnsatisfiable === action)
        .map((one: Json) => {
          const byKeys = (one.matchLabelKeys ?? [])
            .filter((key: string) => labelsOf(pod)[key] !== undefined)
            .map((key: string) => ({ key, operator: 'In', values: [labelsOf(pod)[key]] }));
          const { matchLabels, matchExpressions = [] } = one.labelSelector;
          return { ...one, selector: { matchLabels, matchExpressions: [...matchExpressions, ...byKeys] } };
        });
    }
    if (action === 'DoNotSchedule') return [];
    const services = cluster.services.filter(
      ({ metadata, spec }) => metadata.namespace === pod.metadata.namespace && matches({ matchLabels: spec.selector }, labelsOf(pod)),
    );
    if (services.length === 0) return [];
    const selector = { matchLabels: Object.assign({}, ...services.map(({ spec }) => spec.selector)) };
    return [
      { maxSkew: 3, topologyKey: HOST, selector, isDefault: true },
      { maxSkew: 5, topologyKey: ZONE, selector, isDefault: true },
    ];
  }

  /** The node's pods take part in the count. */
  private counts(constraint: Json, all: Json[], node: Json): boolean {
    if (!constraint.isDefault && all.some(({ topologyKey }) => labelsOf(node)[topologyKey] === undefined)) return false;
    if (constraint.nodeAffinityPolicy !== 'Ignore' && !this.nodeAffinity(node)) return false;
    const honors = constraint.nodeTaintsPolicy === 'Honor';
    return !honors || (node.spec.taints ?? []).every((taint: Json) => taint.effect === 'PreferNoSchedule' || this.tolerates(taint));
  }

  private matching(constraint: Json, node: Json): number {
    return this.on(node).filter(
      (other) =>
        other.metadata.namespace === this.world.pod.metadata.namespace &&
        !other.metadata.deletionTimestamp &&
        matches(constraint.selector, labelsOf(other)),
    ).length;
  }

  private spreadHolds(node: Json): boolean {
    const all = this.constraints('DoNotSchedule');
    return all.every((constraint) => {
      const key = constraint.topologyKey;
      const value = labelsOf(node)[key];
      if (value === undefined) return false;
      const counting = this.world.cluster.nodes.filter((one) => this.counts(constraint, all, one));
      const perDomain = new Map<string, number>();
      for (const one of counting)
        perDomain.set(labelsOf(one)[key], (perDomain.get(labelsOf(one)[key]) ?? 0) + this.matching(constraint, one));
      const least = perDomain.size < (constraint.minDomains ?? 1) ? 0 : Math.min(...perDomain.values(), 2 ** 31 - 1);
      const self = matches(constraint.selector, labelsOf(this.world.pod)) ? 1 : 0;
      return (perDomain.get(value) ?? 0) + self - least <= constraint.maxSkew;
    });
  }

  /** The term of `owner` means `other`. */
  private means(term: Json, owner: Json, other: Json): boolean {
    const namespace = other.metadata.namespace;
    const listed: string[] = term.namespaces ?? [];
    const labels = labelsOf(this.world.cluster.namespaces.find(({ metadata }) => metadata.name === namespace));
    const inNamespace =
      listed.includes(namespace) ||
      (term.namespaceSelector !== undefined && matches(term.namespaceSelector, labels)) ||
      (listed.length === 0 && term.namespaceSelector === undefined && namespace === owner.metadata.namespace);
    return inNamespace && matches(term.labelSelector, labelsOf(other));
  }

  private sameDomain(key: string, node: Json, other: Json): boolean {
    const there = this.nodeOf(other);
    return labelsOf(node)[key] !== undefined && labelsOf(there)[key] === labelsOf(node)[key];
  }

  private nodeOf(pod: Json): Json {
    return this.world.cluster.nodes.find(({ metadata }) => metadata.name === pod.spec.nodeName);
  }

  private affinityHolds(node: Json, pod: Json): boolean {
    const { pods } = this.world.cluster;
    const against = pods.some((other) =>
      required(other, 'podAntiAffinity').some((term) => this.means(term, other, pod) && this.sameDomain(term.topologyKey, node, other)),
    );
    const avoided = required(pod, 'podAntiAffinity').some((term) =>
      pods.some((other) => this.means(term, pod, other) && this.sameDomain(term.topologyKey, node, other)),
    );
    if (against || avoided) return false;
    const terms = required(pod, 'podAffinity');
    if (terms.some(({ topologyKey }) => labelsOf(node)[topologyKey] === undefined)) return false;
    const friends = pods.filter((other) => terms.every((term) => this.means(term, pod, other)));
    if (terms.every((term) => friends.some((other) => this.sameDomain(term.topologyKey, node, other)))) return true;
    const nobody = !friends.some((other) => terms.some(({ topologyKey }) => labelsOf(this.nodeOf(other))[topologyKey] !== undefined));
    return nobody && terms.every((term) => this.means(term, pod, pod));
  }

  /** Plugin -> per feasible node [raw, normalised]; plugins that have nothing to say are left out. */
  scores(feasible: Json[]): Record<string, [number, number][]> {
    const { pod } = this.world;
    const none = (name: string) => requested(pod, name, 0) === 0;
    const affinity = feasible.map((node) => this.affinityScore(node));
    const preferred = pod.spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
    const soft = this.constraints('ScheduleAnyway');
    return {
      TaintToleration: byMax(
        feasible.map((node) => this.untolerated(node)),
        true,
      ),
      ...(preferred.length > 0
        ? {
            NodeAffinity: byMax(
              feasible.map((node) => this.preference(preferred, node)),
              false,
            ),
          }
        : {}),
      NodeResourcesFit: plain(feasible.map((node) => this.leastAllocated(node))),
      ...(soft.length > 0 ? { PodTopologySpread: this.spreadScores(soft, feasible) } : {}),
      ...(affinity.some(({ matched }) => matched) || this.anyAffinityMatch()
        ? { InterPodAffinity: byRange(affinity.map(({ score }) => score)) }
        : {}),
      ...(none('cpu') && none('memory') ? {} : { NodeResourcesBalancedAllocation: plain(feasible.map((node) => this.balance(node))) }),
      ImageLocality: plain(feasible.map((node) => this.locality(node))),
    };
  }

  private untolerated(node: Json): number {
    const may = ({ effect }: Json) => !effect || effect === 'PreferNoSchedule';
    return (node.spec.taints ?? []).filter((taint: Json) => taint.effect === 'PreferNoSchedule' && !this.tolerates(taint, may)).length;
  }

  private preference(terms: Json[], node: Json): number {
    return sum(terms.map(({ weight, preference }) => (matches(preference, labelsOf(node)) ? weight : 0)));
  }

  private leastAllocated(node: Json): number {
    const shares = [
      ['cpu', 100],
      ['memory', 200 * 1024 * 1024],
    ].map(([name, missing]) => {
      const allocatable = amount(node.status.allocatable[name as string]);
      const used = sum([...this.on(node), this.world.pod].map((pod) => requested(pod, name as string, missing as number)));
      return used > allocatable ? 0 : Math.floor(((allocatable - used) * 100) / allocatable);
    });
    return Math.floor(sum(shares) / 2);
  }

  private balance(node: Json): number {
    const at = (pods: Json[]) => {
      const [cpu, memory] = ['cpu', 'memory'].map((name) =>
        Math.min(sum(pods.map((pod) => requested(pod, name, 0))) / amount(node.status.allocatable[name]), 1),
      ) as [number, number];
      return Math.floor((1 - Math.abs((cpu - memory) / 2)) * 100);
    };
    return Math.floor((150 + at([...this.on(node), this.world.pod]) - at(this.on(node))) / 2);
  }

  private locality(node: Json): number {
    const { pod, cluster } = this.world;
    const containers = [...(pod.spec.initContainers ?? []), ...pod.spec.containers];
    const size = (one: Json, image: string) => one.status.images.find(({ names }: Json) => names.includes(image))?.sizeBytes;
    const total = sum(
      containers.map(({ image }) => {
        const name = image.includes(':') ? image : `${image}:latest`;
        const having = cluster.nodes.filter((one) => size(one, name) !== undefined);
        return size(node, name) === undefined ? 0 : Math.floor(size(having[0], name) * (having.length / cluster.nodes.length));
      }),
    );
    const low = 23 * 1024 * 1024;
    const high = 1000 * 1024 * 1024 * containers.length;
    return Math.floor((100 * (Math.min(Math.max(total, low), high) - low)) / (high - low));
  }

  private spreadScores(constraints: Json[], feasible: Json[]): [number, number][] {
    const takesPart = (node: Json) => constraints.every((one) => one.isDefault || labelsOf(node)[one.topologyKey] !== undefined);
    const taking = feasible.filter(takesPart);
    const raw = feasible.map((node) => {
      if (!takesPart(node)) return 0;
      const parts = constraints.map((one) => {
        const key = one.topologyKey;
        const value = labelsOf(node)[key];
        if (value === undefined) return 0;
        const domains = key === HOST ? taking.length : new Set(taking.map((other) => labelsOf(other)[key] ?? '')).size;
        const counting = this.world.cluster.nodes.filter((other) => labelsOf(other)[key] === value && this.counts(one, constraints, other));
        const count = key === HOST ? this.matching(one, node) : sum(counting.map((other) => this.matching(one, other)));
        return count * Math.log(domains + 2) + one.maxSkew - 1;
      });
      return Math.round(sum(parts));
    });
    const among = raw.filter((_, at) => takesPart(feasible[at]));
    const [min, max] = [Math.min(...among), Math.max(...among, 0)];
    return raw.map((score, at) => {
      if (!takesPart(feasible[at])) return [score, 0];
      return [score, max === 0 ? 100 : Math.floor((100 * (max + min - score)) / max)];
    });
  }

  /** Weight of every preferred term (and 1 for a required one of a pod already there) between the pod and others. */
  private affinityTerms(): { readonly term: Json; readonly other: Json; readonly weight: number }[] {
    const { pod, cluster } = this.world;
    return cluster.pods
      .flatMap((other) => [
        ...preferred(pod, 'podAffinity').map(({ weight, podAffinityTerm: term }) => ({
          term,
          other,
          weight,
          is: this.means(term, pod, other),
        })),
        ...preferred(pod, 'podAntiAffinity').map(({ weight, podAffinityTerm: term }) => ({
          term,
          other,
          weight: -weight,
          is: this.means(term, pod, other),
        })),
        ...required(other, 'podAffinity').map((term) => ({ term, other, weight: 1, is: this.means(term, other, pod) })),
        ...preferred(other, 'podAffinity').map(({ weight, podAffinityTerm: term }) => ({
          term,
          other,
          weight,
          is: this.means(term, other, pod),
        })),
        ...preferred(other, 'podAntiAffinity').map(({ weight, podAffinityTerm: term }) => ({
          term,
          other,
          weight: -weight,
          is: this.means(term, other, pod),
        })),
      ])
      .filter(({ is, term, other }) => is && labelsOf(this.nodeOf(other))[term.topologyKey] !== undefined);
  }

  private anyAffinityMatch(): boolean {
    return this.affinityTerms().length > 0;
  }

  private affinityScore(node: Json): { score: number; matched: boolean } {
    const found = this.affinityTerms().filter(({ term, other }) => this.sameDomain(term.topologyKey, node, other));
    return { score: sum(found.map(({ weight }) => weight)), matched: found.length > 0 };
  }
}

const WHEN = 'DuringSchedulingIgnoredDuringExecution';

function required(pod: Json, kind: string): Json[] {
  return pod.spec.affinity?.[kind]?.[`required${WHEN}`] ?? [];
}

function preferred(pod: Json, kind: string): Json[] {
  return pod.spec.affinity?.[kind]?.[`preferred${WHEN}`] ?? [];
}

/** Thousandths of CPU, bytes, or pieces. */
function amount(quantity: string | undefined): number {
  if (quantity === undefined) return 0;
  if (quantity.endsWith('Mi')) return Number(quantity.slice(0, -2)) * 1024 * 1024;
  return quantity.endsWith('m') ? Number(quantity.slice(0, -1)) : Number(quantity);
}

/** What a pod asks for; a container that does not name the resource counts as `missing`. */
function requested(pod: Json, name: string, missing: number): number {
  const of = (one: Json) => {
    const value = one.resources.requests[name];
    return value === undefined ? missing : amount(value);
  };
  let sidecars = 0;
  let initMax = 0;
  for (const one of pod.spec.initContainers ?? []) {
    if (one.restartPolicy === 'Always') {
      sidecars += of(one);
      initMax = Math.max(initMax, sidecars);
    } else initMax = Math.max(initMax, sidecars + of(one));
  }
  return Math.max(sum(pod.spec.containers.map(of)) + sidecars, initMax) + amount(pod.spec.overhead?.[name]);
}

function sum(list: readonly number[]): number {
  return list.reduce((total, one) => total + one, 0);
}

function plain(raw: number[]): [number, number][] {
  return raw.map((score) => [score, score]);
}

function byMax(raw: number[], reverse: boolean): [number, number][] {
  const max = Math.max(...raw);
  return raw.map((score) => {
    const scaled = max === 0 ? 0 : Math.floor((100 * score) / max);
    return [score, reverse ? 100 - scaled : scaled];
  });
}

function byRange(raw: number[]): [number, number][] {
  const [min, max] = [Math.min(...raw), Math.max(...raw)];
  return raw.map((score) => [score, max === min ? 0 : Math.trunc((100 * (score - min)) / (max - min))]);
}
