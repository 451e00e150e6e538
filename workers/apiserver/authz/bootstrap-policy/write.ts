/** Writes the bootstrap policy into a store that lacks it, the quick way from the second server of a process on. */
import { rfc3339 } from '../../../api/time';
import type { AnyObject } from '../../../api/meta';
import type { ApiReply, ApiRequest } from '../../../api/request';
import { sealed } from '../../backend';
import type { Backend } from '../../backend';
import { resourcePrefix } from '../../keys';
import { newUid } from '../../names';
import { RBAC_GROUP } from '../rbac';
import { bootstrapObjects } from './objects';
import type { BootstrapObject } from './objects';

/** By key: what creation makes of the objects; but for uids and times the same on every server. */
const created = new Map<string, AnyObject>();
let policy: readonly BootstrapObject[] | undefined;

export function writeBootstrapPolicy(backend: Backend, create: (request: ApiRequest) => ApiReply): void {
  if (!backend.resources.stored(RBAC_GROUP, 'clusterroles')) return;
  policy ??= bootstrapObjects();
  for (const { resource, object } of policy) {
    const { name, namespace } = object.metadata ?? {};
    const key = `${resourcePrefix(RBAC_GROUP, resource)}${namespace ? `${namespace}/` : ''}${name}`;
    if (backend.store.get(key)) continue;
    const known = created.get(key);
    if (known) {
      const draft = renewed(known, newUid(backend.uids), rfc3339(backend.clock()));
      backend.store.put(key, 0, (revision) => sealed(backend, draft, revision));
      continue;
    }
    const where = { group: RBAC_GROUP, version: 'v1', resource, ...(namespace ? { namespace } : {}) };
    const reply = create({ verb: 'create', ...where, options: { fieldManager: 'kube-apiserver' }, user: 'system:apiserver', body: object });
    if (reply.code !== 201) throw new Error(`apiserver: cannot create its own ${resource} ${name}: ${JSON.stringify(reply.body)}`);
    created.set(key, reply.body as AnyObject);
  }
}

function renewed(object: AnyObject, uid: string, time: string): AnyObject & { metadata: { resourceVersion?: string } } {
  const managedFields = (object.metadata?.managedFields as readonly object[] | undefined)?.map((entry) => ({ ...entry, time }));
  return {
    ...object,
    metadata: { ...object.metadata, uid, creationTimestamp: time, ...(managedFields ? { managedFields } : {}) },
  } as AnyObject & {
    metadata: { resourceVersion?: string };
  };
}
