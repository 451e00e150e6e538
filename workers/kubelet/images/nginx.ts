import type { ImageDefinition } from './program';
import { server } from './server';

export const nginx: ImageDefinition = {
  name: 'nginx',
  missingTags: /^\d+\.\d{3,}/,
  sizeBytes: 72_000_000,
  entrypoint: ['/docker-entrypoint.sh'],
  cmd: ['nginx', '-g', 'daemon off;'],
  env: { NGINX_VERSION: '1.29.0' },
  stopSignal: 'SIGQUIT',
  shell: true,
  curl: true,
  run: (host) => server(host, { port: 80, listenAfterMs: 30, banner: '/docker-entrypoint.sh: Configuration complete; ready for start up' }),
};
