import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from '@playwright/test';
import { findFreePort } from '@tiktickets/services';
import { cleanEnvironment } from '../env.ts';

const root = path.resolve(import.meta.dirname, '../../../..');
const startTimeoutMs = 240_000;

export type Role = 'agent' | 'supervisor' | 'admin';
export interface Login {
  role: string;
  email: string;
  password: string;
}

/** One TikTickets with data of its own, started as `npm start` starts it, after its toolchain is there. */
/** A file as the phone has it; `ok` when it could be fetched and opened. */
export interface PhoneFile {
  kind: string;
  mimetype: string;
  seconds: number | null;
  state: string;
}

/** What the answers used here hold. */
interface SimulatorAnswer {
  id: string;
  messages: { text: string; file: PhoneFile | null; quotes: { text: string } | null }[];
  phones: { phone: string; name: string; role: string; chats: unknown[] }[];
}

export class Installation {
  readonly url: string;
  readonly logins: Login[] = [];
  readonly #dataDir: string;
  readonly #env: Record<string, string>;
  #child: ChildProcess | null = null;

  private constructor(port: number, settings: Record<string, string>) {
    this.url = `http://localhost:${port}`;
    this.#dataDir = mkdtempSync(path.join(os.tmpdir(), 'tiktickets-e2e-'));
    this.#env = { ...cleanEnvironment(), PORT: String(port), DATA_DIR: this.#dataDir, LOG_LEVEL: 'warn', ...settings };
  }

  static async create(settings: Record<string, string> = {}): Promise<Installation> {
    return new Installation(await findFreePort(), settings);
  }

  /** Resolves when it says that it is ready. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, ['scripts/start.ts'], {
      cwd: root,
      env: this.#env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.logins.length = 0;
    const output: string[] = [];
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        output.push(line);
        const [, role, email, password] = /^login (\S+) (\S+) (\S+)$/.exec(line) ?? [];
        if (role && email && password) this.logins.push({ role, email, password });
        if (line.startsWith('TikTickets is ready at ')) resolve();
      });
    }
    child.once('exit', (code) => reject(new Error(`The start ended with ${code}:\n${output.join('\n')}`)));
    const timer = setTimeout(() => reject(new Error(`Not ready in time:\n${output.join('\n')}`)), startTimeoutMs);
    await promise.finally(() => clearTimeout(timer));
  }

  /** Ctrl-C. @returns the exit code */
  async stop(): Promise<number | null> {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null) return child?.exitCode ?? null;
    const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
    child.kill('SIGINT');
    return ended;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }

  login(role: Role): Login {
    const login = this.logins.find((one) => one.role === role);
    if (!login) throw new Error(`No login for ${role} was printed`);
    return login;
  }

  /** Makes a customer's phone write what the page of phones cannot: files, reactions, edits. @returns the message's id */
  async phoneWrites(name: string, message: Record<string, unknown>): Promise<string> {
    const { from, to } = await this.#line(name);
    const { id } = await this.#simulator(`phones/${from}/messages`, { to, ...message });
    return id;
  }

  /** Everything that a customer's phone shows of the conversation with the company, oldest first. */
  async phoneReads(name: string): Promise<{ texts: string[]; files: PhoneFile[] }> {
    const { from, to } = await this.#line(name);
    const { messages } = await this.#simulator(`phones/${from}/chats/${to}`);
    const files = messages.flatMap(({ file }) => file ?? []);
    return { texts: messages.map((message) => message.text), files };
  }

  /** Makes WhatsApp fail, for the company's first number unless another is named, as `simulator.md` of wbot lists it. */
  async fault(fault: Record<string, unknown>): Promise<void> {
    await this.#simulator('faults', { phone: (await this.#line()).to, ...fault });
  }

  /** The owner of the company's phone writes to a customer on it. */
  async companyWrites(name: string, text: string): Promise<void> {
    const { from: to, to: from } = await this.#line(name);
    await this.#simulator(`phones/${from}/messages`, { to, text });
  }

  /** A customer of one test alone, who has written `text`. */
  async newCustomer(name: string, text: string): Promise<void> {
    const phone = `55119${String(50_000_000 + Math.trunc(Math.random() * 9_000_000))}`;
    await this.#simulator('phones', { phone, name });
    await this.phoneWrites(name, { text });
  }

  /** A group of customers and the paired number; the first of them made it. */
  async newGroup(subject: string, names: readonly string[]) {
    const { phones } = await this.#simulator('phones');
    const phoneOf = (name: string) => phones.find((phone) => phone.name === name)?.phone;
    const { to: company } = await this.#line();
    const [owner, ...members] = names.map(phoneOf);
    const { id } = await this.#simulator('groups', { subject, owner, members: [...members, company] });
    return {
      say: (name: string, text: string, more: Record<string, unknown> = {}) =>
        this.#simulator(`phones/${phoneOf(name)}/messages`, { to: id, text, ...more }),
      change: (change: Record<string, unknown>) => this.#simulator(`groups/${id}/changes`, { by: owner, ...change }),
      remove: (name: string | null) =>
        this.#simulator(`groups/${id}/changes`, {
          kind: 'remove',
          by: owner,
          phones: [name ? phoneOf(name) : company],
        }),
      reads: async (name: string) => (await this.#simulator(`phones/${phoneOf(name)}/chats/${id}`)).messages,
    };
  }

  /** The phone of a company, by its digits, scans a QR code. */
  async phoneScans(phone: string, qr: string): Promise<void> {
    await this.#simulator(`phones/${phone}/scan`, { qr });
  }

  /**
   * The numbers of a customer and of the company. The company's is paired once somebody has written to it:
   * what is written before belongs to its past.
   */
  async #line(name?: string): Promise<{ from?: string; to?: string }> {
    let [from, to]: (string | undefined)[] = [];
    await expect(async () => {
      const { phones } = await this.#simulator('phones');
      from = phones.find((phone) => phone.name === name)?.phone;
      to = phones.find((phone) => phone.role === 'company' && phone.chats.length > 0)?.phone;
      expect(to && (from || !name), `${name} and the paired number`).toBeTruthy();
    }).toPass({ timeout: 60_000 });
    return { from, to };
  }

  /** The simulator's control interface; its address is in the log. */
  async #simulator(what: string, body?: Record<string, unknown>): Promise<SimulatorAnswer> {
    const log = readFileSync(path.join(this.#dataDir, 'logs', 'simulator.log'), 'utf8');
    const control = [...log.matchAll(/simulator ready at (\S+)/g)].at(-1)?.[1];
    const request = body && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    };
    const response = await fetch(`${control}/control/${what}`, request);
    if (!response.ok) throw new Error(`The simulator answered ${response.status}: ${await response.text()}`);
    return await response.json();
  }
}
