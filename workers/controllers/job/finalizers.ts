import type { ApiRequest } from '../../api/request';
import type { Pod } from '../../resources/core/pods/types';
import { PODS } from '../resources';
import { TRACKING_FINALIZER } from './job-pods';

/** Lets the pod go: the job has counted it, or nobody will. */
export function withoutFinalizer({ metadata: { namespace = '', name = '', uid } }: Pod): ApiRequest {
  const body = { metadata: { uid, '$deleteFromPrimitiveList/finalizers': [TRACKING_FINALIZER] } };
  return { verb: 'patch', ...PODS, namespace, name, patchType: 'strategic', body };
}
