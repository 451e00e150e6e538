import type { ImageDefinition } from './program';
import { server } from './server';

export const redis: ImageDefinition = {
  name: 'redis',
  missingTags: /^\d+\.\d{3,}/,
  sizeBytes: 52_000_000,
  entrypoint: ['docker-entrypoint.sh'],
  cmd: ['redis-server'],
  shell: true,
  run: (host) => server(host, { port: 6379, listenAfterMs: 60, banner: 'Ready to accept connections tcp' }),
};
