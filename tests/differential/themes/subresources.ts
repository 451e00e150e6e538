import { typeOfKind } from '../../../workers/resources/schema/structure';
import type { RandomStream } from '../../../workers/sim/component';
import { mutate } from '../../support/mutants/mutate';
import { PATCH_TYPES, patchOf } from '../../support/mutants/patches';
import { changed, keepableKinds, kindsIn, pick } from '../kinds';
import type { Kind } from '../kinds';
import type { Step } from '../scenario';
import { named } from './named';
import type { Theme } from './theme';

type Json = Record<string, unknown>;

/** A subresource that takes the object itself, and what writers of it set. */
interface Part {
  readonly subresource: string;
  readonly set: readonly Json[];
  /** PUT only. */
  readonly replaced?: true;
}

/** A subresource that takes an object of another kind, posted. */
interface Order {
  readonly subresource: string;
  readonly body: (name: string) => { readonly apiVersion: string; readonly kind: string } & Json;
}

const SINCE = '2020-01-01T00:00:00Z';
const condition = (type: string, status: string, reason = 'Testing') => ({
  type,
  status,
  reason,
  message: 'text',
  lastTransitionTime: SINCE,
});

const PARTS: Readonly<Record<string, readonly Part[]>> = {
  Pod: [
    {
      subresource: 'ephemeralcontainers',
      set: [
        { spec: { ephemeralContainers: [{ name: 'debug', image: 'b', targetContainerName: 'c', stdin: true }] } },
        { spec: { ephemeralContainers: [{ name: 'c', image: 'b' }] } },
      ],
    },
    {
      subresource: 'resize',
      set: [
        { spec: { containers: [{ name: 'c', image: 'x', resources: { requests: { cpu: '200m' }, limits: { cpu: '1' } } }] } },
        { spec: { containers: [{ name: 'c', resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'RestartContainer' }] }] } },
        { spec: { resources: { requests: { cpu: '1' } } } },
      ],
    },
    {
      subresource: 'status',
      set: [
        { status: { phase: 'Running', podIP: '10.1.0.1', podIPs: [{ ip: '10.1.0.1' }], conditions: [condition('Ready', 'True')] } },
        { status: { containerStatuses: [{ name: 'c', ready: true, restartCount: 1, image: 'x', imageID: 'i', state: { running: {} } }] } },
        { status: { nominatedNodeName: 'n', hostIP: '10.0.0.1', qosClass: 'Burstable', observedGeneration: 1 } },
      ],
    },
  ],
  CertificateSigningRequest: [
    {
      subresource: 'approval',
      set: [
        { status: { conditions: [condition('Approved', 'True')] } },
        { status: { conditions: [condition('Denied', 'True')] } },
        { status: { conditions: [condition('Approved', 'False'), condition('Failed', 'True')] } },
      ],
    },
    {
      subresource: 'status',
      set: [{ status: { certificate: 'AAEC', conditions: [condition('Failed', 'True')] } }, { status: { certificate: 'dg==' } }],
    },
  ],
  Namespace: [
    { subresource: 'finalize', replaced: true, set: [{ spec: { finalizers: ['example.com/a'] } }, { spec: {} }] },
    { subresource: 'status', set: [{ status: { phase: 'Active', conditions: [condition('NamespaceContentRemaining', 'True')] } }] },
  ],
  Node: [
    {
      subresource: 'status',
      set: [
        { status: { capacity: { cpu: '4', pods: '110' }, allocatable: { cpu: '3' }, conditions: [condition('Ready', 'True')] } },
        { status: { addresses: [{ type: 'InternalIP', address: '10.0.0.1' }], nodeInfo: { kubeletVersion: 'v1.36.0' } } },
        { status: { images: [{ names: ['a:1'], sizeBytes: 5 }], volumesInUse: ['a/b'], phase: 'Running' } },
      ],
    },
  ],
};

const ORDERS: Readonly<Record<string, readonly Order[]>> = {
  Pod: [
    {
      subresource: 'binding',
      body: (name) => ({ apiVersion: 'v1', kind: 'Binding', metadata: { name, labels: { a: 'b' } }, target: { kind: 'Node', name: 'n' } }),
    },
    {
      subresource: 'eviction',
      body: (name) => ({ apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name }, deleteOptions: { gracePeriodSeconds: 5 } }),
    },
  ],
  ServiceAccount: [
    {
      subresource: 'token',
      body: () => ({
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenRequest',
        spec: { audiences: ['a'], expirationSeconds: 3600, boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name: 'a' } },
      }),
    },
  ],
};

