/**
 * The users behind requests that name only a user name: the cluster's own components, and the server itself.
 * Differs: the controllers share system:kube-controller-manager and may do everything, where upstream gives each a service
 * account (--use-service-account-credentials); so may the simulation's own parts, which no real cluster has.
 */
import { AUTHENTICATED, MASTERS, NODES } from '../../api/user-info';
import type { UserInfo } from '../../api/user-info';

const NODE_PREFIX = 'system:node:';
const users = new Map<string, UserInfo>();

export function componentUser(username: string): UserInfo {
  let user = users.get(username);
  if (!user) users.set(username, (user = { username, groups: groupsOf(username) }));
  return user;
}

function groupsOf(username: string): readonly string[] {
  if (username.startsWith(NODE_PREFIX)) return [NODES, AUTHENTICATED];
  return username === 'system:kube-scheduler' ? [AUTHENTICATED] : [MASTERS, AUTHENTICATED];
}
