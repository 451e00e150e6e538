/** What the kinds of this group share (source: k8s.io/kubernetes/pkg/registry/admissionregistration and pkg/apis/admissionregistration/v1/defaults.go, 1.36). */
import { deepEqual } from '../../lib/equal';
import type { Draft, Strategy, TableDefinition } from '../definition';
import { AGE_COLUMN, NAME_COLUMN, age, column } from '../table';

type Holder = Record<string, unknown>;

/** A generation that counts changes of `part`. */
export function generations(part: 'spec' | 'webhooks'): Required<Pick<Strategy, 'prepareForCreate' | 'prepareForUpdate'>> {
  return {
    prepareForCreate: (draft) => {
      draft.metadata.generation = 1;
    },
    prepareForUpdate: (draft, before) => {
      if (!deepEqual(draft[part], (before as unknown as Draft)[part])) draft.metadata.generation = (before.metadata?.generation ?? 0) + 1;
    },
  };
}

export function setMatchDefaults(match: Holder | undefined): void {
  if (!match) return;
  match.namespaceSelector ??= {};
  match.objectSelector ??= {};
  match.matchPolicy ??= 'Equivalent';
  for (const name of ['resourceRules', 'excludeResourceRules']) for (const rule of (match[name] ?? []) as Holder[]) rule.scope ??= '*';
}

export function setPolicyDefaults(draft: Draft): void {
  const spec = (draft.spec ??= {});
  spec.failurePolicy ??= 'Fail';
  setMatchDefaults(spec.matchConstraints);
}

export function setBindingDefaults(draft: Draft): void {
  setMatchDefaults((draft.spec ??= {}).matchResources);
}

export function setWebhookDefaults(draft: Draft): void {
  for (const webhook of (draft.webhooks ?? []) as Holder[]) {
    if (draft.kind === 'MutatingWebhookConfiguration') webhook.reinvocationPolicy ??= 'Never';
    webhook.failurePolicy ??= 'Fail';
    webhook.matchPolicy ??= 'Equivalent';
    webhook.namespaceSelector ??= {};
    webhook.objectSelector ??= {};
    webhook.timeoutSeconds ??= 10;
    const { service } = (webhook.clientConfig ?? {}) as { service?: Holder };
    if (service) service.port ??= 443;
    for (const rule of (webhook.rules ?? []) as Holder[]) rule.scope ??= '*';
  }
}

export const CATEGORIES = ['api-extensions'];

export function policyTable(name: string, list: string, description: string): TableDefinition {
  return {
    columns: [
      NAME_COLUMN,
      column(name, description, 'integer'),
      column('ParamKind', 'ParamKind specifies the kind of resources used to parameterize this policy'),
      AGE_COLUMN,
    ],
    row: (object, nowMs) => {
      const { metadata, spec } = object as unknown as Draft;
      const kind = spec.paramKind
        ? spec.paramKind.apiVersion
          ? `${spec.paramKind.apiVersion}/${spec.paramKind.kind}`
          : spec.paramKind.kind
        : '<unset>';
      return [metadata.name, spec[list]?.length ?? 0, kind, age(metadata.creationTimestamp, nowMs)];
    },
  };
}

export const bindingTable: TableDefinition = {
  columns: [
    NAME_COLUMN,
    column('PolicyName', 'PolicyName indicates the policy definition which the policy binding binded to'),
    column('ParamRef', 'ParamRef indicates the param resource which sets the configuration param'),
    AGE_COLUMN,
  ],
  row: (object, nowMs) => {
    const { metadata, spec } = object as unknown as Draft;
    const { name, namespace } = spec.paramRef ?? {};
    const reference = spec.paramRef ? (name ? (namespace ? `${namespace}/${name}` : name) : '<selector>') : '<unset>';
    return [metadata.name, spec.policyName ?? '', reference, age(metadata.creationTimestamp, nowMs)];
  },
};

export const webhookTable: TableDefinition = {
  columns: [
    NAME_COLUMN,
    column('Webhooks', 'Webhooks indicates the number of webhooks registered in this configuration', 'integer'),
    AGE_COLUMN,
  ],
  row: (object, nowMs) => {
    const { metadata, webhooks } = object as unknown as Draft;
    return [metadata.name, webhooks?.length ?? 0, age(metadata.creationTimestamp, nowMs)];
  },
};
