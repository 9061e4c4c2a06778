// A price account as Pyth's receiver writes it (PriceUpdateV2), for a chain that has none.
import {
  type Address,
  address,
  getAddressEncoder,
  getI32Encoder,
  getI64Encoder,
  getStructEncoder,
  getU64Encoder,
  getU8Encoder,
} from '@solana/kit';

export const pythReceiver = address('rec5EKMGg6MxZYaMdyBfgwp4d5rB9T1VQH5pJv5LtFJ');
const system = address('11111111111111111111111111111111');
const fullyVerified = 1;

/** `price` in units of 10^-8. */
export function encodePrice(feed: Address, price: bigint, publishTime: bigint): Uint8Array {
  const encoder = getStructEncoder([
    ['discriminator', getU64Encoder()],
    ['writeAuthority', getAddressEncoder()],
    ['level', getU8Encoder()],
    ['feed', getAddressEncoder()],
    ['price', getI64Encoder()],
    ['confidence', getU64Encoder()],
    ['exponent', getI32Encoder()],
    ['publishTime', getI64Encoder()],
    ['previousPublishTime', getI64Encoder()],
    ['emaPrice', getI64Encoder()],
    ['emaConfidence', getU64Encoder()],
    ['postedSlot', getU64Encoder()],
    ['unused', getU8Encoder()],
  ]);
  return Uint8Array.from(
    encoder.encode({
      discriminator: 0xcdf47e9d6323f122n,
      writeAuthority: system,
      level: fullyVerified,
      feed,
      price,
      confidence: 1n,
      exponent: -8,
      publishTime,
      previousPublishTime: publishTime,
      emaPrice: price,
      emaConfidence: 1n,
      postedSlot: 1n,
      unused: 0,
    }),
  );
}
