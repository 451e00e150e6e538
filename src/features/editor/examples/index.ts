/** Manifests to start from, in the order of the menu. A title is the text `example_<id>` of ./i18n. */
import { guestbook } from '../../../examples/guestbook';
import { badImage } from './bad-image';
import { crashLoop } from './crash-loop';
import { nodeDown } from './node-down';
import { onePerNode } from './one-per-node';
import { spread } from './spread';
import { tainted } from './tainted';
import { tooBig } from './too-big';
import { web } from './web';

export interface Example {
  readonly id: string;
  readonly text: string;
}

export const examples: readonly Example[] = [
  { id: 'guestbook', text: guestbook },
  { id: 'web', text: web },
  { id: 'tooBig', text: tooBig },
  { id: 'spread', text: spread },
  { id: 'onePerNode', text: onePerNode },
  { id: 'tainted', text: tainted },
  { id: 'crashLoop', text: crashLoop },
  { id: 'badImage', text: badImage },
  { id: 'nodeDown', text: nodeDown },
];
