/** Descriptions and values of the simulation's own kinds, in the form of generated/docs.json. */
import type { SchemaDocs } from './openapi';

export const simDocs: SchemaDocs = {
  docs: {
    'sim.v1alpha1.Fault': {
      '': 'Something broken on purpose. Deleting the object ends it.',
      spec: 'What breaks, where and when.',
      status: 'What it did so far.',
    },
    'sim.v1alpha1.FaultSpec': {
      type: 'What breaks. A type that nobody knows makes the fault Failed.',
      target: 'Where it breaks.',
      startAfterSeconds: 'Virtual seconds from creation to the start; default 0.',
      durationSeconds: 'Virtual seconds it lasts; without it, until the object is deleted.',
    },
    'sim.v1alpha1.FaultTarget': {
      '': 'One object by name, or all that a label selector matches.',
      kind: 'Kind of the target; each type of fault has one that it fits.',
      name: 'Name of the target.',
      namespace: 'Namespace of a pod.',
      container: 'One container of a pod; without it, all of them.',
      selector: 'Labels of the targets, instead of a name.',
    },
    'sim.v1alpha1.FaultStatus': {
      phase: 'Whether it waits, acts, is over, or could not act.',
      startedAt: 'When it began.',
      endedAt: 'When it ended.',
      message: 'Why it failed.',
      targets: 'Names of what it hit.',
    },
    'sim.v1alpha1.Traffic': {
      '': 'A client that keeps sending requests to a Service. Deleting the object ends it.',
      spec: 'Whom it asks, and how often.',
    },
    'sim.v1alpha1.TrafficSpec': {
      service: 'The Service that gets the requests.',
      requestsPerSecond: 'Requests per virtual second.',
      path: 'Path of the requests; default "/".',
      startAfterSeconds: 'Virtual seconds from creation to the first request; default 0.',
    },
    'sim.v1alpha1.TrafficService': {
      namespace: 'Namespace of the Service.',
      name: 'Name of the Service.',
      port: 'Number or name of the port; default: the first.',
    },
  },
  enums: {
    'sim.v1alpha1.FaultSpec': { type: ['ComponentDown', 'ContainerCrash', 'KubeletStop', 'NetworkCut', 'PowerOff'] },
    'sim.v1alpha1.FaultTarget': { kind: ['Component', 'Node', 'Pod'] },
    'sim.v1alpha1.FaultStatus': { phase: ['Pending', 'Active', 'Ended', 'Failed'] },
  },
};
