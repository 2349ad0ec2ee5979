/** The simulated phones, as the demo page needs them. The server composes it from the simulator's control interface. */
export interface DemoPort {
  phones(): Promise<{ phone: string; name: string }[]>;
  conversation(
    phone: string,
    peer: string,
  ): Promise<{
    messages: { id: string; fromMe: boolean; text: string; atMs: number; state: 'sent' | 'delivered' | 'read' }[];
    peerTyping: boolean;
  }>;
  send(message: { phone: string; to: string; text: string }): Promise<void>;
  read(phone: string, peer: string): Promise<void>;
  typing(phone: string, to: string, active: boolean): Promise<void>;
  /** A company phone scans a QR text. */
  scan(qr: string): Promise<void>;
  /** A company phone types a linking code. */
  typeCode(link: { phone: string; name: string; code: string }): Promise<void>;
}
