import type { ObjectMeta } from '../../../api/meta';

/** sim.kubarium.dev/v1alpha1 Traffic: a client outside the cluster's pods that sends requests to a Service. Cluster-scoped. */
export interface Traffic {
  readonly apiVersion: 'sim.kubarium.dev/v1alpha1';
  readonly kind: 'Traffic';
  readonly metadata: ObjectMeta;
  readonly spec: {
    readonly service: {
      readonly namespace: string;
      readonly name: string;
      /** Port number or name; default: the first. */ readonly port?: number | string;
    };
    readonly requestsPerSecond: number;
    readonly path?: string;
    /** Virtual; from creation. */
    readonly startAfterSeconds?: number;
  };
}
