import { setBlocked, setPicture } from '../phone/account-sync.ts';
import { endCall } from '../phone/call.ts';
import { find, parse, type Route } from './route.ts';
import { addressBookSchema, blockSchema, callEndSchema, pictureSchema } from './schemas.ts';

/** What a person does with their phone beside writing. */
export const accountRoutes: Route[] = [
  {
    method: 'POST',
    path: /^\/control\/phones\/(?<phone>[^/]+)\/contacts$/,
    body: addressBookSchema,
    run(world, { params, body }) {
      const { phone, name } = parse(addressBookSchema, body);
      const owner = find(world, 'phone', params.phone);
      owner.addressBook = { ...owner.addressBook, [find(world, 'phone', phone).phone]: name };
      world.accounts.changed(owner);
      return {};
    },
  },
  {
    method: 'POST',
    path: /^\/control\/phones\/(?<phone>[^/]+)\/block$/,
    body: blockSchema,
    run(world, { params, body }) {
      const { phone, isBlocked } = parse(blockSchema, body);
      setBlocked(world, find(world, 'phone', params.phone), { person: find(world, 'phone', phone), isBlocked });
      return {};
    },
  },
  {
    method: 'POST',
    path: /^\/control\/phones\/(?<phone>[^/]+)\/picture$/,
    body: pictureSchema,
    async run(world, { params, body }) {
      const { base64, isHidden = false } = parse(pictureSchema, body);
      const bytes = base64 === null ? null : Buffer.from(base64, 'base64');
      await setPicture(world, find(world, 'phone', params.phone), { bytes, isHidden });
      return {};
    },
  },
  {
    method: 'POST',
    path: /^\/control\/phones\/(?<phone>[^/]+)\/calls\/(?<id>[^/]+)\/end$/,
    body: callEndSchema,
    run(world, { params, body }) {
      const { to, end } = parse(callEndSchema, body);
      endCall(world, find(world, 'phone', params.phone), { to: find(world, 'to', to), id: params.id ?? '', end });
      return {};
    },
  },
];
