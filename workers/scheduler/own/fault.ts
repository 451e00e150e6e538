import type { OwnCall } from '../../protocol/race';

/** What a plugin of one's own did wrong, and where. */
export class PluginFault extends Error {
  constructor(
    message: string,
    readonly at: OwnCall | undefined,
  ) {
    super(message);
  }
}

/** "score of default/web-1 on node-2" */
export function callText({ point, pod, node }: OwnCall): string {
  return `${point} of ${pod}${node ? ` on ${node}` : ''}`;
}
