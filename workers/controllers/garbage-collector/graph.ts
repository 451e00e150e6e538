/**
 * Who owns whom, over all resources (source: pkg/controller/garbagecollector/{graph,graph_builder}.go, 1.36). An owner that is only
 * known from references to it is a virtual node until it is seen, or until the API server says that it doesn't exist.
 */
import type { ObjectMeta, OwnerReference } from '../../api/meta';

/** The object that a node stands for, as its owner references would name it. */
export interface Identity {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  /** "" for cluster-scoped objects. */
  readonly namespace: string;
}

export interface Node {
  identity: Identity;
  virtual: boolean;
  owners: readonly OwnerReference[];
  readonly dependents: Map<string, Node>;
  beingDeleted: boolean;
  /** Waits, with the finalizer foregroundDeletion, until its dependents are gone. */
  deletingDependents: boolean;
}

export const ORPHAN = 'orphan';
export const FOREGROUND = 'foregroundDeletion';

export interface GraphEvents {
  /** The node or its owners have to be looked at: something may have to be deleted. */
  attemptToDelete(uid: string): void;
  /** The node goes and leaves its dependents. */
  attemptToOrphan(uid: string): void;
  /** `node` names an owner that lives in another namespace. */
  invalidNamespace(node: Node, ownerUid: string): void;
}

const NO_OWNERS: readonly OwnerReference[] = [];

export class Graph {
  private readonly nodes = new Map<string, Node>();
  /** Owners that are known not to exist. */
  private readonly absent = new Set<string>();

  constructor(private readonly events: GraphEvents) {}

  get(uid: string): Node | undefined {
    return this.nodes.get(uid);
  }

  /** An object was seen for the first time or changed. */
  observe(identity: Identity, metadata: ObjectMeta, before: ObjectMeta | undefined): void {
    const owners = metadata.ownerReferences ?? NO_OWNERS;
    const known = this.nodes.get(identity.uid);
    if (known) {
      if (known.virtual) this.becomeReal(known, identity);
      if (owners.length > 0 || known.owners.length > 0) this.changeOwners(known, owners);
      if (metadata.deletionTimestamp !== undefined) known.beingDeleted = true;
      this.transition(before, metadata, known);
      return;
    }
    const beingDeleted = metadata.deletionTimestamp !== undefined;
    const node: Node = {
      identity,
      virtual: false,
      owners,
      dependents: new Map(),
      beingDeleted,
      deletingDependents: beingDeleted && hasFinalizer(metadata, FOREGROUND),
    };
    this.nodes.set(identity.uid, node);
    if (owners.length > 0) this.addToOwners(node, owners);
    this.transition(before, metadata, node);
  }

  /** An object is gone. */
  remove(uid: string): void {
    const node = this.nodes.get(uid);
    if (!node) return;
    this.nodes.delete(uid);
    this.removeFromOwners(node, node.owners);
    if (node.dependents.size > 0) this.absent.add(absentKey(node.identity));
    for (const dependent of node.dependents.keys()) this.events.attemptToDelete(dependent);
    for (const { uid: ownerUid } of node.owners) if (this.nodes.get(ownerUid)?.deletingDependents) this.events.attemptToDelete(ownerUid);
  }

  /** An owner that nobody has seen does not exist where the references say. */
  removeVirtual(node: Node): void {
    const { matching, others } = partition(node, node.identity);
    if (others.length === 0) {
      this.remove(node.identity.uid);
      return;
    }
    this.absent.add(absentKey(node.identity));
    for (const { identity } of matching) this.events.attemptToDelete(identity.uid);
    const next = others.flatMap((other) =>
      other.owners
        .filter(({ uid }) => uid === node.identity.uid)
        .map((owner) => ({ ...coordinates(owner), namespace: other.identity.namespace })),
    );
    const alternative = next.find((identity) => absentKey(identity) !== absentKey(node.identity) && !this.absent.has(absentKey(identity)));
    if (!alternative) return;
    node.identity = alternative;
    this.events.attemptToDelete(node.identity.uid);
  }

  markAbsent(identity: Identity): void {
    this.absent.add(absentKey(identity));
  }

  /** Whether a reference from an object of `namespace` is known to lead nowhere. */
  isAbsent(reference: OwnerReference, namespace: string): boolean {
    if (this.absent.size === 0) return false;
    const owner = coordinates(reference);
    return this.absent.has(absentKey({ ...owner, namespace: '' })) || this.absent.has(absentKey({ ...owner, namespace }));
  }

  private becomeReal(node: Node, identity: Identity): void {
    if (absentKey(node.identity) !== absentKey(identity)) {
      for (const dependent of partition(node, identity).others) {
        if (identity.namespace !== '' && identity.namespace !== dependent.identity.namespace)
          this.events.invalidNamespace(dependent, identity.uid);
        this.events.attemptToDelete(dependent.identity.uid);
      }
    }
    node.identity = identity;
    node.virtual = false;
  }

