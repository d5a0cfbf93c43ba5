package dev.concierge.sandbox;

/**
 * A token that its provider would take at this moment.
 *
 * @param kind access or refresh token
 * @param fingerprint as {@link Secrets#fingerprint} makes it
 * @param family shared by all that came out of one consent through rotation; empty for an access token that nothing renews
 */
public record LivingToken(Secrets.Kind kind, String fingerprint, String family) {}
