package dev.concierge.server.audit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an administrator should know at once, in the words of the page and the mail. */
public enum AlertKind {
    TOKEN_REUSE(
            "A refresh token was used twice",
            "Two programs had the token that one may have: it was copied. The sign-in ended for both, and its person was told."),
    PASSKEY_CLONED(
            "A passkey was copied",
            "Its counter went back, as a copy's does. The sign-in was refused, and its person was told."),
    ACCOUNT_TRIES(
            "Many wrong tries at an account",
            "Somebody guesses passwords or codes. More tries wait now; the owner's own browsers are counted apart."),
    NETWORK_TRIES(
            "Many wrong tries from a network",
            "Tries to sign in from there wait now. Where many people share an address, it may be only them."),
    NEW_ADMINISTRATOR(
            "A new administrator",
            "Somebody was given the role of administrator. When that was not meant, take it back and end their sessions."),
    FACTOR_RESET(
            "Second factors were reset",
            "All second factors of an account were removed and its sessions ended. Whoever it belongs to was told."),
    ACCOUNT_UNLOCKED("An account was unlocked", "The limits on tries to sign in to it were lifted at the machine."),
    UNREADABLE(
            "A stored secret does not open",
            "Its row was changed or moved by another hand, or it is under a key that is gone. It is not used."),
    KEYS(
            "The data keys do not open on a node",
            "The node goes on with the keys it has, and keys are not rotated. Look at ENCRYPTION_KEY and the key store."),
    AUDIT_BROKEN(
            "The audit trail is broken",
            "Rows or seals were changed, removed or put in by another hand. Keep a copy of the database before anything else."),
    EMERGENCY_STOP("An emergency stop was ordered", "Connections in its scope ended at once, on every node."),
    PEOPLE_EXPORT("Everybody was exported", "A file with the names and addresses of all people was taken away."),
    AUDIT_EXPORT(
            "The audit trail was exported", "A file of the trail was taken away; the trail says what was asked for."),
    PROVIDER_CHANGED(
            "A provider's addresses changed",
            "Its own description names other addresses than before, or foreign ones, which are refused."),
    OTHER("Something else", "A newer release of the server knows what it is.");

    private final String title;
    private final String explanation;

    AlertKind(String title, String explanation) {
        this.title = title;
        this.explanation = explanation;
    }

    /** A short headline. */
    public String title() {
        return title;
    }

    /** What it means and what is safe already, in one or two sentences. */
    public String explanation() {
        return explanation;
    }

    /** Whether its subject is a place, which is for administrators alone. */
    boolean placed() {
        return this == NETWORK_TRIES;
    }

    /** The word in rows and answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** By its word. */
    public static Optional<AlertKind> of(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }
}