  private changeOwners(node: Node, owners: readonly OwnerReference[]): void {
    const before = node.owners;
    const old = new Map(before.map((owner) => [owner.uid, owner]));
    const uids = new Set(owners.map(({ uid }) => uid));
    const added = owners.filter(({ uid }) => !old.has(uid));
    const removed = before.filter(({ uid }) => !uids.has(uid));
    const unblocked = owners.filter(
      ({ uid, blockOwnerDeletion }) => old.get(uid)?.blockOwnerDeletion === true && blockOwnerDeletion !== true,
    );
    node.owners = owners;
    for (const { uid } of [...removed.filter(({ blockOwnerDeletion }) => blockOwnerDeletion), ...unblocked]) {
      if (this.nodes.get(uid)?.deletingDependents) this.events.attemptToDelete(uid);
    }
    this.addToOwners(node, added);
    this.removeFromOwners(node, removed);
  }

  private addToOwners(node: Node, owners: readonly OwnerReference[]): void {
    let doubtful = false;
    for (const owner of owners) {
      const known = this.nodes.get(owner.uid);
      if (!known) {
        const identity = { ...coordinates(owner), namespace: node.identity.namespace };
        const virtual: Node = {
          identity,
          virtual: true,
          owners: NO_OWNERS,
          dependents: new Map(),
          beingDeleted: false,
          deletingDependents: false,
        };
        virtual.dependents.set(node.identity.uid, node);
        this.nodes.set(owner.uid, virtual);
        this.events.attemptToDelete(owner.uid);
        continue;
      }
      known.dependents.set(node.identity.uid, node);
      const { namespace } = known.identity;
      if (namespace !== '' && namespace !== node.identity.namespace) {
        if (!known.virtual) this.events.invalidNamespace(node, owner.uid);
        doubtful = true;
      } else if (!sameCoordinates(owner, known.identity) || (namespace === '' && node.identity.namespace !== '' && known.virtual))
        doubtful = true;
    }
    if (doubtful) this.events.attemptToDelete(node.identity.uid);
  }

  /** Forgets a virtual owner together with the last reference to it. */
  private removeFromOwners(node: Node, owners: readonly OwnerReference[]): void {
    for (const { uid } of owners) {
      const owner = this.nodes.get(uid);
      owner?.dependents.delete(node.identity.uid);
      if (owner?.virtual && owner.dependents.size === 0) this.nodes.delete(uid);
    }
  }

  private transition(before: ObjectMeta | undefined, after: ObjectMeta, node: Node): void {
    if (after.deletionTimestamp === undefined) return;
    if (starts(before, after, ORPHAN)) this.events.attemptToOrphan(node.identity.uid);
    else if (starts(before, after, FOREGROUND)) {
      node.deletingDependents = true;
      for (const dependent of node.dependents.keys()) this.events.attemptToDelete(dependent);
      this.events.attemptToDelete(node.identity.uid);
    }
  }
}

/** The deletion and the finalizer are not both old news. */
function starts(before: ObjectMeta | undefined, after: ObjectMeta, finalizer: string): boolean {
  if (!hasFinalizer(after, finalizer)) return false;
  return before === undefined || before.deletionTimestamp === undefined || !hasFinalizer(before, finalizer);
}

export function hasFinalizer(metadata: ObjectMeta, finalizer: string): boolean {
  return metadata.finalizers?.includes(finalizer) === true;
}

function coordinates({ apiVersion, kind, name, uid }: OwnerReference): Omit<Identity, 'namespace'> {
  return { apiVersion, kind, name, uid };
}

function sameCoordinates(owner: OwnerReference, identity: Identity): boolean {
  return (
    owner.uid === identity.uid && owner.name === identity.name && owner.kind === identity.kind && owner.apiVersion === identity.apiVersion
  );
}

function absentKey({ apiVersion, kind, namespace, name, uid }: Identity): string {
  return `${apiVersion}|${kind}|${namespace}|${name}|${uid}`;
}

/** The dependents whose references fit `identity`, and those with one that doesn't. */
function partition(node: Node, identity: Identity): { matching: Node[]; others: Node[] } {
  const matching: Node[] = [];
  const others: Node[] = [];
  for (const dependent of node.dependents.values()) {
    const references = dependent.owners.filter(({ uid }) => uid === identity.uid);
    const elsewhere = identity.namespace !== '' && identity.namespace !== dependent.identity.namespace;
    if (!elsewhere && references.some((owner) => sameCoordinates(owner, identity))) matching.push(dependent);
    if (elsewhere || references.some((owner) => !sameCoordinates(owner, identity))) others.push(dependent);
  }
  return { matching, others };
}
