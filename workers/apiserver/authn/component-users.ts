/**
 * The users behind requests that name only a user name: the cluster's own components, and the server itself.
 * Differs: components are known by their names, without certificates; the parts of the simulation that no real cluster has may do
 * everything.
 */
import { AUTHENTICATED, MASTERS, NODES } from '../../api/user-info';
import type { UserInfo } from '../../api/user-info';
import { controllerRoles } from '../authz/bootstrap-policy/controller-roles';
import { serviceAccountGroups } from './service-account-tokens';

const NODE_PREFIX = 'system:node:';
const users = new Map<string, UserInfo>();
const KUBE_PROXY = known('system:kube-proxy');
const CONTROLLERS = [known('system:kube-controller-manager'), ...Object.keys(controllerRoles).map(controller)];

export function componentUser(username: string): UserInfo {
  let user = users.get(username);
  if (!user) users.set(username, (user = { username, groups: groupsOf(username) }));
  return user;
}

/**
 * Everybody as whom a component acts: a machine runs kubelet and kube-proxy, and every controller has a service account of its own
 * (--use-service-account-credentials).
 */
export function identitiesOf(username: string): readonly UserInfo[] {
  if (username === 'system:kube-controller-manager') return CONTROLLERS;
  return username.startsWith(NODE_PREFIX) ? [componentUser(username), KUBE_PROXY] : [componentUser(username)];
}

function groupsOf(username: string): readonly string[] {
  if (username.startsWith(NODE_PREFIX)) return [NODES, AUTHENTICATED];
  return username === 'system:kube-scheduler' ? [AUTHENTICATED] : [MASTERS, AUTHENTICATED];
}

function known(username: string): UserInfo {
  return { username, groups: [AUTHENTICATED] };
}

function controller(name: string): UserInfo {
  return { username: `system:serviceaccount:kube-system:${name}`, groups: [...serviceAccountGroups('kube-system'), AUTHENTICATED] };
}
