/** Follows CustomResourceDefinitions and, as they come and go, the objects of their kinds. */
import type { KubeObject } from '../../workers/api/meta';
import type { CustomResourceDefinition } from '../../workers/resources/apiextensions/customresourcedefinitions/types';
import { changed, customKindOf, customKindsStore, listed } from './custom-kinds';
import type { CustomKind, CustomKindsState, CustomObjects } from './custom-kinds';
import { follow } from './follow';
import type { Transport } from './transport';

const definitionsPath = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
/** Each followed kind holds a watch open; a cluster with more kinds shows the first by name and counts the others. */
const kindsMax = 40;

export function followCustomKinds(transport: Transport): () => void {
  const follower = new CustomFollower(transport);
  const stop = follow(transport, definitionsPath, {
    onList: (items) => follower.see(listed(undefined, items)),
    onEvents: (events) => follower.see(changed(follower.definitions, events)),
  });
  return () => {
    stop();
    follower.stop();
  };
}

class CustomFollower {
  definitions: CustomObjects = new Map();
  /** By where a kind's objects are: another version is another watch. */
  private readonly stops = new Map<string, () => void>();
  private waiting: ((state: CustomKindsState) => CustomKindsState)[] = [];
  private frame: number | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly transport: Transport) {}

  see(definitions: CustomObjects): void {
    this.definitions = definitions;
    const known = definitions as unknown as ReadonlyMap<string, CustomResourceDefinition>;
    const established = [...known.keys()].toSorted().flatMap((name) => {
      const kind = customKindOf(known.get(name) as CustomResourceDefinition);
      return kind ? [kind] : [];
    });
    const kinds = established.slice(0, kindsMax);
    this.change((state) => ({
      definitions: known,
      kinds: kinds.map((kind) => same(state.kinds, kind)),
      more: established.length - kinds.length,
      objects: new Map(kinds.map(({ id }) => [id, state.objects.get(id) ?? new Map()])),
    }));
    const wanted = new Map(kinds.map((kind) => [pathOf(kind), kind]));
    for (const [path, stop] of this.stops) {
      if (wanted.has(path)) continue;
      stop();
      this.stops.delete(path);
    }
    for (const [path, { id }] of wanted) if (!this.stops.has(path)) this.stops.set(path, this.followKind(path, id));
  }

  stop(): void {
    for (const stop of this.stops.values()) stop();
    this.cancel();
  }

  private followKind(path: string, id: string): () => void {
    const update = (next: (objects: CustomObjects | undefined) => CustomObjects) =>
      this.change((state) =>
        state.objects.has(id) ? { ...state, objects: new Map([...state.objects, [id, next(state.objects.get(id))]]) } : state,
      );
    return follow(this.transport, path, {
      onList: (items: readonly KubeObject[]) => update((objects) => listed(objects, items)),
      onEvents: (events) => update((objects) => changed(objects ?? new Map(), events)),
    });
  }

  /** All changes of one animation frame are one change of state; a hidden tab catches up four times a second. */
  private change(work: (state: CustomKindsState) => CustomKindsState): void {
    this.waiting.push(work);
    if (this.frame !== undefined) return;
    this.frame = requestAnimationFrame(() => this.flush());
    this.timer = setTimeout(() => this.flush(), 250);
  }

  private flush(): void {
    this.cancel();
    const work = this.waiting;
    this.waiting = [];
    customKindsStore.setState((state) => work.reduce((current, step) => step(current), state));
  }

  private cancel(): void {
    if (this.frame !== undefined) cancelAnimationFrame(this.frame);
    clearTimeout(this.timer);
    this.frame = undefined;
  }
}

function pathOf({ prefix, resource }: CustomKind): string {
  return `${prefix}/${resource}`;
}

/** The kind as it was, where its definition's status alone changed. */
function same(before: readonly CustomKind[], kind: CustomKind): CustomKind {
  const known = before.find(({ definition }) => definition === kind.definition);
  return known && known.apiVersion === kind.apiVersion && known.fingerprint === kind.fingerprint ? known : kind;
}
