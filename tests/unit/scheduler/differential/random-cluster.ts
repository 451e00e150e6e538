/** Random clusters with everything in them that the compared formulas look at. The same seed gives the same cluster. */
import { randomStream } from '../../../../workers/sim/prng';

// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;

export interface RandomCase {
  readonly cluster: { readonly nodes: Json[]; readonly pods: Json[]; readonly namespaces: Json[]; readonly services: Json[] };
  readonly pod: Json;
}

export class Dice {
  private readonly stream;

  constructor(seed: number) {
    this.stream = randomStream(seed, 'differential');
  }

  below(limit: number): number {
    return this.stream.int(limit);
  }

  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  some<T>(max: number, make: (at: number) => T): T[] {
    return Array.from({ length: this.between(0, max) }, (_, at) => make(at));
  }
}

const ZONE = 'topology.kubernetes.io/zone';
const HOST = 'kubernetes.io/hostname';
const KEYS = [ZONE, HOST, 'disk'];
const APPS = ['web', 'db', 'cache'];
const NAMESPACES = ['default', 'other'];
const IMAGES = ['img-a', 'registry.io/img-b:2', 'img-c'];

export function randomCase(seed: number): RandomCase {
  const dice = new Dice(seed);
  const nodes = Array.from({ length: dice.between(1, 12) }, (_, at) => node(dice, `n${at}`));
  const pods = dice.some(30, (at) => pod(dice, `p${at}`, dice.pick(nodes).metadata.name));
  const namespaces = NAMESPACES.map((name) => ({
    metadata: { name, labels: { 'kubernetes.io/metadata.name': name, team: name === 'other' ? 'x' : 'y' } },
  }));
  const services = dice.some(2, (at) => ({
    metadata: { name: `s${at}`, namespace: dice.pick(NAMESPACES) },
    spec: { selector: { app: dice.pick(APPS) } },
  }));
  return { cluster: { nodes, pods, namespaces, services }, pod: pod(dice, 'new', undefined) };
}

function node(dice: Dice, name: string): Json {
  const taints = dice.chance(30)
    ? dice.some(2, () => ({
        key: dice.pick(['a', 'b']),
        value: dice.pick(['1', '2']),
        effect: dice.pick(['NoSchedule', 'PreferNoSchedule', 'NoExecute']),
      }))
    : [];
  return {
    metadata: {
      name,
      labels: {
        ...(dice.chance(90) ? { [HOST]: name } : {}),
        ...(dice.chance(85) ? { [ZONE]: dice.pick(['z1', 'z2', 'z3']) } : {}),
        ...(dice.chance(50) ? { disk: dice.pick(['ssd', 'hdd', '7']) } : {}),
      },
    },
    spec: { ...(taints.length ? { taints } : {}), ...(dice.chance(8) ? { unschedulable: true } : {}) },
    status: {
      allocatable: {
        cpu: `${dice.pick([1000, 2000, 4000, 3500])}m`,
        memory: `${dice.pick([1024, 4096, 8192])}Mi`,
        pods: `${dice.pick([3, 10, 110])}`,
        ...(dice.chance(20) ? { 'example.com/gpu': '2' } : {}),
      },
      images: IMAGES.filter(() => dice.chance(30)).map((image) => ({
        names: [image.includes(':') ? image : `${image}:latest`],
        sizeBytes: dice.pick([10, 60, 300, 900]) * 1024 * 1024,
      })),
    },
  };
}

function pod(dice: Dice, name: string, nodeName: string | undefined): Json {
  const isNew = nodeName === undefined;
  const namespace = dice.chance(75) ? 'default' : 'other';
  const affinity = {
    ...(isNew && dice.chance(35) ? { nodeAffinity: nodeAffinity(dice) } : {}),
    ...(dice.chance(isNew ? 35 : 15) ? { podAffinity: podAffinity(dice) } : {}),
    ...(dice.chance(isNew ? 35 : 15) ? { podAntiAffinity: podAffinity(dice) } : {}),
  };
  return {
    metadata: {
      name,
      namespace,
      labels: { app: dice.pick(APPS), ...(dice.chance(50) ? { rev: dice.pick(['1', '2']) } : {}) },
      ...(!isNew && dice.chance(8) ? { deletionTimestamp: '2026-01-01T00:00:00Z' } : {}),
    },
    spec: {
      ...(isNew ? {} : { nodeName }),
      containers: Array.from({ length: dice.between(1, 2) }, () => container(dice)),
      ...(dice.chance(15) ? { initContainers: [{ ...container(dice), ...(dice.chance(50) ? { restartPolicy: 'Always' } : {}) }] } : {}),
      ...(dice.chance(10) ? { overhead: { cpu: '50m', memory: '16Mi' } } : {}),
      ...(Object.keys(affinity).length ? { affinity } : {}),
      ...(isNew && dice.chance(15) ? { nodeSelector: { disk: dice.pick(['ssd', 'hdd']) } } : {}),
      ...(dice.chance(30) ? { tolerations: dice.some(2, () => toleration(dice)) } : {}),
      ...(isNew && dice.chance(40) ? { topologySpreadConstraints: [spread(dice, 0), ...(dice.chance(40) ? [spread(dice, 1)] : [])] } : {}),
    },
  };
}

