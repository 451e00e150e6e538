import type { AnyObject, WatchEvent } from '../../api/meta';
import { expired } from '../replies';

/** Ends the watch of a client that does not keep up: it lists again. Differs: upstream ends such a watch without a word. */
export function fellBehind(): WatchEvent {
  return { type: 'ERROR', object: expired('The resourceVersion for the provided watch is too old.') as unknown as AnyObject };
}
