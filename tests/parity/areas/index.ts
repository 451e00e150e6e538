/** The areas the runner knows, in the order it runs them. Each is loaded only when asked for, so none can break another. */
import type { ParityArea } from '../parity-area';

export const areas: readonly { readonly name: string; readonly load: () => Promise<{ readonly area: ParityArea }> }[] = [
  { name: 'scheduler', load: () => load('./scheduler.ts') },
  { name: 'controllers', load: () => load('./controllers.ts') },
  { name: 'kubelet', load: () => load('./kubelet.ts') },
  { name: 'api', load: () => load('./api.ts') },
  { name: 'kubectl', load: () => load('./kubectl.ts') },
];

function load(path: string): Promise<{ readonly area: ParityArea }> {
  return import(path) as Promise<{ readonly area: ParityArea }>;
}
