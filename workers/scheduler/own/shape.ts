import type { SchedulerPlugin } from '../../protocol/own-plugin';
import { PluginFault } from './fault';

const MEMBERS = ['name', 'beside', 'weight', 'preFilter', 'filter', 'preScore', 'score'];
const METHODS = ['preFilter', 'filter', 'preScore', 'score'] as const;
const NAME = /^[A-Za-z][\w.-]{0,39}$/;
const WEIGHT_MAX = 100;

export const OWN_NAME = 'Own';

/** What a module exports, as a plugin; a {@link PluginFault} says what is wrong with it. `taken`: names it must not have. */
export function checkedPlugin(given: unknown, taken: readonly string[]): SchedulerPlugin {
  const fail = (message: string): never => {
    throw new PluginFault(message, undefined);
  };
  if (typeof given !== 'object' || given === null)
    fail('the module has no default export that is an object: write "export default plugin;"');
  const plugin = given as Record<string, unknown>;
  for (const member of Object.keys(plugin))
    if (!MEMBERS.includes(member)) fail(`unknown member "${member}": a plugin has ${MEMBERS.join(', ')}`);
  for (const method of METHODS)
    if (plugin[method] !== undefined && typeof plugin[method] !== 'function') fail(`${method} must be a function`);
  if (plugin['filter'] === undefined && plugin['score'] === undefined) fail('a plugin needs filter, score, or both');
  const { name = OWN_NAME, weight = 1, beside = 'filters' } = plugin;
  if (typeof name !== 'string' || !NAME.test(name)) fail('name must be a word of at most 40 letters, digits, dots and dashes');
  if (taken.includes(name as string)) fail(`name: "${String(name)}" is a plugin of Kubernetes; choose another`);
  if (!Number.isInteger(weight) || (weight as number) < 1 || (weight as number) > WEIGHT_MAX)
    fail(`weight must be a whole number from 1 to ${WEIGHT_MAX}`);
  if (beside !== 'filters' && beside !== 'all') fail('beside must be "filters" or "all"');
  return plugin as SchedulerPlugin;
}
