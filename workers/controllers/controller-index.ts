import { controllerOf } from '../api/meta';
import type { KubeObject } from '../api/meta';
import type { Informer } from '../client/informer';

const INDEX = 'controller';

/** Lets {@link controlledBy} and {@link orphansIn} find objects without a look at all of them (source: controller.AddPodControllerIndexer, 1.36). */
export function indexByController<T extends KubeObject>(informer: Informer<T>): void {
  informer.addIndex(INDEX, (object) => [controllerOf(object)?.uid ?? `orphans/${object.metadata?.namespace}`]);
}

/** The objects whose controller has this uid. */
export function controlledBy<T>(informer: Informer<T>, uid: string): readonly T[] {
  return informer.byIndex(INDEX, uid);
}

/** The namespace's objects that nobody controls. */
export function orphansIn<T>(informer: Informer<T>, namespace: string): readonly T[] {
  return informer.byIndex(INDEX, `orphans/${namespace}`);
}
