import type { PluginFactory } from '../framework/plugin';
import { status } from '../framework/status';

const NAME = 'VolumeZone';
const SKIP = status(NAME, 'Skip');

export const volumeZone: PluginFactory = {
  name: NAME,
  create: () => ({ name: NAME, events: [], preFilter: () => ({ status: SKIP }), filter: () => undefined }),
};
