import type { ImageDefinition } from './program';

/** Sleeps until it is told to end. */
export const pause: ImageDefinition = {
  name: 'pause',
  sizeBytes: 305_718,
  entrypoint: ['/pause'],
  run: (host) => ({
    signal: (signal) => {
      if (signal !== 'SIGTERM' && signal !== 'SIGINT') return false;
      host.exit(0);
      return true;
    },
  }),
};
