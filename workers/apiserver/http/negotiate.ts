/** What form of answer the Accept header asks for (source: k8s.io/apiserver/pkg/endpoints/handlers/negotiation, 1.36). */
import { failure } from '../../api/status';
import type { Status } from '../../api/status';

export interface MediaType {
  readonly yaml: boolean;
  /** "Table", "PartialObjectMetadata", "PartialObjectMetadataList", "APIGroupDiscoveryList"; absent: the object itself. */
  readonly as?: string;
  readonly version?: string;
}

const PROTOBUF = 'application/vnd.kubernetes.protobuf';
const PRODUCED = ['application/json', 'application/yaml', PROTOBUF];
/** Collections can be watched too. */
const STREAMED = ['application/json;stream=watch', `${PROTOBUF};stream=watch`];
const FORMS: Readonly<Record<string, readonly string[]>> = {
  Table: ['v1', 'v1beta1'],
  PartialObjectMetadata: ['v1', 'v1beta1'],
  PartialObjectMetadataList: ['v1', 'v1beta1'],
};

interface Clause {
  readonly type: string;
  readonly quality: number;
  readonly parameters: ReadonlyMap<string, string>;
}

/** The first clause that can be served, those of the highest quality first. Types are compared as they are written. */
export function negotiate(accept: string | undefined, ofCollection = false): MediaType | Status {
  if (!accept?.trim()) return { yaml: false };
  const clauses = accept.split(',').map(parseClause);
  if (!clauses.some(({ type }) => type === '*/*' || PRODUCED.includes(type))) {
    const produced = ofCollection ? [...PRODUCED, ...STREAMED] : PRODUCED;
    return failure(406, 'NotAcceptable', `406: Not Acceptable\n\nAvailable representations: ${produced.join(', ')}`, {});
  }
  const wildness = ({ type }: Clause) => (type === '*/*' ? 2 : type.endsWith('/*') ? 1 : 0);
  for (const { type, parameters } of clauses.sort((a, b) => b.quality - a.quality || wildness(a) - wildness(b))) {
    const yaml = type === 'application/yaml';
    if (!yaml && !['application/json', 'application/*', '*/*'].includes(type)) continue;
    if ((parameters.get('charset') ?? 'utf-8').toLowerCase() !== 'utf-8' || (parameters.get('stream') ?? 'watch') !== 'watch') continue;
    const as = parameters.get('as');
    if (as === undefined) return { yaml };
    const version = parameters.get('v') ?? '';
    if (parameters.get('g') === 'meta.k8s.io' && FORMS[as]?.includes(version)) return { yaml, as, version };
  }
  return failure(406, 'NotAcceptable', `only the following media types are accepted: ${PRODUCED.join(', ')}`);
}

function parseClause(clause: string): Clause {
  const [type = '', ...rest] = clause.split(';').map((part) => part.trim());
  const parameters = new Map(rest.map((part) => part.split('=', 2).map((side) => side.trim()) as [string, string]));
  const quality = Number(parameters.get('q') ?? 1);
  return { type, quality: Number.isNaN(quality) ? 1 : quality, parameters };
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
