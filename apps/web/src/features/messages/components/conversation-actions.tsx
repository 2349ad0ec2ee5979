'use client';

import { createContext, use } from 'react';

export interface ConversationActions {
  /** Shows the message that another one answers, loading what lies between. */
  jumpTo(messageId: string): void;
  /** Opens pictures and films large, at this message. */
  openViewer(messageId: string): void;
}

const nothing: ConversationActions = { jumpTo: () => {}, openViewer: () => {} };
export const ConversationActionsContext = createContext<ConversationActions>(nothing);

/** What a bubble can ask of the conversation around it. */
export const useConversationActions = (): ConversationActions => use(ConversationActionsContext);
