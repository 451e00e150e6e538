import { define } from '../../define';

/** Posted, never stored: the older way to bind a pod, which it names (source: pkg/registry/core/pod/storage LegacyBindingREST, 1.36). */
export const bindings = define({ group: '', resource: 'bindings', kind: 'Binding', verbs: ['create'], strategy: {} });
