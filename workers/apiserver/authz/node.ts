/**
 * What kubelets may do beyond RBAC: only with objects of pods on their own node
 * (source: plugin/pkg/auth/authorizer/node/node_authorizer.go, 1.36).
 * Differs: related objects are looked up when asked, not kept in a graph.
 */
import { parseFieldSelector } from '../../api/fields';
import { NODES } from '../../api/user-info';
import type { UserInfo } from '../../api/user-info';
import type { ObjectReader } from '../../resources/definition';
import type { Attributes, Decision, ResourceAttributes } from './attributes';
import { isResource } from './attributes';
import { nodeRules } from './bootstrap-policy/cluster-roles';
import { NodeObjects } from './node-objects';
import { ruleAllows } from './rules';

const USER_PREFIX = 'system:node:';
const ALLOWED: Decision = { allowed: true, reason: '' };
const NO_OPINION: Decision = { allowed: false, reason: '' };
const OWN_OBJECT_VERBS = ['get', 'create', 'update', 'patch', 'delete'];

/** undefined: not a node's user. */
export function nodeOf({ username, groups }: UserInfo): string | undefined {
  return username.startsWith(USER_PREFIX) && groups.includes(NODES) ? username.slice(USER_PREFIX.length) : undefined;
}

export class NodeAuthorizer {
  private readonly objects: NodeObjects;

  constructor(reader: ObjectReader) {
    this.objects = new NodeObjects(reader);
  }

  authorize(attributes: Attributes): Decision {
    const node = nodeOf(attributes.user);
    if (node === undefined) return NO_OPINION;
    if (node === '') return no(`unknown node for user "${attributes.user.username}"`);
    const special = isResource(attributes) ? this.special(node, attributes) : undefined;
    return special ?? (nodeRules.some((rule) => ruleAllows(rule, attributes)) ? ALLOWED : NO_OPINION);
  }

  private special(node: string, attributes: ResourceAttributes): Decision | undefined {
    switch (attributes.group ? `${attributes.resource}.${attributes.group}` : attributes.resource) {
      case 'secrets':
      case 'configmaps':
        return this.read(node, attributes);
      case 'persistentvolumeclaims':
        return attributes.subresource === 'status' ? this.claimStatus(node, attributes) : this.get(node, attributes);
      case 'persistentvolumes':
      case 'volumeattachments.storage.k8s.io':
      case 'resourceclaims.resource.k8s.io':
        return this.get(node, attributes);
      case 'serviceaccounts':
        return attributes.verb === 'get' && !attributes.subresource ? this.read(node, attributes) : this.createToken(node, attributes);
      case 'leases.coordination.k8s.io':
        return lease(node, attributes);
      case 'csinodes.storage.k8s.io':
        return csiNode(node, attributes);
      case 'resourceslices.resource.k8s.io':
        return this.resourceSlice(node, attributes);
      case 'nodes':
        return ownNode(node, attributes);
      case 'pods':
        return this.pod(node, attributes);
      default:
        return undefined;
    }
  }

  private read(node: string, attributes: ResourceAttributes): Decision {
    if (!['get', 'list', 'watch'].includes(attributes.verb)) return no('can only read resources of this type');
    if (attributes.subresource) return no('cannot read subresource');
    if (!attributes.namespace) return no('can only read namespaced object of this type');
    return this.related(node, attributes);
  }

  private get(node: string, attributes: ResourceAttributes): Decision {
    if (attributes.verb !== 'get') return no('can only get individual resources of this type');
    if (attributes.subresource) return no('cannot get subresource');
    return this.related(node, attributes);
  }

  private claimStatus(node: string, attributes: ResourceAttributes): Decision {
    if (attributes.verb !== 'update' && attributes.verb !== 'patch') return no('can only get/update/patch this type');
    return this.related(node, attributes);
  }

  private createToken(node: string, attributes: ResourceAttributes): Decision {
    if (attributes.verb !== 'create' || !attributes.name) return no('can only create tokens for individual service accounts');
    if (attributes.subresource !== 'token') return no('can only create token subresource of serviceaccount');
    return this.related(node, attributes);
  }

  private pod(node: string, attributes: ResourceAttributes): Decision {
    const { verb, subresource } = attributes;
    if (subresource === 'status') return verb === 'update' || verb === 'patch' ? ALLOWED : NO_OPINION;
    if (subresource === 'eviction') return verb === 'create' ? ALLOWED : NO_OPINION;
    if (subresource) return NO_OPINION;
    if (verb === 'create' || verb === 'delete') return ALLOWED;
    if (verb === 'get') return this.get(node, attributes);
    if (verb !== 'list' && verb !== 'watch') return NO_OPINION;
    if (selectsOwn(node, attributes)) return ALLOWED;
    if (attributes.name) return this.related(node, attributes);
    return no('can only list/watch pods with spec.nodeName field selector');
  }

  private resourceSlice(node: string, attributes: ResourceAttributes): Decision {
    const { verb, subresource } = attributes;
    if (subresource) return no('cannot authorize ResourceSlice subresources');
    if (verb === 'create') return ALLOWED;
    if (['get', 'update', 'patch', 'delete'].includes(verb)) return this.related(node, attributes);
    if (['watch', 'list', 'deletecollection'].includes(verb) && selectsOwn(node, attributes)) return ALLOWED;
    return no('can only list/watch/deletecollection resourceslices with nodeName field selector');
  }

  private related(node: string, { resource, namespace, name }: ResourceAttributes): Decision {
    if (!name) return no('No Object name found');
    return this.objects.has(node, resource, namespace, name) ? ALLOWED : no(`no relationship found between node '${node}' and this object`);
  }
}

function selectsOwn(node: string, { fieldSelector = '' }: ResourceAttributes): boolean {
  const parsed = parseFieldSelector(fieldSelector);
  if ('error' in parsed) return false;
  return parsed.requirements.some(({ field, operator, value }) => field === 'spec.nodeName' && operator === '=' && value === node);
}

function ownNode(node: string, { verb, subresource, name }: ResourceAttributes): Decision {
  if (subresource === 'status') return verb === 'update' || verb === 'patch' ? ALLOWED : NO_OPINION;
  if (subresource) return NO_OPINION;
  if (['create', 'update', 'patch'].includes(verb)) return ALLOWED;
  if (!['get', 'list', 'watch'].includes(verb)) return NO_OPINION;
  if (name === node) return ALLOWED;
  return no(`node '${node}' cannot read ${name ? `'${name}'` : 'all nodes'}, only its own Node object`);
}

function lease(node: string, { verb, namespace, name }: ResourceAttributes): Decision {
  if (!OWN_OBJECT_VERBS.includes(verb)) return no('can only get, create, update, patch, or delete a node lease');
  if (namespace !== 'kube-node-lease') return no('can only access leases in the "kube-node-lease" system namespace');
  return verb === 'create' || name === node ? ALLOWED : no('can only access node lease with the same name as the requesting node');
}

function csiNode(node: string, { verb, subresource, name }: ResourceAttributes): Decision {
  if (!OWN_OBJECT_VERBS.includes(verb)) return no('can only get, create, update, patch, or delete a CSINode');
  if (subresource) return no('cannot authorize CSINode subresources');
  return verb === 'create' || name === node ? ALLOWED : no('can only access CSINode with the same name as the requesting node');
}

function no(reason: string): Decision {
  return { allowed: false, reason };
}
