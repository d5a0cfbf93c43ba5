package dev.concierge.server.identity;

import java.util.UUID;

/**
 * Somebody proved an account's address from outside of it for the first time, and may be another than whoever made the account. Published inside the transaction,
 * when the sessions and keys of before have ended: what a later room keeps for the account from then must not be used for its owner (C-05).
 *
 * @param actor as the trail names who does it
 */
public record AddressFirstProved(UUID accountId, String actor) {}
