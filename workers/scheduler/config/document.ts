/** The fields of a KubeSchedulerConfiguration (source: k8s.io/kube-scheduler/config/v1/types.go, 1.36). */
import { EXTENSION_POINTS } from './profile';
import { ARGS_SHAPES } from './plugin-args';
import { decoded, DecodeError, written } from './shape';
import type { Fields, Shape } from './shape';

export const API_VERSION = 'kubescheduler.config.k8s.io/v1';
export const KIND = 'KubeSchedulerConfiguration';

const PLUGIN: Shape = { object: { 'name!': 'string', 'weight!': 'int32' } };
const PLUGIN_SET: Shape = { object: { 'enabled?': { list: PLUGIN }, 'disabled?': { list: PLUGIN } } };
/** Points that 1.36 knows besides those a pod's cycle has (groups of pods, off by default). */
const GROUP_POINTS = ['placementGenerate', 'placementScore'];
const PLUGINS: Shape = {
  object: Object.fromEntries([...EXTENSION_POINTS, ...GROUP_POINTS, 'multiPoint'].map((point) => [`${point}!`, PLUGIN_SET])),
};
const PROFILE: Shape = {
  object: {
    schedulerName: 'string',
    percentageOfNodesToScore: 'int32',
    plugins: PLUGINS,
    'pluginConfig?': { list: { object: { 'name!': 'string', 'args!': 'any' } } },
  },
};
const EXTENDER: Shape = {
  object: {
    'urlPrefix!': 'string',
    'filterVerb?': 'string',
    'preemptVerb?': 'string',
    'prioritizeVerb?': 'string',
    'weight?': 'int64',
    'bindVerb?': 'string',
    'enableHTTPS?': 'boolean',
    tlsConfig: {
      object: {
        'insecure?': 'boolean',
        'serverName?': 'string',
        'certFile?': 'string',
        'keyFile?': 'string',
        'caFile?': 'string',
        'certData?': 'string',
        'keyData?': 'string',
        'caData?': 'string',
      },
    },
    'httpTimeout!': 'duration',
    'nodeCacheCapable?': 'boolean',
    'managedResources?': { list: { object: { 'name!': 'string', 'ignoredByScheduler?': 'boolean' } } },
    'ignorable?': 'boolean',
  },
};
const DOCUMENT: Shape = {
  object: {
    'apiVersion!': 'string',
    'kind!': 'string',
    parallelism: 'int32',
    leaderElection: {
      object: {
        leaderElect: 'boolean',
        leaseDuration: 'duration',
        renewDeadline: 'duration',
        retryPeriod: 'duration',
        resourceLock: 'string',
        resourceName: 'string',
        resourceNamespace: 'string',
      },
    },
    clientConnection: {
      object: { 'kubeconfig!': 'string', 'acceptContentTypes!': 'string', 'contentType!': 'string', 'qps!': 'float', 'burst!': 'int32' },
    },
    'enableProfiling!': 'boolean',
    'enableContentionProfiling!': 'boolean',
    percentageOfNodesToScore: 'int32',
    podInitialBackoffSeconds: 'int64',
    podMaxBackoffSeconds: 'int64',
    profiles: { list: PROFILE },
    'extenders?': { list: EXTENDER },
    'delayCacheUntilActive?': 'boolean',
  },
};

export interface ArgsEntry {
  readonly name: string;
  readonly args?: Fields;
}

/** Strict: kind, version, field names and types, also of the arguments of plugins that have a type for them. Throws a DecodeError. */
export function decodeDocument(doc: unknown): Fields {
  const { apiVersion, kind } = (doc ?? {}) as { readonly apiVersion?: unknown; readonly kind?: unknown };
  if (!kind) throw new DecodeError("Object 'Kind' is missing");
  if (!apiVersion) throw new DecodeError("Object 'apiVersion' is missing");
  if (apiVersion !== API_VERSION || kind !== KIND)
    throw new DecodeError(`no kind "${String(kind)}" is registered for version "${String(apiVersion)}" in scheme`);
  const fields = decoded(DOCUMENT, doc, '') as Fields;
  const profiles = (fields['profiles'] ?? []) as readonly (Fields | undefined)[];
  if (profiles.length === 0) return fields;
  return { ...fields, profiles: profiles.map((profile = {}, at) => withDecodedArgs(profile, at)) };
}

function withDecodedArgs(profile: Fields, at: number): Fields {
  const entries = (profile['pluginConfig'] ?? []) as readonly (ArgsEntry | undefined)[];
  if (entries.length === 0) return profile;
  const pluginConfig = entries.map((entry = { name: '' }, index) => {
    const shape = ARGS_SHAPES[entry.name];
    if (!shape) return entry;
    return { ...entry, args: decodeArgs(entry.name, shape, entry.args ?? {}, `.profiles[${at}].pluginConfig[${index}]`) };
  });
  return { ...profile, pluginConfig };
}

function decodeArgs(plugin: string, shape: Shape, args: Fields, path: string): Fields {
  const kind = `${plugin}Args`;
  if (typeof args === 'object' && args['kind'] !== undefined && args['kind'] !== kind)
    throw new DecodeError(`decoding ${path}: args for plugin ${plugin} were not of type ${kind}, got ${String(args['kind'])}`);
  if (typeof args === 'object' && args['apiVersion'] !== undefined && args['apiVersion'] !== API_VERSION)
    throw new DecodeError(`decoding ${path}: no kind "${kind}" is registered for version "${String(args['apiVersion'])}"`);
  try {
    return { ...(decoded(shape, args, '') as Fields), apiVersion: API_VERSION, kind };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new DecodeError(`strict decoding error: decoding ${path}: decoding args for plugin ${plugin}: ${error.message}`);
  }
}

/** A defaulted document as the original writes it. */
export function writeDocument(document: Fields): Fields {
  const result = written(DOCUMENT, document) as Fields;
  const profiles = (result['profiles'] as readonly Fields[]).map((profile) => ({
    ...profile,
    ...(profile['pluginConfig']
      ? {
          pluginConfig: (profile['pluginConfig'] as readonly ArgsEntry[]).map(({ name, args }) => {
            const shape = ARGS_SHAPES[name];
            return { name, args: shape ? written(shape, args) : args };
          }),
        }
      : {}),
  }));
  return { ...result, profiles };
}
