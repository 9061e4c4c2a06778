#include <marketplace/instructions.hpp>

namespace marketplace {

// A version's account is made once and never closed or written again, not even with its listing: what was published under a
// number stays what it was. A listing made anew goes on behind the versions that are there.
Result<> publish_metadata(Context<PublishMetadata>& ctx, const PublishMetadataArgs& args) {
  if (equal(args.hash, kNoHash)) return fail(MarketError::MetadataHashMissing);
  if (args.uri.size == 0) return fail(MarketError::MetadataUriInvalid);
  Listing& listing = *ctx.listing;
  // grapnel-lint: allow(unchecked-arithmetic) number is not zero
  const bool is_next = args.number != 0 && args.number - 1 == listing.metadata_version;
  const bool begins_anew = listing.metadata_version == 0 && args.number != 0;
  if (!is_next && !begins_anew) return fail(MarketError::VersionNotNext);

  Metadata& metadata = *ctx.metadata;
  metadata.version = kLayoutVersion;
  metadata.bump = ctx.metadata.bump();
  metadata.listing = ctx.listing.key();
  metadata.number = args.number;
  metadata.hash = args.hash;
  metadata.published_at = Clock::get().unix_timestamp;
  GRAPNEL_TRY(ctx.metadata[&Metadata::uri].assign(args.uri));
  listing.metadata_version = args.number;
  emit(MetadataPublished{ctx.listing.key(), args.number, args.hash});
  return ok;
}

}  // namespace marketplace
