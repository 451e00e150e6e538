/**
 * Pods from manifest files of the machine, and their mirrors in the API.
 * Sources: pkg/kubelet/config/{common,file}.go, pkg/kubelet/pod/mirror_client.go (1.36). Differs: a file's content is an
 * object; files are seen at once, not polled.
 */
import { isFailure } from '../api/request';
import { rfc3339 } from '../api/time';
import type { AnyObject } from '../api/meta';
import type { Process } from '../client/process';
import { canonicalJson } from '../lib/canonical-json';
import { Fingerprint } from '../lib/hash';
import { setPodDefaults } from '../resources/core/pods/defaults';
import { computeQosClass } from '../resources/core/pods/qos';
import type { Pod } from '../resources/core/pods/types';
import { isDeleting, uidOf } from './pod';

const HASH = 'kubernetes.io/config.hash';
const MIRROR = 'kubernetes.io/config.mirror';
const SOURCE = 'kubernetes.io/config.source';
const SEEN = 'kubernetes.io/config.seen';
/** A pod of the same name waits for the one before it in the worker's back-off. */
const REPLACE_MS = 13_500;
/** Until the kubelet's housekeeping takes the mirror of a pod that is gone. */
const HOUSEKEEPING_MS = 800;

export const isStatic = (pod: Pod): boolean => pod.metadata.annotations?.[SOURCE] === 'file' && !isMirror(pod);
export const isMirror = (pod: Pod): boolean => pod.metadata.annotations?.[MIRROR] !== undefined;

export interface StaticPodHooks {
  start(pod: Pod): void;
  stop(pod: Pod): void;
  /** The pod has a mirror that shows none of its status yet. */
  mirrored(pod: Pod): void;
  alive(): boolean;
}

export class StaticPods {
  private readonly byFile = new Map<string, Pod>();
  /** Pods that have been started, by "namespace/name". */
  private readonly current = new Map<string, Pod>();
  private readonly mirrors = new Map<string, Pod>();
  private readonly deleting = new Set<string>();

  constructor(
    private readonly process: Process,
    private readonly node: string,
    private readonly nodeUid: () => string | undefined,
    private readonly hooks: StaticPodHooks,
  ) {}

  /** `content` undefined: the file is gone. What is no pod counts as no file. */
  apply(path: string, content: unknown): void {
    const before = this.byFile.get(path);
    const after = this.read(path, content);
    if (before && after && uidOf(before) === uidOf(after)) return;
    if (before) {
      this.byFile.delete(path);
      this.hooks.stop(before);
    }
    if (!after) return;
    this.byFile.set(path, after);
    const start = (): void => {
      if (!this.hooks.alive() || this.byFile.get(path) !== after) return;
      this.current.set(keyOf(after), after);
      this.hooks.start(after);
      this.ensureMirror(after);
    };
    if (before && keyOf(before) === keyOf(after)) this.process.timers.at(this.process.nowMs + REPLACE_MS, start);
    else start();
  }

  /** The containers of a pod whose file is gone or different have stopped. */
  stopped(pod: Pod): void {
    this.process.timers.at(this.process.nowMs + HOUSEKEEPING_MS, () => {
      if (!this.hooks.alive() || this.current.get(keyOf(pod)) !== pod) return;
      if (this.isWanted(pod) || this.isReplaced(pod)) return;
      this.current.delete(keyOf(pod));
      this.deleteMirror(keyOf(pod));
    });
  }

  /** Its file is still what it was started from. */
  isWanted(pod: Pod): boolean {
    for (const one of this.byFile.values()) if (uidOf(one) === uidOf(pod)) return true;
    return false;
  }

  /** The mirror that shows this pod's status. */
  mirrorOf(pod: Pod): Pod | undefined {
    const mirror = this.mirrors.get(keyOf(pod));
    if (!mirror || isDeleting(mirror) || this.isReplaced(pod)) return undefined;
    return mirror.metadata.annotations?.[MIRROR] === uidOf(pod) ? mirror : undefined;
  }

  mirrorSeen(mirror: Pod): void {
    const key = keyOf(mirror);
    const known = this.mirrors.get(key);
    this.mirrors.set(key, mirror);
    const pod = this.current.get(key);
    if (!pod || isDeleting(mirror)) this.deleteMirror(key);
    else if (known?.metadata.uid !== mirror.metadata.uid) this.ensureMirror(pod);
  }

