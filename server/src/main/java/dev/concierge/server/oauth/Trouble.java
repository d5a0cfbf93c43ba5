package dev.concierge.server.oauth;

/** Why a provider could not be used just now. Nothing follows from it about a grant. */
public enum Trouble {
    /** No whole answer: address, connection, TLS, time. */
    NO_ANSWER,
    /** We leave it alone for a while, or too many calls are under way. */
    HELD_BACK,
    /** It asks us to come later (429, {@code temporarily_unavailable}). */
    BUSY,
    /** It broke (5xx, {@code server_error}). */
    BROKEN,
    /** It answered, but not what the protocol says: HTML, an array, no token, another token type. */
    GARBLED,
    /** It refused with an error that neither its table nor the standard knows. */
    UNKNOWN_ERROR
}
