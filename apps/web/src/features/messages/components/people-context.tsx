'use client';

import type { MessageView } from '@tiktickets/core/contracts';
import { createContext } from 'react';

/** Whom the message around a text names by `@` and an address. */
export const PeopleContext = createContext<MessageView['people']>([]);
