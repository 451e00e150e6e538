/**
 * From a KubeSchedulerConfiguration to what each profile runs
 * (source: kube-scheduler apis/config/v1/default_plugins.go, framework/runtime expandMultiPointPlugins, 1.36).
 */
import type { Plugin } from '../framework/plugin';

export const EXTENSION_POINTS = [
  'preEnqueue',
  'queueSort',
  'preFilter',
  'filter',
  'postFilter',
  'preScore',
  'score',
  'reserve',
  'permit',
  'preBind',
  'bind',
  'postBind',
] as const;
export type PointName = (typeof EXTENSION_POINTS)[number];

export interface PluginRef {
  readonly name: string;
  readonly weight?: number;
}

export interface PluginSet {
  readonly enabled?: readonly PluginRef[];
  readonly disabled?: readonly PluginRef[];
}

export type PluginSets = { readonly [point in PointName | 'multiPoint']?: PluginSet };

export interface SchedulerConfiguration {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly percentageOfNodesToScore?: number;
  readonly podInitialBackoffSeconds?: number;
  readonly podMaxBackoffSeconds?: number;
  readonly profiles?: readonly {
    readonly schedulerName?: string;
    readonly percentageOfNodesToScore?: number;
    readonly plugins?: PluginSets;
    readonly pluginConfig?: readonly { readonly name: string; readonly args?: Readonly<Record<string, unknown>> }[];
  }[];
}

export interface Profile {
  readonly schedulerName: string;
  /** 0: adaptive. */
  readonly percentageOfNodesToScore: number;
  /** Defaults and the configuration merged; still with multiPoint. */
  readonly plugins: PluginSets;
  readonly args: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export const DEFAULT_SCHEDULER_NAME = 'default-scheduler';

/** The profile a pod asks for. */
export function schedulerNameOf({ spec }: { readonly spec?: { readonly schedulerName?: string } }): string {
  return spec?.schedulerName || DEFAULT_SCHEDULER_NAME;
}

/** Order matters: it is the order plugins run in at every extension point. */
export const DEFAULT_PLUGINS: readonly PluginRef[] = [
  { name: 'SchedulingGates' },
  { name: 'PrioritySort' },
  { name: 'NodeUnschedulable' },
  { name: 'NodeName' },
  { name: 'TaintToleration', weight: 3 },
  { name: 'NodeAffinity', weight: 2 },
  { name: 'NodePorts' },
  { name: 'NodeResourcesFit', weight: 1 },
  { name: 'VolumeRestrictions' },
  { name: 'NodeVolumeLimits' },
  { name: 'VolumeBinding' },
  { name: 'VolumeZone' },
  { name: 'PodTopologySpread', weight: 2 },
  { name: 'InterPodAffinity', weight: 2 },
  { name: 'DynamicResources', weight: 2 },
  { name: 'DefaultPreemption' },
  { name: 'NodeResourcesBalancedAllocation', weight: 1 },
  { name: 'ImageLocality', weight: 1 },
  { name: 'DefaultBinder' },
  { name: 'NodeDeclaredFeatures' },
];

/** Profiles in the configuration's order; without any, the default one. Does not validate. */
export function profilesOf(config: SchedulerConfiguration): Profile[] {
  const profiles = config.profiles?.length ? config.profiles : [{}];
  return profiles.map((profile) => ({
    schedulerName: profile.schedulerName || DEFAULT_SCHEDULER_NAME,
    percentageOfNodesToScore: profile.percentageOfNodesToScore ?? config.percentageOfNodesToScore ?? 0,
    plugins: { ...profile.plugins, multiPoint: mergeSets(DEFAULT_PLUGINS, profile.plugins?.multiPoint ?? {}) },
    args: Object.fromEntries((profile.pluginConfig ?? []).map(({ name, args }) => [name, args ?? {}])),
  }));
}

/** A configured plugin takes the place of the default of the same name; what is new, or configured twice, comes last. */
export function mergeSets(defaults: readonly PluginRef[], custom: PluginSet): PluginSet {
  const disabled = new Set((custom.disabled ?? []).map(({ name }) => name));
  const enabled = custom.enabled ?? [];
  const latest = new Map(enabled.map((ref) => [ref.name, ref]));
  const kept = disabled.has('*') ? [] : defaults.filter(({ name }) => !disabled.has(name));
  const replacing = new Set(kept.map(({ name }) => latest.get(name)));
  return {
    enabled: [...kept.map((ref) => latest.get(ref.name) ?? ref), ...enabled.filter((ref) => !replacing.has(ref))],
    disabled: custom.disabled ?? [],
  };
}

/** Names of all plugins that are enabled somewhere. */
export function pluginNames(plugins: PluginSets): string[] {
  const sets = [plugins.multiPoint, ...EXTENSION_POINTS.map((point) => plugins[point])];
  return [...new Set(sets.flatMap((set) => set?.enabled ?? []).map(({ name }) => name))];
}

/**
 * The order at one extension point: plugins enabled for the point that multiPoint lists as well, then multiPoint's own,
 * then the rest enabled for the point.
 */
export function pluginsAt(point: PointName, plugins: PluginSets, implement: (name: string) => boolean): string[] {
  const specific = (plugins[point]?.enabled ?? []).map(({ name }) => name);
  const disabled = new Set((plugins[point]?.disabled ?? []).map(({ name }) => name));
  if (disabled.has('*')) return specific;
  const general = (plugins.multiPoint?.enabled ?? []).map(({ name }) => name).filter((name) => implement(name) && !disabled.has(name));
  const overridden = specific.filter((name) => general.includes(name));
  return [...overridden, ...general.filter((name) => !specific.includes(name)), ...specific.filter((name) => !general.includes(name))];
}

/** A score plugin's weight: the point's own entry counts before multiPoint's; 0 and absent mean 1. */
export function weightOf(name: string, plugins: PluginSets): number {
  const entry = plugins.score?.enabled?.find((ref) => ref.name === name) ?? plugins.multiPoint?.enabled?.find((ref) => ref.name === name);
  return entry?.weight || 1;
}

/** Whether a plugin has the method of an extension point. */
export function implementsPoint(plugin: Plugin | undefined, point: PointName): boolean {
  return plugin?.[point === 'queueSort' ? 'less' : point] !== undefined;
}