const scaled = (name: string) => ({ apiVersion: 'autoscaling/v1', kind: 'Scale', metadata: { name }, spec: { replicas: 3 } });

/** A controller of the real server writes their status meanwhile. */
const STEERED = ['ResourceQuota'];

/** What is written beside the object itself: its parts, its status, its scale, and orders about it. */
export const subresources: Theme = {
  name: 'subresources',
  says: 'writes of status, scale and all other subresources, by every method, with bodies changed by chance',
  kinds: (namespace, only) => {
    const rooted = kindsIn(namespace, only).filter(({ name }) => ['Namespace', 'Node'].includes(name));
    const all = [...keepableKinds(namespace, only).filter(({ name }) => !STEERED.includes(name)), ...rooted];
    const busy = all.filter(({ name }) => name in PARTS || name in ORDERS);
    return [...busy, ...busy, ...busy, ...all.filter(({ hasStatus, hasScale }) => hasStatus || hasScale)];
  },
  scenario(kind, wanted, random) {
    const { object, path } = named(kind, wanted);
    const steps: Step[] = [{ method: 'POST', path: kind.collection, body: object }];
    for (let count = 3 + random.int(3); count > 0; count--) steps.push(write(kind, path, object, random));
    steps.push({ method: 'GET', path });
    return { kind: kind.name, steps, leaves: [path], managedFields: true };
  },
};

function write(kind: Kind, path: string, object: Json, random: RandomStream): Step {
  const query = pick(['', '', '', '?dryRun=All', '?fieldManager=other', '?fieldValidation=Strict'], random);
  const ways = [
    ...(ORDERS[kind.name] ?? []).map((order) => () => post(order, path, query, object, random)),
    ...partsOf(kind).map((part) => () => change(kind, part, path, query, object, random)),
    ...(kind.hasScale ? [() => scale(path, query, object, random)] : []),
  ];
  return pick(ways, random)();
}

function partsOf(kind: Kind): readonly Part[] {
  return PARTS[kind.name] ?? (kind.hasStatus ? [{ subresource: 'status', set: [{ status: {} }] }] : []);
}

function post({ subresource, body }: Order, path: string, query: string, object: Json, random: RandomStream): Step {
  const sent = body((object['metadata'] as { name: string }).name);
  if (random.int(3) > 0) mutate(sent, typeOfKind(sent.apiVersion, sent.kind), random, { turns: 2, hostile: 0.06 });
  return { method: 'POST', path: `${path}/${subresource}${query}`, body: sent };
}

function change(kind: Kind, part: Part, path: string, query: string, object: Json, random: RandomStream): Step {
  const set = structuredClone(pick(part.set, random));
  if (random.int(3) > 0) mutate(set, typeOfKind(kind.apiVersion, kind.name), random, { turns: 2, hostile: 0.06 });
  const next = random.int(4) === 0 ? changed(kind, { ...object, ...set }, random) : { ...object, ...set };
  return sent(`${path}/${part.subresource}${query}`, object, next, part.replaced ?? false, random);
}

function scale(path: string, query: string, object: Json, random: RandomStream): Step {
  const before = scaled((object['metadata'] as { name: string }).name);
  const after = structuredClone(before) as Json;
  mutate(after, typeOfKind('autoscaling/v1', 'Scale'), random, { turns: 2, hostile: 0.06 });
  return sent(`${path}/scale${query}`, before, after, false, random);
}

function sent(path: string, from: Json, to: Json, replaced: boolean, random: RandomStream): Step {
  if (replaced || random.int(3) === 0) return { method: 'PUT', path, body: to };
  const { contentType, body } = patchOf(pick(PATCH_TYPES, random), from, to, random);
  const named = path.includes('fieldManager=') ? path : `${path}${path.includes('?') ? '&' : '?'}fieldManager=one`;
  return { method: 'PATCH', path: named, contentType, body };
}
