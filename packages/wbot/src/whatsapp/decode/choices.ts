import type { proto } from 'baileys';
import type { Choice, MessageDetails } from '../../contract.ts';
import { clampText } from './clamp.ts';

const choiceLimit = 100;

type Choices = Extract<MessageDetails, { kind: 'choices' }>;
type ChoiceMade = Extract<MessageDetails, { kind: 'choice-made' }>;

interface Offer {
  title?: string | null | undefined;
  text?: string | null | undefined;
  footer?: string | null | undefined;
  choices: (Choice | null)[];
}

function choice(
  text: string | null | undefined,
  rest: { id?: string | null | undefined; url?: string | null | undefined },
): Choice | null {
  const shown = clampText(text, 200);
  return shown ? { id: clampText(rest.id, 300), text: shown, url: clampText(rest.url, 2_000) } : null;
}

function parameter(json: string | null | undefined, name: string): string | null {
  try {
    const parsed: unknown = JSON.parse((json ?? '').slice(0, 20_000));
    const value: unknown = typeof parsed === 'object' && parsed !== null ? Reflect.get(parsed, name) : null;
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
}

function offerOf(message: proto.IMessage): Offer | null {
  const { buttonsMessage: buttons, listMessage: list, interactiveMessage: interactive } = message;
  if (buttons) {
    const choices = (buttons.buttons ?? []).map((item) => choice(item.buttonText?.displayText, { id: item.buttonId }));
    return { title: buttons.text, text: buttons.contentText, footer: buttons.footerText, choices };
  }
  if (list) {
    const rows = (list.sections ?? []).flatMap((section) => section.rows ?? []);
    const choices = rows.map((row) => choice(row.title, { id: row.rowId }));
    return { title: list.title, text: list.description, footer: list.footerText, choices };
  }
  const template = message.templateMessage?.hydratedTemplate ?? message.templateMessage?.hydratedFourRowTemplate;
  if (template) {
    const choices = (template.hydratedButtons ?? []).map(({ quickReplyButton: reply, urlButton, callButton }) => {
      if (reply) return choice(reply.displayText, { id: reply.id });
      if (urlButton) return choice(urlButton.displayText, { url: urlButton.url });
      return callButton ? choice(callButton.displayText, { url: `tel:${callButton.phoneNumber ?? ''}` }) : null;
    });
    const { hydratedTitleText: title, hydratedContentText: text, hydratedFooterText: footer } = template;
    return { title, text, footer, choices };
  }
  if (!interactive) return null;
  const choices = (interactive.nativeFlowMessage?.buttons ?? []).map(({ name, buttonParamsJson: json }) =>
    choice(parameter(json, 'display_text') ?? name, { id: parameter(json, 'id'), url: parameter(json, 'url') }),
  );
  return { title: interactive.header?.title, text: interactive.body?.text, footer: interactive.footer?.text, choices };
}

/** What a business offers to choose from, with its text; null when the message offers nothing. */
export function choicesOf(message: proto.IMessage): { body: string | null; details: Choices } | null {
  const offer = offerOf(message);
  if (!offer) return null;
  const title = clampText(offer.title, 500);
  const footer = clampText(offer.footer, 500);
  const choices = offer.choices.filter((item) => item !== null).slice(0, choiceLimit);
  const body = clampText(offer.text, 65_536) ?? title;
  return { body, details: { kind: 'choices', title, footer, choices } };
}

/** What a person chose of such an offer. */
export function choiceMadeOf(message: proto.IMessage): ChoiceMade | null {
  const { buttonsResponseMessage: button, listResponseMessage: list, templateButtonReplyMessage: template } = message;
  const flow = message.interactiveResponseMessage;
  const text = button?.selectedDisplayText ?? list?.title ?? template?.selectedDisplayText ?? flow?.body?.text ?? null;
  const id =
    button?.selectedButtonId ??
    list?.singleSelectReply?.selectedRowId ??
    template?.selectedId ??
    parameter(flow?.nativeFlowResponseMessage?.paramsJson, 'id');
  const shown = clampText(text, 4_096) ?? clampText(id, 300);
  return shown ? { kind: 'choice-made', id: clampText(id, 300), text: shown } : null;
}
