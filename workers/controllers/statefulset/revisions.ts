/** ControllerRevisions: the history of a set's template (source: pkg/controller/history, statefulset/stateful_set_utils.go; 1.36). */
import { canonicalJson } from '../../lib/canonical-json';
import { inOrder } from '../../lib/in-order';
import type { StatefulSet } from '../../resources/apps/statefulsets/types';
import type { ControllerRevision } from '../../resources/apps/controllerrevisions/types';
import { safeEncode, utf8 } from '../deployment/pod-template-hash';

const HASH_LABEL = 'controller.kubernetes.io/hash';
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
const NAME_PREFIX_MAX = 223;

type Json = Readonly<Record<string, unknown>>;

/** The patch that a revision stores: it replaces the whole template. */
export function patchOf(set: StatefulSet): Json {
  return inOrder({ spec: { template: { $patch: 'replace', ...(set.spec?.template as unknown as Json) } } }) as Json;
}

/** The text that is hashed and compared: keys in order, written as Go writes JSON. */
export function patchText(data: unknown): string {
  return canonicalJson(data).replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** FNV-1 (not 1a) over the text and the collision count. */
export function revisionHash(text: string, collisionCount: number): string {
  let hash = FNV_OFFSET;
  for (const byte of utf8(text + String(collisionCount))) hash = Math.imul(hash, FNV_PRIME) ^ byte;
  return safeEncode(String(hash >>> 0));
}

export function newRevision(set: StatefulSet, revision: number, collisionCount: number, owner: unknown): ControllerRevision {
  const data = patchOf(set);
  const hash = revisionHash(patchText(data), collisionCount);
  const labels = { ...set.spec?.template?.metadata?.labels, [HASH_LABEL]: hash };
  const { name = '', namespace = '', annotations } = set.metadata;
  const metadata = {
    name: `${name.slice(0, NAME_PREFIX_MAX)}-${hash}`,
    namespace,
    labels,
    ...(annotations ? { annotations } : {}),
    ownerReferences: [owner],
  };
  return { apiVersion: 'apps/v1', kind: 'ControllerRevision', metadata, data, revision } as unknown as ControllerRevision;
}

/** The template that a revision stores. */
export function templateOf(revision: ControllerRevision): NonNullable<StatefulSet['spec']>['template'] {
  const { $patch: _patch, ...template } = ((revision.data as { spec?: { template?: Json } }).spec?.template ?? {}) as Json;
  return template as unknown as NonNullable<StatefulSet['spec']>['template'];
}

export function byRevision(a: ControllerRevision, b: ControllerRevision): number {
  return (
    a.revision - b.revision ||
    compare(a.metadata.creationTimestamp, b.metadata.creationTimestamp) ||
    compare(a.metadata.name, b.metadata.name)
  );
}

function compare(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
