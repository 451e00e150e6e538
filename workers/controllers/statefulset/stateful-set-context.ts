import type { EventRecorder } from '../../client/events';
import type { Informer } from '../../client/informer';
import type { ControllerRevision } from '../../resources/apps/controllerrevisions/types';
import type { StatefulSet } from '../../resources/apps/statefulsets/types';
import type { PersistentVolumeClaim } from '../../resources/core/persistentvolumeclaims/types';
import type { Pod } from '../../resources/core/pods/types';

export interface StatefulSetContext {
  readonly sets: Informer<StatefulSet>;
  readonly pods: Informer<Pod>;
  readonly claims: Informer<PersistentVolumeClaim>;
  readonly revisions: Informer<ControllerRevision>;
  readonly recorder: EventRecorder;
  readonly nowMs: () => number;
  readonly requeue: (key: string, afterMs: number) => void;
}
