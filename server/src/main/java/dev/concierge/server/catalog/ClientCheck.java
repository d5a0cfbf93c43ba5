package dev.concierge.server.catalog;

/** Asks a provider whether it accepts our client. {@code oauth} implements it, which comes after this room. */
public interface ClientCheck {
    /**
     * Sends a made-up authorization code to the token endpoint: a provider that knows the client refuses the code, one that does not refuses the
     * client (RFC 6749 section 5.2). Nothing is stored. Not inside a transaction; takes as long as an exchange at most.
     */
    ClientVerdict check(Provider provider, Registration registration);
}
