/** The simulation's own kinds in the form of generated/structure.json. */
export const simKinds: Readonly<Record<string, string>> = {
  'sim.kubarium.dev/v1alpha1 Fault': 'sim.v1alpha1.Fault',
  'sim.kubarium.dev/v1alpha1 Traffic': 'sim.v1alpha1.Traffic',
};

export const simTypes: Readonly<Record<string, string>> = {
  'sim.v1alpha1.Fault': 'apiVersion!:s kind!:s metadata:meta.v1.ObjectMeta spec!:sim.v1alpha1.FaultSpec status:sim.v1alpha1.FaultStatus',
  'sim.v1alpha1.FaultSpec': 'type!:s target!:sim.v1alpha1.FaultTarget startAfterSeconds:d durationSeconds:d',
  'sim.v1alpha1.FaultTarget': 'kind!:s name:s namespace:s container:s selector:meta.v1.LabelSelector',
  'sim.v1alpha1.FaultStatus': 'phase:s startedAt:t endedAt:t message:s targets:[s',
  'sim.v1alpha1.Traffic': 'apiVersion!:s kind!:s metadata:meta.v1.ObjectMeta spec!:sim.v1alpha1.TrafficSpec',
  'sim.v1alpha1.TrafficSpec': 'service!:sim.v1alpha1.TrafficService requestsPerSecond!:d path:s startAfterSeconds:d',
  'sim.v1alpha1.TrafficService': 'namespace!:s name!:s port:x',
};
