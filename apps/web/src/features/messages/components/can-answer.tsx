'use client';

import { createContext, use } from 'react';

/** Whether whoever looks at the conversation may write in it. */
export const CanAnswerContext = createContext(false);
export const useCanAnswer = (): boolean => use(CanAnswerContext);
