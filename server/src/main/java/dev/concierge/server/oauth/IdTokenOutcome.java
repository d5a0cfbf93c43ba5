package dev.concierge.server.oauth;

/** What an ID token proves. */
public sealed interface IdTokenOutcome {
    record Proven(IdTokenClaims claims) implements IdTokenOutcome {}

    record Unproven(IdTokenFault fault) implements IdTokenOutcome {}
}
