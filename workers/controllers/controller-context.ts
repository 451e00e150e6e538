import type { EventRecorder } from '../client/events';
import type { Process } from '../client/process';
import type { ServedResources } from './served-resources';

/** What the controllers of one manager share. */
export interface ControllerContext {
  readonly process: Process;
  /** Recorder of events for a source component such as "replicaset-controller". */
  recorder(component: string): EventRecorder;
  /** The resources that the API server serves, for controllers that work on all of them. */
  readonly resources: ServedResources;
  /** Further flags of kube-controller-manager, without dashes: "terminated-pod-gc-threshold". */
  readonly flags: Readonly<Record<string, string | number | boolean>>;
}

export interface ControllerEntry {
  /** The name that --controllers knows, with "-controller". */
  readonly name: string;
  readonly start: (context: ControllerContext) => void;
}
