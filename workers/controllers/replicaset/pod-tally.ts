/**
 * Counts of each ReplicaSet's pods, kept up to date pod by pod, so that a sync costs the same for ten replicas and for ten thousand.
 * A count over all pods of the owner would give the same numbers.
 */
import { matches } from '../../api/labels';
import type { Selector } from '../../api/labels';
import { controllerOf } from '../../api/meta';
import type { Informer } from '../../client/informer';
import type { Pod } from '../../resources/core/pods/types';
import { controlledBy } from '../controller-index';
import { isPodActive, isPodReady, isPodTerminating } from '../pod-status';

export interface PodTally {
  /** Active pods that the selector matches; the next two count among these. */
  active: number;
  fullyLabeled: number;
  ready: number;
  /** Active pods that the selector doesn't match: to be released. */
  strays: number;
  terminating: number;
}

export interface Criteria {
  readonly selector: Selector;
  /** Labels that a pod has if it still looks like the template. */
  readonly template: Selector;
}

interface Entry extends Criteria {
  readonly criteria: string;
  /** What each pod, by uid, adds to which counts. */
  readonly shares: Map<string, readonly (keyof PodTally)[]>;
  readonly tally: PodTally;
}

const NOTHING: readonly (keyof PodTally)[] = [];

export class PodTallies {
  /** By owner's uid. */
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly pods: Informer<Pod>) {
    pods.addHandler({
      onAdd: (pod) => this.put(pod),
      onUpdate: (before, pod) => {
        if (controllerOf(before)?.uid !== controllerOf(pod)?.uid) this.take(before);
        this.put(pod);
      },
      onDelete: (pod) => this.take(pod),
    });
  }

  /** The counts for an owner; good until the next pod event. */
  of(owner: string, { selector, template }: Criteria): Readonly<PodTally> {
    const criteria = JSON.stringify([selector, template]);
    const known = this.entries.get(owner);
    if (known?.criteria === criteria) return known.tally;
    const tally = { active: 0, fullyLabeled: 0, ready: 0, strays: 0, terminating: 0 };
    const entry: Entry = { selector, template, criteria, shares: new Map(), tally };
    this.entries.set(owner, entry);
    for (const pod of controlledBy(this.pods, owner)) change(entry, pod.metadata.uid ?? '', shareOf(entry, pod));
    return tally;
  }

  forget(owner: string): void {
    this.entries.delete(owner);
  }

  private put(pod: Pod): void {
    const entry = this.entryOf(pod);
    if (entry) change(entry, pod.metadata.uid ?? '', shareOf(entry, pod));
  }

  private take(pod: Pod): void {
    const entry = this.entryOf(pod);
    if (!entry) return;
    change(entry, pod.metadata.uid ?? '', NOTHING);
    entry.shares.delete(pod.metadata.uid ?? '');
  }

  private entryOf(pod: Pod): Entry | undefined {
    return this.entries.get(controllerOf(pod)?.uid ?? '');
  }
}

function change({ shares, tally }: Entry, uid: string, share: readonly (keyof PodTally)[]): void {
  for (const count of shares.get(uid) ?? NOTHING) tally[count]--;
  for (const count of share) tally[count]++;
  shares.set(uid, share);
}

function shareOf({ selector, template }: Criteria, pod: Pod): readonly (keyof PodTally)[] {
  const { labels } = pod.metadata;
  const fits = matches(selector, labels);
  if (isPodActive(pod)) {
    if (!fits) return ['strays'];
    const share: (keyof PodTally)[] = ['active'];
    if (matches(template, labels)) share.push('fullyLabeled');
    if (isPodReady(pod)) share.push('ready');
    return share;
  }
  return fits && isPodTerminating(pod) ? ['terminating'] : NOTHING;
}
