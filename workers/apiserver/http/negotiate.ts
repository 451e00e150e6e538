/** What form of answer the Accept header asks for (source: k8s.io/apiserver/pkg/endpoints/handlers/negotiation, 1.36). */
import { failure } from '../../api/status';
import type { Status } from '../../api/status';

export interface MediaType {
  readonly yaml: boolean;
  /** "Table", "PartialObjectMetadata", "PartialObjectMetadataList", "APIGroupDiscoveryList"; absent: the object itself. */
  readonly as?: string;
  readonly version?: string;
}

const PLAIN = new Set(['application/json', '*/*', 'application/yaml']);
const TYPES = 'application/json, application/yaml, application/vnd.kubernetes.protobuf';
const FORMS: Readonly<Record<string, readonly string[]>> = {
  Table: ['v1', 'v1beta1'],
  PartialObjectMetadata: ['v1', 'v1beta1'],
  PartialObjectMetadataList: ['v1', 'v1beta1'],
};

/** The first clause that can be served. */
export function negotiate(accept: string | undefined): MediaType | Status {
  if (!accept?.trim()) return { yaml: false };
  let supported = false;
  for (const clause of accept.split(',')) {
    const [type = '', ...parameters] = clause.split(';').map((part) => part.trim());
    if (type.toLowerCase() === 'application/vnd.kubernetes.protobuf') supported = true;
    if (!PLAIN.has(type.toLowerCase())) continue;
    supported = true;
    const given = new Map(parameters.map((parameter) => parameter.split('=', 2).map((part) => part.trim()) as [string, string]));
    const yaml = type.toLowerCase() === 'application/yaml';
    const as = given.get('as');
    if (as === undefined) return { yaml };
    const version = given.get('v') ?? '';
    if (given.get('g') === 'meta.k8s.io' && FORMS[as]?.includes(version)) return { yaml, as, version };
  }
  if (supported) return failure(406, 'NotAcceptable', `only the following media types are accepted: ${TYPES}`);
  return failure(406, 'NotAcceptable', `406: Not Acceptable\n\nAvailable representations: ${TYPES}`, {});
}

/** Which aggregated discovery version the client takes: the first of those it lists; undefined for the old form. */
export function aggregatedDiscovery(accept: string | undefined): 'v2' | undefined {
  for (const clause of (accept ?? '').split(',')) {
    const parameters = clause.split(';').map((part) => part.trim());
    if (parameters.includes('as=APIGroupDiscoveryList') && parameters.includes('g=apidiscovery.k8s.io') && parameters.includes('v=v2'))
      return 'v2';
    if (parameters.length === 1 && parameters[0] === 'application/json') return undefined;
  }
  return undefined;
}
