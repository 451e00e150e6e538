/** The images whose behaviour is described; any other name is a server on its declared ports, or a task. */
import { busybox } from './busybox';
import { nginx } from './nginx';
import { pause } from './pause';
import type { ImageDefinition } from './program';
import { redis } from './redis';
import { server } from './server';
import { task } from './task';

const builtIn: readonly ImageDefinition[] = [nginx, redis, busybox, { ...busybox, name: 'alpine' }, pause];

/** Names that say of themselves that they do not exist. */
const MISSING = /\b(no-?such|non-?exist(ent|ing)|does-?not-?exist)\b/;
/** Size assumed for an image nobody described. */
const UNKNOWN_SIZE_BYTES = 50_000_000;

export class ImageRegistry {
  private readonly definitions = new Map<string, ImageDefinition>();

  /** `extra` wins over the built-in images; with `closed` every name that is not described does not exist. */
  constructor(
    extra: readonly ImageDefinition[] = [],
    private readonly closed = false,
  ) {
    for (const definition of [...builtIn, ...extra]) this.definitions.set(definition.name, definition);
  }

  /** `image` as in a pod spec. undefined: the registry does not know it. */
  find(image: string): ImageDefinition | undefined {
    const { repository, tag } = parseImage(image);
    const short = repository.slice(repository.lastIndexOf('/') + 1);
    const found = this.definitions.get(`${short}:${tag}`) ?? this.definitions.get(short);
    if (found) return found.missingTags?.test(tag) ? undefined : found;
    if (this.closed || MISSING.test(`${short}:${tag}`)) return undefined;
    return {
      name: short,
      sizeBytes: UNKNOWN_SIZE_BYTES,
      entrypoint: [`/${short}`],
      shell: true,
      anyCommand: true,
      run: (host) => (host.runsToEnd ? task(host) : server(host)),
    };
  }
}

export interface ParsedImage {
  /** With registry and library: "docker.io/library/nginx". */
  readonly repository: string;
  readonly tag: string;
}

/** Normalises as containerd does: default registry docker.io, namespace library, tag latest. */
export function parseImage(image: string): ParsedImage {
  const at = image.indexOf('@');
  const name = at < 0 ? image : image.slice(0, at);
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const hasRegistry = first.includes('.') || first.includes(':') || first === 'localhost';
  const colon = name.lastIndexOf(':');
  const hasTag = colon > name.lastIndexOf('/');
  const bare = hasTag ? name.slice(0, colon) : name;
  const repository = hasRegistry ? bare : slash < 0 ? `docker.io/library/${bare}` : `docker.io/${bare}`;
  return { repository, tag: hasTag ? name.slice(colon + 1) : at < 0 ? 'latest' : image.slice(at) };
}

/** "docker.io/library/nginx:latest", the name a container status shows. */
export function fullName(image: string): string {
  const { repository, tag } = parseImage(image);
  return tag.startsWith('@') ? `${repository}${tag}` : `${repository}:${tag}`;
}

/** What the kubelet says of a name that is no image reference; undefined if it is one. */
export function invalidImageName(image: string): string | undefined {
  const { repository } = parseImage(image);
  const path = repository.slice(repository.indexOf('/') + 1);
  if (path !== path.toLowerCase())
    return `couldn't parse image name "${image}": invalid reference format: repository name (${path}) must be lowercase`;
  return /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/.test(path)
    ? undefined
    : `couldn't parse image name "${image}": invalid reference format`;
}
