import type { PluginFactory } from '../framework/plugin';

const NAME = 'DefaultBinder';

/** Binds through the pod's binding subresource (source: kube-scheduler plugins/defaultbinder, 1.36). */
export const defaultBinder: PluginFactory = {
  name: NAME,
  create: () => ({
    name: NAME,
    bind: (_state, { name, namespace, uid }, node) => ({
      verb: 'create',
      group: '',
      version: 'v1',
      resource: 'pods',
      subresource: 'binding',
      namespace,
      name,
      body: {
        apiVersion: 'v1',
        kind: 'Binding',
        metadata: { name, namespace, ...(uid ? { uid } : {}) },
        target: { apiVersion: 'v1', kind: 'Node', name: node },
      },
    }),
  }),
};
