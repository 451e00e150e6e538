/** What form of answer the Accept header asks for (source: k8s.io/apiserver/pkg/endpoints/handlers/negotiation, 1.36). */
import { failure, isStatus } from '../../api/status';
import type { Status } from '../../api/status';

export interface MediaType {
  readonly yaml: boolean;
  /** "Table", "PartialObjectMetadata", "PartialObjectMetadataList", "APIGroupDiscoveryList"; absent: the object itself. */
  readonly as?: string;
  readonly version?: string;
}

const PROTOBUF = 'application/vnd.kubernetes.protobuf';
export const PRODUCED: readonly string[] = ['application/json', 'application/yaml', PROTOBUF];
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

/** What a resource can be asked for as: as a Table where it has one. A collection can be streamed too, a log is text. */
export function negotiate(
  accept: string | undefined,
  sort: 'object' | 'collection' | 'log' = 'object',
  hasTable = true,
): MediaType | Status {
  const produced = { object: PRODUCED, collection: [...PRODUCED, ...STREAMED], log: ['text/plain', ...PRODUCED] };
  return notProduced(accept, produced[sort]) ?? chooseMedia(accept, hasTable ? FORMS : { ...FORMS, Table: [] });
}

/** Where a path knows what it produces, one of those must be named, to the letter. */
export function notProduced(accept: string | undefined, produced = PRODUCED): Status | undefined {
  if (!accept?.trim() || accept.split(',').some((clause) => ['*/*', ...produced].includes(parseClause(clause).type))) return undefined;
  return failure(406, 'NotAcceptable', `406: Not Acceptable\n\nAvailable representations: ${produced.join(', ')}`, {});
}

/** The first clause that can be served, those of the highest quality first; `forms` by their versions. */
export function chooseMedia(accept: string | undefined, forms: typeof FORMS = {}): MediaType | Status {
  if (!accept?.trim()) return { yaml: false };
  for (const { type, parameters } of byPreference(accept)) {
    const yaml = type === 'application/yaml';
    if (!yaml && !['application/json', 'application/*', '*/*'].includes(type)) continue;
    const stream = parameters.get('stream') ?? '';
    if (stream !== '' && (yaml || stream !== 'watch')) continue;
    const as = parameters.get('as');
    if (as === undefined) return { yaml };
    const version = parameters.get('v') ?? '';
    if (parameters.get('g') === 'meta.k8s.io' && forms[as]?.includes(version)) return { yaml, as, version };
  }
  return failure(406, 'NotAcceptable', `only the following media types are accepted: ${PRODUCED.join(', ')}`);
}

/** Watches come in JSON; one that would rather have YAML gets neither. */
export function notStreamed(): Status {
  return failure(406, 'NotAcceptable', `only the following media types are accepted: ${STREAMED.join(', ')}`);
}

/** Whether failures are told in YAML: they come in no other form, in JSON where nothing else was asked for. */
export function failsInYaml(accept: string | undefined): boolean {
  const media = chooseMedia(accept);
  return !isStatus(media) && media.yaml;
}

function byPreference(accept: string): readonly Clause[] {
  const wildness = ({ type }: Clause) => (type === '*/*' ? 2 : type.endsWith('/*') ? 1 : 0);
  return accept
    .split(',')
    .map(parseClause)
    .sort((a, b) => b.quality - a.quality || wildness(a) - wildness(b));
}

function parseClause(clause: string): Clause {
  const [type = '', ...rest] = clause.split(';').map((part) => part.trim());
  const parameters = new Map(rest.map((part) => part.split('=', 2).map((side) => side.trim()) as [string, string]));
  const quality = Number(parameters.get('q') ?? 1);
  return { type, quality: Number.isNaN(quality) ? 1 : quality, parameters };
}

/** Whoever takes discovery in one document gets it so; undefined: one document per group. */
export function aggregatedDiscovery(accept: string | undefined): { readonly yaml: boolean } | undefined {
  const found = byPreference(accept ?? '').find(
    ({ type, parameters }) =>
      ['application/json', 'application/yaml', 'application/*', '*/*'].includes(type) &&
      parameters.get('as') === 'APIGroupDiscoveryList' &&
      parameters.get('g') === 'apidiscovery.k8s.io' &&
      parameters.get('v') === 'v2',
  );
  return found && { yaml: found.type === 'application/yaml' };
}
