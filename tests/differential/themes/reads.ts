import type { RandomStream } from '../../../workers/sim/component';
import { keepableKinds, pick } from '../kinds';
import type { Step } from '../scenario';
import { named } from './named';
import type { Theme } from './theme';

const TABLE = 'application/json;as=Table;g=meta.k8s.io;v=v1';
const METADATA = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';
const METADATA_LIST = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
const LABELS = [
  'app%3Da',
  'app',
  '!app',
  'app%20in%20(a,b)',
  'app%20notin%20(a)',
  'app%3D',
  'app!%3Da',
  'app%3D%3Da,tier',
  'a%20b',
  'app%20in%20()',
  'x%20gt%201',
];
const FIELDS = [
  'metadata.name%3D',
  'metadata.namespace%3Ddefault',
  'spec.nodeName%3Dn',
  'status.phase%3DPending',
  'type%3DOpaque',
  'metadata.labels%3Da',
  'spec.x',
  '%3D',
];

/** Three objects of a kind, listed, watched and got in the ways that clients do. Quotas change by themselves. */
export const reads: Theme = {
  name: 'reads',
  says: 'three objects, listed and watched by selectors, in pages, as Tables and as metadata',
  kinds: (namespace, only) => keepableKinds(namespace, only).filter(({ name }) => name !== 'ResourceQuota'),
  scenario(kind, wanted, random) {
    const made = ['a', 'b', 'c'].map((letter) => named(kind, `${wanted}-${letter}`));
    const steps: Step[] = made.map(({ object }, at) => ({
      method: 'POST',
      path: kind.collection,
      body: { ...object, metadata: { ...(object['metadata'] as object), labels: { app: at === 0 ? 'a' : 'b', run: wanted } } },
    }));
    for (let count = 4; count > 0; count--) steps.push(read(kind.collection, made[0]?.path ?? '', wanted, random));
    if (random.int(4) === 0) steps.push(watch(kind.collection, wanted, random));
    return { kind: kind.name, steps, leaves: made.map(({ path }) => path) };
  },
};

function read(collection: string, path: string, wanted: string, random: RandomStream): Step {
  const accept = pick(
    [undefined, undefined, TABLE, METADATA, METADATA_LIST, `${TABLE},application/json`, 'text/plain', 'application/yaml'],
    random,
  );
  const headers = accept === undefined ? {} : { headers: { accept } };
  if (random.int(4) === 0)
    return {
      method: 'GET',
      path: `${path}${pick(['', '', '?includeObject=Object', '?resourceVersion=0', '?pretty=x'], random)}`,
      ...headers,
    };
  const mine = `labelSelector=run%3D${wanted}`;
  const query = pick(
    [
      `${mine}&limit=2`,
      `${mine}&limit=2&continue=x`,
      `${mine}&limit=x`,
      `${mine}&resourceVersion={{0:metadata.resourceVersion}}`,
      `${mine}&resourceVersion={{2:metadata.resourceVersion}}&resourceVersionMatch=Exact`,
      `${mine}&resourceVersionMatch=Exact`,
      `${mine}&resourceVersion=0&resourceVersionMatch=Bogus`,
      `${mine}&resourceVersion=x`,
      `${mine}&includeObject=${pick(['None', 'Object', 'Metadata', 'x'], random)}`,
      `${mine},${pick(LABELS, random)}`,
      `${mine}&fieldSelector=${pick(FIELDS, random)}`,
      `${mine}&fieldSelector=metadata.name%3D${wanted}-b`,
      `${mine}&fieldSelector=metadata.name!%3D${wanted}-b`,
    ],
    random,
  );
  return { method: 'GET', path: `${collection}?${query}`, ...headers };
}

/** Of what has happened: both servers end it after a second. */
function watch(collection: string, wanted: string, random: RandomStream): Step {
  const accept = pick([undefined, undefined, TABLE, METADATA], random);
  const from = pick(
    [
      '&resourceVersion={{0:metadata.resourceVersion}}',
      '&resourceVersion=0',
      '',
      '&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan',
      '&sendInitialEvents=true',
      '&resourceVersion=x',
    ],
    random,
  );
  const selector = pick([`run%3D${wanted}`, `run%3D${wanted},app%3Db`], random);
  return {
    method: 'GET',
    path: `${collection}?watch=1&timeoutSeconds=1&labelSelector=${selector}${from}`,
    ...(accept === undefined ? {} : { headers: { accept } }),
  };
}
