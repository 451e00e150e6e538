import { hintsFor } from '../../../workers/scheduler/hints';
import type { HintCase } from '../../../workers/scheduler/hints';
import { difference } from '../parity-area';
import type { RecordedHints } from './recorded';

export function compareHints(recorded: RecordedHints): string[] {
  const ours = new Map(hintsFor(recorded as unknown as HintCase).map(({ event, hints }) => [event, hints]));
  const want = new Map(recorded.expect.events.map(({ event, hints }) => [event, hints]));
  return [...new Set([...want.keys(), ...ours.keys()])].flatMap((event) => {
    const recordedHints = want.get(event);
    const ourHints = ours.get(event);
    if (!recordedHints || !ourHints) return [difference(event, recordedHints, ourHints)];
    return [...new Set([...Object.keys(recordedHints), ...Object.keys(ourHints)])]
      .filter((plugin) => recordedHints[plugin] !== ourHints[plugin])
      .map((plugin) => difference(`${event} ${plugin}`, recordedHints[plugin], ourHints[plugin]));
  });
}
