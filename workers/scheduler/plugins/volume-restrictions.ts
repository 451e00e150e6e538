import type { PluginFactory } from '../framework/plugin';
import { status } from '../framework/status';

const NAME = 'VolumeRestrictions';
const SKIP = status(NAME, 'Skip');

export const volumeRestrictions: PluginFactory = {
  name: NAME,
  create: () => ({ name: NAME, events: [], preFilter: () => ({ status: SKIP }), filter: () => undefined }),
};