function container(dice: Dice): Json {
  const requests = {
    ...(dice.chance(75) ? { cpu: `${dice.pick([0, 100, 250, 500, 1500])}m` } : {}),
    ...(dice.chance(75) ? { memory: `${dice.pick([0, 64, 256, 1000])}Mi` } : {}),
    ...(dice.chance(6) ? { 'example.com/gpu': '1' } : {}),
  };
  return {
    name: 'c',
    image: dice.pick(IMAGES),
    resources: { requests },
    ...(dice.chance(12)
      ? {
          ports: [
            {
              containerPort: 80,
              hostPort: dice.pick([80, 81]),
              protocol: 'TCP',
              ...(dice.chance(30) ? { hostIP: dice.pick(['10.0.0.1', '10.0.0.2']) } : {}),
            },
          ],
        }
      : {}),
  };
}

function toleration(dice: Dice): Json {
  const exists = dice.chance(40);
  return {
    ...(dice.chance(80) || !exists ? { key: dice.pick(['a', 'b']) } : {}),
    operator: exists ? 'Exists' : 'Equal',
    ...(exists ? {} : { value: dice.pick(['1', '2']) }),
    ...(dice.chance(60) ? { effect: dice.pick(['NoSchedule', 'PreferNoSchedule', 'NoExecute']) } : {}),
  };
}

function requirement(dice: Dice): Json {
  const key = dice.pick([ZONE, 'disk']);
  const operator = dice.pick(['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt']);
  if (operator === 'Exists' || operator === 'DoesNotExist') return { key, operator };
  if (operator === 'Gt' || operator === 'Lt') return { key: 'disk', operator, values: [dice.pick(['5', '9'])] };
  return { key, operator, values: key === ZONE ? [dice.pick(['z1', 'z2']), 'z3'] : [dice.pick(['ssd', 'hdd'])] };
}

function nodeAffinity(dice: Dice): Json {
  const term = () => ({ matchExpressions: [requirement(dice), ...(dice.chance(25) ? [requirement(dice)] : [])] });
  return {
    ...(dice.chance(50)
      ? { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term(), ...(dice.chance(50) ? [term()] : [])] } }
      : {}),
    ...(dice.chance(70)
      ? { preferredDuringSchedulingIgnoredDuringExecution: dice.some(3, () => ({ weight: dice.between(1, 100), preference: term() })) }
      : {}),
  };
}

function podAffinity(dice: Dice): Json {
  const term = () => ({
    topologyKey: dice.pick(KEYS),
    labelSelector: selector(dice),
    ...(dice.chance(20) ? { namespaces: ['other'] } : {}),
    ...(dice.chance(20) ? { namespaceSelector: dice.chance(50) ? {} : { matchLabels: { team: 'x' } } } : {}),
  });
  return {
    ...(dice.chance(40) ? { requiredDuringSchedulingIgnoredDuringExecution: [term()] } : {}),
    ...(dice.chance(60)
      ? { preferredDuringSchedulingIgnoredDuringExecution: dice.some(2, () => ({ weight: dice.between(1, 100), podAffinityTerm: term() })) }
      : {}),
  };
}

function selector(dice: Dice): Json {
  return dice.chance(70)
    ? { matchLabels: { app: dice.pick(APPS) } }
    : { matchExpressions: [{ key: 'app', operator: dice.pick(['In', 'NotIn']), values: [dice.pick(APPS)] }] };
}

function spread(dice: Dice, at: number): Json {
  const whenUnsatisfiable = dice.pick(['DoNotSchedule', 'ScheduleAnyway']);
  return {
    maxSkew: dice.between(1, 3),
    topologyKey: [ZONE, HOST][at] as string,
    whenUnsatisfiable,
    labelSelector: selector(dice),
    ...(whenUnsatisfiable === 'DoNotSchedule' && dice.chance(25) ? { minDomains: dice.between(1, 4) } : {}),
    ...(dice.chance(20) ? { nodeAffinityPolicy: 'Ignore' } : {}),
    ...(dice.chance(30) ? { nodeTaintsPolicy: 'Honor' } : {}),
    ...(dice.chance(20) ? { matchLabelKeys: ['rev'] } : {}),
  };
}
