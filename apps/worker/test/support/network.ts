import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { createWhatsAppDriver, type WhatsAppTimings } from '@tiktickets/wbot';
import { type Simulator, type SimulatorOptions, startSimulator } from '@tiktickets/wbot/simulator';
import { type Installation, untilState } from './company.ts';

export const companyPhone = '5511900000001';
export const bia = { phone: '5511988880001', name: 'Bia' };
export const caio = { phone: '5511988880002', name: 'Caio' };

const fast: Partial<WhatsAppTimings> = {
  connectTimeoutMs: 5_000,
  connectingWatchdogMs: 8_000,
  keepAliveIntervalMs: 2_000,
  silentSocketMs: 4_000,
  queryTimeoutMs: 4_000,
  sendTimeoutMs: 8_000,
  retryRequestDelayMs: 10,
  backoffMs: { minMs: 20, maxMs: 200 },
};

/** A simulated WhatsApp with two customers on it. */
export async function openNetwork(options: SimulatorOptions = {}): Promise<Simulator> {
  const simulator = await startSimulator({
    delays: { ackMs: [2, 8], receiptMs: [3, 10], readMs: [20, 40] },
    ...options,
  });
  if (simulator.caPath) trust(simulator.caPath);
  for (const person of [bia, caio]) await simulator.control.createPhone(person);
  return simulator;
}

/** What `NODE_EXTRA_CA_CERTS` does for a process, for this one that runs already: files go over TLS. */
function trust(caPath: string): void {
  setDefaultCACertificates([...getCACertificates('default'), readFileSync(caPath, 'utf8')]);
}

export const driverFor = (simulator: Simulator) =>
  createWhatsAppDriver({ wsUrl: simulator.wsUrl, mediaHost: simulator.mediaHost, timings: fast });

/** Scans the code that the channel shows and waits until it is connected. */
export async function pair(installation: Installation, simulator: Simulator, channelId: string): Promise<void> {
  const { qr } = await untilState(installation, channelId, 'qr');
  await simulator.control.scan(companyPhone, { qr: qr ?? '', name: 'Loja' });
  await untilState(installation, channelId, 'connected');
}
