import type {
  ChatView,
  DeviceView,
  Fault,
  GroupView,
  Ledger,
  NewCallEnd,
  NewGroup,
  NewGroupChange,
  NewMessage,
  NewPhone,
  PhoneView,
  ReadsMode,
  Recording,
  ScriptLine,
  ScriptState,
} from './control/types.ts';

export type * from './control/types.ts';

/** A refusal of the control API; `field` names what to correct. */
export class SimulatorError extends Error {
  readonly status: number;
  readonly field: string;

  constructor(status: number, field: string, message: string) {
    super(message);
    this.name = 'SimulatorError';
    this.status = status;
    this.field = field;
  }
}

/** Remote control of a running simulator. Every method throws {@link SimulatorError} on a refusal. */
export interface SimulatorClient {
  phones(): Promise<PhoneView[]>;
  /** Creates a customer's phone, or returns the one that has this number. */
  createPhone(phone: NewPhone): Promise<PhoneView>;
  setReads(phone: string, reads: ReadsMode): Promise<PhoneView>;
  /** Switches a phone off, or on again: a phone that is off answers none of its devices. */
  setOffline(phone: string, isOffline: boolean): Promise<PhoneView>;
  /** Whether others and own devices are told what the phone read: `true` is the privacy setting without read receipts. */
  setHidesReads(phone: string, hidesReads: boolean): Promise<PhoneView>;
  /** Links a simulated companion, such as a browser, which receives, confirms and asks again by itself. */
  addDevice(phone: string): Promise<DeviceView>;
  devices(phone: string): Promise<DeviceView[]>;
  removeDevice(phone: string, id: number): Promise<void>;
  chat(phone: string, peer: string): Promise<ChatView>;
  /** Writes from a phone; resolves with the message id once the network has it. */
  send(phone: string, message: NewMessage): Promise<{ id: string }>;
  /** Opens a chat: everything unread in it is read. */
  read(phone: string, peer: string, device?: number): Promise<void>;
  typing(phone: string, typing: { to: string; active: boolean }): Promise<void>;
  /** Gives somebody a name in a phone's address book. */
  nameContact(phone: string, contact: { phone: string; name: string }): Promise<void>;
  /** Blocks somebody on the phone, or no longer. */
  block(phone: string, block: { phone: string; isBlocked: boolean }): Promise<void>;
  /** A new profile picture, or none; a hidden one is shown to nobody. */
  setPicture(phone: string, picture: { base64: string | null; isHidden?: boolean }): Promise<void>;
  /** Ends a call that this phone made. */
  endCall(phone: string, call: { id: string } & NewCallEnd): Promise<void>;
  /** Links the client that shows this QR; `name` creates the company's phone if needed. */
  scan(phone: string, scan: { qr: string; name?: string | undefined }): Promise<PhoneView>;
  /** Types the code that a client shows instead of a QR. */
  typeLinkCode(phone: string, link: { code: string; name?: string | undefined }): Promise<PhoneView>;
  /** Bytes of a file that a phone has. */
  file(phone: string, message: { peer: string; id: string }): Promise<Uint8Array>;
  groups(): Promise<GroupView[]>;
  createGroup(group: NewGroup): Promise<GroupView>;
  changeGroup(id: string, change: NewGroupChange): Promise<GroupView>;
  fault(fault: Fault): Promise<void>;
  ledger(phone: string): Promise<Ledger>;
  /** Does these lines, each at its time from now on; one script at a time. */
  runScript(lines: readonly ScriptLine[]): Promise<ScriptState>;
  script(): Promise<ScriptState>;
  stopScript(): Promise<ScriptState>;
  /** What was done since the network started, or since {@link restartRecording}, as a script. */
  recording(): Promise<Recording>;
  restartRecording(): Promise<void>;
}

interface Call {
  method: 'GET' | 'POST' | 'PATCH';
  path: string;
  body?: unknown;
}

/** Trusts that the address is a simulator of this version, which answers in the declared shapes. */
async function readAnswer<T>(response: Response): Promise<T> {
  return (await response.json()) as T;
}

