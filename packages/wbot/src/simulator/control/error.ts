/** A request that the caller can correct; `field` names the culprit. */
export class ControlError extends Error {
  readonly status: number;
  readonly field: string;

  constructor(status: number, field: string, message: string) {
    super(message);
    this.name = 'ControlError';
    this.status = status;
    this.field = field;
  }
}
