import type { PluginFactory } from '../framework/plugin';
import { status } from '../framework/status';

const NAME = 'NodeVolumeLimits';
const SKIP = status(NAME, 'Skip');

export const nodeVolumeLimits: PluginFactory = {
  name: NAME,
  create: () => ({ name: NAME, events: [], preFilter: () => ({ status: SKIP }), filter: () => undefined }),
};
