/**
 * Objects on their way between the version they are stored in and another one, with conversion None: only the apiVersion changes,
 * and what the target's schema does not declare goes (source: apiextensions-apiserver/pkg/apiserver/{customresource_handler,conversion}.go, 1.36).
 */
import type { AnyObject } from '../../api/meta';
import { cloneJson } from '../../lib/clone';
import { deepEqual } from '../../lib/equal';
import type { CustomResourceDefinition } from '../../resources/apiextensions/customresourcedefinitions/types';
import type { JsonSchemaProps } from '../../resources/apiextensions/schema/json-schema';
import { dropSchemaNulls, prune } from '../../resources/apiextensions/schema/prune';
import { completeCustom } from './decode';

type Convert = (object: AnyObject) => AnyObject;

/** A stored object as `version` shows it, with the defaults of the version it was stored in; the very object where nothing differs. */
export function presenter(crd: CustomResourceDefinition, version: string): Convert {
  return once((object, draft) => {
    const own = schemaOf(crd, object.apiVersion?.split('/')[1] ?? '');
    if (own) completeCustom(draft, own);
    dropSchemaNulls(draft, own);
    relabel(crd, version, object, draft);
  });
}

/** An object of any version as it is stored. */
export function storer(crd: CustomResourceDefinition): Convert {
  const storage = crd.spec.versions.find((version) => version.storage)?.name ?? '';
  return once((object, draft) => relabel(crd, storage, object, draft));
}

function relabel(crd: CustomResourceDefinition, version: string, { apiVersion: from }: AnyObject, draft: Record<string, unknown>): void {
  const apiVersion = `${crd.spec.group}/${version}`;
  if (from === apiVersion) return;
  draft.apiVersion = apiVersion;
  prune(draft, schemaOf(crd, version), '', [], true);
}

function schemaOf({ spec }: CustomResourceDefinition, version: string): JsonSchemaProps | undefined {
  return spec.versions.find(({ name }) => name === version)?.schema?.openAPIV3Schema;
}

/** Objects are read far more often than they or their definition change, so each is converted once. */
function once(change: (object: AnyObject, draft: Record<string, unknown>) => void): Convert {
  const known = new WeakMap<AnyObject, AnyObject>();
  return (object) => {
    let made = known.get(object);
    if (!made) {
      const draft = cloneJson(object) as AnyObject & Record<string, unknown>;
      change(object, draft);
      made = deepEqual(draft, object) ? object : draft;
      known.set(object, made);
    }
    return made;
  };
}
