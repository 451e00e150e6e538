/** A whole cluster at speed 1 whose nodes are emulated from outside: no machines of ours, the recorded logs. */
import type { AnyObject } from '../../../workers/api/meta';
import type { ApiReply, ApiRequest } from '../../../workers/api/request';
import { logText } from '../../../workers/cluster/logs';
import type { LogOptions } from '../../../workers/cluster/logs';
import { parseTokenFile } from '../../../workers/apiserver/authn/token-file';
import type { LogSource } from '../../../workers/apiserver/backend';
import type { ResourceTable } from '../../../workers/apiserver/resource-table';
import { Engine } from '../../../workers/hosts/engine';
import type { HttpBackend } from '../../../workers/hosts/http-listener';
import { inlineGroups } from '../../../workers/hosts/inline';
import docs from '../../../workers/resources/schema/generated/docs.json';
import { USERS } from './served';

export interface LiveBackend extends HttpBackend {
  dispose(): void;
}

/** Groups that the recorded clusters did not have. */
const ABSENT = new Set(['metrics.k8s.io', 'sim.kubarium.dev']);
const SEED = 1;

export function liveBackend(): LiveBackend {
  const { scheduler, controllers, nodes } = inlineGroups(SEED);
  const engine = new Engine(
    { seed: SEED, nodes: 0 },
    { scheduler: asThread(scheduler), controllers: asThread(controllers), nodes: asThread(nodes) },
    { speed: 1, realNow: () => performance.now() },
  );
  const { api, simulation } = engine.cluster;
  simulation.stop('machines');
  api.resources.docs = docs;
  api.access.authenticator.staticTokens = parseTokenFile(USERS);
  engine.start();
  const readLog = (request: ApiRequest): Promise<ApiReply> =>
    engine.between(() => {
      engine.cluster.logs = recordedLogs;
      return simulation.external(request);
    });
  return {
    resources: withoutAbsent(api.resources),
    access: api.access,
    nowMs: () => engine.clock.nowMs,
    request: (request) => (request.subresource === 'log' ? readLog(request) : engine.request(request)),
    watch: (request, sink) => engine.watch(request, sink),
    converse: () => Promise.reject(new Error('the emulated nodes run no commands')),
    query: () => Promise.resolve(undefined),
    dispose: () => engine.dispose(),
  };
}

function asThread(group: ReturnType<typeof inlineGroups>['scheduler']) {
  return { run: group.run.bind(group), query: group.query.bind(group), dispose: () => undefined };
}

/** The same table with fewer kinds in discovery; one array as long as there is one array. */
function withoutAbsent(table: ResourceTable): ResourceTable {
  let shown: { readonly of: ResourceTable['all']; readonly all: ResourceTable['all'] } | undefined;
  return Object.create(table, {
    all: {
      get: () => {
        if (shown?.of !== table.all) shown = { of: table.all, all: table.all.filter(({ group }) => !ABSENT.has(group)) };
        return shown.all;
      },
    },
  }) as ResourceTable;
}

interface Status {
  readonly name: string;
  readonly restartCount: number;
  readonly state: Readonly<Record<string, { readonly startedAt?: string } | undefined>>;
}

/** `<container>: line 1` to `line 5`; of an earlier run `previous run of <container>` and `exit 1`. */
const recordedLogs: LogSource = (pod, options) => logText(pod, options, answerFor(pod, options));

function answerFor({ status }: AnyObject, { container = '', previous, tailLines }: LogOptions) {
  const lists = (status ?? {}) as Readonly<Record<string, readonly Status[] | undefined>>;
  const all = [...(lists.containerStatuses ?? []), ...(lists.initContainerStatuses ?? []), ...(lists.ephemeralContainerStatuses ?? [])];
  const own = all.find(({ name }) => name === container);
  const isPrevious = previous === 'true';
  const never = own?.restartCount === 0 && own.state.waiting !== undefined;
  if (!own || never || (isPrevious && own.restartCount === 0)) return { found: false, lines: [] };
  const texts = isPrevious ? [`previous run of ${container}`, 'exit 1'] : [1, 2, 3, 4, 5].map((line) => `${container}: line ${line}`);
  const shown = tailLines === undefined ? texts : Number(tailLines) === 0 ? [] : texts.slice(-Number(tailLines));
  return { found: true, lines: shown.map((text) => ({ atMs: 0, text, stream: 'stdout' as const })) };
}
