/** What only shows when the scheduler builds its profiles (source: kube-scheduler framework/runtime NewFramework, profile/profile.go, 1.36). */
import type { Plugin, PluginFactory } from '../framework/plugin';
import { EXTENSION_POINTS, implementsPoint, pluginNames, pluginsAt, weightOf } from './profile';
import type { PluginRef, PluginSets, PointName, Profile } from './profile';
import { errorText } from './validation';
import { validateNodeResourcesFit } from './validation-plugin-args';

/** Per extension point the plugins in order (those of preEnqueue sorted), and the weights of the score plugins. */
export type EffectiveProfile = Readonly<Record<string, unknown>>;

/** In the order in which the original fills its lists; it decides which of several errors is told. */
const FILL_ORDER: readonly PointName[] = [
  'preFilter',
  'filter',
  'postFilter',
  'reserve',
  'preScore',
  'score',
  'preBind',
  'bind',
  'postBind',
  'permit',
  'preEnqueue',
  'queueSort',
];
const SCORE_MAX = 100n;
const TOTAL_MAX = 2n ** 63n - 1n;

/** Why the scheduler would refuse to start; undefined where it would not. */
export function startupError(profiles: readonly Profile[], registry: readonly PluginFactory[]): string | undefined {
  let queueSort: string | undefined;
  for (const profile of profiles) {
    const found = profileError(profile, registry);
    if (found) return `initializing profiles: creating profile for scheduler name ${profile.schedulerName}: ${found}`;
    const sort = pluginsAt('queueSort', profile.plugins, (name) => extendsPoint(registry, name, 'queueSort'))[0];
    if (queueSort !== undefined && sort !== queueSort)
      return `initializing profiles: different queue sort plugins for profile "${profile.schedulerName}": "${sort}", first: "${queueSort}"`;
    queueSort = sort;
  }
  return undefined;
}

function profileError({ schedulerName, plugins, args }: Profile, registry: readonly PluginFactory[]): string | undefined {
  const known = new Set(registry.map(({ name }) => name));
  if (pluginNames(plugins).includes('NodeResourcesFit')) {
    const errors = validateNodeResourcesFit(args['NodeResourcesFit'] ?? {}).map(errorText);
    const texts = [...new Set(errors)];
    if (texts.length > 0) return `initializing plugin "NodeResourcesFit": ${texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`}`;
  }
  for (const point of FILL_ORDER) {
    const found = listError(point, plugins[point]?.enabled ?? [], known, registry);
    if (found) return found;
  }
  for (const point of FILL_ORDER) {
    const found = multiPointError(point, plugins, known, registry);
    if (found) return found;
  }
  const at = (point: PointName) => pluginsAt(point, plugins, (name) => extendsPoint(registry, name, point));
  const sorts = at('queueSort').length;
  if (sorts !== 1) return `only one queue sort plugin required for profile with scheduler name "${schedulerName}", but got ${sorts}`;
  if (at('bind').length === 0) return `at least one bind plugin is needed for profile with scheduler name "${schedulerName}"`;
  return weightError(plugins, registry);
}

function listError(
  point: PointName,
  enabled: readonly PluginRef[],
  known: ReadonlySet<string>,
  registry: readonly PluginFactory[],
): string | undefined {
  const seen = new Set<string>();
  for (const { name } of enabled) {
    if (!known.has(name)) return `${interfaceOf(point)} "${name}" does not exist`;
    if (!extendsPoint(registry, name, point)) return `plugin "${name}" does not extend ${interfaceOf(point)} plugin`;
    if (seen.has(name)) return `plugin "${name}" already registered as "${interfaceOf(point)}"`;
    seen.add(name);
  }
  return undefined;
}

function multiPointError(
  point: PointName,
  plugins: PluginSets,
  known: ReadonlySet<string>,
  registry: readonly PluginFactory[],
): string | undefined {
  const disabled = new Set((plugins[point]?.disabled ?? []).map(({ name }) => name));
  if (disabled.has('*')) return undefined;
  const specific = new Set((plugins[point]?.enabled ?? []).map(({ name }) => name));
  const seen = new Set<string>();
  for (const { name } of plugins.multiPoint?.enabled ?? []) {
    if (!known.has(name)) return `${interfaceOf(point)} "${name}" does not exist`;
    if (!extendsPoint(registry, name, point) || disabled.has(name) || specific.has(name)) continue;
    if (seen.has(name)) return `plugin "${name}" already registered as "${interfaceOf(point)}"`;
    seen.add(name);
  }
  return undefined;
}

/** The sum of all weighted scores must fit into 64 bits; negative weights fail here as well, as the original counts in unsigned numbers. */
function weightError(plugins: PluginSets, registry: readonly PluginFactory[]): string | undefined {
  const counted = new Set<string>();
  let total = 0n;
  for (const { name, weight } of [...(plugins.score?.enabled ?? []), ...(plugins.multiPoint?.enabled ?? [])]) {
    if (counted.has(name) || !extendsPoint(registry, name, 'score')) continue;
    counted.add(name);
    const score = BigInt(weight || 1) * SCORE_MAX;
    if (score < 0n || score > TOTAL_MAX - total) return 'score plugins: total score of Score plugins could overflow';
    total += score;
  }
  return undefined;
}

const EFFECTIVE_POINTS = EXTENSION_POINTS.slice(0, EXTENSION_POINTS.indexOf('score') + 1).filter((point) => point !== 'queueSort');

/** What a profile that starts would run. */
export function effectiveProfile({ plugins }: Profile, registry: readonly PluginFactory[]): EffectiveProfile {
  const lists = EFFECTIVE_POINTS.map((point) => {
    const names = pluginsAt(point, plugins, (name) => extendsPoint(registry, name, point));
    return [point, point === 'preEnqueue' ? names.sort() : names] as const;
  });
  const score = pluginsAt('score', plugins, (name) => extendsPoint(registry, name, 'score'));
  return { ...Object.fromEntries(lists), scoreWeights: Object.fromEntries(score.map((name) => [name, weightOf(name, plugins)])) };
}

function interfaceOf(point: PointName): string {
  return `${point[0]?.toUpperCase()}${point.slice(1)}Plugin`;
}

const samples = new Map<PluginFactory, Plugin>();

function extendsPoint(registry: readonly PluginFactory[], name: string, point: PointName): boolean {
  const factory = registry.find((one) => one.name === name);
  if (!factory) return false;
  let plugin = samples.get(factory);
  if (!plugin) samples.set(factory, (plugin = factory.create({} as Parameters<PluginFactory['create']>[0], {})));
  return implementsPoint(plugin, point);
}
