/** A CustomResourceDefinition of the shape that Kubernetes' documentation teaches with. */
export const crontabs = { group: 'stable.example.com', version: 'v1', resource: 'crontabs' } as const;
export const definitions = { group: 'apiextensions.k8s.io', version: 'v1', resource: 'customresourcedefinitions' } as const;

const spec = {
  type: 'object',
  properties: { cronSpec: { type: 'string' }, image: { type: 'string' }, replicas: { type: 'integer' } },
};

export function crontabDefinition(versions: readonly string[] = ['v1'], scope: 'Namespaced' | 'Cluster' = 'Namespaced') {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'crontabs.stable.example.com' },
    spec: {
      group: 'stable.example.com',
      scope,
      names: { plural: 'crontabs', singular: 'crontab', kind: 'CronTab', shortNames: ['ct'] },
      versions: versions.map((name, index) => ({
        name,
        served: true,
        storage: index === 0,
        schema: { openAPIV3Schema: { type: 'object', properties: { spec } } },
        additionalPrinterColumns: [
          { name: 'Spec', type: 'string', description: 'The cron spec', jsonPath: '.spec.cronSpec' },
          { name: 'Replicas', type: 'integer', description: 'How many jobs', jsonPath: '.spec.replicas' },
          { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
        ],
      })),
    },
  };
}

export function crontab(name: string, version = 'v1', metadata: object = {}) {
  return {
    apiVersion: `stable.example.com/${version}`,
    kind: 'CronTab',
    metadata: { name, ...metadata },
    spec: { cronSpec: '* * * * */5', image: 'my-awesome-cron-image', replicas: 2 },
  };
}
