/** What a configuration leaves open (source: kube-scheduler apis/config/v1/defaults.go, component-base/config/v1alpha1/defaults.go, 1.36). */
import { API_VERSION } from './document';
import type { ArgsEntry } from './document';
import { ARGS_SHAPES, defaultedArgs } from './plugin-args';
import { DEFAULT_SCHEDULER_NAME, mergeSets, DEFAULT_PLUGINS, pluginNames } from './profile';
import type { PluginSets } from './profile';
import type { Fields } from './shape';

/** A decoded document, complete. */
export function defaulted(document: Fields): Fields {
  const given = (document['profiles'] ?? []) as readonly Fields[];
  const profiles = given.length === 0 ? [{}] : given;
  const named = profiles.length === 1 ? [{ schedulerName: DEFAULT_SCHEDULER_NAME, ...profiles[0] }] : profiles;
  const enableProfiling = document['enableProfiling'] ?? true;
  return {
    parallelism: 16,
    percentageOfNodesToScore: 0,
    podInitialBackoffSeconds: 1,
    podMaxBackoffSeconds: 10,
    ...document,
    enableProfiling,
    enableContentionProfiling: document['enableContentionProfiling'] ?? enableProfiling,
    leaderElection: leaderElection((document['leaderElection'] ?? {}) as Fields),
    clientConnection: clientConnection((document['clientConnection'] ?? {}) as Fields),
    profiles: named.map(profile),
  };
}

function leaderElection(given: Fields): Fields {
  return {
    leaderElect: given['leaderElect'] ?? true,
    leaseDuration: duration(given['leaseDuration'], '15s'),
    renewDeadline: duration(given['renewDeadline'], '10s'),
    retryPeriod: duration(given['retryPeriod'], '2s'),
    resourceLock: given['resourceLock'] || 'leases',
    resourceName: given['resourceName'] || 'kube-scheduler',
    resourceNamespace: given['resourceNamespace'] || 'kube-system',
  };
}

function duration(given: unknown, otherwise: string): unknown {
  return given === undefined || given === '0s' ? otherwise : given;
}

function clientConnection(given: Fields): Fields {
  return {
    ...given,
    contentType: given['contentType'] || 'application/vnd.kubernetes.protobuf',
    qps: given['qps'] || 50,
    burst: given['burst'] || 100,
  };
}

function profile(given: Fields): Fields {
  const custom = (given['plugins'] ?? {}) as PluginSets;
  const plugins = { ...custom, multiPoint: mergeSets(DEFAULT_PLUGINS, custom.multiPoint ?? {}) };
  const entries = (given['pluginConfig'] ?? []) as readonly ArgsEntry[];
  const configured = new Set(entries.map(({ name }) => name));
  const others = pluginNames(plugins)
    .filter((name) => ARGS_SHAPES[name] && !configured.has(name))
    .sort();
  return {
    ...given,
    plugins,
    pluginConfig: [
      ...entries.map((entry) => (ARGS_SHAPES[entry.name] ? { ...entry, args: defaultedArgs(entry.name, entry.args ?? {}) } : entry)),
      ...others.map((name) => ({ name, args: defaultedArgs(name, { apiVersion: API_VERSION, kind: `${name}Args` }) })),
    ],
  };
}
