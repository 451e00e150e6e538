import { cheapestZone } from './cheapest-zone';
import { pack } from './pack';
import { spread } from './spread';

/** Plugins to begin with. */
export const plugins = [
  { id: 'pack', code: pack },
  { id: 'spread', code: spread },
  { id: 'cheapestZone', code: cheapestZone },
] as const;
