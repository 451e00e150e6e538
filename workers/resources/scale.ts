/** The scale subresource of workloads. */
import { formatSelector, selectorFrom, selectorFromSet } from '../api/labels';
import type { Draft, ScaleMapping } from './definition';

/** Of a kind with spec.replicas and a LabelSelector. */
export const selectorScale: ScaleMapping = {
  replicas: (object) => {
    const { spec, status } = object as unknown as Draft;
    return { spec: spec?.replicas ?? 0, status: status?.replicas ?? 0, selector: formatSelector(selectorFrom(spec?.selector)) };
  },
  setReplicas: (draft, replicas) => {
    draft.spec.replicas = replicas;
  },
};

/** Of ReplicationController, whose selector is a plain map. */
export const mapScale: ScaleMapping = {
  ...selectorScale,
  replicas: (object) => {
    const { spec, status } = object as unknown as Draft;
    return { spec: spec?.replicas ?? 0, status: status?.replicas ?? 0, selector: formatSelector(selectorFromSet(spec?.selector)) };
  },
};
