import { define } from '../../define';
import { AGE_COLUMN, NAME_COLUMN, age, column } from '../../table';
import type { IngressClass } from './types';

/** Stored, not acted upon. Source: pkg/registry/networking/ingressclass/strategy.go, 1.36. */
export const ingressClasses = define({
  group: 'networking.k8s.io',
  resource: 'ingressclasses',
  kind: 'IngressClass',
  singular: 'ingressclass',
  namespaced: false,
  strategy: {
    setDefaults: ({ spec }) => {
      if (spec?.parameters) {
        spec.parameters.scope ??= 'Cluster';
      }
    },
    hasGeneration: true,
    allowUnconditionalUpdate: true,
  },
  table: {
    columns: [NAME_COLUMN, column('Controller', 'Controller that serves the class.'), column('Parameters', 'Its settings.'), AGE_COLUMN],
    row: (object, nowMs) => {
      const { metadata, spec } = object as unknown as IngressClass;
      const parameters = spec?.parameters;
      const shown = parameters ? `${parameters.kind}${parameters.apiGroup ? `.${parameters.apiGroup}` : ''}/${parameters.name}` : '<none>';
      return [metadata.name, spec?.controller ?? '', shown, age(metadata.creationTimestamp, nowMs)];
    },
  },
});
