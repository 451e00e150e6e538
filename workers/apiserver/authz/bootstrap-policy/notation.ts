/**
 * The bootstrap policy is written one rule a line: "verbs group: resources = names" or "verbs /url". Several are separated
 * by commas, groups by "+"; the core group is "core"; "read", "write" and "all" stand for the verbs below.
 */
import type { PolicyRule } from '../rules';

const VERBS: Readonly<Record<string, readonly string[]>> = {
  read: ['get', 'list', 'watch'],
  write: ['create', 'delete', 'deletecollection', 'patch', 'update'],
  all: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
};

export const EVENTS = 'create,patch,update core+events.k8s.io: events';

export type RoleTable = Readonly<Record<string, readonly string[]>>;

export function parseRule(line: string): PolicyRule {
  const [head = '', names] = line.split(' = ');
  const [verbText = '', target = '', resources] = head.split(' ');
  const verbs = VERBS[verbText] ?? verbText.split(',');
  if (resources === undefined) return { verbs, nonResourceURLs: target.split(',') };
  const apiGroups = target
    .slice(0, -1)
    .split('+')
    .map((group) => (group === 'core' ? '' : group));
  return { verbs, apiGroups, resources: resources.split(','), ...(names === undefined ? {} : { resourceNames: names.split(',') }) };
}
