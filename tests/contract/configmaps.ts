/** Config maps on a {@link Subject}, as both halves of the contract use them. */
import type { AnyObject, WatchEvent } from '../../workers/api/meta';
import type { Answer, OpenWatch, Subject } from './subject';

export const MAPS = '/api/v1/namespaces/default/configmaps';

export interface Followed extends OpenWatch {
  readonly events: readonly WatchEvent[];
  /** Settles once `count` events have come, with all there are. */
  have(count: number): Promise<readonly WatchEvent[]>;
}

export type Maps = ReturnType<typeof mapsOf>;

export function map(name: string, data: Readonly<Record<string, string>> = {}, metadata: object = {}) {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...metadata }, data };
}

export function versionOf(object: AnyObject | undefined): number {
  return Number(object?.metadata?.resourceVersion);
}

export function summary({ type, object }: WatchEvent): string {
  return `${type} ${object.metadata?.name}`;
}

export function mapsOf(subject: Subject) {
  const get = async (path: string) => (await subject.call('GET', path)).body;
  return {
    create: async (name: string, data?: Readonly<Record<string, string>>, metadata?: object) =>
      (await subject.call('POST', MAPS, map(name, data, metadata))).body as AnyObject,
    get: async (name: string) => (await get(`${MAPS}/${name}`)) as AnyObject,
    put: (object: AnyObject) => subject.call('PUT', `${MAPS}/${object.metadata?.name}`, object),
    patch: (name: string, body: object) => subject.call('PATCH', `${MAPS}/${name}`, body, 'application/merge-patch+json'),
    remove: (name: string, options?: object): Promise<Answer> =>
      subject.call('DELETE', `${MAPS}/${name}`, options && { apiVersion: 'v1', kind: 'DeleteOptions', ...options }),
    list: async (query = '') => get(MAPS + query),
    names: async (query = '') => ((await get(MAPS + query)).items as AnyObject[]).map(({ metadata }) => metadata?.name),
    revision: async () => Number((await get(MAPS)).metadata.resourceVersion),
    follow: async (query: string): Promise<Followed> => {
      const events: WatchEvent[] = [];
      let wake = () => {};
      const opened = (await subject.watch(`${MAPS}?watch=1${query}`, (event) => {
        events.push(event);
        wake();
      })) as OpenWatch;
      const have = async (count: number) => {
        while (events.length < count) await new Promise<void>((resolve) => (wake = resolve));
        return events;
      };
      return { events, have, ...opened };
    },
  };
}
