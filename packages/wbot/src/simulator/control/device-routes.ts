import { addDevice, removeDevice } from '../phone/devices.ts';
import { simulatedDeviceOf } from '../state/accounts.ts';
import type { SimulatedDevice } from '../state/model.ts';
import { ControlError } from './error.ts';
import { find, type Route } from './route.ts';
import type { DeviceView } from './types.ts';

const present = ({ id, messages }: SimulatedDevice): DeviceView => ({ id, messages });

/** Simulated companions of a phone. */
export const deviceRoutes: Route[] = [
  {
    method: 'GET',
    path: /^\/control\/phones\/(?<phone>[^/]+)\/devices$/,
    run: (world, { params }) => ({ devices: (find(world, 'phone', params.phone).devices ?? []).map(present) }),
  },
  {
    method: 'POST',
    path: /^\/control\/phones\/(?<phone>[^/]+)\/devices$/,
    run: (world, { params }) => present(addDevice(world, find(world, 'phone', params.phone))),
  },
  {
    method: 'POST',
    path: /^\/control\/phones\/(?<phone>[^/]+)\/devices\/(?<id>\d+)\/remove$/,
    run(world, { params }) {
      const owner = find(world, 'phone', params.phone);
      const device = simulatedDeviceOf(owner, Number(params.id));
      if (!device) throw new ControlError(404, 'id', 'no such simulated device');
      removeDevice(world, owner, device);
      return {};
    },
  },
];
