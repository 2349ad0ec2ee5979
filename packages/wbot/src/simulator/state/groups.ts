import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Mode } from './jid.ts';

export interface Member {
  phone: string;
  role: 'member' | 'admin' | 'superadmin';
}

export interface Group {
  /** `<digits>@g.us`. */
  id: string;
  subject: string;
  description: string | null;
  /** Unix seconds. */
  createdAt: number;
  /** Phone of who made it. */
  owner: string;
  /** How members are named in stanzas. */
  addressing: Mode;
  isAnnouncement: boolean;
  members: Member[];
}

const suffix = '.group.json';

/** Trusts that the folder holds only files which {@link Groups} wrote. */
function parseGroup(json: string): Group {
  return JSON.parse(json) as Group;
}

/** Every group of the simulated network. */
export class Groups {
  readonly #directory: string | null;
  readonly #byId = new Map<string, Group>();

  constructor(directory: string | null) {
    this.#directory = directory;
    if (!directory) return;
    mkdirSync(directory, { recursive: true });
    for (const file of readdirSync(directory).filter((name) => name.endsWith(suffix))) {
      const group = parseGroup(readFileSync(join(directory, file), 'utf8'));
      this.#byId.set(group.id, group);
    }
  }

  all(): Group[] {
    return [...this.#byId.values()];
  }

  find(id: string | undefined): Group | undefined {
    return id === undefined ? undefined : this.#byId.get(id);
  }

  /** Writes a group, new or changed. */
  save(group: Group): void {
    this.#byId.set(group.id, group);
    if (!this.#directory) return;
    const file = join(this.#directory, `${group.id.split('@')[0]}${suffix}`);
    writeFileSync(`${file}.new`, JSON.stringify(group));
    renameSync(`${file}.new`, file);
  }
}

export function memberOf(group: Group, phone: string): Member | undefined {
  return group.members.find((member) => member.phone === phone);
}
