/** The API server of transcripts without controllers: the recorded state in its store, and nothing behind it. */
import type { AnyObject, KubeList } from '../../../workers/api/meta';
import type { ApiReply, ApiRequest } from '../../../workers/api/request';
import { notFound } from '../../../workers/api/status';
import { EPOCH_MS } from '../../../workers/api/time';
import { parseTokenFile } from '../../../workers/apiserver/authn/token-file';
import { compileSelection } from '../../../workers/apiserver/selection';
import { ApiServer } from '../../../workers/apiserver/server';
import type { HttpBackend } from '../../../workers/hosts/http-listener';
import { resourceDefinitions } from '../../../workers/resources/registry';
import docs from '../../../workers/resources/schema/generated/docs.json';
import { randomStream } from '../../../workers/sim/prng';
import type { Transcript } from './transcript';
import { storeOf } from './recorded-state';
import { USERS } from './served';
import { shifted } from './shift';

export interface StillBackend extends HttpBackend {
  /** kubectl's clock is the real one: every time of the state is told this much later, and understood this much earlier. */
  readonly shift: { ms: number };
}

const METRICS = 'metrics.k8s.io';

export function stillBackend({ objects }: Transcript): StillBackend {
  const metrics = objects.filter(({ apiVersion }) => apiVersion?.startsWith(`${METRICS}/`));
  const registry = resourceDefinitions.filter(({ group }) => group !== 'sim.kubarium.dev' && (group !== METRICS || metrics.length > 0));
  const realMs = () => Date.now() - EPOCH_MS;
  const shift = { ms: 0 };
  const api = new ApiServer({
    store: storeOf(objects, registry),
    random: randomStream(1, 'apiserver'),
    clock: () => realMs() - shift.ms,
    registry,
    serviceFamilies: ['IPv4', 'IPv6'],
  });
  api.resources.docs = docs;
  api.access.authenticator.staticTokens = parseTokenFile(USERS);
  const serve = (request: ApiRequest) => (request.group === METRICS ? measured(api, metrics, request) : api.handle(request));
  return {
    shift,
    resources: api.resources,
    access: api.access,
    nowMs: realMs,
    request: (request) => Promise.resolve(shifted(serve(shifted(request, -shift.ms)), shift.ms)),
    watch: (request, sink) =>
      Promise.resolve(api.watch(request, { events: (events) => sink.events(shifted(events, shift.ms)), closed: () => sink.closed() })),
  };
}

/** The metrics API as an aggregated server that has exactly these. */
function measured(api: ApiServer, metrics: readonly AnyObject[], { resource, namespace = '', name, options = {} }: ApiRequest): ApiReply {
  const definition = api.resources.stored(METRICS, resource);
  const kind = resource === 'nodes' ? 'NodeMetrics' : 'PodMetrics';
  const selection = definition && compileSelection(definition, options);
  if (!selection || !('matches' in selection)) return { code: 400, body: {} };
  const items = metrics.filter(
    (one) => one.kind === kind && (namespace === '' || one.metadata?.namespace === namespace) && selection.matches(one),
  );
  if (name === undefined)
    return { code: 200, body: { kind: `${kind}List`, apiVersion: `${METRICS}/v1beta1`, metadata: {}, items } as unknown as KubeList };
  const found = items.find((one) => one.metadata?.name === name);
  if (found) return { code: 200, body: found };
  const status = notFound(METRICS, resource, name);
  return { code: 404, body: status } as ApiReply;
}
