/** PUT namespaces/<name>/finalize: only spec.finalizers change; the last one gone deletes a terminating namespace. */
import type { AnyObject } from '../../api/meta';
import type { ApiReply } from '../../api/request';
import { conflict, notFound } from '../../api/status';
import type { Draft } from '../../resources/definition';
import type { RequestScope } from '../backend';
import { sealed } from '../backend';
import { keyOf } from '../keys';
import { failed, succeeded } from '../replies';
import { removeEntry } from '../verbs/delete';

export function finalizeNamespace(scope: RequestScope, name: string, body: unknown): ApiReply {
  const { backend, definition } = scope;
  const key = keyOf(definition, '', name);
  const before = backend.store.get(key)?.value as AnyObject | undefined;
  if (!before) return failed(notFound('', 'namespaces', name));
  const given = (body ?? {}) as AnyObject & { spec?: { finalizers?: readonly string[] } };
  const version = given.metadata?.resourceVersion;
  if (version && version !== before.metadata?.resourceVersion) {
    return failed(
      conflict('', 'namespaces', name, 'the object has been modified; please apply your changes to the latest version and try again'),
    );
  }
  const finalizers = given.spec?.finalizers ?? [];
  const draft = { ...before, metadata: { ...before.metadata }, spec: finalizers.length ? { finalizers } : {} } as Draft;
  const over = finalizers.length === 0 && before.metadata?.deletionTimestamp !== undefined && !before.metadata.finalizers?.length;
  if (scope.dryRun) return succeeded(scope, 200, draft);
  if (over) return succeeded(scope, 200, removeEntry(scope, name, before, draft));
  const written = backend.store.put(key, Number(before.metadata?.resourceVersion), (revision) => sealed(backend, draft, revision));
  return succeeded(scope, 200, written.ok ? written.value : before);
}
