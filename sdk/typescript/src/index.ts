// @zestron/sdk: one namespace for each program, as Codama generates it, and what can't be generated.
export * from './generated';
export * from './errors';
export * from './events';
export * from './proposals';
export * from './wallet_calls';