  mirrorGone(mirror: Pod): void {
    const key = keyOf(mirror);
    this.mirrors.delete(key);
    this.deleting.delete(mirror.metadata.uid ?? '');
    const pod = this.current.get(key);
    if (pod && this.isWanted(pod)) this.ensureMirror(pod);
  }

  private isReplaced(pod: Pod): boolean {
    for (const one of this.byFile.values()) if (keyOf(one) === keyOf(pod) && uidOf(one) !== uidOf(pod)) return true;
    return false;
  }

  private ensureMirror(pod: Pod): void {
    const mirror = this.mirrors.get(keyOf(pod));
    if (mirror) {
      if (this.mirrorOf(pod)) this.hooks.mirrored(pod);
      else this.deleteMirror(keyOf(pod));
      return;
    }
    const { name, namespace, labels, annotations } = pod.metadata;
    const uid = this.nodeUid();
    const body = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name,
        namespace,
        ...(labels ? { labels } : {}),
        annotations: { ...annotations, [MIRROR]: uidOf(pod) },
        ...(uid ? { ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: this.node, uid, controller: true }] } : {}),
      },
      spec: pod.spec,
    };
    this.process.send({ verb: 'create', group: '', version: 'v1', resource: 'pods', namespace: namespace as string, body });
  }

  private deleteMirror(key: string): void {
    const mirror = this.mirrors.get(key);
    const { uid = '', namespace = '', name = '' } = mirror?.metadata ?? {};
    if (!mirror || this.deleting.has(uid)) return;
    this.deleting.add(uid);
    const body = { kind: 'DeleteOptions', apiVersion: 'v1', gracePeriodSeconds: 0, preconditions: { uid } };
    this.process.send({ verb: 'delete', group: '', version: 'v1', resource: 'pods', namespace, name, body }, (reply) => {
      if (isFailure(reply)) this.deleting.delete(uid);
    });
  }

  private read(path: string, content: unknown): Pod | undefined {
    const object = content as AnyObject | null | undefined;
    if (object?.kind !== 'Pod' || !object.metadata?.name) return undefined;
    const draft = JSON.parse(JSON.stringify(object)) as Pod;
    setPodDefaults(draft as never);
    const spec = draft.spec as NonNullable<Pod['spec']>;
    if (refersToApi(spec)) return undefined;
    const hash = hashOf(`${this.node}${path}${canonicalJson(object)}`);
    const { annotations, namespace = 'default', name } = object.metadata;
    const tolerations = [...(spec.tolerations ?? []), { operator: 'Exists', effect: 'NoExecute' }];
    return {
      ...draft,
      metadata: {
        ...draft.metadata,
        name: `${name}-${this.node.toLowerCase()}`,
        namespace,
        uid: hash,
        annotations: { ...annotations, [HASH]: hash, [SEEN]: rfc3339(this.process.nowMs), [SOURCE]: 'file' },
      },
      spec: { ...spec, nodeName: this.node, tolerations },
      status: { phase: 'Pending', qosClass: computeQosClass(spec as never) },
    } as unknown as Pod;
  }
}

/** A static pod must do without other objects. Source: pkg/kubelet/config/common.go, tryDecodeSinglePod. */
function refersToApi(spec: NonNullable<Pod['spec']>): boolean {
  if (spec.serviceAccountName) return true;
  if (spec.volumes?.some((one) => one.configMap || one.secret || one.persistentVolumeClaim || one.projected)) return true;
  return [...spec.containers, ...(spec.initContainers ?? [])].some(
    ({ env, envFrom }) => envFrom?.length || env?.some((one) => one.valueFrom?.configMapKeyRef || one.valueFrom?.secretKeyRef),
  );
}

/** 32 hexadecimal digits, as an MD5 would have. */
function hashOf(text: string): string {
  const [left, right] = [new Fingerprint(), new Fingerprint()];
  left.add(text);
  right.add(`${text}/`);
  return left.hex() + right.hex();
}

function keyOf(pod: Pod): string {
  return `${pod.metadata.namespace}/${pod.metadata.name}`;
}
