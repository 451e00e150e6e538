/** Resource paths (source: k8s.io/apiserver/pkg/endpoints/request/requestinfo.go and installer.go, 1.36). */
import type { ResourceDefinition } from '../../resources/definition';
import type { ResourceTable } from '../resource-table';

export interface ResourcePath {
  readonly definition: ResourceDefinition;
  readonly version: string;
  readonly namespace: string;
  /** "" for the collection. */
  readonly name: string;
  readonly subresource: string;
}

/** Segments of an unescaped path: "" entries (double slashes) are kept, a last one is dropped. */
export function segmentsOf(path: string): string[] {
  const parts = path.split('/').slice(1);
  if (parts.at(-1) === '') parts.pop();
  return parts;
}

/** The paths of old that watch without a query: /api/v1/watch/pods. Undefined for all others. */
export function watchedPath(segments: readonly string[]): readonly string[] | undefined {
  const behind = segments[0] === 'apis' ? 3 : 2;
  return segments[behind] === 'watch' ? segments.toSpliced(behind, 1) : undefined;
}

/** Words that say what to do, not with what: alone they lead nowhere. */
export function isVerbAlone(segments: readonly string[]): boolean {
  const behind = segments[0] === 'apis' ? 3 : segments[0] === 'api' ? 2 : 0;
  return behind > 0 && segments.length === behind + 1 && ['watch', 'proxy'].includes(segments[behind] as string);
}

/** Behind /api/v1 or /apis/<group>/<version>; undefined where nothing is served. */
export function resourcePath(table: ResourceTable, segments: readonly string[]): ResourcePath | undefined {
  const grouped = segments[0] === 'apis';
  const group = grouped ? (segments[1] ?? '') : '';
  const version = (grouped ? segments[2] : segments[1]) ?? '';
  const [first, second, third, fourth, ...rest] = segments.slice(grouped ? 3 : 2);
  if (first === undefined) return undefined;
  const inNamespace = first === 'namespaces' && third !== undefined && !isNamespaceSubresource(group, third, fourth);
  if (inNamespace) {
    const definition = table.find(group, version, third);
    if (!definition?.namespaced || (rest.length > 1 && !endsOpen(definition, rest[0]))) return undefined;
    return { definition, version, namespace: second ?? '', name: fourth ?? '', subresource: rest[0] ?? '' };
  }
  const definition = table.find(group, version, first);
  if (!definition || second === '' || (fourth !== undefined && !endsOpen(definition, third))) return undefined;
  if (definition.namespaced && (second !== undefined || definition.verbs?.includes('list') === false)) return undefined;
  return { definition, version, namespace: '', name: second ?? '', subresource: third ?? '' };
}

/** Whether more may follow: what is behind a proxy, and the server of custom resources does not look at it. */
function endsOpen({ custom }: ResourceDefinition, subresource: string | undefined): boolean {
  return subresource === 'proxy' || custom !== undefined;
}

function isNamespaceSubresource(group: string, third: string, fourth: string | undefined): boolean {
  return group === '' && fourth === undefined && (third === 'status' || third === 'finalize');
}
