package dev.concierge.server.identity;

/** Who may make an account ({@code SIGN_UP}). */
public enum SignUpPolicy {
    /** Anybody, as guest. */
    OPEN,
    /** Whom an administrator invites. */
    INVITE,
    /** Nobody; the administrator makes accounts. */
    CLOSED
}
