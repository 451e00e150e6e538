import { deepEqual } from '../../../lib/equal';
import { dnsSubdomainName } from '../../../api/names';
import { define } from '../../define';
import type { Draft } from '../../definition';
import { printed } from '../../schema/emptied';
import { NAME_AND_CREATED } from '../../table';
import type { CustomResourceDefinition, CustomResourceVersion } from './types';
import { definitionWarnings } from './warnings';
import { validate, validateStatusUpdate, validateUpdate } from './validation';

/** Source: apiextensions-apiserver/pkg/registry/customresourcedefinition/strategy.go and pkg/apis/apiextensions/v1/defaults.go, 1.36. */
export const customResourceDefinitions = define({
  group: 'apiextensions.k8s.io',
  resource: 'customresourcedefinitions',
  kind: 'CustomResourceDefinition',
  namespaced: false,
  nameRule: (name, prefix, object) => {
    const { spec } = object as unknown as CustomResourceDefinition;
    const right = name === `${spec.names.plural ?? ''}.${spec.group ?? ''}`;
    return [...dnsSubdomainName(name, prefix), ...(right ? [] : ['must be spec.names.plural+"."+spec.group'])];
  },
  shortNames: ['crd', 'crds'],
  categories: ['api-extensions'],
  hasStatus: true,
  strategy: {
    setDefaults,
    prepareForCreate: (draft) => {
      draft.metadata.generation = 1;
      draft.status = { conditions: null, acceptedNames: { plural: '', kind: '' }, storedVersions: storageVersions(draft) };
    },
    prepareForUpdate: (draft, before, { subresource }) => {
      const old = before as unknown as CustomResourceDefinition;
      if (subresource === 'status') {
        draft.spec = old.spec;
        if (!draft.status?.storedVersions?.length) draft.status = { ...draft.status, storedVersions: storageVersions(draft) };
        draft.status.acceptedNames ??= { plural: '', kind: '' };
        draft.status.conditions ??= printed(draft.status, 'conditions');
        return;
      }
      draft.status = { ...old.status };
      const stored = [...(old.status?.storedVersions ?? [])];
      for (const name of storageVersions(draft) ?? []) if (!stored.includes(name)) stored.push(name);
      draft.status.storedVersions = stored;
      if (!deepEqual(draft.spec, old.spec)) draft.metadata.generation = (old.metadata.generation ?? 0) + 1;
    },
    validate,
    validateUpdate,
    validateStatusUpdate,
    warnings: definitionWarnings,
    allowUnconditionalUpdate: false,
  },
  table: NAME_AND_CREATED,
});

function setDefaults(draft: Draft): void {
  const spec = (draft.spec ??= {});
  const names = (spec.names ??= {});
  if (!names.singular && names.kind) names.singular = names.kind.toLowerCase();
  if (!names.listKind && names.kind) names.listKind = `${names.kind}List`;
  spec.conversion ??= { strategy: 'None' };
  spec.conversion.strategy ??= 'None';
  const { webhook } = spec.conversion;
  if (webhook && !webhook.clientConfig && !webhook.conversionReviewVersions?.length) delete spec.conversion.webhook;
  const service = webhook?.clientConfig?.service;
  if (service) service.port ??= 443;
  spec.versions ??= [];
  if (spec.preserveUnknownFields === false) delete spec.preserveUnknownFields;
}

/** The first one that says so; null for none. */
function storageVersions(draft: Draft): string[] | null {
  const first = (draft.spec.versions as readonly CustomResourceVersion[]).find(({ storage }) => storage);
  return first ? [first.name] : null;
}