/** @param baseUrl address of the simulator, e.g. `http://127.0.0.1:8090` */
export function createSimulatorClient(baseUrl: string): SimulatorClient {
  async function call<T>({ method, path, body }: Call): Promise<T> {
    const init: RequestInit = { method };
    if (body !== undefined) {
      init.body = JSON.stringify(body);
      init.headers = { 'content-type': 'application/json' };
    }
    const response = await fetch(new URL(path, baseUrl), init);
    if (response.ok) return await readAnswer<T>(response);
    const { error } = await readAnswer<{ error: { field: string; message: string } }>(response);
    throw new SimulatorError(response.status, error.field, error.message);
  }
  const phonePath = (phone: string) => `/control/phones/${encodeURIComponent(phone)}`;
  return {
    phones: async () => (await call<{ phones: PhoneView[] }>({ method: 'GET', path: '/control/phones' })).phones,
    createPhone: (body) => call({ method: 'POST', path: '/control/phones', body }),
    setReads: (phone, reads) => call({ method: 'PATCH', path: phonePath(phone), body: { reads } }),
    setHidesReads: (phone, hidesReads) => call({ method: 'PATCH', path: phonePath(phone), body: { hidesReads } }),
    addDevice: (phone) => call({ method: 'POST', path: `${phonePath(phone)}/devices` }),
    devices: async (phone) =>
      (await call<{ devices: DeviceView[] }>({ method: 'GET', path: `${phonePath(phone)}/devices` })).devices,
    async removeDevice(phone, id) {
      await call({ method: 'POST', path: `${phonePath(phone)}/devices/${id}/remove` });
    },
    setOffline: (phone, isOffline) => call({ method: 'PATCH', path: phonePath(phone), body: { isOffline } }),
    chat: (phone, peer) => call({ method: 'GET', path: `${phonePath(phone)}/chats/${encodeURIComponent(peer)}` }),
    send: (phone, body) => call({ method: 'POST', path: `${phonePath(phone)}/messages`, body }),
    async read(phone, peer, device) {
      await call({ method: 'POST', path: `${phonePath(phone)}/read`, body: { peer, device } });
    },
    async typing(phone, body) {
      await call({ method: 'POST', path: `${phonePath(phone)}/typing`, body });
    },
    async nameContact(phone, body) {
      await call({ method: 'POST', path: `${phonePath(phone)}/contacts`, body });
    },
    async block(phone, body) {
      await call({ method: 'POST', path: `${phonePath(phone)}/block`, body });
    },
    async setPicture(phone, body) {
      await call({ method: 'POST', path: `${phonePath(phone)}/picture`, body });
    },
    async endCall(phone, { id, ...body }) {
      await call({ method: 'POST', path: `${phonePath(phone)}/calls/${encodeURIComponent(id)}/end`, body });
    },
    scan: (phone, body) => call({ method: 'POST', path: `${phonePath(phone)}/scan`, body }),
    typeLinkCode: (phone, body) => call({ method: 'POST', path: `${phonePath(phone)}/link-code`, body }),
    async file(phone, { peer, id }) {
      const path = `${phonePath(phone)}/chats/${encodeURIComponent(peer)}/messages/${encodeURIComponent(id)}/file`;
      const response = await fetch(new URL(path, baseUrl));
      if (!response.ok) throw new SimulatorError(response.status, 'file', 'not to be had');
      return new Uint8Array(await response.arrayBuffer());
    },
    groups: async () => (await call<{ groups: GroupView[] }>({ method: 'GET', path: '/control/groups' })).groups,
    createGroup: (body) => call({ method: 'POST', path: '/control/groups', body }),
    changeGroup: (id, body) =>
      call({ method: 'POST', path: `/control/groups/${encodeURIComponent(id)}/changes`, body }),
    async fault(body) {
      await call({ method: 'POST', path: '/control/faults', body });
    },
    runScript: (lines) => call({ method: 'POST', path: '/control/script', body: lines }),
    script: () => call({ method: 'GET', path: '/control/script' }),
    stopScript: () => call({ method: 'POST', path: '/control/script/stop', body: {} }),
    recording: () => call({ method: 'GET', path: '/control/recording' }),
    async restartRecording() {
      await call({ method: 'POST', path: '/control/recording', body: {} });
    },
    ledger: (phone) => call({ method: 'GET', path: `/control/ledger?phone=${encodeURIComponent(phone)}` }),
  };
}
