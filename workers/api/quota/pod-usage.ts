/** What a pod counts against quotas (source: pkg/quota/v1/evaluator/core/pods.go, component-helpers/resource/helpers.go; 1.36). */
import { parseTime } from '../time';
import type { ObjectMeta } from '../meta';
import { addQuantity, compareQuantity, parseQuantity, quantityOf } from '../quantity';
import type { Quantity } from '../quantity';
import type { Amounts } from './amounts';

type Resources = Readonly<Record<string, string | number>>;

interface Container {
  readonly name?: string;
  readonly restartPolicy?: string;
  readonly resources?: { readonly requests?: Resources; readonly limits?: Resources };
}

/** The fields of a Pod that quotas look at. */
export interface QuotaPod {
  readonly metadata?: ObjectMeta;
  readonly spec?: {
    readonly containers?: readonly Container[];
    readonly initContainers?: readonly Container[];
    readonly overhead?: Resources;
    readonly resources?: Container['resources'];
    readonly activeDeadlineSeconds?: number;
    readonly priorityClassName?: string;
    readonly affinity?: unknown;
  };
  readonly status?: { readonly phase?: string };
}

const COMPUTE = ['cpu', 'memory', 'ephemeral-storage'];
/** If a quota limits one of these, every container has to say how much it wants. */
const REQUIRED = ['cpu', 'limits.cpu', 'limits.memory', 'memory', 'requests.cpu', 'requests.memory'];

/** Pods that have ended, or whose grace period is long over, count nothing but their number as objects. */
export function isCharged({ metadata, status }: QuotaPod, nowMs: number): boolean {
  if (status?.phase === 'Failed' || status?.phase === 'Succeeded') return false;
  const { deletionTimestamp, deletionGracePeriodSeconds } = metadata ?? {};
  if (deletionTimestamp === undefined || deletionGracePeriodSeconds === undefined) return true;
  return nowMs <= parseTime(deletionTimestamp) + deletionGracePeriodSeconds * 1000;
}

export function podUsage(pod: QuotaPod, nowMs: number): Amounts {
  const one = quantityOf(1);
  if (!isCharged(pod, nowMs)) return new Map([['count/pods', one]]);
  const usage = computeUsage(podTotal(pod, 'requests'), podTotal(pod, 'limits'));
  return new Map([['count/pods', one], ['pods', one], ...usage]);
}

function computeUsage(requests: Amounts, limits: Amounts): Amounts {
  const usage: [string, Quantity][] = [];
  for (const [name, amount] of requests) {
    if (COMPUTE.includes(name) || name.startsWith('hugepages-')) usage.push([name, amount], [`requests.${name}`, amount]);
    else if (name.includes('/')) usage.push([`requests.${name}`, amount]);
  }
  for (const [name, amount] of limits) if (COMPUTE.includes(name)) usage.push([`limits.${name}`, amount]);
  return new Map(usage);
}

/** Containers and sidecars together, or the most that starting up takes. */
export function containersTotal(spec: NonNullable<QuotaPod['spec']>, kind: 'requests' | 'limits'): Map<string, Quantity> {
  const total = new Map<string, Quantity>();
  const sidecars = new Map(total);
  const starting = new Map(total);
  for (const container of spec.containers ?? []) add(total, container.resources?.[kind]);
  for (const container of spec.initContainers ?? []) {
    const resources = container.resources?.[kind];
    const peak = new Map(sidecars);
    add(peak, resources);
    if (container.restartPolicy === 'Always') {
      add(total, resources);
      add(sidecars, resources);
    }
    raise(starting, peak);
  }
  raise(total, starting);
  return total;
}

/** What the pod itself says counts instead of its containers; overhead comes on top. */
function podTotal({ spec = {} }: QuotaPod, kind: 'requests' | 'limits'): Amounts {
  const total = containersTotal(spec, kind);
  for (const [name, text] of Object.entries(spec.resources?.[kind] ?? {})) total.set(name, parseQuantity(text) ?? quantityOf(0));
  const overhead = Object.entries(spec.overhead ?? {}).filter(([name]) => kind === 'requests' || total.has(name));
  add(total, Object.fromEntries(overhead));
  return total;
}

function add(total: Map<string, Quantity>, resources: Resources | undefined): void {
  for (const [name, text] of Object.entries(resources ?? {})) {
    const amount = parseQuantity(text) ?? quantityOf(0);
    const before = total.get(name);
    total.set(name, before ? addQuantity(before, amount) : amount);
  }
}

function raise(total: Map<string, Quantity>, other: Amounts): void {
  for (const [name, amount] of other) {
    const before = total.get(name);
    if (!before || compareQuantity(before, amount) < 0) total.set(name, amount);
  }
}

/** Why a pod can't be measured by a quota on `names`: "must specify limits.cpu for: main; ..."; undefined if it can. */
export function missingResources({ spec = {} }: QuotaPod, names: readonly string[]): string | undefined {
  if (Object.keys(spec.resources?.requests ?? {}).length + Object.keys(spec.resources?.limits ?? {}).length > 0) return undefined;
  const messages: string[] = [];
  for (const name of REQUIRED) {
    if (!names.includes(name)) continue;
    const missing = [...(spec.containers ?? []), ...(spec.initContainers ?? [])].filter(({ resources = {} }) => {
      const own = name.startsWith('limits.') ? resources.limits : resources.requests;
      return own?.[name.replace(/^(limits|requests)\./, '')] === undefined;
    });
    if (missing.length > 0)
      messages.push(
        `${name} for: ${missing
          .map((container) => container.name ?? '')
          .toSorted()
          .join(',')}`,
      );
  }
  return messages.length > 0 ? `must specify ${messages.join('; ')}` : undefined;
}
