import { normalizedImageName } from '../framework/node-info';
import type { NodeInfo } from '../framework/node-info';
import { SCORE_MAX } from '../framework/plugin';
import type { PluginFactory, Snapshot } from '../framework/plugin';
import type { Pod } from '../../resources/core/pods/types';

const NAME = 'ImageLocality';
const MIB = 1024 * 1024;
/** Less than this is not worth a preference. */
const BYTES_MIN = 23 * MIB;
/** Per container; more does not count. */
const BYTES_MAX_PER_CONTAINER = 1000 * MIB;

/** Nodes that have the pod's images already, the more of them the fewer bytes count each (source: kube-scheduler plugins/imagelocality, 1.36). */
export const imageLocality: PluginFactory = {
  name: NAME,
  create: ({ snapshot }) => ({
    name: NAME,
    nodeLocal: true,
    // How far an image is spread.
    keptWhile: () => snapshot.imagesVersion,
    score: (_state, { pod }, node) => (node.images.size === 0 ? 0 : scoreOf(pod, node, snapshot)),
  }),
};

function scoreOf(pod: Pod, node: NodeInfo, snapshot: Snapshot): number {
  const containers = [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])];
  const references = [...containers.map(({ image }) => image), ...(pod.spec?.volumes ?? []).map(({ image }) => image?.reference)];
  let sum = 0;
  for (const reference of references) {
    if (!reference) continue;
    const name = normalizedImageName(reference);
    const image = node.images.has(name) ? snapshot.image(name) : undefined;
    if (image) sum += Math.trunc(image.bytes * (image.nodes / snapshot.nodes.length));
  }
  const max = BYTES_MAX_PER_CONTAINER * containers.length;
  const clamped = Math.min(Math.max(sum, BYTES_MIN), max);
  return Math.trunc((SCORE_MAX * (clamped - BYTES_MIN)) / (max - BYTES_MIN));
}
