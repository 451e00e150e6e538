import type { PluginFactory } from '../framework/plugin';
import { status } from '../framework/status';

const NAME = 'VolumeBinding';
const SKIP = status(NAME, 'Skip');

export const volumeBinding: PluginFactory = {
  name: NAME,
  create: () => ({ name: NAME, events: [], preFilter: () => ({ status: SKIP }), filter: () => undefined, preScore: () => SKIP, score: () => 0 }),
};
