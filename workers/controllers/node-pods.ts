import type { Informer } from '../client/informer';
import type { Pod } from '../resources/core/pods/types';

const INDEX = 'node';

/** Lets {@link podsOnNode} find pods without a look at all of them. */
export function indexByNode(pods: Informer<Pod>): void {
  pods.addIndex(INDEX, (pod) => (pod.spec?.nodeName ? [pod.spec.nodeName] : []));
}

export function podsOnNode(pods: Informer<Pod>, node: string): readonly Pod[] {
  return pods.byIndex(INDEX, node);
}
