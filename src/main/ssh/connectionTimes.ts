/** Times in milliseconds; tests shorten them. */
export interface ConnectionTimes {
  /** TCP (or the forwarded channel of a jump host) until connected. */
  readonly connect: number;
  /** Until the host key is there, and between the server's answers while signing in. Never runs while a person is asked. */
  readonly answer: number;
  readonly keepaliveInterval: number;
  readonly keepaliveCount: number;
}

export const CONNECTION_TIMES: ConnectionTimes = {
  connect: 15_000,
  answer: 20_000,
  keepaliveInterval: 15_000,
  keepaliveCount: 3,
};
